"""The report as a page: what it holds, that it is whole in itself, and that nothing in it runs."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html import escape, unescape
from html.parser import HTMLParser
from math import floor
from pathlib import Path

import pytest
from conftest import Cli

import aiplans_cli
from aiplans_cli.errors import AiplansError, SourceError, UsageError
from aiplans_cli.output.cells import percent
from aiplans_cli.resources import resource_text

US, CN = "us-2025-digest", "cn-2025-digest"
EO = "us-eo-14179-2025"
SHARED = Path(__file__).resolve().parents[2] / "shared"

pytestmark = pytest.mark.usefixtures("drawn")


@pytest.fixture
def drawn() -> None:
    pytest.importorskip("altair", reason="aiplans[report] is not installed")
    pytest.importorskip("vl_convert", reason="aiplans[report] is not installed")


def made(cli: Cli, *arguments: str) -> str:
    return cli("report", *arguments, "-q", "-f", "html")


def visible(page: str) -> str:
    """The words of a page without its markup."""
    body = re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def headings(page: str) -> list[str]:
    return [visible(one) for one in re.findall(r"<h2[^>]*>(.*?)</h2>", page)]


def test_a_pair_has_every_part(cli: Cli) -> None:
    page = made(cli, US, CN)
    text = visible(page)
    assert headings(page) == [
        "What stands out",
        "Themes",
        "Where words stand",
        "Everything at once",
        "Which section answers which",
        f"{US} (A) against {CN} (B), by concept",
        "What was read",
        "Methods and how to cite",
        "Downloads",
    ]
    compared = json.loads(cli("compare", US, CN, "-f", "json", "-q"))
    for sentence in compared["summary"]:
        assert sentence in text
    for digest in (one["sha256"] for one in compared["inputs"]):
        assert digest in text
    [least] = [row["at_least"] for row in compared["rows"] if row["concept"] == "governance"]
    assert least > 1
    told = f"{floor(100 * least) / 100:.2f}"  # what is promised is rounded down
    assert f"governance 2 : 11, at least ×{told} in B" in text
    assert "Chinese influence in international governance bodies" in text
    assert "heading 886; body 9,043 characters" in text
    assert f"aiplans report {US} {CN}" in text
    assert "aiplans 0." in text and "2025-07-26" in text
    assert len(page.encode()) < 1_000_000
    assert made(cli, US, CN) == page


def test_the_two_plans_stay_below_a_megabyte(cli: Cli) -> None:
    plan, other = (
        SHARED / "texts" / "us" / "us-2025.pdf",
        SHARED / "texts" / "zh" / "cn-2024-ai-capacity-building-plan.txt",
    )
    if not plan.exists():
        pytest.skip("the shared texts are not here")
    assert len(made(cli, str(plan), str(other)).encode()) < 1_000_000


def test_the_lines_of_a_row_stand_under_it_in_both_languages(cli: Cli) -> None:
    page = made(cli, US, CN)
    row = re.search(r'<details id="(r\d+)"><summary><b>governance</b>.*?</details>', page, re.S)
    assert row is not None
    assert row[0].count("<mark>governance</mark>") == 2
    assert row[0].count("<mark>治理</mark>") == 3  # governance: three lines unless asked for more
    assert '<q lang="zh">' in row[0]
    assert f'<g data-to="{row[1]}">' in page  # of the chart
    assert f'<a href="#{row[1]}">governance</a>' in page  # of the table
    more = made(cli, US, CN, "--evidence", "0")
    row = re.search(r"<details id=.r\d+.><summary><b>governance</b>.*?</details>", more, re.S)
    assert row is not None and row[0].count("<li>") == 2 + 11


def test_every_chart_has_its_numbers_as_text(cli: Cli) -> None:
    page = made(cli, US, CN)
    weights = {
        (row["document"], row["theme"]): row["weight"]
        for row in cli.json("themes", US, CN, "-n", "0")["rows"]
    }
    told = re.findall(r"<details><summary>The numbers</summary>(.*?)</details>", page, re.S)
    assert len(told) == 3  # themes, parts and strips: the rows have those of the others
    shown = visible(told[0])
    for theme in ("security-defence", "development-inclusion"):
        shares = [weights[document, theme] for document in (US, CN)]
        assert f"{theme} {' '.join(percent(share) for share in shares)}" in shown
    assert "十、安全治理" in told[1]  # 10. Governance of safety
    assert f"governance {CN} 11 537" in visible(told[2])
    for image in re.findall(r'<svg role="img" aria-label="([^"]+)"', page):
        assert "the same numbers" in image or "The same numbers" in image


def test_one_document_has_its_key_words_with_lines(cli: Cli) -> None:
    page = made(cli, CN, "--word", "治理")  # governance
    assert headings(page)[0] == "Key words, with their lines"
    assert "Which section answers which" not in headings(page)
    assert "治理: 11 in 537 words" in visible(page)
    assert page.count("<svg") == 3


def test_several_documents_have_distances_and_years(cli: Cli) -> None:
    page = made(cli, US, EO, "us-eo-14110-2023", "cn-2024-ai-standards-guide")
    names = headings(page)
    assert "How far apart the documents are" in names
    assert "How often concepts stand, by year" in names
    assert "Which section answers which" not in names
    assert "4 documents, each against the others" in visible(page)
    assert "2023" in visible(page) and "its counts alone" in visible(page)


def test_counts_alone_say_that_their_lines_are_not_there(cli: Cli) -> None:
    text = visible(made(cli, "us-2025", CN))
    assert "us-2025: only its counts are at hand" in text
    assert "No line." in text


def test_every_link_leads_to_a_place_or_to_a_source(cli: Cli) -> None:
    page = made(cli, "us-2025", CN)
    ids = set(re.findall(r' id="([^"]+)"', page))
    assert len(ids) == len(re.findall(r' id="([^"]+)"', page))
    links = re.findall(r'<a [^>]*href="([^"]*)"', page)
    outer = [link for link in links if not link.startswith(("#", "data:"))]
    assert outer == [
        "https://www.whitehouse.gov/wp-content/uploads/2025/07/Americas-AI-Action-Plan.pdf"
    ]
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    labels = re.findall(r'aria-labelledby="([^"]+)"', page)
    assert set(labels) <= ids


def test_nothing_is_fetched_and_only_our_script_runs(cli: Cli) -> None:
    page = made(cli, US, CN)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    for name, tag in (("publication.css", "style"), ("publication.js", "script")):
        text = resource_text(name)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]
        assert f"<{tag}>{text}</{tag}>" in page
    assert not re.search(r"<(?:img|link|iframe|object|embed|base|form)\b", page)
    assert not re.search(r' (?:src|srcset|style|on[a-z]+)="', page)
    assert "xlink:href" not in page and "vega.github" not in page


def test_the_script_is_short_and_plain() -> None:
    script = resource_text("publication.js")
    assert script.count("\n") <= 400
    assert not re.search(
        r"\b(?:eval|innerHTML|fetch|XMLHttpRequest|import|document\.write)\b", script
    )


PAYLOADS = (
    '<script>alert("x")</script>',
    "<img src=x onerror=alert(1)>",
    "</script><svg onload=alert(2)>",
    "javascript:alert(3)",
    "&lt;b&gt;\" onmouseover='alert(4)'",
)


def attacks(folder: Path) -> list[str]:
    """Two documents whose names, titles, headings and words are markup, as their readers see."""
    names = []
    for number, letter in enumerate("ab"):
        path = folder / f'"><img src=x onerror=alert({number})>{letter}.html'
        parts = [f"<title>{escape(PAYLOADS[number])}</title><h1>{letter}</h1>"]
        for at in range(10):
            payload = escape(PAYLOADS[at % 5])
            words = f"<p>We share governance {payload} and data; {letter * 3} law.</p>"
            parts += [f"<h2>{payload} part {at}</h2>", words * 2]
        path.write_text("\n".join(parts), encoding="utf-8")
        names.append(str(path))
    return names


def test_what_documents_say_stays_text(cli: Cli, tmp_path: Path) -> None:
    page = made(cli, *attacks(tmp_path), "--by", "concept")
    assert page.count("<script>") == 1
    assert not re.search(r"<(?:img|b onclick|svg onload)", page)
    assert all(payload in visible(page) for payload in PAYLOADS[:4])
    tags = _Tags()
    tags.feed(page)
    assert [name for name in tags.attributes if name.startswith("on")] == []
    assert tags.names.isdisjoint({"img", "iframe", "object"}) and "mark" in tags.names


class _Tags(HTMLParser):
    """The tags and attributes of a page, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)


def test_the_workbook_and_the_rows_are_in_the_page(cli: Cli, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    page = made(cli, US, CN, "-n", "5")
    links = dict(re.findall(r'download="aiplans\.(\w+)" href="data:[^;]+;base64,([^"]+)"', page))
    rows = base64.b64decode(links["csv"]).decode("utf-8-sig").splitlines()
    assert rows[0].startswith("rank,concept,theme,count_a") and rows[1].startswith("1,governance")
    path = tmp_path / "aiplans.xlsx"
    path.write_bytes(base64.b64decode(links["xlsx"]))
    assert {"contrast", "evidence", "answers", "sources", "ledger"} <= set(
        CalamineWorkbook.from_path(path).sheet_names
    )


def test_other_formats_have_the_same_tables(cli: Cli) -> None:
    answer = json.loads(cli("report", US, CN, "-n", "5", "-q", "-f", "json"))
    assert answer["rows"][0]["concept"] == "governance"
    assert [row["document"] for row in answer["tables"]["sources"]["rows"]] == [US, CN]
    assert answer["tables"]["ledger"]["rows"][0] == {
        **{"document": US, "what": "heading", "counted": True, "characters": 886},
        "share": pytest.approx(886 / 9929),
    }
    report = aiplans_cli.report(US, CN, top=5)
    assert report.rows() == answer["rows"]
    assert dict(report.parameters) == answer["parameters"]


def test_a_report_to_a_file_says_where_it_is(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "plans.html"
    assert cli("report", US, CN, "-o", str(path)) == ""
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert f"the report is in {path}" in cli.err


def test_on_a_terminal_there_is_a_usual_file_that_is_not_written_over(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="no terminals here")
    told: list[bytes] = []

    def asked() -> int:
        ours, theirs = pty.openpty()
        words = [sys.executable, "-m", "aiplans_cli", "report", US, CN, "-n", "2"]
        place = os.environ | {"PYTHONPATH": str(Path(aiplans_cli.__file__).parents[1])}
        done = subprocess.run(  # noqa: PLW1510 -- its code is what is looked at
            words, cwd=tmp_path, env=place, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE
        )
        os.close(theirs)
        os.close(ours)
        told.append(done.stderr)
        return done.returncode

    assert asked() == 0
    page = (tmp_path / "report.html").read_bytes()
    assert b"governance" in page and b"the report is in report.html" in told[0]
    (tmp_path / "report.html").write_text("mine", encoding="utf-8")
    assert asked() == 2
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "mine"
    assert b"report.html is there already: name a file" in told[1]


def test_what_cannot_be_reported_is_said(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="name each document once"):
        aiplans_cli.report(US, US)
    path = tmp_path / "out.html"
    with pytest.raises(SourceError, match="no-such-plan: no such file or library id"):
        cli("report", "no-such-plan", CN, "-o", str(path))
    assert not path.exists()
    wordless = tmp_path / "empty.md"
    wordless.write_text("", encoding="utf-8")
    with pytest.raises(AiplansError, match="empty"):
        cli("report", str(wordless), "-o", str(path))
    assert not path.exists()

    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(SourceError, match=r"pip install 'aiplans\[report\]'"):
        cli("report", US, CN, "-o", str(path))
    assert not path.exists()
    assert "governance" in cli("report", US, CN, "-f", "tsv", "-q")  # which draws nothing
