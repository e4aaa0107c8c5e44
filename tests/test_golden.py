"""What the commands print, kept: one format a command, and all formats for one command.

``make golden`` writes the files anew; review the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from conftest import Cli, text_formats

from aiplans_cli import __version__
from aiplans_cli.cli.app import COMMANDS
from aiplans_cli.output.formats import FORMATS

ROOT = Path(__file__).resolve().parents[1]
KEPT = Path(__file__).parent / "golden" / "commands"
PAIR = [str(Path("tests/cases/pairs") / f"rivers-forests.{side}.md") for side in ("en", "zh")]
US, CN = "us-2025-digest", "cn-2025-digest"

ARTICLE = """# What the plans say

It asks to "win the race", says that "federal agencies should review rules" and never says
"this sentence stands in no plan at all". One mark is “never closed.
"""

CLAIMS = """title = "Three claims"

[[claim]]
text = "Governance stands in it."
check = 'count("governance", "cn-2025-digest") > 5'

[[claim]]
text = "It never speaks of data."
check = 'not present("data", "us-2025-digest")'

[[claim]]
text = "It has many pages."
check = 'pages("us-2025") > 20'
"""

CASES: dict[str, tuple[list[str], str, int]] = {
    "compare": (["compare", US, CN, "--evidence", "1", "-n", "6"], "json", 0),
    "compare-terms": (["compare", US, "us-eo-14179-2025", "-n", "8"], "md", 0),
    "profile": (["profile", US, "us-2025", *PAIR], "table", 0),
    "freq": (["freq", "governance", "Global South", "-s", US, "-s", CN], "tsv", 0),
    "keywords": (["keywords", CN, "-n", "8"], "table", 0),
    "distance": (["distance", US, CN, "--by", "concept"], "md", 0),
    "collocates": (["collocates", "data", *PAIR, "--min-count", "1", "-n", "6"], "csv", 0),
    "score": (["score", "20", "1000", "5", "1000"], "table", 0),
    "verify": (["verify", "--calibration", US, "--halvings", "5", "--resamples", "19"], "md", 0),
    "tokens": (["tokens", "article.md"], "jsonl", 0),
    "count": (["count", "article.md"], "", 0),
    "kwic": (["kwic", "governance", US, CN, "-n", "0"], "table", 0),
    "quotes": (["quotes", "article.md", US], "html", 0),
    "claims": (["claims", "claims.toml"], "json", 3),
    "explain": (["explain", US, CN, "governance", "--lines", "2"], "md", 0),
    "themes": (["themes", US, CN, "-n", "5"], "table", 0),
    "topics": (["topics", *PAIR, "-k", "3"], "table", 0),
    "matrix": (["matrix", US, CN, "--by", "theme"], "tsv", 0),
    "similar": (["similar", *PAIR, "--nearest", "1"], "table", 0),
    "report": (["report", *PAIR, "-n", "3"], "tsv", 0),
    "lexicon-show": (["lexicon", "show", "governance"], "json", 0),
    "lexicon-coverage": (["lexicon", "coverage", US, CN, *PAIR], "csv", 0),
    "lexicon-tally": (["lexicon", "tally", PAIR[0]], "csv", 0),
    "lexicon-suggest": (["lexicon", "suggest", *PAIR, "-n", "3"], "tsv", 0),
    "calibrate": (["calibrate", *PAIR, "--trials", "3", "-n", "4"], "md", 0),
    "texts-list": (["texts", "list"], "tsv", 0),
    "texts-show": (["texts", "show", US, "--outline"], "table", 0),
    "reproduce": (["reproduce", "record.json"], "json", 0),
    **{
        f"all-formats-{form}": (["distance", *PAIR, US, "--by", "concept"], form, 0)
        for form in text_formats()
    },
}
"""Name of a file → command, format ("" for none) and exit code."""


def test_every_command_is_among_them() -> None:
    assert {arguments[0] for arguments, _, _ in CASES.values()} == set(COMMANDS) - {"plot"}


@pytest.mark.parametrize("name", CASES)
def test_a_command_prints_what_it_printed(
    cli: Cli, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments, form, code = CASES[name]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    Path("tests").symlink_to(ROOT / "tests")
    Path("article.md").write_text(ARTICLE, encoding="utf-8")
    Path("claims.toml").write_text(CLAIMS, encoding="utf-8")
    if name == "reproduce":
        cli("freq", "governance", "-s", US, "--manifest", "record.json")
    shown = cli(*arguments, *(["-f", form] if form else []), code=code)
    shown = re.sub(rf"(?<![\d.]){re.escape(__version__)}(?!\.?\d)", "VERSION", shown)
    ending = FORMATS[form].suffixes[0] if form else ".tsv"
    path = KEPT / f"{name}{ending}"
    if os.environ.get("AIPLANS_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(shown.encode())
    assert path.read_bytes().decode() == shown
