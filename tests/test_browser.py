"""The report in a real browser: what a reader does with it, and what must never happen."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from test_publication import attacks

import aiplans_cli

ROOT = Path(__file__).resolve().parents[1]
US, CN = "us-2025-digest", "cn-2025-digest"

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
WIDTHS = (390, 768, 1280)
"""Points: a phone, a tablet, a desk."""

pytestmark = pytest.mark.skipif(not BROWSER, reason="no Chromium is installed here")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as engines:
        # a container has no room for the sandbox, and the pages are our own
        found = engines.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report of a pair, of one document, of several, and of two whose every word is an attack."""
    pytest.importorskip("vl_convert", reason="aiplans[report] is not installed")
    folder = tmp_path_factory.mktemp("reports")
    asked: dict[str, tuple[str, ...]] = {
        "pair": (US, CN),
        "one": (CN,),
        "several": ("us-2025", US, "us-eo-14110-2023", "cn-2024-ai-standards-guide"),
        "picture": (US, CN),
        "attack": tuple(attacks(folder)),
    }
    found = {}
    for name, sources in asked.items():
        found[name] = folder / f"{name}.html"
        top = {"picture": 200, "pair": 60}.get(name, 20)
        aiplans_cli.report(*sources, top=top).write(found[name])
    return found


class Reader:
    """A page that is open, and what went wrong on it."""

    def __init__(self, browser: Any, path: Path, width: int = 1280, scheme: str = "light") -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, accept_downloads=True
        )
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda said: self.wrong.append(f"{said.type}: {said.text}"))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        self.page.on("request", lambda asked: self.asked.append(asked.url))
        self.asked: list[str] = []
        self.page.goto(path.as_uri())

    def rows(self) -> list[str]:
        """The names of the rows that can be seen, in order."""
        found: list[str] = self.page.locator("#rows tbody tr:visible th").all_inner_texts()
        return found

    def column(self, name: str) -> list[str]:
        at = self.page.locator("#rows thead th").evaluate_all(
            "(all, name) => all.findIndex((th) => th.dataset.column === name)", name
        )
        cells = self.page.locator(f"#rows tbody tr:visible > :nth-child({at + 1})")
        found: list[str] = cells.all_inner_texts()
        return found


@pytest.fixture
def pair(browser: Any, pages: dict[str, Path]) -> Iterator[Reader]:
    reader = Reader(browser, pages["pair"])
    yield reader
    assert reader.wrong == []
    assert [url for url in reader.asked if not url.startswith("file:")] == []
    assert len(reader.asked) == 1
    reader.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["pair", "one", "several", "attack"])
def test_axe_finds_no_violation(
    browser: Any, pages: dict[str, Path], name: str, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    reader = Reader(browser, pages[name], scheme=scheme)
    reader.page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    # what passes is not gathered, element by element: that takes longer than the rules
    found = axe.Axe().run(reader.page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    # axe itself is put into the page by the test, which the policy of the page does not stop
    assert [line for line in reader.wrong if "error" in line] == []
    reader.context.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["pair", "one", "several", "attack"])
def test_no_page_is_wider_than_its_screen(
    browser: Any, pages: dict[str, Path], name: str, width: int
) -> None:
    reader = Reader(browser, pages[name], width=width)
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    assert reader.wrong == [] and len(reader.asked) == 1
    reader.context.close()


def test_nothing_shifts_while_it_loads(browser: Any, pages: dict[str, Path]) -> None:
    reader = Reader(browser, pages["pair"])
    shifted = reader.page.evaluate(
        """() => new Promise((done) => {
            let sum = 0;
            new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) sum += entry.value;
            }).observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(sum), 300);
        })"""
    )
    assert shifted == 0
    reader.context.close()


def test_search_and_theme_choose_rows(pair: Reader) -> None:
    every = pair.rows()
    assert len(every) > 50
    box = pair.page.get_by_label("Find a row").get_by_role("searchbox")
    box.fill("GOVERN")
    assert "governance" in pair.rows() and len(pair.rows()) < len(every)
    assert pair.page.locator("#find-rows output").inner_text().endswith(f"of {len(every)} rows")
    box.fill("no such word")
    assert pair.rows() == []
    box.fill("")
    pair.page.locator("#find-rows select").select_option("safety-risk")
    assert set(pair.column("theme")) == {"safety-risk"}


def test_a_heading_sorts_and_sorts_back(pair: Reader) -> None:
    heading = pair.page.locator("#rows th[data-column=count_a]")
    heading.get_by_role("button").click()
    numbers = [int(text.replace(",", "")) for text in pair.column("count_a")]
    assert numbers == sorted(numbers, reverse=True)
    assert heading.get_attribute("aria-sort") == "descending"
    heading.get_by_role("button").press("Enter")
    numbers = [int(text.replace(",", "")) for text in pair.column("count_a")]
    assert numbers == sorted(numbers)
    pair.page.locator("#rows th[data-column=q]").get_by_role("button").click()
    told = pair.column("q")
    assert told.index("–") == len([one for one in told if one != "–"])  # what is empty comes last
    pair.page.locator("#rows th[data-column=concept]").get_by_role("button").click()
    assert pair.rows() == sorted(pair.rows(), key=str.casefold)


def test_columns_can_be_chosen(pair: Reader) -> None:
    assert not pair.page.locator("#rows th[data-column=g2]").is_visible()
    pair.page.get_by_text("Columns", exact=True).click()
    pair.page.get_by_label("g2", exact=True).check()
    assert pair.page.locator("#rows th[data-column=g2]").is_visible()
    pair.page.get_by_label("A: share").uncheck()
    assert not pair.page.locator("#rows th[data-column=share_a]").is_visible()


def test_a_row_opens_into_its_lines(pair: Reader) -> None:
    name = re.compile("^governance$")
    one = pair.page.locator(".rows details", has=pair.page.locator("summary b", has_text=name))
    assert not one.locator("mark").first.is_visible()
    pair.page.locator("#rows tbody th a", has_text=name).click()
    one.locator("mark").first.wait_for()  # the page hears of its new address a moment later
    assert one.locator("mark").first.is_visible()
    assert one.locator("q[lang=zh] mark").first.inner_text() == "治理"  # governance
    # the last rows stand inside another thing to open
    last = pair.rows()[-1]
    pair.page.locator("#rows tbody th a", has_text=last).last.click()
    opened = pair.page.locator("details[open] summary b", has_text=last)
    opened.last.wait_for()
    assert opened.last.is_visible()


def test_a_row_of_the_picture_opens_too(pair: Reader) -> None:
    link = pair.page.locator("#contrast [data-to]").last
    place = f"#{link.get_attribute('data-to')}"
    link.click(force=True)
    assert pair.page.evaluate("location.hash") == place
    assert pair.page.locator(f"{place}[open]").count() == 1


def test_dots_are_found(pair: Reader) -> None:
    pair.page.get_by_label("Find a dot").get_by_role("searchbox").fill("governance")
    told = pair.page.locator("#find-dots output").inner_text()
    assert "governance" in told
    faint = pair.page.locator("#scatter .faint").count()
    found = pair.page.locator("#scatter .found").count()
    assert found == int(told.split()[0]) and faint > 30
    assert pair.page.locator("#scatter .found title").first.text_content()


def test_everything_works_by_the_keyboard(pair: Reader) -> None:
    pair.page.keyboard.press("Tab")
    assert pair.page.evaluate("document.activeElement.className") == "skip"
    pair.page.keyboard.press("Enter")
    assert pair.page.evaluate("location.hash") == "#main"
    stops = 0
    while pair.page.evaluate("document.activeElement.tagName") != "SUMMARY" and stops < 30:
        pair.page.keyboard.press("Tab")
        stops += 1
    assert stops < 30
    pair.page.keyboard.press("Enter")
    assert pair.page.evaluate("document.activeElement.parentElement.open") is True
    assert (
        pair.page.evaluate("document.querySelectorAll('svg a:not([tabindex=\"-1\"])').length") == 0
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_in_the_page_can_be_saved(pair: Reader, kind: str, tmp_path: Path) -> None:
    with pair.page.expect_download() as saved:
        pair.page.locator(f"a[download='aiplans.{kind}']").click()
    path = tmp_path / f"saved.{kind}"
    saved.value.save_as(path)
    data = path.read_bytes()
    begins = {"csv": "\ufeffrank,concept".encode(), "xlsx": b"PK"}
    assert data.startswith(begins[kind])
    pair.asked[:] = pair.asked[:1]  # the file itself, out of the page


def test_without_a_script_all_is_there(browser: Any, pages: dict[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages["pair"].as_uri())
    assert page.locator("#rows tbody tr").count() > 50
    assert not page.locator("#find-rows").is_visible()
    page.locator("summary", has_text="governance").first.click()
    assert page.locator("details[open] mark").first.is_visible()
    context.close()


def test_an_attack_stays_text(browser: Any, pages: dict[str, Path]) -> None:
    reader = Reader(browser, pages["attack"])
    page = reader.page
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.locator("#find-rows input").fill("<script>")
    page.wait_for_timeout(200)
    assert page.locator("img, script:not(head script), iframe, object").count() == 0
    assert "<script>alert" in page.locator("h1").inner_text()
    assert page.locator("a[href^='javascript']").count() == 0
    assert reader.wrong == [] and len(reader.asked) == 1
    reader.context.close()


def test_the_picture_of_the_pages_is_of_the_report_as_it_is(
    browser: Any, pages: dict[str, Path]
) -> None:
    """The picture in docs/report.md: drawn anew with the golden files, stale when the page differs.

    Letters differ from machine to machine, so the page is compared, and not the picture.
    """
    drawn_by = f"vl-convert-python {version('vl-convert-python')}"
    body = pages["picture"].read_text(encoding="utf-8").partition("<body>")[2]
    shown = body.replace(aiplans_cli.__version__, "VERSION").partition("<nav aria-label")[0]
    figure = re.search(r"<figure>.*?</figure>", body, re.S)
    assert figure is not None
    digest = sha256((shown + figure[0]).encode()).hexdigest()
    kept = ROOT / "docs" / "report.png"
    told = ROOT / "tests" / "golden" / "report-picture.txt"
    if os.environ.get("AIPLANS_GOLDEN"):
        reader = Reader(browser, pages["picture"], width=1000)
        end = reader.page.locator("#contrast figure").bounding_box()
        clip = {"x": 0, "y": 0, "width": 1000, "height": end["y"] + end["height"] + 20}
        reader.page.screenshot(path=kept, full_page=True, clip=clip)
        told.write_text(f"{drawn_by}\n{digest}\n", encoding="utf-8")
    by, before = told.read_text(encoding="utf-8").splitlines()
    if by != drawn_by:
        pytest.skip(f"the picture was drawn by {by}, here is {drawn_by}")
    assert before == digest, "run make golden"
    assert kept.read_bytes().startswith(b"\x89PNG")


def test_on_paper_the_lines_are_open(pair: Reader) -> None:
    pair.page.emulate_media(media="print")
    pair.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert pair.page.locator(".rows > details[open]").count() > 10
    assert not pair.page.locator("nav").is_visible()
    pair.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert pair.page.locator(".rows > details[open]").count() == 0
    assert pair.page.pdf()[:5] == b"%PDF-"
