"""``aiplans keywords``: the key words of documents, by TF-IDF or TextRank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.options import OutputOptions, RowOptions, SourceOptions, choice, takes_options
from aiplans_cli.cli.sources import Loaded, Loader, default_sources, loader
from aiplans_cli.cli.streams import emit, note, rows_wanted
from aiplans_cli.cli.tables import input_of, row_stops
from aiplans_cli.errors import AnalysisError
from aiplans_cli.language import is_content_word, tags, tokenize
from aiplans_cli.lean_imports import scikit_learn
from aiplans_cli.model import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.model import Counts, Tokens

app = typer.Typer(add_completion=False, rich_markup_mode=None)

Sections = list[list[list[str]]]
"""Words by section and sentence."""


def _tfidf(sections: Sections, sizes: range, keep: Callable[[str], bool]) -> Mapping[str, float]:
    from aiplans_cli.statistics import tfidf

    scikit_learn()
    return tfidf(_count_grams(sections, sizes, keep))


def _textrank(sections: Sections, sizes: range, keep: Callable[[str], bool]) -> Mapping[str, float]:
    from aiplans_cli.statistics import textrank

    return textrank([sentence for section in sections for sentence in section], keep=keep)


WEIGHTS: dict[str, Callable[[Sections, range, Callable[[str], bool]], Mapping[str, float]]] = {
    "tfidf": _tfidf,
    "textrank": _textrank,
}
"""How key words are weighed: ``--measure`` of ``aiplans keywords``."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which words may be key words."""

    ngrams: str = "1-1"
    """Lengths of the word sequences that are ranked, as FIRST-LAST or one number."""
    pos: str = ""
    """Prefixes of Chinese part-of-speech tags, parted by commas; "" for all words."""
    min_length: int = 1
    """Characters a word needs."""

    def prefixes(self) -> tuple[str, ...]:
        """The beginnings of tags."""
        return tuple(prefix.strip() for prefix in self.pos.split(",") if prefix.strip())

    def sizes(self) -> range:
        """The lengths. Raises ``BadParameter`` where they are no range from 1 to 9."""
        first, _, last = self.ngrams.partition("-")
        bounds = (first, last or first)
        wrong = "is no range: write 2 or 1-3"
        if all(bound.isascii() and bound.isdigit() for bound in bounds):
            low, high = map(int, bounds)
            if 1 <= low <= high <= 9:
                return range(low, high + 1)
            wrong = "is not within 1-9: write 2 or 1-3"
            if 1 <= high < low <= 9:
                wrong = f"is backwards: write {high}-{low}"
        raise typer.BadParameter(f"{self.ngrams!r} {wrong}", param_hint="--ngrams")


@app.command()
@takes_options
def keywords(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...", help="Documents; the plans of 2025, by --lang, if left out."
        ),
    ] = None,
    measure: Annotated[
        str, typer.Option("--measure", help="How words are weighed.", **choice(WEIGHTS))
    ] = "tfidf",
    ngrams: Annotated[
        str, typer.Option("--ngrams", metavar="N-M", help="Rank sequences of N to M words.")
    ] = "1-1",
    pos: Annotated[
        str,
        typer.Option(
            "--pos",
            metavar="TAGS",
            help="Chinese only: words whose jieba tag begins so, such as n,vn; shows the tags.",
        ),
    ] = "",
    min_length: Annotated[
        int, typer.Option("--min-length", min=1, help="Characters a word needs.")
    ] = 1,
    *,
    options: SourceOptions,
    rows: RowOptions,
    output: OutputOptions,
) -> None:
    """Rank the key words of documents.

    A document's sections are weighed against one another: a word's weight is the mean over the
    sections of its TF-IDF, each section's vector having length 1. Words of one character, such
    as 法 (law), are kept unless --min-length says otherwise. Bare numbers and addresses are no
    key words, even with --no-stop-words.
    """
    names = sources or default_sources(options)
    report = keywords_report(
        loader(options),
        names,
        Selection(ngrams, pos, min_length),
        measure=measure,
        top=rows_wanted(rows.top, output),
        min_count=1 if rows.min_count is None else rows.min_count,
    )
    emit(report, output)


def keywords_report(
    own: Loader,
    names: Sequence[str],
    selection: Selection,
    *,
    measure: str = "tfidf",
    top: int = 0,
    min_count: int = 1,
) -> Report:
    """Key words of each source, ranked by weight, ties by word.

    Raises ``BadParameter`` where the choices cannot stand together, ``AnalysisError`` where one
    does not fit the source: tags for English, sequences or TextRank for a source of counts alone.
    """
    sizes = selection.sizes()
    if measure == "textrank" and sizes != range(1, 2):
        raise typer.BadParameter("TextRank ranks single words: leave --ngrams out")
    columns = [
        Column("rank", "integer"),
        Column("document"),
        Column("term"),
        *([Column("pos")] if selection.pos else []),
        Column("count", "integer"),
        Column("sections", "integer"),
        Column("weight", "number", "bar", 3),
    ]
    rows: list[tuple[Cell, ...]] = []
    loaded = own.counts(names)
    for item in loaded:
        tagged: dict[str, str] = {}
        if _only_counts_needed(selection, measure):
            sections = _sections_of_counts(item.counts)
        else:
            split = _split(own, item)
            sections = _sections_of_tokens(split, own.options.all_kinds)
            tagged = _tagged(own, split, selection) if selection.pos else {}
        keep = _keeper(own, item.counts.language, selection, tagged)
        weights = WEIGHTS[measure](sections, sizes, keep)
        counts = _summed(_count_grams(sections, sizes, keep))
        ranked = sorted(weights, key=lambda term: (-weights[term], term))
        ranked = [term for term in ranked if counts[term][0] >= min_count]
        for rank, term in enumerate(ranked[:top] if top else ranked, 1):
            tag = [tagged.get(term.split(" ")[-1], "")] if selection.pos else []
            rows.append((rank, item.counts.id, term, *tag, *counts[term], weights[term]))
    table = Table("keywords", tuple(columns), tuple(rows), title=f"Key words by {measure}")
    return Report(
        command="keywords",
        tables=(table,),
        inputs=tuple(input_of(item.counts) for item in loaded),
        parameters={
            "measure": measure,
            "ngrams": selection.ngrams,
            "pos": selection.pos,
            "min_length": selection.min_length,
            "min_count": min_count,
            "top": top,
        },
    )


def _only_counts_needed(selection: Selection, measure: str) -> bool:
    return measure == "tfidf" and selection.sizes() == range(1, 2) and not selection.pos


def _split(own: Loader, item: Loaded) -> Tokens:
    if item.text is None:
        raise AnalysisError(
            item.counts.id,
            "only its counts are at hand, not its text",
            "leave out --ngrams, --pos and --measure textrank, or bring the text "
            f"('aiplans texts fetch {item.counts.id}')",
        )
    return tokenize(item.text(), own.settings)


def _sections_of_counts(counts: Counts) -> Sections:
    """The words of each section in no order, as if each section were one sentence."""
    sections: Sections = [[[]] for _ in counts.sections]
    for term, stands in counts.terms.items():
        for o in stands:
            sections[o.section][0].extend([term] * o.count)
    return sections


def _sections_of_tokens(split: Tokens, all_kinds: bool) -> Sections:
    from aiplans_cli.counting import counted_sections

    own = {
        id(section): found
        for section, found in zip(split.document.sections, split.sections, strict=True)
    }
    sections: Sections = []
    for index, section in counted_sections(split.document, all_kinds):
        while len(sections) <= index:
            sections.append([])
        found = own[id(section)]
        sentences: list[list[str]] = [[] for _ in range(found.sentence_count)]
        for word, number in zip(found.words, found.sentences, strict=True):
            sentences[number].append(word)
        sections[index].extend(sentences)
    return sections


def _tagged(own: Loader, split: Tokens, selection: Selection) -> dict[str, str]:
    """The tags of the words, with a note on those asked for that no word has."""
    if split.document.language != "zh":
        raise AnalysisError(
            split.document.id, "it is not Chinese, and jieba tags Chinese only", "leave --pos out"
        )
    found = tags(split, own.settings)
    known = sorted(set(found.values()))
    for prefix in selection.prefixes():
        if not any(tag.startswith(prefix) for tag in known):
            line = f"no tag of a word begins with {prefix!r}; there are {', '.join(known)}"
            note(f"{split.document.id}: {line}", own.options.quiet)
    return found


def _keeper(
    own: Loader, language: str, selection: Selection, tagged: Mapping[str, str]
) -> Callable[[str], bool]:
    """Which words may stand in a key word, or at its ends."""
    chosen = frozenset[str]() if own.options.stop_words == "off" else own.stops
    stops = row_stops(language, chosen, own.options.stem)
    prefixes = selection.prefixes()

    def keep(word: str) -> bool:
        if len(word) < selection.min_length or not is_content_word(word, language, stops):
            return False
        return not prefixes or tagged.get(word, "").startswith(prefixes)

    return keep


def _count_grams(
    sections: Sections, sizes: range, keep: Callable[[str], bool]
) -> list[dict[str, int]]:
    """Sequence → count, for each section. A sequence stays within a sentence.

    A stop word may stand inside a sequence ("state of the art") but not at its ends.
    """
    kept: dict[str, bool] = {}
    found = []
    for section in sections:
        own: dict[str, int] = {}
        for sentence in section:
            flags = [kept[w] if w in kept else kept.setdefault(w, keep(w)) for w in sentence]
            for size in sizes:
                for start in range(len(sentence) - size + 1):
                    if flags[start] and flags[start + size - 1]:
                        gram = " ".join(sentence[start : start + size])
                        own[gram] = own.get(gram, 0) + 1
        found.append(own)
    return found


def _summed(sections: Sequence[Mapping[str, int]]) -> dict[str, tuple[int, int]]:
    """Term → its count in all, and the number of sections it stands in."""
    sums: dict[str, tuple[int, int]] = {}
    for section in sections:
        for term, count in section.items():
            before = sums.get(term, (0, 0))
            sums[term] = (before[0] + count, before[1] + 1)
    return sums
