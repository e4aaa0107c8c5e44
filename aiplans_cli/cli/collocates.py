"""``aiplans collocates``: the company a word or concept keeps."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.compare.options import choices
from aiplans_cli.cli.options import (
    OutputOptions,
    RowOptions,
    SourceOptions,
    Sources,
    takes_options,
    word_or_concept,
)
from aiplans_cli.cli.sources import default_sources, loader
from aiplans_cli.cli.streams import emit, rows_wanted
from aiplans_cli.cli.tables import input_of
from aiplans_cli.cli.wildcards import wildcard_notes
from aiplans_cli.errors import AnalysisError
from aiplans_cli.language import is_content_word, stop_words, tokenize
from aiplans_cli.model import ALL_COUNTED_KINDS, COUNTED_KINDS, Cell, Column, Report, Table
from aiplans_cli.statistics import ASSOCIATIONS, Pair

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from aiplans_cli.cli.sources import Loaded, Loader
    from aiplans_cli.evidence.concordance import Query
    from aiplans_cli.model import SectionTokens

app = typer.Typer(add_completion=False, rich_markup_mode=None)

DEFAULT = ("log_dice", "likelihood_ratio", "pmi")
"""Measures shown if none is chosen."""

_DIGITS = {"raw_freq": 5, "phi_sq": 4, "dice": 4, "jaccard": 4, "fisher": 4}


@app.command()
@takes_options
def collocates(
    word: Annotated[
        str,
        typer.Argument(metavar="WORD", help="A word, phrase or concept.", callback=word_or_concept),
    ],
    sources: Sources = None,
    window: Annotated[
        int, typer.Option("--window", min=1, max=100, help="Words on each side of it.")
    ] = 5,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            "-m",
            help=f"A measure to show, or several; rows rank by the first: "
            f"{', '.join(ASSOCIATIONS)}.",
            show_default=", ".join(DEFAULT),
            **choices(ASSOCIATIONS, "NAME"),
        ),
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Take the word alone, not its whole concept.")
    ] = False,
    *,
    options: SourceOptions,
    rows: RowOptions,
    output: OutputOptions,
) -> None:
    """Rank the words that stand near a word or concept, in each language.

    A word that belongs to a concept of the list stands for the whole concept: 'governance' also
    finds 治理. The window stays within the sentence. There are no wildcards: use a concept, or
    --exact --stem.
    """
    own = loader(options)
    measures = tuple(dict.fromkeys(measure or DEFAULT))
    report = collocates_report(
        own,
        own.counts(sources or default_sources(options)),
        word,
        window=window,
        measures=measures,
        exact=exact,
        top=rows_wanted(rows.top, output),
        min_count=1 if rows.min_count is None else rows.min_count,
    )
    told = wildcard_notes([] if report.tables[0].rows else [word])
    report = replace(report, notes=(*report.notes, *told))
    keep = ("collocate", "document", "count", *measures)
    emit(report, output, keep, told=told, quiet=options.quiet)


@dataclass(frozen=True, slots=True)
class Company:
    """What stands near a node in one document."""

    nodes: int
    """Occurrences of the node."""
    places: int
    """Words inside its windows, each counted once, the node's own left out."""
    near: Mapping[str, int]
    """Word → occurrences among those."""
    all: Mapping[str, int]
    """Word → occurrences in the document, the node's own words left out."""


def company(
    sections: Sequence[tuple[SectionTokens, Collection[tuple[int, int]]]], window: int
) -> Company:
    """Count the words up to ``window`` words from the spans of a node, within its sentence."""
    near: Counter[str] = Counter()
    every: Counter[str] = Counter()
    nodes = 0
    for tokens, spans in sections:
        inside: set[int] = set()
        around: set[int] = set()
        for start, end in spans:
            first = bisect_left(tokens.ends, start + 1)
            stop = bisect_left(tokens.starts, end)
            if first == stop:
                continue
            nodes += 1
            inside.update(range(first, stop))
            sentences = tokens.sentences[first], tokens.sentences[stop - 1]
            reach = range(max(0, first - window), min(len(tokens.words), stop + window))
            around.update(at for at in reach if tokens.sentences[at] in sentences)
        every.update(w for at, w in enumerate(tokens.words) if at not in inside)
        near.update(tokens.words[at] for at in around - inside)
    return Company(nodes, near.total(), near, every)


def collocates_report(
    own: Loader,
    loaded: Sequence[Loaded],
    word: str,
    *,
    window: int = 5,
    measures: tuple[str, ...] = DEFAULT,
    exact: bool = False,
    top: int = 0,
    min_count: int = 1,
) -> Report:
    """The words near ``word`` in each document, ranked by the first measure, ties by word.

    ``min_count`` is how often they must stand there together. Raises ``AnalysisError`` for a
    document of which only counts are at hand.
    """
    from aiplans_cli.evidence.concordance import query

    wanted = query(word, own.concept_list, exact=exact)
    columns = (
        Column("rank", "integer"),
        Column("document"),
        Column("collocate"),
        Column("count", "integer"),
        Column("node_count", "integer"),
        Column("collocate_count", "integer"),
        Column("places", "integer"),
        Column("total", "integer"),
        Column("expected", "number"),
        *(Column(name, "number", "", _DIGITS.get(name, 2)) for name in measures),
    )
    rows: list[tuple[Cell, ...]] = []
    for item in loaded:
        found = _found(own, item, wanted, window)
        ranked = _ranked(own, item, found, measures, min_count)
        for rank, line in enumerate(ranked[:top] if top else ranked, 1):
            rows.append((rank, item.counts.id, *line))
    what = f"the concept {wanted.concept}" if wanted.concept else f"{word!r} alone"
    return Report(
        command="collocates",
        tables=(Table("collocates", columns, tuple(rows), title=f"Near {what}"),),
        inputs=tuple(input_of(item.counts) for item in loaded),
        parameters={
            "word": word,
            "concept": wanted.concept,
            "window": window,
            "measures": ",".join(measures),
            "min_count": min_count,
            "top": top,
        },
        notes=_notes(own, wanted, what, window),
    )


def _notes(own: Loader, wanted: Query, what: str, window: int) -> tuple[str, ...]:
    from aiplans_cli.concepts import shared_notes

    shared = shared_notes(wanted.word, wanted.concept, own.concept_list) if wanted.concept else ()
    return (
        f"The node is {what}. count: occurrences within {window} words of it in its sentence, a "
        "word near two nodes counted once; places: all words so near; expected, at random: places "
        "* collocate_count / total. The node's own words are in no count; stop words have no row "
        "but take up places.",
        *shared,
    )


def _found(own: Loader, item: Loaded, wanted: Query, window: int) -> Company:
    from aiplans_cli.evidence.concordance import kwic

    if item.text is None:
        raise AnalysisError(
            item.counts.id,
            "only its counts are at hand, not its text, so it is not known what stands near what",
            "name the text itself",
        )
    document = item.text()
    all_kinds = own.options.all_kinds
    lines = kwic(
        [document], wanted, own.concept_list, context=0, all_kinds=all_kinds, settings=own.settings
    )
    spans: dict[int, set[tuple[int, int]]] = {}
    for line in lines:
        spans.setdefault(line.index, set()).add((line.start, line.end))
    kinds = ALL_COUNTED_KINDS if all_kinds else COUNTED_KINDS
    split = zip(document.sections, tokenize(document, own.settings).sections, strict=True)
    return company(
        [(own_, spans.get(own_.section, ())) for section, own_ in split if section.kind in kinds],
        window,
    )


def _ranked(
    own: Loader, item: Loaded, found: Company, measures: Sequence[str], min_count: int
) -> list[tuple[Cell, ...]]:
    language = item.counts.language
    stops = frozenset() if own.options.stop_words == "off" else own.stops or stop_words(language)
    total = sum(found.all.values())
    lines: list[tuple[Cell, ...]] = []
    for word, joint in found.near.items():
        if joint < min_count or not is_content_word(word, language, stops):
            continue
        pair = Pair(joint, found.places, found.all[word], total, found.nodes)
        scores = [ASSOCIATIONS[name](pair) for name in measures]
        counts = (joint, found.nodes, found.all[word], found.places, total)
        lines.append((word, *counts, pair.expected, *scores))

    def key(line: tuple[Cell, ...]) -> tuple[float, str]:
        first = line[7]
        value = first if isinstance(first, int | float) else float("-inf")
        # fisher is a p: the smallest is the strongest
        return (value if measures[0] == "fisher" else -value, str(line[0]))

    return sorted(lines, key=key)
