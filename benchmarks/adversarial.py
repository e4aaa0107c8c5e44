"""Whether time grows with a text's length and no faster, whatever the text: docs/reliability.md.

Texts that were made to slow down one pattern or one loop each, as long as asked for, through the
commands that read. Growth is what a megabyte takes from the last size but one to the last, by what
it takes from the first to the second: 1 where time is linear, whatever the program's start takes.

    python -m benchmarks.adversarial [MEGABYTES ...] [--only PART_OF_A_NAME] [--limit SECONDS]
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

MEGABYTE = 1_000_000

TEXTS: Mapping[str, tuple[str, str]] = {
    # dots, and what sentences end with
    "dots.txt": (".", "a"),
    "dots and letters.txt": ("a.", "!"),
    "dots, letters, spaces.txt": (". a ", ""),
    "exclamations.txt": ("!", "x"),
    "stops and quotation marks.txt": ('."', "x"),
    "marks of notes.txt": (".[1]", "x"),
    "opening marks.txt": (". (", "x"),
    "chinese stops.txt": ("。”", "治"),
    # what addresses are made of
    "a-a-.txt": ("a-a-", "!"),
    "base64.txt": ("aGVsbG8gd29ybGQ+/9ab", "=="),
    "mailboxes.txt": ("a@", ""),
    "mailboxes in a row.txt": ("a@a.", "-"),
    "addresses.txt": ("http://", ""),
    "addresses in parentheses.txt": ("http://a.b/(", ""),
    "domains.txt": ("a.gov.", "-"),
    "ampersands.txt": ("a&", "!"),
    "apostrophes.txt": ("a'", ""),
    # white space
    "spaces.txt": (" ", "a"),
    "lines of a letter.txt": ("a\n", ""),
    "empty lines.txt": ("\n", "a"),
    "wide spaces.txt": ("\u3000\n", "治"),
    "broken words.txt": ("governance-\n", ""),
    # Chinese
    "one character.txt": ("治", ""),
    "characters and spaces.txt": ("治 ", ""),
    "articles.txt": ("第一", "条"),
    "two scripts.txt": ("a治", ""),
    # quotations and brackets
    "open quotations.txt": ("“", ""),
    "open quotations of words.txt": ("“a b c d ", ""),
    "closed quotations.txt": ("“win the race” ", ""),
    "single quotations.txt": ("‘a ", ""),
    "straight quotations.txt": ('" a b c d ', ""),
    "brackets.txt": ("[", ""),
    "ellipses.txt": ("“a b … ", "”"),
    # encodings
    "open HZ.txt": ("~{", ""),
    "closed HZ.txt": ("~{VNVN~}", ""),
    # Markdown and pages
    "tags.md": ("<q ", ""),
    "attributes.md": ("<q a=", ""),
    "comments.md": ("<!-", ""),
    "declarations.md": ("<!a", ""),
    "emphases.md": ("*a ", ""),
    "emphases of two kinds.md": ("*_a ", ""),
    "links.md": ("[a](", ""),
    "brackets.md": ("[", ""),
    "images.md": ("![", ""),
    "backticks.md": ("`a", ""),
    "notes.md": ("[^a]: b\n\t\n", ""),
    "marks of notes.md": ("[^a]", ""),
    "quotations.md": ("> ", ""),
    "tables.md": ("|", "\n|-|"),
    "entities.md": ("&", ""),
    "front matter.md": ("---\na: \n", ""),
    "tags.html": ("<p ", ""),
    "elements.html": ("<p>a", ""),
    "nested.html": ("<div>", "a"),
    "attributes.html": ("<p a=1>b", ""),
}
"""Name of a text → what is repeated, and what stands at its end."""

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "tokens": ("tokens", "FILE"),
    "count": ("count", "FILE"),
    "kwic": ("kwic", "governance", "FILE"),
    "quotes": ("quotes", "FILE", "us-2025-digest"),
    "compare": ("compare", "FILE", "us-2025-digest"),
}


def text_of(name: str, size: int) -> bytes:
    """The adversarial text of that name, of about ``size`` bytes."""
    unit, end = TEXTS[name]
    return (unit * (size // len(unit.encode()))).encode() + end.encode()


def cpu_seconds(command: str, path: Path, limit: float) -> float | None:
    """CPU seconds of a run of the program; None where it takes more than ``limit``."""
    words = [str(path) if word == "FILE" else word for word in COMMANDS[command]]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit)))

    run = subprocess.run(
        [sys.executable, "-m", "aiplans_cli", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=bounded,
        env={**os.environ, "AIPLANS_CACHE": str(path.parent / "cache")},
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode not in (0, 1) or b"Traceback" in run.stderr:
        print(run.stderr.decode()[-300:], run.returncode, file=sys.stderr)
        return None
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


_LEAST = 0.4
"""Seconds between the first size and the last below which no growth is told from chance."""


def growth(sizes: list[float], took: list[float]) -> float | None:
    """How a megabyte at the end compares with one at the beginning; None where it is too quick.

    >>> growth([1, 2, 4], [1.5, 2.5, 4.5]), growth([1, 2, 4], [1.5, 2.5, 6.5])
    (1.0, 2.0)
    """
    if len(took) < len(sizes) or len(sizes) < 3 or took[-1] - took[0] < _LEAST:
        return None
    first, last = took[1] - took[0], took[-1] - took[-2]
    return (last / (sizes[-1] - sizes[-2])) / (first / (sizes[1] - sizes[0])) if first > 0 else None


def runs(sizes: list[float], only: str, limit: float) -> Iterator[tuple[str, str, list[float]]]:
    """Command, text, and CPU seconds for each size, as far as the limit allows."""
    with tempfile.TemporaryDirectory() as folder:
        for command in COMMANDS:
            for name in TEXTS:
                if only not in f"{command} {name}":
                    continue
                took: list[float] = []
                for size in sizes:
                    path = Path(folder, f"{size}-{name}")
                    path.write_bytes(text_of(name, int(size * MEGABYTE)))
                    seconds = cpu_seconds(command, path, limit)
                    path.unlink()
                    if seconds is None:
                        break
                    took.append(seconds)
                yield command, name, took


def main() -> None:
    """Print a row for each command and text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=float, default=[1.0, 2.0, 4.0])
    parser.add_argument("--only", default="")
    parser.add_argument("--limit", type=float, default=120.0)
    asked = parser.parse_args()
    print("command", "text", *(f"{size:g} MB (s)" for size in asked.sizes), "growth", sep="\t")
    for command, name, took in runs(asked.sizes, asked.only, asked.limit):
        found = growth(asked.sizes, took)
        shown = [f"{one:.2f}" for one in took] + [""] * (len(asked.sizes) - len(took))
        told = "" if found is None else f"{found:.2f}"
        print(command, name, *shown, told, sep="\t", flush=True)


if __name__ == "__main__":
    main()
