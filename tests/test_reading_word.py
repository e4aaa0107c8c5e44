"""Word files: every kind of part and mark that holds text, made by hand, and files made to harm."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from aiplans_cli.errors import SourceError
from aiplans_cli.model import Document
from aiplans_cli.reading import read_bytes
from aiplans_cli.reading.word.package import Package, PartTooLargeError

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
)
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(body: str, **parts: str) -> bytes:
    """A Word file of a body and of parts by the type of their relation."""
    out = io.BytesIO()
    rels = "".join(
        f'<Relationship Id="{kind}" Type="{TYPES}/{kind}" Target="{kind}.xml"/>' for kind in parts
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        main = f'<Relationship Id="d" Type="{TYPES}/officeDocument" Target="word/document.xml"/>'
        file.writestr("_rels/.rels", f"<Relationships>{main}</Relationships>")
        file.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships>{rels}<Relationship Id="x" Type="{TYPES}/header" Target="http://a.b" '
            'TargetMode="External"/></Relationships>',
        )
        file.writestr(
            "word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
        )
        for kind, content in parts.items():
            file.writestr(f"word/{kind}.xml", content)
    return out.getvalue()


def part(name: str, content: str) -> str:
    return f"<{name} {SPACES}>{content}</{name}>"


def p(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def texts(document: Document, *kinds: str) -> list[str]:
    """The paragraphs of some kinds; the ledger has to add up in every one of these tests."""
    assert document.ledger.missing == 0
    lines = (s.text.split("\n") for s in document.sections if s.kind in (kinds or ("body",)))
    return [line for some in lines for line in some]


def sizes(document: Document) -> dict[str, int]:
    return document.ledger.sizes()


def read(body: str, **parts: str) -> Document:
    return read_bytes(package(body, **parts), name="plan.docx")


@pytest.mark.parametrize(
    "body",
    [
        p(f'<w:ins w:id="1">{r("governance")}</w:ins>'),
        p(f'<w:moveTo w:id="1">{r("governance")}</w:moveTo>'),
        p(f'<w:smartTag w:element="x">{r("governance")}</w:smartTag>'),
        p(f'<w:fldSimple w:instr="REF x">{r("governance")}</w:fldSimple>'),
        p(f'<w:customXml w:element="x">{r("governance")}</w:customXml>'),
        p(f'<w:hyperlink w:anchor="x">{r("governance")}</w:hyperlink>'),
        p(f"<w:sdt><w:sdtContent>{r('governance')}</w:sdtContent></w:sdt>"),
        f"<w:sdt><w:sdtContent>{p(r('governance'))}</w:sdtContent></w:sdt>",
        p(f"<w:r><w:pict><w:txbxContent>{p(r('governance'))}</w:txbxContent></w:pict></w:r>"),
        p(f"<w:r><w:drawing><a:txBody>{p(r('governance'))}</a:txBody></w:drawing></w:r>"),
        p(f"<w:r><w:ruby><w:rubyBase>{r('governance')}</w:rubyBase></w:ruby></w:r>"),
        p("<m:oMath><m:r><m:t>governance</m:t></m:r></m:oMath>"),
        table(row(table(row(p(r("governance")))))),
        table(f"<w:sdt><w:sdtContent>{row(p(r('governance')))}</w:sdtContent></w:sdt>"),
        f"<w:new-element>{p(r('governance'))}</w:new-element>",
    ],
)
def test_text_is_read_whatever_holds_it(body: str) -> None:
    document = read(p(r("Start.")) + body)
    assert texts(document) == ["Start.", "governance"]


def test_what_is_deleted_or_hidden_or_asked_for_is_set_aside_by_name() -> None:
    deleted = "<w:del><w:r><w:delText>old words</w:delText></w:r></w:del>"
    styles = part(
        "w:styles",
        '<w:style w:type="character" w:styleId="ghost"><w:rPr><w:vanish/></w:rPr></w:style>',
    )
    document = read(
        p(r("New ") + deleted + r("secret", "<w:vanish/>") + r("words."))
        + p(r("shade", '<w:rStyle w:val="ghost"/>') + r("seen", '<w:vanish w:val="0"/>'))
        + f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(r('a cell'))}</w:tc></w:tr></w:tbl>"
        + p(f"<w:moveFrom>{r('gone')}</w:moveFrom>")
        + p(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            f"{r('Click here')}</w:sdtContent></w:sdt>"
        ),
        styles=styles,
    )
    assert texts(document) == ["New words.", "seen"]
    assert texts(document, "deleted by tracked changes") == ["old words", "a cell", "gone"]
    assert texts(document, "hidden") == ["secret", "shade"]
    assert sizes(document)["placeholder"] == 9


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    first = p(r("One "), "<w:rPr><w:del/></w:rPr>")
    assert texts(read(first + p(r("sentence.")))) == ["One sentence."]


def test_notes_and_comments_follow_the_paragraph_that_cites_them() -> None:
    notes = part(
        "w:footnotes",
        f'<w:footnote w:type="separator" w:id="0">{p("")}</w:footnote>'
        f'<w:footnote w:id="1">{p(r("In a cell."))}</w:footnote>'
        f'<w:footnote w:id="2">{p(r("One."))}{p(r("Two."))}</w:footnote>'
        f'<w:footnote w:id="3">{p(r("Nobody."))}</w:footnote>',
    )
    ends = part("w:endnotes", f'<w:endnote w:id="1">{p(r("At the end."))}</w:endnote>')
    comments = part(
        "w:comments",
        f'<w:comment w:id="1">{p(r("Why?"))}</w:comment>'
        f'<w:comment w:id="2">{p(r("Lost."))}</w:comment>',
    )
    cited = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    document = read(
        table(row(p(r("cell") + cited.format(1)), p(r("other"))))
        + p(r("Text.") + cited.format(2) + '<w:r><w:endnoteReference w:id="1"/></w:r>')
        + p(r("More.") + '<w:r><w:commentReference w:id="1"/></w:r>' + cited.format(9)),
        footnotes=notes,
        endnotes=ends,
        comments=comments,
    )
    assert texts(document) == ["cell | other", "Text.", "More."]
    assert texts(document, "note") == ["In a cell.", "One. Two.", "At the end."]
    assert texts(document, "comment") == ["Why?", "Lost."]
    assert sizes(document)["note that nothing cites"] == 7


def test_headings_come_from_names_inheritance_and_outline_levels() -> None:
    named = '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/>{}</w:style>'
    styles = part(
        "w:styles",
        named.format("a", "heading 1", "")
        + named.format("b", "Überschrift 2", "")
        + named.format("c", "标题 3", "")  # "heading 3"
        + named.format("d", "Own", '<w:basedOn w:val="a"/>')
        + named.format("e", "Clause", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
        + named.format("f", "toc 1", '<w:basedOn w:val="a"/>')
        + named.format("loop", "Loop", '<w:basedOn w:val="loop"/>')
        # A house style over a template over a template, as agencies' files build up over years.
        + named.format("n0", "Base", '<w:pPr><w:outlineLvl w:val="4"/></w:pPr>')
        + "".join(
            named.format(f"n{n}", f"Copy {n}", f'<w:basedOn w:val="n{n - 1}"/>')
            for n in range(1, 15)
        )
        + named.format("plain", "Plain", '<w:basedOn w:val="a"/>'
                       '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>'),
    )  # fmt: skip
    body = "".join(p(r(f"By {key}"), f'<w:pStyle w:val="{key}"/>') for key in "abcdef")
    body += p(r("By itself"), '<w:outlineLvl w:val="3"/>') + p(
        r("x" * 301), '<w:outlineLvl w:val="0"/>'
    )
    body += p(r("Plain"), '<w:pStyle w:val="plain"/>') + p(r("Loop"), '<w:pStyle w:val="loop"/>')
    # A resolution's heading says in full what it is about, over three lines.
    body += p(r("y" * 280), '<w:outlineLvl w:val="8"/>') + p(r("Far"), '<w:pStyle w:val="n14"/>')
    document = read(body, styles=styles)
    found = [(s.level, s.text) for s in document.sections if s.kind == "heading"]
    assert found == [
        (1, "By a"), (2, "By b"), (3, "By c"), (1, "By d"), (2, "By e"), (4, "By itself"),
        (9, "y" * 280), (5, "Far")
    ]  # fmt: skip
    assert texts(document) == ["x" * 301, "Plain", "Loop"]
    assert texts(document, "contents") == ["By f"]


def test_contents_pages_are_known_by_their_control_or_field() -> None:
    gallery = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
        "</w:sdtPr><w:sdtContent>"
        f"{p(r('Aims') + '<w:r><w:tab/></w:r>' + r('1'))}</w:sdtContent></w:sdt>"
    )
    begin, end = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
    field = p(begin + "<w:r><w:instrText> TOC \\o</w:instrText></w:r>" + r("Means 2")) + p(end)
    page = p(begin + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + r("Text.") + end)
    instruction = "<w:r><w:instrText>ADDIN ZOTERO_BIBL {}</w:instrText></w:r>"
    books = begin + instruction + r("A book.") + end
    works = p(r("Works"), '<w:outlineLvl w:val="0"/>') + p(r("A paper."))
    sources = (
        f"<w:sdt><w:sdtPr><w:bibliography/></w:sdtPr><w:sdtContent>{works}</w:sdtContent></w:sdt>"
    )
    document = read(gallery + field + page + p(books) + sources + p(r("End.")))
    assert texts(document, "contents") == ["Aims 1", "Means 2"]
    assert texts(document, "bibliography") == ["A book.", "A paper."]
    assert texts(document, "heading", "body") == ["Text.", "Works", "End."]


def test_merged_cells_count_once_and_hostile_spans_cost_nothing() -> None:
    wide = '<w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>'
    top = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
    below = "<w:tcPr><w:vMerge/></w:tcPr>"
    document = read(
        table(
            row(wide + p(r("across"))),
            row(top + p(r("tall")), p(r("b"))),
            row(below + p(r("under")), p(r("c")))
        )
    )  # fmt: skip
    assert texts(document) == ["across", "tall | b", "c"]
    assert texts(document, "hidden") == ["under"]


def test_paragraphs_and_lines_are_never_glued() -> None:
    br = "<w:r><w:br/></w:r>"
    cell = row(p(r("gover")) + p(r("nance")), p(r("risk") + br + r("safety")))
    document = read(p(r("one") + br + r("two") + "<w:r><w:tab/></w:r>" + r("three")) + table(cell))
    assert texts(document) == ["one", "two three", "gover", "nance", "risk", "safety"]


def test_superscripts_are_marks_powers_or_parts_of_words() -> None:
    up, down = (f'<w:vertAlign w:val="{kind}script"/>' for kind in ("super", "sub"))
    document = read(
        p(r("governance") + r("1", up) + r(" of 5") + r("th", up) + r(" 10 km") + r("2", up))
        + p(r("CO") + r("2", down) + r(" end.") + r("a", up) + r("So"))
        + p("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/><w:t>en</w:t></w:r>")
    )  # fmt: skip
    assert texts(document) == ["governance of 5th 10 km²", "CO2 end. So", "co-open"]
    assert sizes(document)["reference mark"] == 2


def test_what_is_drawn_twice_is_read_once() -> None:
    box = f"<w:txbxContent>{p(r('boxed'))}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent>"
    )
    empty = (
        f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    document = read(p(r("Text.") + f"<w:r>{both}</w:r>") + p(f"<w:r>{empty}</w:r>"))
    assert texts(document) == ["Text.", "boxed", "boxed"]
    assert sizes(document)["copy for older programs"] == 5


def test_margins_charts_diagrams_and_other_formats() -> None:
    chart = part("c:chartSpace", "<c:v>Year</c:v><a:p><a:r><a:t>Growth</a:t></a:r></a:p>")
    diagram = part(
        "dgm:dataModel", "<a:p><a:r><a:t>Step </a:t></a:r><a:r><a:t>one</a:t></a:r></a:p>"
    )
    document = read(
        p(r("Text.") + '<w:r><c:chart r:id="chart"/><dgm:relIds r:dm="diagramData"/></w:r>'),
        chart=chart,
        diagramData=diagram,
        header=part("w:hdr", p(r("Draft plan") + f"<w:txbxContent>{p(r('7'))}</w:txbxContent>")),
        footer=part("w:ftr", ""),
        aFChunk="<html/>",
    )
    assert texts(document) == ["Text.", "Step one"]
    assert texts(document, "running head") == ["Draft plan", "7"]
    assert sizes(document)["chart"] == 10
    assert ("embedded document", "unread") in [(e.name, e.fate) for e in document.ledger.entries]
    unshown = read(p(r("Text.")), chart=chart)
    assert sizes(unshown) == {"body": 5, "chart": 10}


def refused(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        read_bytes(data, name="plan.docx")
    return str(caught.value)


@pytest.mark.parametrize(("names", "is_read"), [(440, True), (240, False)])
def test_a_large_part_may_be_packed_as_tightly_as_forms_are(names: int, is_read: bool) -> None:
    # A register of equal rows with few names in them packs to a 70th; a 118th is no text.
    rng = random.Random(1)
    rows = (rng.randbytes(names // 2).hex() + "-" * 20_000 for _ in range(430))
    package_of = Package(package("".join(rows)))
    if is_read:
        assert len(package_of.root("word/document.xml")[0].text) > 8_000_000
    else:
        with pytest.raises(PartTooLargeError):
            package_of.root("word/document.xml")


def test_files_made_to_harm_are_refused_at_once() -> None:
    bomb = package(p(r("a" * (1 << 24))))
    assert "unpacks to more than a document has" in refused(bomb)
    assert "is damaged" in refused(package("<w:smartTag>" * 5000 + "</w:smartTag>" * 5000))
    letters = "".join(f'<!ENTITY x{i} "{f"&x{i - 1};" * 9 if i else "ha"}">' for i in range(12))
    entities = f"<!DOCTYPE w:styles [{letters}]>" + part("w:styles", "<w:style>&x11;</w:style>")
    assert "is damaged" in refused(package(p(r("Text.")), styles=entities))


def test_packages_that_are_no_word_document() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/document.xml", part("w:document", "<w:other/>"))
    assert "no Word document" in refused(out.getvalue())
    assert "no Word document" in refused(package("")[:-30])
