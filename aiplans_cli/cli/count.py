"""``aiplans count``: documents to a counts file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.cli.corpus.options import CorpusOptions
from aiplans_cli.cli.options import SourceOptions, takes_options
from aiplans_cli.cli.sources import loader
from aiplans_cli.cli.streams import note, write_text
from aiplans_cli.errors import AnalysisError, SourceError
from aiplans_cli.sources.large import count_large, is_large, list_large
from aiplans_cli.sources.source import Loaded, named_apart
from aiplans_cli.storage import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiplans_cli.sources.session import Loader

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@takes_options
def count(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Documents to count.")],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Counts file; standard output if out."),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option("--jobs", "-j", min=0, help="Processes for large texts, 0 for one a core."),
    ] = 0,
    wordlist: Annotated[
        bool,
        typer.Option(
            "--wordlist",
            help="Write a frequency list instead, TERM<TAB>COUNT: words alone, several times as "
            "fast.",
        ),
    ] = False,
    *,
    corpus: CorpusOptions,
    options: SourceOptions,
) -> None:
    """Write a counts file, which every command accepts as a source.

    The file is tab-separated text, sorted and fit for diff: terms and concepts by section, with
    contents pages and footnotes kept apart, so that --all can still be chosen later. Plain text
    of 16 MB and more is counted as one section, each line a paragraph, on all cores.

    With -o FILE.parquet sources may also be folders of any size: what is finished is kept in
    FILE.parquet.parts until all is, and the same command goes on where it was interrupted. Texts
    that cannot be read are told and left out.

    With --wordlist the words of all sources are added up to one list, in the order of the
    alphabet, which compare --reference reads. Beyond a million distinct words the disk is used.
    """
    from aiplans_cli.counting import render_counts

    if wordlist:
        if corpus.wants(output):
            raise typer.BadParameter("--wordlist is a list of words, not Parquet: choose one")
        _write_wordlist(sources, output, loader(options), jobs)
        return
    own = loader(replace(options, all_kinds=True))
    if corpus.wants(output):
        from aiplans_cli.cli.corpus.command import count_corpus

        count_corpus(sources, output, own, corpus, jobs)
        return
    loaded = [item for source in sources for item in _counted(own, source, jobs)]
    documents = [item.counts for item in named_apart(loaded)]
    seen: set[str] = set()
    for counts in documents:
        if counts.id in seen:
            raise SourceError(counts.id, "it is named twice", "leave one out")
        seen.add(counts.id)
    write_text(render_counts(documents), output)
    if output is not None:
        total = sum(section.tokens for counts in documents for section in counts.sections)
        note(f"{output}: {len(documents)} documents, {total:,} tokens", options.quiet)


def _write_wordlist(sources: list[str], output: str | None, own: Loader, jobs: int) -> None:
    from aiplans_cli.counting import totals
    from aiplans_cli.counting.bulk import Frequencies

    languages: dict[str, str] = {}
    total = Frequencies()
    for source in sources:
        for found in _found(own, source):
            if isinstance(found, Path):
                language, own_words = list_large(found, own, jobs)
                total.add_all(own_words)
                languages.setdefault(language, str(found))
                continue
            for item in found:
                total.add(totals(item.counts.terms))
                languages.setdefault(item.counts.language, item.counts.id)
    if len(languages) > 1:
        first, second = languages.values()
        fact = f"its words are of another language than those of {first}"
        raise AnalysisError(second, fact, "list each language by itself")
    lines = ["term\tcount\n", *(f"{word}\t{count}\n" for word, count in total)]
    write_text("".join(lines), output)
    if output is not None:
        note(f"{output}: {len(lines) - 1:,} words, {total.tokens:,} tokens", own.options.quiet)


def _counted(own: Loader, source: str, jobs: int) -> list[Loaded]:
    """What one source names, counted, large texts by the way that is meant for them."""
    counted: list[Loaded] = []
    for found in _found(own, source):
        if isinstance(found, Path):
            counted.append(Loaded(count_large(found, own, jobs), None, str(found)))
        else:
            counted += found
    return counted


def _found(own: Loader, source: str) -> Iterator[Path | list[Loaded]]:
    """What one source names: large texts by their path, all else counted."""
    from aiplans_cli.sources.library import resolve

    if source == "-":
        yield own.counts([source])
        return
    for resolved in resolve(source, data_dir()):
        if resolved.entry is None and resolved.form == "text" and is_large(resolved.path, own):
            yield resolved.path
        else:
            name = resolved.id if resolved.entry else str(resolved.path)
            yield own.counts([name])
