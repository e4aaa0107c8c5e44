"""How time and memory of each command grow with the documents, beside a script with pandas.

    python -m benchmarks.scale [--sizes 1000,10000,100000] [--only freq,kwic] [--most 900]

Documents of about 150 words are made of the shared corpus of web pages, in four countries and ten
years. Each command is a process of its own; its CPU time and the most memory that it, or a worker
of it, held are what the system says of it. After ``--most`` seconds it is ended, and that is told.
Growth is against the size before. The script counts words, weighs them and finds neighbours as ten
lines of pandas and scikit-learn do. What freq and distance answer is held against plain Python over
the same texts, on a sample, and the lines of kwic against the counts of freq.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from math import log2
from multiprocessing import get_context
from pathlib import Path
from random import Random
from threading import Timer
from time import monotonic
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
COUNTRIES = ("US", "CN", "EU", "UK")
COMMANDS: dict[str, tuple[str, ...]] = {
    "count": ("count", "{texts}", "-o", "{counts}", "-q"),
    "freq": ("freq", "security", "{counts}", "-q"),
    "freq by group": ("freq", "security", "{counts}", "--group-by", "country", "-q"),
    "keywords": ("keywords", "{counts}", "--top", "5", "-q"),
    "keywords of groups": ("keywords", "{counts}", "--group-by", "country", "--top", "20", "-q"),
    "themes": ("themes", "{counts}", "-q"),
    "compare groups": (
        *("compare", "{counts}", "--group", "country=US", "--against", "rest"),
        *("--top", "20", "-q"),
    ),
    "distance": ("distance", "{counts}", "--nearest", "10", "-q"),
    "distance of groups": ("distance", "{counts}", "--group-by", "country", "--mean", "-q"),
    "kwic": ("kwic", "security", "{counts}", "--where", "year=2020", "--limit", "0", "-q"),
    "matrix": ("matrix", "{counts}", "--min-documents", "5", "-o", "{folder}/x.mtx", "-q"),
    "compare each": ("compare", "{counts}", "--top", "20", "-q"),
}
"""What is measured: the words of a command line."""

UP_TO = {"compare each": 10_000}
"""Sizes beyond which a command is not asked: rows of each of 100,000 would be held together."""

SCRIPT = """
import sys
from pathlib import Path
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.neighbors import NearestNeighbors
paths = sorted(Path(sys.argv[1]).rglob("*.md"))
frame = pd.DataFrame({"id": [p.stem for p in paths], "text": [p.read_text() for p in paths]})
counter = CountVectorizer(stop_words="english")
counts = counter.fit_transform(frame["text"])
frame["security"] = counts[:, counter.vocabulary_["security"]].toarray().ravel()
weights = TfidfTransformer().fit_transform(counts)
near = NearestNeighbors(n_neighbors=11, metric="cosine").fit(counts).kneighbors(counts)
print(frame["security"].sum(), weights.sum(), near[0].sum())
"""


def made(folder: Path, number: int) -> Path:
    """So many documents below a folder, by year, the same for the same number."""
    from benchmarks.conftest import corpus

    rng = Random(number)
    lines = [line for line in corpus("en-whitehouse.txt.xz").splitlines() if line.count(" ") > 8]
    at = 0
    for place in range(number):
        country, year = COUNTRIES[place % 4], 2016 + place % 10
        said: list[str] = []
        wanted = rng.randint(75, 225)
        while sum(line.count(" ") + 1 for line in said) < wanted:
            said.append(lines[at % len(lines)])
            at += 1
        path = folder / str(year) / f"{country}-{year}-{place:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = f"---\ncountry: {country}\ndate: {year}-01-02\n---\n\n"
        path.write_text(head + "\n\n".join(said) + "\n", encoding="utf-8")
    return folder


def apart(function: Callable[..., Any], *arguments: object) -> Any:
    """What a function gives in a process of its own: a child begins with its parent's memory."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


Measured = tuple[float, float, float, bytes]
"""CPU seconds, seconds by the clock, megabytes and the answer of a process."""


def measured(command: Sequence[str], folder: Path, most: float) -> Measured | str:
    """What a process took and gave, or why there is nothing; after ``most`` seconds it is ended."""
    answer = folder / "answer"
    environment = os.environ | {"AIPLANS_CACHE": str(folder / "cache"), "TMPDIR": str(folder)}
    with answer.open("wb") as stream, (folder / "told").open("wb") as told:
        start = monotonic()
        process = subprocess.Popen(
            command,
            stdout=stream,
            stderr=told,
            cwd=ROOT,
            env=environment | {"PYTHONPATH": ""},
            start_new_session=True,
        )
        ending = Timer(most, os.killpg, (process.pid, signal.SIGKILL))  # its workers, too
        ending.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except KeyboardInterrupt:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            ending.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    taken = monotonic() - start
    megabytes = usage.ru_maxrss / 1024
    if process.returncode == -signal.SIGKILL and taken >= most:
        return f"ended after {most:,.0f} s, at {megabytes:,.0f} MB"
    if process.returncode:
        lines = (folder / "told").read_text(encoding="utf-8").strip().splitlines()
        return lines[-1] if lines else f"exit code {process.returncode}"
    return usage.ru_utime + usage.ru_stime, taken, megabytes, answer.read_bytes()


def words_of(path: Path) -> Counter[str]:
    """The words of a text, one after the other."""
    from aiplans_cli import tokens

    return Counter(str(row["token"]) for row in tokens(str(path)).rows())


def divergence(a: Counter[str], b: Counter[str]) -> float:
    """Jensen-Shannon divergence in bits, as its definition has it."""
    sizes = a.total(), b.total()
    found = 0.0
    for word in {*a, *b}:
        p, q = a[word] / sizes[0], b[word] / sizes[1]
        found += sum(rate * log2(2 * rate / (p + q)) for rate in (p, q) if rate) / 2
    return found


def rows_of(answer: bytes) -> list[dict[str, str]]:
    """The rows of a table as TSV."""
    head, *lines = answer.decode().splitlines()
    names = head.split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines]


def checked(answers: dict[str, bytes], texts: Path, number: int) -> list[str]:
    """What plain Python says too, on a sample. Raises ``AssertionError`` where it does not."""
    from aiplans_cli.language import stop_words

    paths = {f"{p.parent.name}/{p.stem}": p for p in texts.rglob("*.md")}
    drawn = Random(1).sample(sorted(paths), 12)
    words = {id_: words_of(paths[id_]) for id_ in drawn}
    stops, done = stop_words("en"), []
    if "distance" in answers:
        near: dict[str, list[dict[str, str]]] = {}
        for row in rows_of(answers["distance"]):
            near.setdefault(row["a"], []).append(row)
        held = 0
        for id_ in drawn[:4]:
            for row in near[id_][:3]:
                sides = [
                    Counter({w: n for w, n in words_of(paths[one]).items() if w not in stops})
                    for one in (row["a"], row["b"])
                ]
                assert abs(divergence(*sides) - float(row["jensen_shannon_divergence"])) < 1e-9
                held += 1
        done.append(f"{held} divergences")
    if "freq" in answers:
        sizes = {row["document"]: row for row in rows_of(answers["freq"])}
        assert len(sizes) == number
        for id_ in drawn:
            row = sizes[id_]
            rate = 1000 * int(row["count"]) / words[id_].total()
            assert abs(rate - float(row["rate"])) < 1e-9
        done.append(f"{len(drawn)} rates")
        if "kwic" in answers:
            lines = Counter(row["document"] for row in rows_of(answers["kwic"]))
            counts = {one: int(row["count"]) for one, row in sizes.items() if one[:5] == "2020/"}
            assert lines == Counter({one: count for one, count in counts.items() if count})
            done.append(f"{lines.total()} lines")
    return done


def _print(line: str) -> None:
    print(line, flush=True)


def main(write: Callable[[str], object] = _print) -> None:
    """Measure, and print a table as TSV."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--only", default="")
    parser.add_argument("--most", type=float, default=900.0)
    chosen = parser.parse_args()
    only = set(filter(None, chosen.only.split(",")))
    write("documents\tcommand\tcpu_s\tseconds\tmegabytes\ttimes_as_long\ttimes_as_large")
    before: dict[str, tuple[float, float]] = {}
    for number in map(int, chosen.sizes.split(",")):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            texts = apart(made, folder / "texts", number)
            places = {"texts": texts, "counts": folder / "x.parquet", "folder": folder}
            answers: dict[str, bytes] = {}
            runs = {
                known: [sys.executable, "-m", "aiplans_cli", *(w.format(**places) for w in words)]
                for known, words in COMMANDS.items()
                if number <= UP_TO.get(known, number) and (not only or known in only | {"count"})
            }
            runs["pandas, scikit-learn"] = [sys.executable, "-c", SCRIPT, str(texts)]
            for known, command in runs.items():
                found = measured(command, folder, chosen.most)
                if isinstance(found, str):
                    write(f"{number}\t{known}\t\t\t\t\t\t{found}")
                    if known == "count":
                        break
                    continue
                cpu, seconds, megabytes, answers[known] = found
                growth = "\t"
                if known in before:
                    growth = f"{cpu / before[known][0]:.1f}\t{megabytes / before[known][1]:.1f}"
                before[known] = cpu, megabytes
                write(f"{number}\t{known}\t{cpu:.1f}\t{seconds:.1f}\t{megabytes:.0f}\t{growth}")
            same = ", ".join(apart(checked, answers, texts, number))
            write(f"# {number} documents: {same or 'nothing'} as by hand")


if __name__ == "__main__":
    main()
