"""Web pages and elements in Markdown: the text is told from the menus, and nothing is glued."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import Element, fromstring

from aiplans_cli.errors import SourceError
from aiplans_cli.model import Document
from aiplans_cli.reading import read_bytes, sniff
from aiplans_cli.reading.block_writer import Written
from aiplans_cli.reading.elements import ElementReader
from aiplans_cli.reading.shape import Block
from aiplans_cli.reading.streamed import read_streamed
from aiplans_cli.reading.web.around import leads_away, may_be_a_topic, says_around
from aiplans_cli.reading.web.blocks import (
    _is_as_long_as_a_sentence,
    in_run,
    is_prose,
    matches,
)
from aiplans_cli.reading.web.content import Page
from aiplans_cli.reading.web.repeats import copies_in
from aiplans_cli.reading.web.tree import parsed, walk
from aiplans_cli.sources.library.documents import documents_of

LONG = "The ministry shall draw up a list of standards and publish it every year, for all to see."
OTHER = "Each province names an office that answers questions of firms and of the public in time."
PROSE = f"<p>{LONG}</p><p>{OTHER}</p>"
PROSE_2 = f"<p>{OTHER} {LONG}</p><p>Yes: {OTHER}</p>"
MENU = "".join(f'<li><a href="/{i}">Topic number {i}</a></li>' for i in range(30))


def page(body: str, head: str = "", **options: str) -> Document:
    data = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    document = read_bytes(data, name="page.html", **options)
    assert document.ledger.missing == 0
    return document


def lines(document: Document, *kinds: str) -> list[str]:
    found = (s.text.split("\n") for s in document.sections if s.kind in (kinds or ("body",)))
    return [line for some in found for line in some]


def sizes(document: Document) -> dict[str, int]:
    return document.ledger.sizes()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One</p><div>Two</div><p>Three</p>", ["One", "Two", "Three"]),
        ("<div>One<p>Two</p>Three</div>", ["One", "Two", "Three"]),
        ("<p>One<br>two<br/>three</p>", ["One", "two", "three"]),
        ("<ul><li>One<li>Two<ul><li>Three</ul></ul>", ["One", "Two", "Three"]),
        ("<dl><dt>One<dd>Two</dl>", ["One", "Two"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a | b"]),
        ("<table><tr><td>a<br>b</td><td>c</td></tr></table>", ["a", "b", "c"]),
        ("<table><tr><td>a<table><tr><td>b</table></table>", ["a", "b"]),
        ('<p>One <span style="display:block">two</span></p>', ["One", "two"]),
        ("<p>Same.</p><p>Same.</p><p>Same.</p>", ["Same."] * 3),
        ("<p>govern<b>ance</b> and <i>ri</i>sk</p>", ["governance and risk"]),
        ("<p>One\n   line</p>", ["One line"]),
        ("<p>人工\n智能</p>", ["人工智能"]),  # "artificial" + "intelligence"
        ("<p><span lang=en>plan</span><span lang=zh>规划</span></p>", ["plan 规划"]),  # "plan"
        ("<pre>One line\nand another\n\n-----\nend</pre>", ["One line", "and another", "end"]),
        ("<p><ruby>治<rt>zhì</rt></ruby>理</p>", ["治理"]),  # "governance", with how it sounds
        ("<p>x <q>y <q>z</q></q></p>", ["x “y ‘z’”"]),
        ("<p>a</p><script>var b;</script><style>c{}</style><template>d</template>", ["a"]),
        ("<p>kept</p><p>&nbsp;</p><custom-tag>and this</custom-tag>", ["kept", "and this"]),
        ("<p>one</p></div></section><p>two", ["one", "two"]),
    ],
)  # fmt: skip
def test_what_is_one_paragraph(body: str, expected: list[str]) -> None:
    assert lines(page(body)) == expected


@pytest.mark.parametrize(
    ("body", "expected", "marks"),
    [
        ("governance<sup>1</sup> works", "governance works", 1),
        ('governance<sup><a href="#n">12</a></sup>.', "governance.", 2),
        ('governance<a href="#n"><sup>a</sup></a>', "governance", 1),
        ("law<sup>[3], [4]</sup>", "law", 7),
        ("the end.<sup>1</sup>The next", "the end. The next", 1),
        ("治理<sup>①</sup>体系", "治理体系", 1),  # "system of governance"
        ("5<sup>th</sup> of 10<sup>6</sup> m<sup>2</sup>", "5th of 10⁶ m²", 0),
        ("Plan<sup>TM</sup> CO<sub>2</sub> M<sup>me</sup>", "Plan TM CO2 Mme", 0),
        ("<sup>1</sup>See Part II.", "1 See Part II.", 0),
        ('law<a href="#_ftn1"><span class="MsoFootnoteReference">[1]</span></a>', "law", 3),
        ('law<span style="vertical-align: super">2</span>', "law", 1),
        ('law<a href="#fn3">3</a> <a href="#fn3">see note 3</a>', "law see note 3", 1),
    ],
)
def test_marks_of_notes_come_off_their_words(body: str, expected: str, marks: int) -> None:
    document = page(f"<p>{body}</p>")
    assert lines(document) == [expected]
    assert sizes(document).get("reference mark", 0) == marks


@pytest.mark.parametrize(
    "menu",
    [
        f"<nav>{MENU}</nav>",
        f'<div class="side-nav">{MENU}</div>',
        f'<div id="sidebar">{MENU}</div>',
        f'<div role="navigation">{MENU}</div>',
        f"<footer>{MENU}</footer>",
        f"<ul>{MENU}</ul>",
        f"<div><h3>Related articles</h3>{MENU}</div>",
        f"<select>{MENU.replace('li>', 'option>')}</select>",
    ],
)
def test_menus_are_navigation_wherever_they_stand(menu: str) -> None:
    text = f"<div><h1>The plan</h1><p>{LONG}</p><p>{OTHER}</p><p>Short.</p></div>"
    for body in (menu + text, text + menu, menu + text + menu):
        document = page(body)
        assert lines(document, "heading", "body") == ["The plan", LONG, OTHER, "Short."]
        assert "Topic number 7" in lines(document, "navigation")


def test_teasers_and_dates_around_a_text_are_not_the_text() -> None:
    text = "".join(f"<p>{number} {LONG} {OTHER}</p>" for number in range(8))
    teaser = '<div><h3><a href="/x">Another story</a></h3><p>It began with a bill.</p></div>'
    body = (
        f'<ul>{MENU}</ul><div class="meta"><span>24 July</span></div><div class="text">{text}</div>'
        f'<div class="box">{teaser * 4}</div><div>All rights are with the site</div>'
    )
    document = page(body, "<title>Plan of the year - Site</title>")
    assert lines(document, "body", "heading") == [f"{n} {LONG} {OTHER}" for n in range(8)]
    assert document.title == "Plan of the year"


def test_a_page_of_tables_for_looks_is_read_like_any_other() -> None:
    paragraphs = "<br>".join([LONG, OTHER] * 3)
    body = (
        f"<table><tr><td><ul>{MENU}</ul></td><td><h2>Decree</h2>{paragraphs}"
        "<table><tr><td>1</td><td>Office</td></tr></table></td></tr></table>"
    )
    document = page(body)
    assert lines(document, "heading") == ["Decree"]
    assert lines(document) == [*[LONG, OTHER] * 3, "1 | Office"]


SCRIPTED = "shows its text by a script; what it hides until then was read"
HIDING = "hides more text than it shows; what it hides is set aside as hidden"


def test_an_article_that_a_script_shows_is_read_beside_a_footer() -> None:
    article = "".join(f"<p>{LONG}</p><p>{OTHER}</p>" for _ in range(9))
    footer = "<p>Scan this to follow us</p><p>Like, cancel, share, allow, add to the list</p>" * 4
    document = page(f'<h1>Plan</h1><div style="visibility: hidden">{article}</div>{footer}')
    assert lines(document).count(LONG) == 9
    assert SCRIPTED in document.notes
    entries = f"<h2><button>What?</button></h2><div hidden><p>{LONG}</p></div>" * 3
    assert lines(page(f"<main><h1>FAQ</h1>{entries}</main>")) == [LONG] * 3


def test_what_a_page_hides_is_told_where_it_is_more_than_it_shows() -> None:
    items = "".join(f"<li><a href=/{i}>Topic number {i}</a></li>" for i in range(60))
    document = page(f"<main><p>{LONG}</p><p>{OTHER}</p></main><ul hidden>{items}</ul>")
    assert lines(document) == [LONG, OTHER]
    assert HIDING in document.notes


@pytest.mark.parametrize(
    "part",
    [
        '<section class="social"><h2>Title</h2><p>{}</p></section>',
        '<div class="share-of-benefits"><h2>Title</h2><p>{}</p></div>',
        '<p class="social">{}</p>',
        "<aside><h3>Title</h3><p>{}</p></aside>",
    ],
)
def test_a_part_of_the_text_is_read_whatever_its_class_says(part: str) -> None:
    prose = f"{LONG} Each office has the means that it needs for this."
    document = page(f"<nav><ul>{MENU}</ul></nav><main>{PROSE}{part.format(prose)}{PROSE_2}</main>")
    assert prose in lines(document)
    assert ("Title" in lines(document, "heading")) == ("Title" in part)


@pytest.mark.parametrize(
    "part",
    [
        '<div class="share"><h3>Title</h3><p>Tell your friends.</p></div>',
        '<div class="comments"><h3>Title</h3><p>{}</p></div>',
        '<div class="related"><h3>Title</h3><p>{}</p></div>',
        '<div class="cookies"><p>{}</p></div>',
    ],
)
def test_what_stands_around_a_text_is_left_out_inside_it_too(part: str) -> None:
    prose = f"{LONG} I have read this twice and still do not agree."
    document = page(f"<nav><ul>{MENU}</ul></nav><main>{PROSE}{part.format(prose)}{PROSE_2}</main>")
    assert lines(document, "body", "heading") == [LONG, OTHER, f"{OTHER} {LONG}", f"Yes: {OTHER}"]


def test_related_articles_end_with_their_list() -> None:
    related = '<h3>Related articles</h3><ul><li><a href="/a">A law</a></li></ul>'
    more = f"<h2>More</h2><p>Yes: {LONG}</p>"
    document = page(
        f"<nav><ul>{MENU}</ul></nav><main><section>{PROSE}{PROSE_2}{PROSE.replace('The', 'A')}"
        f"</section><section><h2>Two</h2><p>Then {LONG}</p>{related}{more}</section></main>"
    )
    assert lines(document, "heading") == ["Two", "More"]
    assert lines(document)[-2:] == [f"Then {LONG}", f"Yes: {LONG}"]
    assert {"A law", "Related articles"} <= set(lines(document, "navigation"))


@pytest.mark.parametrize(("claim", "true"), [("gb2312", "big5"), ("big5", "gb18030")])
def test_a_page_in_another_chinese_encoding_than_it_says_is_read_with_a_note(
    claim: str, true: str
) -> None:
    # "each province shall set up a register of governance and report to the ministry"
    text = {"big5": "各省應當建立治理登記制度，並向部報告實施情況。"}.get(
        true, "各省应当建立治理登记制度，并向部报告实施情况。"
    )
    data = f'<meta charset="{claim}"><p>{text}'.encode(true)
    document = read_bytes(data, name="page.html")
    assert lines(document) == [text]
    spoken = {"big5": "Big5", "gb18030": "GB18030"}[true]
    assert document.notes[0] == f"says it is {claim}, which it is not: read as {spoken}"
    right = read_bytes(f'<meta charset="{true}"><p>{text}'.encode(true), name="page.html")
    assert right.notes == ()


@pytest.mark.parametrize(
    ("claim", "true", "text"),
    [
        ("gb2312", "gb18030", "常常"),  # "often": in Big5 as plausible
        ("gb2312", "gb18030", "计划"),  # "plan"
        ("gb2312", "big5", "治理"),  # "governance"
        ("big5", "gb18030", "产业发展规划"),  # "plan for the growth of industry"
    ],
)
def test_an_english_page_with_a_word_of_chinese_is_read_right(
    claim: str, true: str, text: str
) -> None:
    # Pages of Chinese offices in English, which name a plan or a journal in Chinese.
    data = f'<meta charset="{claim}"><p>The plan ({text}) applies.'.encode(true)
    assert lines(read_bytes(data, name="page.html")) == [f"The plan ({text}) applies."]


def test_marked_sections_of_xhtml_are_text_and_scripts_are_not() -> None:
    head = '<?xml version="1.0"?><html xmlns="x"><head>'
    script = "<script>//<![CDATA[\nif (1 < 2) { a = '<p>No</p>' }\n//]]></script>"
    body = "<body><p><![CDATA[Rules & others apply.]]></p><p>So do <![CDATA[<these>]]>.</p>"
    document = read_bytes(f"{head}{script}</head>{body}{script}".encode(), name="page.xhtml")
    assert lines(document) == ["Rules & others apply.", "So do <these>."]
    assert document.ledger.missing == 0


def test_only_what_is_counted_tells_the_language() -> None:
    script = f"<div hidden>{'Governance and oversight. ' * 40}</div>"
    # "each province shall set up a register of governance and report to the ministry"
    text = "<p>各省应当建立治理登记制度，并向部报告实施情况。</p>" * 20
    data = f'<meta charset="utf-8">{text}{script}'.encode()
    (document,) = documents_of(data, "page.html")
    assert document.language == "zh"
    assert not any("other language" in note for note in document.notes)


def _linked(*texts: str, tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/{n}">{text}</a></{tag}>' for n, text in enumerate(texts))


LAWS = [f"Law {n} on the governance of data and its oversight by the courts" for n in range(5)]


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (f"<main>{PROSE}<ul>{_linked(*LAWS)}</ul>{PROSE_2}</main>", LAWS),
        (f"{_linked(LONG, OTHER, LONG + OTHER, tag='p')}{PROSE_2}", [LONG, OTHER, LONG + OTHER]),
        # "each province shall set up a register", "annexes", "table of tasks" and so on
        (
            "<div><p>各省应当建立人工智能治理登记制度，并向国务院报告实施情况，接受社会监督。</p>"
            f"<p>附件：</p>{_linked('任务分工表', '评价指标体系', '项目申报书', tag='p')}</div>",
            ["任务分工表", "评价指标体系", "项目申报书"],
        ),
    ],
)
def test_linked_items_of_the_text_are_text(body: str, kept: list[str]) -> None:
    document = page(f"<nav><ul>{MENU}</ul></nav>{body}")
    assert set(kept) <= set(lines(document))
    assert "Topic number 1" in lines(document, "navigation")


@pytest.mark.parametrize(
    "body",
    [
        f"<main>{PROSE}{PROSE_2}<ul>{_linked(*LAWS)}</ul></main>",
        f"<main>{PROSE}<h3>Related articles</h3><ul>{_linked(*LAWS)}</ul>{PROSE_2}</main>",
        f"<main>{PROSE}<p>Share this page:</p><ul>{_linked(*'ABCDE')}</ul>{PROSE_2}</main>",
    ],
)
def test_linked_items_that_lead_away_are_not(body: str) -> None:
    document = page(f"<nav><ul>{MENU}</ul></nav>{body}")
    assert not {*LAWS, *"ABCDE"} & set(lines(document))


def test_the_title_of_a_page_is_read_where_it_is_no_heading() -> None:
    text = f"<div>{PROSE}{PROSE_2}</div><div class=footer>The Ministry of This</div>"
    name = "Rules on the use of systems"
    title = f"<ul>{MENU}</ul><div>{name}</div><div>A box</div>"
    document = page(title + text, f"<title>{name} - Ministry</title>")
    assert lines(document)[:2] == [name, LONG]


def test_hidden_text_is_set_aside_unless_it_is_all_there_is() -> None:
    hidden = f'<div style="display: none"><p>{LONG}</p></div><p hidden>x</p>'
    document = page(f'<p>Seen.</p>{hidden}<span class="sr-only">y</span><noscript>z</noscript>')
    assert lines(document) == ["Seen."]
    assert lines(document, "hidden") == [LONG, "x", "y", "z"]
    scripted = page(f'<p>Seen.</p><div style="display:none">{f"<p>{LONG}</p>" * 8}</div>')
    assert lines(scripted) == ["Seen.", *[LONG] * 8]
    assert "by a script" in scripted.notes[0]


def test_contents_and_notes_are_what_they_say() -> None:
    entries = "".join(f'<li><a href="#s{i}">Part {i}</a></li>' for i in range(5))
    body = (
        f"<ul>{entries}</ul><h2>Part 1</h2><p>{LONG}<sup>1</sup></p>"
        '<div class="toc">Annex</div>'
        '<section class="footnotes"><p><sup>1</sup>See it.</p></section>'
        '<p class="MsoFootnoteText"><a href="#_ftnref2">[2]</a> And that.</p>'
    )
    document = page(body)
    assert lines(document, "contents") == [*(f"Part {i}" for i in range(5)), "Annex"]
    assert lines(document, "note") == ["1 See it.", "[2] And that."]


def test_a_text_for_two_screens_is_read_once() -> None:
    text = "".join(f"<p>{number} {LONG}</p>" for number in range(4))
    document = page(f"<div>{text}</div><div>{text}</div>")
    assert lines(document) == [f"{number} {LONG}" for number in range(4)]
    assert lines(document, "repeated block") == lines(document)


def test_titles_come_from_headings_then_from_the_head() -> None:
    head = '<title>Site</title><meta property="og:title" content="The plan | Ministry">'
    assert page("<p>Text.</p>", head).title == "The plan"
    assert page("<h2>The plan</h2><p>Text.</p>", head).title == "The plan"
    roles = page('<div role="heading" aria-level="3">Aims</div><p>Text.</p>')
    assert [(s.level, s.text) for s in roles.sections if s.kind == "heading"] == [(3, "Aims")]


def test_pages_of_links_only_and_pages_without_text() -> None:
    assert lines(page(f"<nav>{MENU}</nav>"))[0] == "Topic number 0"
    assert lines(page('<nav><a href="/">Home</a></nav><p>A few words.</p>')) == ["A few words."]
    for empty in (
        "<div></div><noscript>Turn scripts on.</noscript>",
        "<html><script>x</script></html>",
        "<!-- only this",
        "<>",
    ):
        with pytest.raises(SourceError):
            read_bytes(empty.encode(), name="x.html")


def test_no_depth_is_too_deep_and_no_size_takes_long() -> None:
    deep = page("<div>" * 5000 + LONG + "</div>" * 5000)
    assert lines(deep) == [LONG]
    assert "nested too deeply" in deep.notes[0]
    assert len(lines(page("<div>" * 900 + LONG))) == 1
    many = page(f"<p>{LONG}</p>" + f"<p>{MENU}</p>" * 700)
    assert lines(many) == [LONG]


@pytest.mark.parametrize(
    "tag",
    "area base basefont br col embed frame hr img input link meta param source track wbr".split(),
)
def test_what_follows_an_element_without_end_is_not_inside_it(tag: str) -> None:
    written = read_streamed(f"<p>One <{tag} hidden>two</p>")[0].writer.written
    shown = [one.block.text for one in written if one.block.kind == "body"]
    assert " ".join(shown) == "One two"


SOUP = st.lists(
    st.sampled_from(
        "<p> </p> <div> </div> <table> <tr> <td> </td> </tr> </table> <br> <li> <ul> </ul> <h2>"
        " </h2> <sup> </sup> <q> </q> <a_href='#x'> <a_href='y'> </a> <pre> </pre> <rt> <ruby>"
        " </ruby> <div_hidden> <nav> </nav> <select> <option> </select> <svg> </svg> <script>"
        " </script> <noscript> </noscript> <!-- --> <blockquote> </blockquote> <span_lang=zh>"
        " </span>"
        " word 治理 1 . , * ` [^1] [^1]: # > - | &amp; \n\n".replace("\n", "\u0001").split(" ")
    ).map(lambda piece: piece.replace("_", " ").replace("\u0001", "\n")),
    max_size=40,
)


@given(SOUP)
@settings(max_examples=300, deadline=None)
@pytest.mark.parametrize("name", ["x.html", "x.md"])
def test_every_character_of_any_soup_of_elements_is_accounted_for(
    name: str, pieces: list[str]
) -> None:
    if name == "x.md":  # where an open script ends, parsers do not agree
        pieces = [piece for piece in pieces if "script" not in piece]
    try:
        document = read_bytes(" ".join([*pieces, "end"]).encode(), name=name)
    except SourceError:
        return  # all of it was for the browser
    assert document.ledger.missing == 0


# --- what a page says of its encoding, and what it is -------------------------------------------

LATIN = "The café’s rules – “AI” – apply."


@pytest.mark.parametrize(
    ("claim", "codec"),
    [
        ("iso-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "utf-8-sig"),
        ("gb2312", "utf-8"),
        ("gb2312", "utf-16"),
        ("utf-8", "cp1252"),
        ("utf-16", "utf-8"),
        ("unknown-to-all", "utf-8"),
    ],
)
def test_the_bytes_say_more_than_the_page(claim: str, codec: str) -> None:
    older = f'<meta http-equiv="Content-Type" content="text/html; charset={claim}">'
    for meta in (f'<meta charset="{claim}">', older):
        data = f"<html><head>{meta}</head><body><p>{LATIN}</p></body></html>".encode(codec)
        assert lines(read_bytes(data, name="x.html")) == [LATIN]


def test_an_encoding_is_named_below_a_long_remark() -> None:
    # Content management systems put a licence of 3,000 characters before it.
    data = f'<!-- {"x" * 3_000} --><meta charset="macintosh"><p>{LATIN}'.encode("mac_roman")
    assert lines(read_bytes(data, name="x.html")) == [LATIN]


def test_a_prolog_names_the_encoding_and_an_ascii_page_is_no_utf16() -> None:
    prolog = '<?xml version="1.0" encoding="gb2312"?>\n<html><body><p>治理镕</p></body></html>'
    data = prolog.encode("gb18030")  # "governance", and a character that GB 2312 lacks
    assert lines(read_bytes(data, name="x.xhtml")) == ["治理镕"]
    assert lines(page("<p>Plain.</p>", '<meta charset="utf-16">')) == ["Plain."]


def test_what_xml_leaves_empty_does_not_swallow_the_page() -> None:
    head = '<?xml version="1.0"?><html xmlns="x"><head><title/><script src="a.js"/></head>'
    data = f'{head}<body><p>One <a id="b"/>two.</p><div/><p>Three.</p></body></html>'
    assert lines(read_bytes(data.encode(), name="x.xhtml")) == ["One two.", "Three."]


@pytest.mark.parametrize(
    ("head", "format"),
    [
        ('<?xml version="1.0"?>\n<html xmlns="x">', "html"),
        ("<!-- saved from\nsomewhere -->\n<!-- twice --><!DOCTYPE html>", "html"),
        ("\ufeff\n  <!doctype HTML>", "html"),
        ("<title>Plan</title><p>One", "html"),
        ("<div class='a'><p>One</p></div>", "html"),
        ("<div align='center'>\n\n# Plan\n\n</div>", "text"),
        ("<p> is an element", "text"),
        ("<!-- -->" * 128, "text"),
        ("<headline>", "text"),
        ("<!-- a comment in Markdown -->\n# Plan", "text"),
        ('<?xml version="1.0"?>\n<law>', "text"),
    ],
)
def test_pages_are_known_behind_prologs_and_comments(head: str, format: str) -> None:
    for codec in ("utf-8", "utf-16"):
        assert sniff(head.encode(codec), "-") == format


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (rb"{\rtf1\ansi The plan.}", "RTF"),
        (
            b"From: <Saved>\r\nSubject: x\r\nContent-Type: multipart/related;\r\n\tx\r\n\r\n--",
            "MHT",
        ),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; a=b\n\n--", "MHT"),
    ],
)
def test_formats_that_only_look_like_text_are_refused_by_name(data: bytes, name: str) -> None:
    for file in ("-", "plan.rtf", "plan.doc", "plan.txt"):
        with pytest.raises(SourceError, match=name):
            read_bytes(data, name=file)
    assert read_bytes(data, name="-", format="text").format == "text"
    assert read_bytes(b"Subject: a plan\n\nIt goes on.", name="-").format == "text"


# --- Markdown ------------------------------------------------------------------------------------


def markdown(text: str) -> Document:
    document = read_bytes(text.encode(), name="plan.md")
    assert document.ledger.missing == 0
    return document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("safety<br>governance", ["safety", "governance"]),
        ("<table><tr><td>risk<br>a</td><td>b</td></tr></table>", ["risk", "a", "b"]),
        ("One.\n\n<script>\nvar governance;\n\nlet b;\n</script>\n\nTwo.", ["One.", "Two."]),
        ("One <script>b</script> two\n\nThree", ["One two", "Three"]),
        ("<style>p { }</style>\n\nOne.", ["One."]),
        ("governance<sup>1</sup> and m<sup>2</sup>", ["governance and m²"]),
        ("<div>\n\nOne *two*\n\n</div>\n\n<q>three</q>", ["One two", "“three”"]),
        ("~~old~~ new ![a picture](x.png) text", ["old new text"]),
        ("<details><summary>More</summary>Text</details>", ["More", "Text"]),
        ("<pre>\none\ntwo\n</pre>", ["one", "two"]),
        ("a <b>c", ["a c"]),
        ("> " * 60 + "deep", ["deep"]),
    ],
)
def test_elements_in_markdown_mean_what_they_mean_on_a_page(text: str, expected: list[str]) -> None:
    assert lines(markdown(text)) == expected


def test_markdown_footnotes_are_notes() -> None:
    text = (
        "# Plan\n\nGovernance[^1] and 治理[^注]很重要。[^1] Also `[^1]` and x[^none].\n\n"
        "[^1]: The *note*\n    goes on.\n\n    And on.\n[^注]:没有空格\n[^u]: Nobody.\n\nEnd.\n"
    )  # "governance … matters", "without a space"
    document = markdown(text)
    expected = "Governance and 治理很重要。 Also [^1] and x[^none]."
    assert lines(document) == [expected, "End."]
    assert lines(document, "note") == ["The note goes on. And on.", "没有空格"]
    found = sizes(document)
    assert found["note that nothing cites"] == 7
    assert found["reference mark"] == 9
    body = next(s for s in document.sections if s.kind == "body")
    assert [body.line_at(0), body.line_at(len(body.text) - 1)] == [3, 12]


def test_hyphens_at_line_ends_are_closed_and_told() -> None:
    document = markdown("A system of govern-\nance and a long-\nterm plan.")
    assert lines(document) == ["A system of governance and a long-term plan."]
    assert sizes(document)["line-end hyphen"] == 1
    assert [place[1] for place in document.sections[0].lines] == [1, 2, 3]


def test_front_matter_pictures_and_rules_are_in_the_ledger() -> None:
    found = sizes(markdown("---\ntitle: T\n---\nText ![of it](x.png)\n\n---\n"))
    assert found == {"body": 4, "front matter": 13, "picture description": 4}


# --- plain text ----------------------------------------------------------------------------------


def test_the_ledger_of_plain_text_has_what_is_left_out() -> None:
    document = read_bytes(b"A line\n=====\nSec. 1. Aims. Text.\nend", name="x.txt")
    assert document.ledger.missing == 0
    assert sizes(document)["rule"] == 5
    assert sizes(document)["stop after a heading"] == 1


@pytest.mark.parametrize(
    ("lines", "length", "others", "copied"),
    [
        (2, 150, 0, False),  # a line or two may well be said twice
        (3, 70, 0, True),
        (3, 63, 0, False),
        (4, 285, 8900, True),  # of 11,180 characters more than a tenth
        (4, 225, 8900, False),  # the example that a standard has twice
    ],
)
def test_a_copy_is_three_lines_and_a_tenth_of_a_page(
    lines: int, length: int, others: int, copied: bool
) -> None:
    part = [Block("body", f"{n}{'x' * (length - 1)}") for n in range(lines)]
    other = [Block("body", f"{n:03}{'y' * 97}") for n in range(others // 100)]
    assert any(copies_in([*part, *other, *part])) == copied


# --- both sides of each size that tells the text of a page from what stands around it -------------


def kinds(body: str, found: Sequence[str] = (), title: str = "") -> dict[str, str]:
    """Text → kind of the blocks of a page, of which another program found some lines."""
    root, _ = parsed(f"<html><head><title>{title}</title></head><body>{body}</body></html>")
    reader = ElementReader()
    walk(root, reader)
    written = reader.writer.written
    of_page = Page(root, written).kinds(lambda: found)
    return {one.block.text: kind for one, kind in zip(written, of_page, strict=True)}


def words(name: str, size: int) -> str:
    """A line of so many letters and spaces without a stop, which begins with a name."""
    return f"{name} {'word ' * (size // 5 + 1)}"[: size - 1] + "x"


def paragraphs(name: str, count: int, size: int) -> list[str]:
    return [words(f"{name}{n}", size) for n in range(count)]


def div(lines_: Sequence[str]) -> str:
    return f"<div>{''.join(f'<p>{line}</p>' for line in lines_)}</div>"


def menu(size: int) -> tuple[str, list[str]]:
    """A list of ten links of so many letters in all."""
    items = paragraphs("m", 10, size // 10)
    return f"<ul>{''.join(f'<li><a href=/x>{item}</a></li>' for item in items)}</ul>", items


@pytest.mark.parametrize(("linked", "kind"), [(13, "navigation"), (11, "body")])
def test_items_that_are_links_for_the_most_part_are_a_menu(linked: int, kind: str) -> None:
    items = [("a" * (linked - 1) + n, "b" * (20 - linked)) for n in "xyz"]
    links = "".join(f"<li><a href=/x>{a}</a>{b}</li>" for a, b in items)
    found = kinds(f"{div(paragraphs('p', 20, 300))}<ul>{links}</ul>")
    assert {found[a + b] for a, b in items} == {kind}


@pytest.mark.parametrize(("size", "kind"), [(85, "body"), (130, "navigation")])
def test_of_a_page_with_hardly_a_menu_all_is_text(size: int, kind: str) -> None:
    # 2 % of clreq are menus
    body = f"{menu(size)[0]}<div>24 July</div>{div(paragraphs('p', 10, 200))}"
    assert kinds(body)["24 July"] == kind


@pytest.mark.parametrize(("own", "kind"), [(7, "navigation"), (5, "body")])
def test_who_found_hardly_half_of_the_paragraphs_is_not_believed(own: int, kind: str) -> None:
    text, rest = paragraphs("a", own, 150), paragraphs("b", 10 - own, 150)
    found = kinds(f"{menu(300)[0]}{div(text)}{div(rest)}", text)
    assert {found[line] for line in rest} == {kind}
    assert {found[line] for line in text} == {"body"}


@pytest.mark.parametrize(("size", "kind"), [(200, "navigation"), (500, "body")])
def test_who_found_nearly_all_of_the_page_made_no_choice(size: int, kind: str) -> None:
    links, items = menu(size)  # zh-stcn
    text, rest = paragraphs("a", 7, 150), paragraphs("b", 3, 150)
    found = kinds(f"{links}{div(text)}{div(rest)}", [*text, *items])
    assert {found[line] for line in rest} == {kind}


@pytest.mark.parametrize(("own", "kind"), [(22, "navigation"), (20, "body")])
def test_teasers_that_look_like_text_are_little_beside_it(own: int, kind: str) -> None:
    text, rest = paragraphs("a", own, 150), paragraphs("b", 25 - own, 150)
    found = kinds(f"{menu(900)[0]}{div(text)}{div(rest)}")
    assert {found[line] for line in rest} == {kind}


@pytest.mark.parametrize(("size", "teasers", "kind"), [(1350, 12, "body"), (900, 5, "navigation")])
def test_a_paragraph_weighs_more_than_teasers_up_to_a_length(
    size: int, teasers: int, kind: str
) -> None:
    text, rest = paragraphs("a", 1, size), paragraphs("b", teasers, 150)
    found = kinds(f"{menu(1500)[0]}{div(text)}{div(rest)}", [*text, *rest])
    assert {found[line] for line in rest} == {kind}


@pytest.mark.parametrize(("size", "kind"), [(190, "body"), (170, "navigation")])
def test_a_long_paragraph_is_text_wherever_it_stands(size: int, kind: str) -> None:
    text, other = paragraphs("a", 1, 900), words("b", size)
    found = kinds(f"{menu(900)[0]}{div(text)}{div([other])}", [*text, other])
    assert found[other] == kind


@pytest.mark.parametrize(("size", "kind"), [(45, "body"), (35, "navigation")])
def test_a_line_between_paragraphs_is_text(size: int, kind: str) -> None:
    text, line = paragraphs("a", 2, 300), words("b", size)
    body = f"<div>{div(text[:1])}<div>{line}</div>{div(text[1:])}</div>"
    assert kinds(f"{menu(600)[0]}{body}", text)[line] == kind


@pytest.mark.parametrize(("line", "kind"), [("Planning", "body"), ("Planner", "navigation")])
def test_the_line_that_the_title_of_the_page_begins_with(line: str, kind: str) -> None:
    text = paragraphs("a", 4, 300)
    body = f"{menu(600)[0]}<div>{line}</div>{div(text)}"
    assert kinds(body, text, title=f"{line} of the year")[line] == kind


@pytest.mark.parametrize(("between", "kept"), [(4, True), (5, False)])
def test_a_date_and_a_source_may_stand_below_a_heading(between: int, kept: bool) -> None:
    lines_ = "".join(f"<div>24 July, {n}</div>" for n in range(between))
    body = f"{menu(300)[0]}<div><h2>Aims</h2></div>{lines_}{div(paragraphs('a', 20, 200))}"
    assert (kinds(body)["Aims"] == "heading") == kept


@pytest.mark.parametrize(
    ("heading", "size", "kind"),
    [
        ("<h2>Aims</h2>", 130, "body"),
        ("<h2>Aims</h2>", 110, "navigation"),
        ("", 250, "body"),
        ("", 230, "navigation"),
    ],
)
def test_a_part_with_a_heading_is_text_whatever_it_is_called(
    heading: str, size: int, kind: str
) -> None:
    part = words("b", size - 1) + "."
    body = f'<div class="share">{heading}<p>{part}</p></div>'
    text = div(paragraphs("a", 20, 200))
    assert kinds(f"<main>{text}{body}</main>")[part] == kind


def test_three_links_in_a_row_are_a_menu() -> None:
    assert not in_run([True, True, False], 0) and in_run([True, True, True], 1)


def test_how_long_a_sentence_and_a_paragraph_are() -> None:
    assert _is_as_long_as_a_sentence("治" * 15) and not _is_as_long_as_a_sentence("治" * 14)
    assert _is_as_long_as_a_sentence("word " * 8) and not _is_as_long_as_a_sentence("word " * 7)
    some = {
        text: is_prose(Written(Block("body", text)), len(text))
        for text in (
            *(words("a", size) for size in (119, 120)),
            *(words("a", size - 1) + "." for size in (39, 40)),
        )
    }
    assert list(some.values()) == [False, True, False, True]


def test_a_line_is_found_inside_another_and_by_its_ends() -> None:
    def hit(text: str, *found: str) -> bool:
        return matches([Written(Block("body", text))], found) == [True]

    assert hit("a" * 12, "b" + "a" * 12) and not hit("a" * 11, "b" + "a" * 11)
    letters = "abcdefghijklmnopqrstuvwxyz1234567890ABCDEFG".casefold()
    for size, found in ((41, True), (40, False)):
        text = (letters + "h")[:size]
        assert hit(text, text[:30], text[-30:]) == found


# --- each name of what stands around the text -----------------------------------------------------

_AROUND = (
    "nav navbar navigation menu submenu sidebar breadcrumb breadcrumbs crumb crumbs "
    "footer share sharing social related recommend recommended comments copyright "
    "advert advertisement ad ads adsense cookie cookies newsletter subscribe login "
    "signup popup modal pagination pager toolbar promo sponsored sponsor outbrain "
    "taboola skip topbar masthead hotlist ranking disqus respond"
)
_LEADING_AWAY = (
    "related relatedarticles relatedstories relatedposts relatedcontent recommended "
    "recommendedforyou youmayalsolike moreonthisstory morestories sharethis "
    "sharethispage followus 相关新闻 相关阅读 相关链接 相关文章 相关推荐 相关报道 推荐阅读 "
    "延伸阅读 为你推荐 猜你喜欢 热门推荐 热门文章 "
    "热门评论 点击排行 阅读排行 新闻排行 精彩推荐 网友评论 新闻评论 友情链接"
)


def test_what_stands_around_a_text_is_known_by_its_name() -> None:
    for name in _AROUND.split():
        assert says_around(fromstring(f'<div class="x {name}"></div>')), name
        assert says_around(fromstring(f'<div id="{name}"></div>')), name
    for name in "foot tuijian fenxiang pinglun xiangguan daohang fenye dibu caidan".split():
        assert says_around(fromstring(f'<div class="{name}"></div>')), name
        assert not says_around(fromstring(f'<div id="{name}"></div>')), name
    for role in (
        "navigation banner contentinfo complementary search menu menubar dialog alertdialog "
        "toolbar tablist"
    ).split():
        assert says_around(fromstring(f'<div role="{role}"></div>')), role


def test_what_a_part_of_a_text_may_be_about_is_known() -> None:
    topics = (
        "share sharing social skip ad ads advert cookie cookies copyright ranking subscribe login "
        "pagination"
    ).split()
    for name in _AROUND.split():
        found = may_be_a_topic(fromstring(f'<div class="{name}"></div>'))
        assert found == (name in topics), name


def test_an_id_made_from_a_title_names_no_menu() -> None:
    for tag in "section h1 h2 h3 h4 h5 h6 p li tr td dt dd a span dfn".split():
        assert not says_around(Element(tag, id="comments")), tag
    assert says_around(Element("div", id="main-nav-bar"))
    assert not says_around(Element("div", id="comments-on-the-bill"))


def test_lines_over_what_leads_away_are_known() -> None:
    for text in _LEADING_AWAY.split():
        assert leads_away(f"{text}："), text
    assert leads_away("Related articles" + "." * 13) and not leads_away("Related" + "." * 23)


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ('<p>law</p><p class="{}">gone</p>', "sr-only visually-hidden visuallyhidden", {"hidden"}),
        ('<p>law</p><p class="{}">gone</p>', "screen-reader-text", {"hidden"}),
        ('<p>law</p><p class="{}">gone</p>', "footnote footnotes endnote endnotes", {"footnote"}),
        ('<p>law</p><p class="{}">gone</p>', "sdfootnote sdendnote", {"footnote"}),
        ('<p>law</p><p class="{}">gone</p>', "msofootnotetext msoendnotetext", {"footnote"}),
        ('<p>law</p><p role="{}">gone</p>', "doc-footnote doc-endnote doc-endnotes", {"footnote"}),
        (
            '<p>law<a href="#n"><span class="{}">[2]</span></a></p>',
            "msofootnotereference msoendnotereference footnote-ref footnote-reference noteref",
            {"reference mark"},
        ),
    ],
)
def test_what_programs_call_hidden_text_and_notes(
    template: str, values: str, expected: set[str]
) -> None:
    for value in values.split():
        found = sizes(page(template.format(value)))
        assert found.keys() - {"body"} == expected and found["body"] == 3, value


def test_elements_that_part_paragraphs() -> None:
    tags = (
        "address article aside blockquote center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend main menu nav ol "
        "search section summary ul"
    )
    for tag in tags.split():
        assert list(kinds(f"<div>one<{tag}>two</{tag}>three</div>")) == ["one", "two", "three"], tag
