"""Large texts: blocks, the shorter way of counting against the plain one, processes, memory."""

from __future__ import annotations

import io
import json
import lzma
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aiplans_cli.analyses.counting.documents import counted_documents
from aiplans_cli.concepts.bulk_matcher import matcher_of
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.counting.bulk import (
    BulkMatcher,
    Tally,
    cores,
    count_blocks,
    counts_of,
    tally_block,
)
from aiplans_cli.counting.bulk import english as english_module
from aiplans_cli.counting.bulk.ways import BlockCounter, counter
from aiplans_cli.counting.files import parse_counts
from aiplans_cli.errors import AnalysisError, SourceError
from aiplans_cli.language import Settings
from aiplans_cli.model import Counts, Occurrences
from aiplans_cli.reading import blocks as blocks_module
from aiplans_cli.reading.blocks import text_blocks, tidy_lines
from aiplans_cli.reading.shape import tidy
from aiplans_cli.sources.session import Session
from aiplans_cli.sources.settings import SourceSettings

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
FULL = os.environ.get("AIPLANS_FULL") == "1"
"""The full run compares the whole corpora and counts 2 GB in a gigabyte of memory."""


@cache
def _matcher(language: str) -> BulkMatcher:
    return matcher_of(load_concepts(), None, language)


@cache
def _terms() -> frozenset[str]:
    return frozenset(form for concept in load_concepts().concepts for form in concept.forms("zh"))


@cache
def _counter(language: str, stem: bool = False) -> BlockCounter:
    own = Settings(stem=stem, dict_terms=_terms())
    return counter(language, own, None, _matcher(language))


def _plainly(text: str, language: str, stem: bool = False) -> Tally:
    own = Settings(stem=stem, dict_terms=_terms())
    return tally_block(tidy_lines(text), language, own, None, _matcher(language))


ENGLISH = [
    "",
    " \n \n",
    "— *** ( ) …\n!!\n",
    "The U.S. leads. No. 5 asks: why? Because. In the U.S. The plan (e.g. this) is new.",
    "Dr. Smith, Sec. 5 and sec. 12(a). see no. 7. “Yes.” He said: ‘No.’ (Or not.) [1] • 2. a",
    'He said "go." (And) they went. "( " A. “ b. " c. -- D. — ( e',
    'A plan. A. The (A The) “A” is. i. The x. The 5. The vs. The (No. 5) inc. The "Inc.) The $AI,',
    "US us (US) US. “us”… plan) the [plan], 5% *plan* plan– the plan?” No. plan!) yes plan… A",
    "artificial (intelligence artificial) intelligence artificial -intelligence 'artificial' ai",
    "full-stack, open-source AI; AI- driven, AI -driven AI's governance's large language models",
    "artificial\nintelligence, machine\n\nlearning and data.\ncenters",
    "see www.nist.gov/ai, https://a.b/c?d=1. and me@x.org (export controls) cyber-security,data",
    "Zero\u200bwidth soft\u00adhyphen ﬁne e\u0301tat no\u00a0break wide\u3000space line\u2028end",
    "vertical\x0btab \x1bescape next\x85line İstanbul. ΑΣ ΣΑΣ.\nand more",
    "mixed 人工智能 治理 with Chinese. AI",  # "AI governance"
    "a.\nb.\r\nc.\rd.\fe.",
    "1,000 2.5 m-25-21 don't o'clock R&D AT&T _under_score_ x_y 3rd. 4. five",
    "AI¹ governance² and AI ³ governance.⁴ The plan.[5] It ᵃ is\n⁶\ngovernance 20ᵗʰ nation´s",
    "governance① ② CO₂ the U.S.'s H₂O. ③ The plan① is\n④\n(U.S.’s) U.S.' ３，０００",
    "`AI` a`b. Lee et al. The law vs. the Fed. The Fed. Reg. 5 of Acme Inc. In St. Louis, Ph.D. A",
    "gov.cn mfa.gov.cn/a—b (ai.gov), end.The x_y.gov _a.com a.com_b _@b.com a&b R&D-led x.gov:8/a",
    "１，０００ ２．５％ Ａ．Ｂ 治󠄀 a\ufe00b \u2e80 ⻛",
    "US companies tell us, US-China, (US) the US. Us, us. Meta, meta; MARCH 1 and March",
]


@pytest.mark.parametrize("text", ENGLISH)
@pytest.mark.parametrize("stem", [False, True])
def test_english_cases(text: str, stem: bool) -> None:
    block = "".join(block.text() for block in text_blocks(io.BytesIO(text.encode()), "t"))
    assert _counter("en", stem).count(block) == _plainly(block, "en", stem)


_PIECES = st.sampled_from(
    [piece for text in ENGLISH for piece in text.split()]
    + "the of AI governance Governance national security's open - source ( ) \" . ... ? i.e. J."
    " large language models, model data, data centers Export control"
    " AI¹ ² ³governance. et al. Inc. U.S. No. 5 A The In gov.cn/a R&D -¹ .² ' 's 's¹"
    " ① a① .① U.S.'s co₂".split()
)
_GAPS = st.sampled_from([" ", " ", " ", "\n", "\n\n", "  ", "\u00a0", "\t"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_PIECES, _GAPS), max_size=40))
def test_english_of_known_pieces(parts: list[tuple[str, str]]) -> None:
    text = "".join(piece + gap for piece, gap in parts)
    assert _counter("en").count(text) == _plainly(text, "en")


REFUSED = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # as binary, before anything is counted


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("\x850\x0b0")
def test_any_unicode(text: str) -> None:
    text = REFUSED.sub("", text).replace("\r", "\n").replace("\f", "\n")
    assert _counter("en").count(text) == _plainly(text, "en")
    assert _counter("zh").count(text) == _plainly(text, "zh")


CHINESE = [
    "",
    "。！\n…",
    "推动人工智能全球治理。加强国际合作！\n“开放、合作、共享”，AI治理；A股…好\n",
    "第一条 为了规范\n  　　第二条　本条例\n治 理 体 系",  # spaces as layout makes them
    "關於人工智慧治理的國際標準，乾淨裡程。",  # traditional script
    "大模型与large language model，GPT-4.5占26.7%。ＡＩ２０２５",  # Latin letters, full width
    "第三，全球\n治理",  # a term across two lines
    "隨著名著，見https://www.gov.cn/a?b=1。R&D中心、ai@gov.cn网站；AT&TA型Ph.D.",  # addresses
    "他问：“为什么？”，走了。《谁来治理？》一书《通知。》好！？…”a?b",  # where sentences end
    "治理¹体系２，０００增长２５％，２．５⻛险治󠄀理",  # marks of notes, wide numbers, a radical
]


@pytest.mark.parametrize("text", CHINESE)
def test_chinese_cases(text: str) -> None:
    assert _counter("zh").count(text) == _plainly(text, "zh")


_CHINESE = st.sampled_from(
    "人工智能治理全球安全发展数据共享的一是不了關於國際標準，。！？… \n“”《》AaI2.%-　"
    "著名隨¹２％．&@/"
)


@settings(max_examples=150, deadline=None)
@given(st.text(_CHINESE, max_size=60))
def test_chinese_of_known_characters(text: str) -> None:
    assert _counter("zh").count(text) == _plainly(text, "zh")


@pytest.mark.parametrize("name", ["en-whitehouse.txt.xz", "zh-laws.txt.xz"])
def test_corpora(name: str) -> None:
    path = SHARED / "corpora" / name
    if not path.is_file():
        pytest.skip("the shared corpus is not here")
    with lzma.open(path) as stream:
        for number, block in enumerate(text_blocks(stream, name)):
            if FULL or number % 6 == 0:
                piece = block.text() if FULL else block.text()[:60_000]
                assert _counter(name[:2]).count(piece) == _plainly(piece, name[:2]), number


def test_other_tokenizers_and_full_memories(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The plan doesn't end. It's new, and open-source models govern it."
    own = Settings(tokenizer="treebank")
    by_treebank = counter("en", own, None, _matcher("en")).count(text)
    assert by_treebank == tally_block(text, "en", own, None, _matcher("en"))
    monkeypatch.setattr(english_module, "_MOST_PIECES", 3)
    forgetful = counter("en", Settings(), None, _matcher("en"))
    assert forgetful.count(text) == forgetful.count(text) == _plainly(text, "en")


def test_white_space_beyond_ascii_is_known() -> None:
    spaces = {chr(code) for code in range(0x80, sys.maxunicode + 1) if chr(code).isspace()}
    assert set(english_module._WIDE_SPACES) == spaces


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_tidy_lines_tidies_each_line(text: str) -> None:
    assert tidy_lines(text) == "\n".join(filter(None, map(tidy, text.split("\n"))))


def test_every_character_is_tidied_as_alone() -> None:
    for code in (*range(32, 0xD800), *range(0xE000, 0x11000)):
        text = f"a{chr(code)}b"
        assert tidy_lines(text) == tidy(text), hex(code)


@given(st.text(st.sampled_from("ab \n\r\f中。"), max_size=60), st.integers(1, 9))
@settings(max_examples=150, deadline=None)
def test_blocks_hold_the_text(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks_module, "BLOCK", size)
        patch.setattr(blocks_module, "_LONGEST", 3 * size)
        found = [block.text() for block in text_blocks(io.BytesIO(text.encode()), "t")]
    joined = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    assert "".join(found) == joined
    assert all(found)


@pytest.mark.parametrize(
    ("data", "encoding", "fact"),
    [
        (b"fine \xff\xfe\xfa", None, "holds bytes that are no UTF-8"),
        ("治理".encode("gb18030"), None, "holds bytes that are no UTF-8"),  # "governance"
        (b"text \x01 more", None, "is binary, not text"),
        (b"text", "klingon", "no known encoding"),
        (b"text", "hex", "no known encoding"),
        (b"\xff\xfea\x00b", None, "holds bytes that are no UTF-16-LE"),
        ("治理".encode(), "ascii", "holds bytes that are no ASCII"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, encoding: str | None, fact: str) -> None:
    with pytest.raises(SourceError, match=fact):
        [block.text() for block in text_blocks(io.BytesIO(data), "t.txt", encoding)]


def test_encodings_of_streams() -> None:
    for data, encoding in (
        ("治理".encode("utf-8-sig"), None),
        ("治理".encode("utf-16"), None),
        ("治理".encode("gb18030"), "gb18030"),
    ):
        [block] = text_blocks(io.BytesIO(data), "t", encoding)
        assert block.text() == "治理"  # "governance"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_any_number_of_jobs_gives_one_result(language: str) -> None:
    text = {"en": "Open-source models need governance. AI leads.\n", "zh": "推动人工智能治理。\n"}
    blocks = [text[language] * (number + 1) for number in range(7)]
    make = partial(matcher_of, load_concepts(), None)
    own = Settings(dict_terms=_terms())
    found = [count_blocks(blocks, language, own, None, make, jobs) for jobs in (1, 2, 3)]
    assert found[0] == found[1] == found[2]
    assert found[0].sentences == {"en": 2, "zh": 1}[language] * sum(range(1, 8))
    assert cores() >= 1


def test_an_error_in_a_block_ends_the_workers() -> None:
    def broken() -> object:
        yield "fine\n"
        raise SourceError("t", "breaks off", "send it again")

    make = partial(matcher_of, load_concepts(), None)
    with pytest.raises(SourceError, match="breaks off"):
        count_blocks(broken(), "en", Settings(), None, make, 2)  # type: ignore[arg-type]


@pytest.mark.parametrize("jobs", [1, 2])
def test_bytes_that_are_no_text_are_told_by_any_process(jobs: int) -> None:
    blocks = text_blocks(io.BytesIO(b"fine\n" * 9 + b"\xff\n"), "plan.txt")
    make = partial(matcher_of, load_concepts(), None)
    with pytest.raises(
        SourceError,
        match=r"plan\.txt: holds bytes that are no UTF-8 \(first 0x.., byte [\d,]+\); name its",
    ):
        count_blocks(blocks, "en", Settings(), None, make, jobs)


_MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", None),
        (_MARK, None),
        (b"", "utf-8"),
        (_MARK, "utf-8"),
        (_MARK, "utf-8-sig"),
        (b"", "gb18030"),
    ],
)
def test_blocks_are_the_same_when_they_are_read_from_the_file(
    mark: bytes, encoding: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks_module, "BLOCK", 16)
    text = "".join(f"第{number}条 治理。\r\n" for number in range(20))  # "Article ...  Governance."
    path = tmp_path / "law.txt"
    path.write_bytes(mark + text.encode(encoding or "utf-8").removeprefix(mark))
    with path.open("rb") as stream:
        blocks = list(text_blocks(stream, "law.txt", encoding))
    there = [block.in_file(str(path)) for block in blocks]
    assert [block.text() for block in there] == [block.text() for block in blocks]
    assert "".join(block.text() for block in blocks).lstrip("\ufeff") == text.replace("\r", "")
    assert any(block.data for block in there) == (encoding in ("utf-8-sig", "gb18030"))


def test_a_file_that_is_cut_short_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(b"Open models.\n" * 9)
    with path.open("rb") as stream:
        [block] = [block.in_file(str(path)) for block in text_blocks(stream, "plan.txt")]
    path.write_bytes(b"Open models.\n")
    with pytest.raises(SourceError, match=r"plan\.txt: was cut short while it was read; count it"):
        block.text()


def test_a_line_without_end_is_cut_between_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks_module, "BLOCK", 4)
    monkeypatch.setattr(blocks_module, "_LONGEST", 8)
    for text, first in (
        ("治理" * 9, "治理治"),
        ("ab cd" * 4, "ab cdab "),
        ("。治理" * 3, "。"),  # the last character may not be whole yet
    ):
        found = [block.text() for block in text_blocks(io.BytesIO(text.encode()), "t")]
        assert "".join(found) == text  # "governance"
        assert found[0] == first


def test_counts_of_nothing_are_refused() -> None:
    with pytest.raises(AnalysisError, match="it has no words"):
        counts_of(Tally(), "t", "en", "", None)


def _run(*arguments: str, cache: Path) -> tuple[subprocess.CompletedProcess[str], int]:
    """Run the program with every text of 100 kB or more as large; its peak memory in bytes.

    What the system calls the largest resident size counts that of the process that started it.
    """
    script = (
        "import re, sys; from pathlib import Path\n"
        "from aiplans_cli.sources import large; large.LARGE = 100_000\n"
        "from aiplans_cli.__main__ import main\n"
        "try: main()\n"
        "finally:\n"
        "    status = Path('/proc/self/status')\n"
        "    told = status.read_text() if status.exists() else ''\n"
        "    found = re.search(r'VmHWM:\\s+([0-9]+)', told)\n"
        "    sys.stderr.write(f'peak={found[1] if found else 0}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        env=os.environ | {"AIPLANS_CACHE": str(cache)},
        check=False,
    )
    return done, int(done.stderr.rpartition("peak=")[2]) * 1024


def test_command_counts_large_texts(tmp_path: Path) -> None:
    source = tmp_path / "corpus.txt"
    source.write_text("The governance of AI, in the U.S. and abroad.\n" * 6000, encoding="utf-8")
    outputs = []
    for jobs in ("1", "2"):
        done, _ = _run("count", str(source), "--jobs", jobs, cache=tmp_path / "cache")
        assert done.returncode == 0, done.stderr
        outputs.append(done.stdout)
    assert outputs[0] == outputs[1]
    [counts] = parse_counts(outputs[0], "stdout")
    assert (counts.id, counts.language, len(counts.sections)) == ("corpus", "en", 1)
    [stand] = counts.terms["governance"]
    assert (stand.count, stand.sentences) == (6000, 6000)
    [concept] = counts.concepts["governance"]
    assert concept.count == 6000


@pytest.mark.parametrize("more", [[], ["--wordlist"]], ids=["counts", "words"])
def test_a_record_names_a_large_text(tmp_path: Path, more: list[str]) -> None:
    source, record = tmp_path / "corpus.txt", tmp_path / "m.json"
    source.write_text("The governance of AI, in the U.S. and abroad.\n" * 6000, encoding="utf-8")
    command = ["count", str(source), *more, "--jobs", "2", "--manifest", str(record)]
    done, _ = _run(*command, cache=tmp_path / "cache")
    assert done.returncode == 0, done.stderr
    digest = sha256(source.read_bytes()).hexdigest()
    assert json.loads(record.read_text("utf-8"))["inputs"] == {str(source): digest}
    done, _ = _run("reproduce", str(record), cache=tmp_path / "cache")
    assert done.returncode == 0, done.stderr


def test_command_refuses_large_files_without_a_language(tmp_path: Path) -> None:
    source = tmp_path / "numbers.txt"
    source.write_text("12 34\n" * 20_000, encoding="utf-8")
    done, _ = _run("count", str(source), cache=tmp_path)
    assert done.returncode == 1
    assert "its language is neither English nor Chinese" in done.stderr


def test_command_refuses_large_files_in_the_other_language(tmp_path: Path) -> None:
    source = tmp_path / "law.txt"
    # promote global governance of AI, share data, open governance
    source.write_text("推动人工智能全球治理，共享数据，开放治理。AI\n" * 6000, encoding="utf-8")
    done, _ = _run("count", str(source), "--lang", "en", cache=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "law.txt: it has hardly any English words; leave --lang out" in done.stderr


def test_memory_does_not_grow_with_the_text(tmp_path: Path) -> None:
    """Ten times the text costs at most a fifth more memory; in full, 2 GB stay below 1 GB."""
    line = "The governance of artificial intelligence, in the U.S. and abroad, matters.\n"
    peaks = []
    for size in (20_000_000, 2_000_000_000) if FULL else (5_000_000, 50_000_000):
        source = tmp_path / "corpus.txt"
        with source.open("w", encoding="utf-8") as stream:
            for number in range(size // (1000 * len(line))):
                stream.write(line * 999 + f"word{number % 5000} {line}")
        done, peak = _run("count", str(source), "-j", "1", "-o", os.devnull, cache=tmp_path)
        assert done.returncode == 0, done.stderr
        if not peak:
            pytest.skip("this system does not tell the peak memory of a process")
        peaks.append(peak)
    assert peaks[1] < 1.2 * peaks[0], peaks
    assert peaks[1] < 1_000_000_000


_SPACED = st.sampled_from(
    ["治", "理", "第一条", "总则", "、治", "：理", "AI", "#", "a", " ", "  ", "\n"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_SPACED, max_size=30).map(" ".join))
def test_tidy_lines_with_characters_set_apart(text: str) -> None:
    assert tidy_lines(text) == "\n".join(filter(None, map(tidy, text.split("\n"))))


def without_blocks(counts: Counts) -> Counts:
    """The same counts by section alone."""

    def whole(items: Mapping[str, tuple[Occurrences, ...]]) -> dict[str, tuple[Occurrences, ...]]:
        return {
            item: tuple(replace(o, blocks=()) for o in stands) for item, stands in items.items()
        }

    sections = tuple(replace(section, blocks=()) for section in counts.sections)
    terms, concepts = whole(counts.terms), whole(counts.concepts)
    return replace(counts, sections=sections, terms=terms, concepts=concepts)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_large_text_is_the_same_by_every_road(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for road in ("aiplans_cli.reading.text.LARGE", "aiplans_cli.sources.large.LARGE"):
        monkeypatch.setattr(road, 100)
    text = "\n".join((ENGLISH if language == "en" else CHINESE) * 3).replace("\x1b", "")
    path = tmp_path / "text.txt"
    path.write_text("Chapter 1\n" + text, encoding="utf-8")
    options = Session(SourceSettings(lang=language, all_kinds=True))
    [streamed] = counted_documents([str(path)], options, 1)
    [read] = [source.counts for source in options.sources([str(path)])]
    monkeypatch.setattr("aiplans_cli.sources.rules._LARGE", 100)
    monkeypatch.setenv("AIPLANS_CACHE", str(tmp_path / "cache"))
    [lined] = [source.counts for source in Session(options.settings).sources([str(path)])]
    whole = without_blocks(read)  # a stream has no paragraphs to look back at
    assert streamed.sections == lined.sections == whole.sections
    assert streamed.terms == lined.terms == whole.terms
    assert streamed.concepts == lined.concepts == whole.concepts
