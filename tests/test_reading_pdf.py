"""PDF: characters, words and lines come whole, whatever a file does to them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pdf_reading import Page, outline, raised, read, said, shown, size, text_of, typed
from pdf_writer import Placed, Text, pdf, prose, set_down, zh_prose

from aiplans_cli.errors import SourceError
from aiplans_cli.reading import read_bytes

# --- characters ---------------------------------------------------------------------------------


def test_characters_beyond_the_first_plane_are_whole_and_join_as_others_do() -> None:
    # "The shop … answers for the beef bowls that the house of Yoshino sells."
    lines = [
        "本店由甲方负责经营管理发展由乙方负责监督检查由丙方负责的𠮷",
        "野家门店𝑛共同推进治理🙂。",
    ]
    document = read([[typed(72, 700, lines[0], 12), typed(72, 684, lines[1], 12)]])
    assert shown(document) == [("body", "".join(lines))]
    assert document.ledger.sizes() == {"body": size(*lines)}
    assert document.ledger.visible == size(*lines)


def test_spaces_of_the_layout_are_closed_beside_rare_chinese_characters_too() -> None:
    document = read(
        [[typed(72, 700, "由甲 方 𠮷 野 家 负 责", 12)]]
    )  # "the house of Yoshino answers"
    assert shown(document) == [("body", "由甲方𠮷野家负责")]


def test_ligatures_are_letters_inside_their_words() -> None:
    document = read([[typed(72, 700, "The oﬃce of the ﬁrst ﬂeet is suﬃcient, eﬀective, baﬄed.")]])
    expected = "The office of the first fleet is sufficient, effective, baffled."
    assert shown(document) == [("body", expected)]
    assert document.ledger.sizes() == {"body": size(expected)}


def test_glyphs_without_unicode_are_told_as_unread() -> None:
    lost = Placed(72, 600, 11, "x" * 12, means={"x": "\ufffd"})
    document = read([[*set_down(prose(1)), lost]])
    assert document.ledger.sizes() == {
        "body": size(*prose(1)),
        "characters without Unicode": 12,
    }
    assert document.ledger.missing == 0
    assert document.notes == ("12 characters have no Unicode in the file and were not read",)


# --- angles -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("left", "foot", "angle"), [(30, 100, 90), (590, 700, 270)])
def test_a_stamp_in_the_margin_is_rotated_text_with_whole_words(
    left: float, foot: float, angle: float
) -> None:
    stamp = Placed(left, foot, 8, "printed by PRESS on 12 May with FORMS", angle)
    document = read([[stamp, *set_down(prose(i))] for i in range(3)])
    assert text_of(document, "rotated") == "\n".join([stamp.words] * 3)
    assert text_of(document, "body").split("\n") == [said(prose(i)) for i in range(3)]
    assert document.ledger.sizes() == {
        "body": size(*(line for i in range(3) for line in prose(i))),
        "rotated": 3 * size(stamp.words),
    }


@pytest.mark.parametrize("angle", [0, 35, 55])
def test_large_words_under_the_text_are_a_watermark(angle: float) -> None:
    mark = Placed(120, 300, 60, "DRAFT COPY", angle, (0.8, 0.8, 0.8))
    document = read([[mark, *set_down(prose(i))] for i in range(3)])
    assert text_of(document, "watermark") == "\n".join(["DRAFT COPY"] * 3)
    assert outline(document) == []
    assert document.ledger.sizes()["watermark"] == 27


def test_a_watermark_is_no_title() -> None:
    mark = Placed(120, 300, 60, "DRAFT COPY")
    assert read([[mark, *set_down(prose(i))] for i in range(3)]).title == "x"


def _turned(angle: int, count: int) -> Page:
    """Lines of prose along the long side of a page, or upside down."""
    return [
        Placed(*{90: (100 + 14 * i, 60), 180: (500, 100 + 14 * i), 270: (500 - 14 * i, 700)}[angle],
               11, line, angle)
        for i, line in enumerate(prose(7, count))
    ]  # fmt: skip


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_whose_text_lies_on_its_side_is_read_as_text(angle: int) -> None:
    document = read([_turned(angle, 6)])
    assert shown(document) == [("body", said(prose(7, 6)))]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_the_file_turns_is_read_as_text(angle: int) -> None:
    assert shown(read([set_down(prose(7))], rotate=angle)) == [("body", said(prose(7)))]


def test_half_a_page_on_its_side_is_a_table_and_not_the_page() -> None:  # _TURNED
    sideways, level = _turned(90, 6), prose(8, 6)
    half = read([[*sideways, *set_down(level, top=760, left=250)]])
    assert text_of(half, "body") == said(level)
    assert text_of(half, "rotated").split() == said(prose(7, 6)).split()
    mostly = read([[*sideways, *set_down(level[:2], top=760, left=250)]])
    assert said(prose(7, 6)) in text_of(mostly, "body")
    assert text_of(mostly, "rotated") == "\n".join(level[:2])


def test_a_page_scanned_askew_is_level() -> None:
    askew = [Placed(72, 700 - 14 * i, 11, line, 2) for i, line in enumerate(prose(4))]
    assert shown(read([askew])) == [("body", said(prose(4)))]


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", "-‐‑¬−")
def test_every_hyphen_at_a_line_end_is_one(sign: str) -> None:
    lines = [f"This is about the govern{sign}", f"ance of cars, governance of self{sign}"]
    page = [typed(72, 700, lines[0]), typed(72, 686, lines[1]), typed(72, 672, "driving cars.")]
    document = read([page])
    expected = "This is about the governance of cars, governance of self-driving cars."
    assert shown(document) == [("body", expected)]
    assert document.ledger.sizes() == {"body": size(expected), "line-end hyphen": 1}
    assert document.ledger.missing == 0


@pytest.mark.parametrize("sign", "¬−")
def test_a_sign_inside_a_line_is_what_it_is(sign: str) -> None:
    line = f"The sum of 7 {sign} 3 is four."
    assert shown(read([[typed(72, 700, line)]])) == [("body", line)]


def test_a_soft_hyphen_at_a_line_end_is_a_hyphen() -> None:
    lines = ["This is about the govern\xad", "ance of models and of governance."]
    document = read([[typed(72, 700, lines[0]), typed(72, 686, lines[1])]])
    assert text_of(document, "body") == "This is about the governance of models and of governance."
    assert document.ledger.missing == 0


def test_a_soft_hyphen_inside_a_line_adds_up() -> None:
    document = read([[typed(72, 700, "Cars that are self\xaddriving are here.")]])
    assert shown(document) == [("body", "Cars that are self-driving are here.")]
    assert document.ledger.missing == 0


def test_reference_marks_come_off_their_words_and_other_raised_letters_stay() -> None:
    page = [
        *raised(700, "The plan", "^1", " of the office", "^2,3", " and state", "^a", " goes on"),
        *raised(686, "from the 1", "^st", " to the 2", "^nd", " of May over 5 m", "^2", " to all"),
        *raised(672, "or 3 km", "^2", " with 10", "^26", " models", "^[4]", " by the author", "^*"),
    ]
    document = read([page])
    assert shown(document) == [
        (
            "body",
            "The plan of the office and state goes on from the 1st to the 2nd of May over 5 m2 to "
            "all or 3 km2 with 10²⁶ models by the author",
        )
    ]
    assert document.ledger.sizes()["reference mark"] == len("12,3a[4]*")
    assert document.ledger.missing == 0


# --- drop caps ----------------------------------------------------------------------------------

CAP = prose(9, 8, 60)
REST = [CAP[0].lower(), *CAP[1:]]


def _cap(letter: Placed, first: str, *, order: str, gap: float = 5) -> list[str]:
    """The paragraphs of a page whose first three lines stand beside a large letter."""
    right = letter.left + 0.5 * letter.size + gap
    lines = [first, *REST[1:]]
    text: list[Placed] = [
        typed(right if i < 3 else 72, 700 - 14 * i, line) for i, line in enumerate(lines)
    ]
    place = {"first": 0, "third": 2, "last": len(text)}[order]
    text.insert(place, letter)
    return text_of(read([text]), "body").split("\n")


@pytest.mark.parametrize("order", ["third", "last"])
def test_a_drop_cap_joins_its_word(order: str) -> None:
    whole = said([f"The {REST[0]}", *REST[1:]])
    assert _cap(typed(72, 672, "T", 42), f"he {REST[0]}", order=order) == [whole]


@pytest.mark.parametrize("gap", [0, 2, 5])
def test_a_drop_cap_in_the_run_of_its_line_joins_its_word(gap: float) -> None:
    whole = said([f"The {REST[0]}", *REST[1:]])
    assert _cap(typed(72, 672, "T", 42), f"he {REST[0]}", order="first", gap=gap) == [whole]


@pytest.mark.parametrize("order", ["third", "last"])
def test_a_drop_cap_that_is_a_word_stays_one(order: str) -> None:
    paragraph = _cap(typed(72, 672, "A", 42), "plan and a plan of the plan", order=order)
    assert paragraph[0].startswith("A plan and a plan of the plan")


def pdfium_text(pages: list[Page]) -> str:
    """What PDFium by itself has of the first page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf(pages))
    return str(document[0].get_textpage().get_text_range())


def test_a_chinese_drop_cap_joins_its_word() -> None:
    lines = ["工智能" + zh_prose(1, 2, 30)[0], *zh_prose(2, 4, 33)]  # "artificial intelligence …"
    page: list[Text | Placed] = [(72, 664, 42, "人")]
    page += [(120 if i < 3 else 72, 700 - 16 * i, 12, x) for i, x in enumerate(lines)]
    if "人" not in pdfium_text([[page[0]]]):
        pytest.skip("PDFium has no Chinese font here, and drops a large character by itself")
    assert text_of(read([page]), "body") == "人" + "".join(lines)


# --- files that cannot be read as they are -------------------------------------------------------

WRONG = dict(zip("治理人工智能", "ᮠᦞᮡᦢᮣᦤ", strict=True))  # "governance", "AI": letters of Bali
GARBLED = pdf(
    [[Placed(72, 700 - 20 * i, 12, x, means=WRONG) for i, x in enumerate(zh_prose(1, 10))]]
)


def test_garbled_chinese_is_told_where_there_is_no_second_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    (note,) = read_bytes(GARBLED, name="x.pdf").notes
    assert note.startswith("57 of its letters are of scripts that no Chinese text has")
    assert "install poppler (pdftotext)" in note


def _poppler(
    folder: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], code: int = 0
) -> None:
    """A ``pdftotext`` that finds these lines on one page, whatever file it is given."""
    rows = "".join(
        f"<line {place}><word {place}>{line}</word></line>"
        for i, line in enumerate(lines)
        for place in [f'xMin="72" yMin="{90 + 20 * i}" xMax="500" yMax="{104 + 20 * i}"']
    )
    (folder / "out.html").write_text(
        f'<page width="612.0" height="792.0"><block>{rows}</block></page>', encoding="utf-8"
    )
    command = folder / "pdftotext"
    command.write_text(f"#!/bin/sh\ncat '{folder}/out.html'\nexit {code}\n")
    command.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: str(command))


def test_garbled_chinese_is_read_by_the_second_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _poppler(tmp_path, monkeypatch, zh_prose(1, 10))
    document = read_bytes(GARBLED, name="x.pdf")
    assert shown(document) == [("body", "".join(zh_prose(1, 10)))]
    assert document.notes == (
        "57 of its letters came garbled from PDFium, so it was read by poppler",
    )
    assert document.ledger.missing == 0


def test_a_second_engine_that_fails_or_garbles_too_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _poppler(tmp_path, monkeypatch, zh_prose(1, 10), code=3)
    assert "install poppler" in read_bytes(GARBLED, name="x.pdf").notes[0]
    wrong = ["".join(WRONG.get(char, char) for char in line) for line in zh_prose(1, 10)]
    _poppler(tmp_path, monkeypatch, wrong)
    (note,) = read_bytes(GARBLED, name="x.pdf").notes
    assert note == "57 of its letters are garbled, also for poppler; use another copy"


def test_a_few_foreign_letters_are_not_garbled() -> None:
    words = f"{zh_prose(1, 1)[0][:20]}ᮠᦞ"
    assert read([[typed(72, 700, words, 12)]]).notes == ()


def test_images_and_locks_say_what_to_type() -> None:
    locked = (
        f"/ID [<{'00' * 16}> <{'00' * 16}>] /Encrypt << /Filter /Standard /V 1 /R 2 "
        f"/O <{'11' * 32}> /U <{'22' * 32}> /P -4 >>"
    )
    for data, fact, remedy in (
        (pdf([[]]), "has no text, only images", "'ocrmypdf FILE NEW.pdf'"),
        (pdf([set_down(prose(1))], trailer=locked), "is encrypted", "qpdf --decrypt"),
    ):
        with pytest.raises(SourceError) as caught:
            read_bytes(data, name="x.pdf")
        assert fact in str(caught.value)
        assert remedy in str(caught.value)
