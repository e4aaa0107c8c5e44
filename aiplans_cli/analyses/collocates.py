"""The company that a word or concept keeps."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.collocates_screen import (
    DIGITS,
    Kept,
    Near,
    collocate_sentences,
    collocate_tables,
)
from aiplans_cli.analyses.company import Company, Span, company, tested
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.sentences import quoted
from aiplans_cli.analyses.settings import RowSettings
from aiplans_cli.analyses.tables import input_of, mean_columns
from aiplans_cli.analyses.wording import check_word, query_note
from aiplans_cli.counting.units import FEWEST, is_group, mean_rates, units_of_words
from aiplans_cli.errors import AnalysisError, UsageError
from aiplans_cli.language import fold, is_content_word, stop_words, tokenize
from aiplans_cli.output.report import Cell, Column, Report, Table
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option
from aiplans_cli.statistics.association import ASSOCIATIONS, Pair

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from aiplans_cli.evidence.wanted import Query
    from aiplans_cli.sources.session import Named, Session
    from aiplans_cli.sources.source import Source

DEFAULT = ("log_dice", "likelihood_ratio", "pmi")
"""Measures shown if none is chosen."""

LEAST = 3
"""Occurrences near the node that a row needs unless asked otherwise: near "governance" in the US
plan log_dice and pmi rank words first that stand once in all, always beside it by chance."""

_SIDE = "Words {} it, 0 for none; --window where it is not given."


@dataclass(frozen=True, slots=True)
class CollocateSettings:
    """How near, and by which measures."""

    window: Annotated[int, Option("Words on each side of it.", minimum=1, maximum=100)] = 5
    left: Annotated[int | None, Option(_SIDE.format("before"), minimum=0, maximum=100)] = None
    right: Annotated[int | None, Option(_SIDE.format("after"), minimum=0, maximum=100)] = None
    measures: Annotated[
        tuple[str, ...],
        Option(
            f"A measure to show, or several; rows rank by the first: {', '.join(ASSOCIATIONS)}.",
            ("--measure", "-m"),
            tuple(ASSOCIATIONS),
            "NAME",
            default_text=", ".join(DEFAULT),
        ),
    ] = DEFAULT
    exact: Annotated[bool, Option("Take the word alone, not its whole concept.")] = False

    @property
    def span(self) -> Span:
        """The window. Raises ``UsageError`` for one without any place.

        >>> CollocateSettings(left=3, right=0).span
        Span(left=3, right=0)
        """
        left = self.window if self.left is None else self.left
        right = self.window if self.right is None else self.right
        if not (left or right):
            raise UsageError("a window of no words has no collocates", "--left 0 --right 0")
        return Span(left, right)


@question
def collocates(
    word: str, *named: Named, settings: CollocateSettings, rows: RowSettings, session: Session
) -> Report:
    """The words near ``word`` in each document, ranked by the first measure, ties by word.

    Rows need ``min_count`` occurrences near it, 3 if left out. Raises ``AiplansError`` for what is
    no word and for a document of which only counts are at hand.

    >>> collocates("governance", "cn-2025-digest", top=1).rows()[0]["node_count"]
    11
    """
    from aiplans_cli.evidence.query import query

    span = settings.span
    check_word(word, session, bool(named))
    wanted = query(word, session.concept_list, exact=settings.exact)
    sources = session.sources(named or session.default_sources(text=True))
    least = LEAST if rows.min_count is None else rows.min_count
    columns = _columns(settings.measures, any(is_group(one.counts) for one in sources))
    lines: list[tuple[Cell, ...]] = []
    forms: Counter[str] = Counter()
    absent: list[str] = []
    rare = 0
    kept: list[Kept] = []
    shown = settings.measures if settings.measures != DEFAULT else DEFAULT[:1]
    for source in sources:
        found = _found(session, source, wanted, span, forms)
        absent += [] if found.nodes else [source.id]
        ranked, too_rare = _ranked(session, source, found, settings.measures, least)
        rare += too_rare if rows.min_count is None else 0
        kept.append(Kept(source.id, found.nodes, tuple(_near(line, len(shown)) for line in ranked)))
        lines += _lines(source, ranked[: rows.most or None])
    by = settings.measures[0]
    what = f"the concept {wanted.concept}" if wanted.concept else repr(word)
    what += " alone" if not (wanted.concept or wanted.kind) else ""
    told = tuple(_told(wanted, forms, absent, rare))
    inputs = tuple(input_of(source.counts) for source in sources)
    node = wanted.concept or quoted(word)
    return Report(
        command="collocates",
        tables=(Table("collocates", columns, tuple(lines), f"Near {what}", by),),
        inputs=inputs,
        parameters={
            "word": word,
            "concept": wanted.concept,
            "window": span.left if span.left == span.right else None,
            "left": span.left,
            "right": span.right,
            "measures": ",".join(settings.measures),
            "min_count": least,
            "top": rows.most,
        },
        notes=(*_notes(session, wanted, what, span), *told),
        told=told,
        summary=collocate_sentences(kept, node, str(span), inputs),
        screen=collocate_tables(kept, node, shown, rows.most),
    )


def _lines(source: Source, ranked: Sequence[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a document, with the mean rate of its documents where it is a group."""
    mean = mean_rates(source.counts)
    for rank, line in enumerate(ranked, 1):
        stands = source.counts.terms.get(str(line[0]), ())
        yield (rank, source.id, *line, *mean(stands))


def _columns(measures: Sequence[str], grouped: bool) -> tuple[Column, ...]:
    counted = ("count", "node_count", "collocate_count", "places", "total")
    return (
        *(Column("rank", "integer"), Column("document"), Column("collocate")),
        *(Column(name, "integer") for name in counted),
        Column("expected", "number"),
        *(Column(name, "number", "", DIGITS.get(name, 2)) for name in measures),
        *(Column("p", "number"), Column("q", "number")),
        *mean_columns(grouped),
    )


def _near(line: tuple[Cell, ...], shown: int) -> Near:
    """A row as it is told: word, counts, expected, the measures that are shown, and q."""
    word, joint, _, every, _, _, expected, *scores = line
    numbers = [float(cell) if isinstance(cell, int | float) else None for cell in scores]
    counts = (int(joint or 0), int(every or 0), float(expected or 0))
    return Near(str(word), *counts, tuple(numbers[:shown]), numbers[-1])


def _notes(session: Session, wanted: Query, what: str, span: Span) -> tuple[str, ...]:
    from aiplans_cli.concepts.shared_forms import shared_notes

    shared = (
        shared_notes(wanted.word, wanted.concept, session.concept_list) if wanted.concept else ()
    )
    return (
        f"The node is {what}. count: occurrences {span} in its sentence, a "
        "word near two nodes counted once; places: all words so near; expected, at random: places "
        "* collocate_count / total. The node's own words are in no count; stop words have no row "
        "but take up places. p, q: of its rate near the node against its rate elsewhere, from how "
        "both vary over the sections (blocks of paragraphs where sections are few, and none with "
        f"fewer than {FEWEST}); q over all words that stand five times in the document.",
        *shared,
    )


def _told(
    wanted: Query, forms: Mapping[str, int], absent: Sequence[str], rare: int
) -> Iterator[str]:
    """What a table does not show: what a query matched, where nothing was, what is left out."""
    if wanted.kind:
        yield query_note(wanted, forms)
    if absent and (forms or not wanted.kind):
        what = f"The concept {wanted.concept}" if wanted.concept else repr(wanted.word)
        yield f"{what} stands nowhere in {', '.join(absent)}, so nothing stands near it there."
    if rare:
        yield (
            f"{rare} words that stand fewer than {LEAST} times near it have no row; "
            "--min-count 1 brings them back."
        )


def _found(
    session: Session, source: Source, wanted: Query, span: Span, forms: Counter[str]
) -> Company:
    """The company of a node in a document; what was matched is added to ``forms``."""
    from aiplans_cli.evidence.concordance import kwic

    if source.text is None:
        raise AnalysisError(
            source.id,
            "only its counts are at hand, not its text, so it is not known what stands near what",
            "name the text itself",
        )
    document = source.text()
    all_kinds = session.settings.all_kinds
    lines = kwic(
        [document],
        wanted,
        session.concept_list,
        context=0,
        all_kinds=all_kinds,
        settings=session.words,
    )
    forms.update(fold(line.match, line.language) for line in lines)
    spans: dict[int, set[tuple[int, int]]] = {}
    for line in lines:
        spans.setdefault(line.index, set()).add((line.start, line.end))
    split = tokenize(document, session.words)
    units = units_of_words(split, source.counts, all_kinds)
    return company(
        [
            (words, spans.get(words.section, ()), units[words.section])
            for words in split.sections
            if words.section in units
        ],
        span,
    )


def _ranked(
    session: Session, source: Source, found: Company, measures: Sequence[str], least: int
) -> tuple[list[tuple[Cell, ...]], int]:
    """The rows, and how many words are too rare to be one."""
    language = source.language
    off = session.settings.stop_words == "off"
    stops = frozenset() if off else session.rules.stops or stop_words(language)
    total = sum(found.all.values())
    lines: list[tuple[Cell, ...]] = []
    tests = tested(found, [word for word in found.all if is_content_word(word, language, stops)])
    words = [word for word in found.near if is_content_word(word, language, stops)]
    frequent = [word for word in words if found.near[word] >= least]
    for word in frequent:
        joint = found.near[word]
        pair = Pair(joint, found.places, found.all[word], total, found.nodes)
        scores = [ASSOCIATIONS[name](pair) for name in measures]
        counts = (joint, found.nodes, found.all[word], found.places, total)
        lines.append((word, *counts, pair.expected, *scores, *tests.get(word, (None, None))))

    def key(line: tuple[Cell, ...]) -> tuple[float, str]:
        first = line[7]
        value = first if isinstance(first, int | float) else float("-inf")
        # fisher is a p: the smallest is the strongest
        return (value if measures[0] == "fisher" else -value, str(line[0]))

    return sorted(lines, key=key), len(words) - len(frequent)
