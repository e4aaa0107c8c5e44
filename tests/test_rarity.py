"""Key words by how rare words are elsewhere: jieba's own numbers, and a corpus of the user's."""

from __future__ import annotations

from math import log
from pathlib import Path

import pytest
from conftest import Cli

from aiplans_cli import keywords
from aiplans_cli.errors import AiplansError

CN, US = "cn-2025-digest", "us-2025-digest"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "texts" / "zh"
REFERENCE = "tfidf-reference"


def _as_jieba(path: Path, count: int) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """The first key words with weights of ours, and of jieba on the same text."""
    import jieba.analyse

    report = keywords(
        path,
        measure=REFERENCE,
        min_length=2,
        stop_words=False,
        dict_terms=False,
        lang="zh",
        top=count,
    )
    text = path.read_text(encoding="utf-8")
    tags = jieba.analyse.extract_tags(text, topK=None, withWeight=True)
    ours = [(str(row["term"]), float(str(row["weight"]))) for row in report.rows()]
    return ours, sorted(((w.lower(), n) for w, n in tags), key=lambda tag: (-tag[1], tag[0]))


# Governments take part in global governance; data safety and computing power; by 2027 90% ...
TEXT = """各国政府参与人工智能全球治理，推动数据安全和算力基础设施建设。
到2027年，智能终端普及率超过70%；到2030年超过90%。加强国际合作，弥合数字鸿沟，共享发展成果。
治理规则由各方共商，尊重各国主权。智能体应用普及，人工智能与科技、产业、消费融合。
"""


def test_weights_are_those_of_jieba(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, encoding="utf-8")
    ours, theirs = _as_jieba(path, 0)
    assert len(ours) > 30
    assert [word for word, _ in ours] == [word for word, _ in theirs]
    assert [weight for _, weight in ours] == pytest.approx([weight for _, weight in theirs])


@pytest.mark.parametrize("name", ["cn-2024-ai-capacity-building-plan.txt"])
def test_weights_of_a_whole_plan_are_those_of_jieba(name: str) -> None:
    if not (SHARED / name).is_file():
        pytest.skip("the shared documents are not here")
    ours, theirs = _as_jieba(SHARED / name, 50)
    assert dict(ours) == pytest.approx(dict(theirs[:50]))


def test_stop_words_are_left_out_unless_asked() -> None:
    usual = {row["term"] for row in keywords(CN, measure=REFERENCE).rows()}
    every = {row["term"] for row in keywords(CN, measure=REFERENCE, stop_words=False).rows()}
    assert "的" in every - usual  # of


def _corpus(folder: Path) -> str:
    for number, text in enumerate(("Ships and harbors.", "Ships sail.", "Rivers of ships.")):
        (folder / "corpus").mkdir(exist_ok=True)
        (folder / "corpus" / f"d{number}.txt").write_text(text, encoding="utf-8")
    return str(folder / "corpus")


def _weights(*named: str, **settings: object) -> dict[str, float]:
    rows = keywords(*named, measure=REFERENCE, **settings).rows()
    return {str(row["term"]): float(str(row["weight"])) for row in rows}


def test_a_corpus_of_documents_says_what_is_rare(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Ships ships harbors forests.", encoding="utf-8")
    found = _weights(str(path), reference=_corpus(tmp_path))
    assert found == pytest.approx(
        {"ships": 2 / 4, "harbors": (log(4 / 2) + 1) / 4, "forests": (log(4) + 1) / 4}
    )


def test_one_document_is_taken_by_section_and_a_list_by_word(tmp_path: Path) -> None:
    path, one, words = tmp_path / "plan.txt", tmp_path / "one.md", tmp_path / "words.tsv"
    path.write_text("Ships harbors.", encoding="utf-8")
    one.write_text(
        "# A\n\nShips sail.\n\n# B\n\nShips land.\n\n# C\n\nHarbors.\n", encoding="utf-8"
    )
    words.write_text("ships\t90\nharbors\t9\n", encoding="utf-8")
    assert _weights(str(path), reference=str(one)) == pytest.approx(
        {"ships": (log(4 / 3) + 1) / 2, "harbors": (log(4 / 2) + 1) / 2}
    )
    assert _weights(str(path), reference=str(words)) == pytest.approx(
        {"ships": (log(100 / 91) + 1) / 2, "harbors": (log(100 / 10) + 1) / 2}
    )


def test_it_is_typed_after_the_measure_and_told(cli: Cli, tmp_path: Path) -> None:
    corpus = _corpus(tmp_path)
    document = cli.json("keywords", US, "--measure", f"{REFERENCE},reference={corpus}")
    assert document["rows"] and "3 documents of corpus" in " ".join(document["notes"])
    old = cli.json("keywords", US, "--measure", REFERENCE, "--reference", corpus)
    assert old["rows"] == document["rows"]
    table = cli("keywords", CN, "--measure", REFERENCE, "-f", "table,notes")
    assert "TF-IDF by a reference" in table and "jieba's table of 270,132 words" in table
    assert "--reference" not in cli("keywords", "--help").replace("reference=FILE", "")


def test_counts_alone_are_enough() -> None:
    assert "doc" in {
        row["term"] for row in keywords("us-2025", measure=REFERENCE, reference=US, top=9).rows()
    }


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AiplansError, match="no table of how rare English words are comes with"):
        keywords(US, measure=REFERENCE)
    with pytest.raises(AiplansError, match="references hold single words"):
        keywords(CN, measure=REFERENCE, ngrams="2")
    with pytest.raises(AiplansError, match="--reference is for --measure tfidf-reference"):
        keywords(CN, reference=CN)
    with pytest.raises(AiplansError, match="no such file"):
        keywords(CN, measure=REFERENCE, reference=str(tmp_path / "none.tsv"))
    chinese = tmp_path / "zh.tsv"
    chinese.write_text("治理\t9\n安全\t5\n", encoding="utf-8")  # governance, safety
    with pytest.raises(AiplansError, match="its words are Chinese"):
        keywords(US, measure=REFERENCE, reference=str(chinese))
