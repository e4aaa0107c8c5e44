"""``aiplans count``: documents to a counts file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from aiplans_cli.analyses.counting.settings import CorpusSettings
from aiplans_cli.cli.completion import texts
from aiplans_cli.cli.options import takes_options
from aiplans_cli.cli.pages import Command
from aiplans_cli.cli.run_record import Run
from aiplans_cli.cli.streams import check_tabbed, write_text
from aiplans_cli.errors import UsageError
from aiplans_cli.sources.settings import SourceSettings

if TYPE_CHECKING:
    from aiplans_cli.sources.session import Session

app = typer.Typer(add_completion=False, rich_markup_mode=None)


_Sources = Annotated[
    list[str],
    typer.Argument(metavar="SOURCE...", help="Documents to count.", autocompletion=texts),
]


@app.command(cls=Command)
@takes_options
def count(
    sources: _Sources,
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
    corpus: CorpusSettings,
    reading: SourceSettings,
    run: Run,
) -> None:
    """Write a counts file, which every command accepts as a source.

    The file is tab-separated text, sorted and fit for diff: terms and concepts by section, with
    contents pages and footnotes kept apart, so that --all can still be chosen later. Plain text
    of 16 MB and more is counted as one section, each line a paragraph, on all cores.

    With -o FILE.parquet sources may also be folders and tables of any size: what is finished is
    kept in FILE.parquet.parts until all is, and the same command goes on where it was interrupted.
    Texts that cannot be read are told and left out. Each row of a table is a text.

    With --wordlist the words of all sources are added up to one list, in the order of the
    alphabet, which compare --reference reads. Beyond a million distinct words the disk is used.
    """
    check_tabbed(output, ".parquet")
    if wordlist:
        if corpus.wants(output):
            raise UsageError("--wordlist is a list of words, not Parquet: choose one")
        _write_wordlist(sources, output, run.session(reading), jobs, run)
        return
    session = run.session(replace(reading, all_kinds=True))
    if corpus.wants(output):
        from aiplans_cli.analyses.counting.corpus import count_corpus
        from aiplans_cli.sources.corpus.parts import mapped

        run.once_only("count")
        count_corpus(sources, output, session, corpus, jobs)
        run.written = mapped(output)
        return
    from aiplans_cli.analyses.counting.documents import counted_documents
    from aiplans_cli.counting.files import render_counts

    documents = counted_documents(sources, session, jobs, output)
    write_text(run, render_counts(documents), output)
    if output is not None:
        total = sum(section.tokens for counts in documents for section in counts.sections)
        run.note(f"{output}: {len(documents)} documents, {total:,} tokens")


def _write_wordlist(
    sources: list[str], output: str | None, session: Session, jobs: int, run: Run
) -> None:
    from aiplans_cli.analyses.counting.documents import word_list

    total = word_list(sources, session, jobs)
    lines = ["term\tcount\n", *(f"{word}\t{count}\n" for word, count in total)]
    write_text(run, "".join(lines), output)
    if output is not None:
        run.note(f"{output}: {len(lines) - 1:,} words, {total.tokens:,} tokens")
