"""Topics: what is planted is found and stays, what is random does not, and what cannot be."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from conftest import Cli

from aiplans_cli import themes, topics
from aiplans_cli.analyses.topics import _Rows, _sentences
from aiplans_cli.errors import AiplansError
from aiplans_cli.output.report import Column, Table
from aiplans_cli.statistics.factors import Factors, factorize, stability, weigh

US, CN = "us-2025-digest", "cn-2025-digest"
GROUPS = {letter: [f"{letter}{n}" for n in range(12)] for letter in "abc"}


def _drawn(groups: list[list[str]], sections: int, words: int) -> list[dict[str, int]]:
    """Sections of words drawn from one group each, in turn."""
    random = Random(5)
    found: list[dict[str, int]] = []
    for number in range(sections):
        section: dict[str, int] = {}
        for word in random.choices(groups[number % len(groups)], k=words):
            section[word] = section.get(word, 0) + 1
        found.append(section)
    return found


def test_what_is_planted_is_found_and_stays() -> None:
    weighed = weigh(_drawn(list(GROUPS.values()), 60, 30))
    found = factorize(weighed, 3)
    letters = [{item[0] for item, _ in part[:10]} for part in found.parts]
    assert sorted(letters, key=min) == [{"a"}, {"b"}, {"c"}]
    for kept in stability(weighed, found):
        assert kept.seeds > 0.9
        assert kept.halves is not None and kept.halves > 0.8


def test_topics_of_one_urn_do_not_stay() -> None:
    weighed = weigh(_drawn([[f"w{n}" for n in range(200)]], 60, 30))
    for kept in stability(weighed, factorize(weighed, 3)):
        assert kept.halves is not None and kept.halves < 0.5


def test_a_topic_is_matched_with_one_other_and_the_share_is_of_its_own_words() -> None:
    from aiplans_cli.statistics.factors import _shared

    def factors(*words: str) -> Factors:
        return Factors((), tuple(tuple((w, 1.0) for w in some) for some in words))

    leading = [frozenset("abcd"), frozenset("cdef")]
    # both are nearest to "cd": one to one, the second takes it, and the first has "ab"
    assert _shared(leading, [factors("cdef", "abxy")]) == [0.5, 1.0]
    assert _shared(leading, [factors("cdef", "abxy"), factors("wxyz", "wxyz")]) == [0.25, 0.5]


def test_a_topic_that_keeps_less_than_half_of_its_words_is_not_to_be_quoted() -> None:
    # Of an urn that holds no topics at all 0.4 of the words may be kept by chance.
    columns = tuple(map(Column, ("leading_words", "share", "kept_halves")))
    table = Table("topics", columns, (("ai, law", 0.6, 0.6), ("grid, power", 0.4, 0.4)))
    told = _sentences(table, _Rows((), ((0, 0),), ({},)), "word")
    assert told[1] == (
        "1 of 2 keeps half of its leading words in random halves of the sections: quote no topic "
        "that does not."
    )


def test_too_few_sections_have_no_halves(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    parts = ["Ships sail to the harbor.", "Rivers feed forests.", "Ships need rivers and harbor."]
    path.write_text("".join(f"# P{n}\n\n{p}\n\n" for n, p in enumerate(parts)), encoding="utf-8")
    report = topics(path, topics=2)
    assert [row["kept_halves"] for row in report.rows()] == [None, None]
    assert "Too few sections to see in halves of them" in " ".join(report.summary)
    with pytest.raises(AiplansError, match=r"--topics 9: \d sections and words or concepts of two"):
        topics(path, topics=9)


def test_shares_add_up_and_topics_come_by_size() -> None:
    report = topics(US, CN, topics=4)
    sizes = [float(str(row["share"])) for row in report.rows()]
    assert sum(sizes) == pytest.approx(1) and all(a >= b for a, b in pairwise(sizes))
    for document in (US, CN):
        own = [float(str(r["share"])) for r in report.rows("shares") if r["document"] == document]
        assert sum(own) == pytest.approx(1) and len(own) == 4
    assert report.parameters["of"] == "concept"
    assert any(row["documents"] == 2 for row in report.rows())  # it runs through both languages
    assert all(0 <= float(str(r[k])) <= 1 for r in report.rows() for k in r if "kept" in k)


def test_the_same_comes_again_and_a_seed_moves_what_is_drawn() -> None:
    first = topics(US, topics=3).rows()
    assert topics(US, topics=3).rows() == first
    other = topics(US, topics=3, seed=4).rows()
    assert [row["leading_words"] for row in other] == [row["leading_words"] for row in first]
    assert other != first


def test_within_a_language_words_are_taken_and_concepts_if_asked() -> None:
    words, concepts = topics(US, topics=2), topics(US, topics=2, of="concept")
    assert words.parameters["of"] == "term" and "ai" in str(words.rows()[0]["leading_words"])
    assert "artificial-intelligence" in str(concepts.rows()[0]["leading_words"])
    with pytest.raises(AiplansError, match="share no terms"):
        topics(US, CN, of="term")


def test_stop_words_and_what_stands_once_are_no_words_of_a_topic(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    text = "".join(f"# P{n}\n\nThe ship and the harbor, alone{n}.\n\n" for n in range(6))
    path.write_text(text, encoding="utf-8")
    assert {
        w for r in topics(path, topics=1).rows() for w in str(r["leading_words"]).split(", ")
    } == {
        "ship",
        "harbor",
    }


def test_sections_speak_for_a_topic_with_their_pages() -> None:
    rows = topics("us-2025", topics=5).rows("speaking")
    assert len(rows) == 15 and {row["document"] for row in rows} == {"us-2025"}
    export = [row for row in rows if "Semiconductor" in str(row["section"])]
    assert export and all(row["pages"] for row in export)


def test_documents_are_grouped_each_once(cli: Cli) -> None:
    names = ["us-2025", "us-eo-14110-2023", "us-eo-14179-2025", "us-eo-14318-2025", US]
    rows = cli.json("topics", *names, "--by", "document", "-k", "2")["tables"]["speaking"]["rows"]
    assert sorted(row["document"] for row in rows) == sorted(names)
    of = {row["document"]: row["topic"] for row in rows}
    assert of["us-2025"] == of[US]  # the plan and its digest
    asked = cli("topics", *names, "--by", "document,concept", "-k", "2", "-q")
    assert "artificial-intelligence" in asked


def test_the_old_option_asks_the_same(cli: Cli) -> None:
    old = cli.json("themes", US, CN, "--discover", "3")
    assert old == cli.json("topics", US, CN, "-k", "3")
    assert themes(US, CN, discover=3).rows() == old["rows"]
    assert "--discover" not in cli("themes", "--help")
    cli("themes", US, "--discover", "3", "--by", "part", code=2)
