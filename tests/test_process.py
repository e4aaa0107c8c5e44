"""The program as a process: pipes, signals, bytes, terminals, locales, full disks."""

from __future__ import annotations

import json
import os
import re
import signal
import struct
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from aiplans_cli.cli.app import COMMANDS

if sys.platform == "win32":  # pragma: no cover
    pytest.skip("signals and terminals of POSIX", allow_module_level=True)

import fcntl
import pty
import termios

EN = "us-2025-digest"
ZH = "cn-2025-digest"
RUNS: dict[str, list[str]] = {
    "compare": ["compare", EN, ZH, "-q"],
    "freq": ["freq", "governance", "-s", EN, "-s", ZH, "-q"],
    # tfidf has a test of its own: it loads much
    "keywords": ["keywords", ZH, "--measure", "textrank", "-q"],
    "tokens": ["tokens", ZH, "-q"],
    "count": ["count", EN, ZH],
    "texts list": ["texts", "list"],
    "texts show": ["texts", "show", EN],
    "texts outline": ["texts", "show", ZH, "--outline", "-q"],
}
"""Ordinary runs on texts that come with the program, put through every test here.

-q, since digests are cautioned of beside data.
"""

ALSO: dict[str, list[str]] = {
    "distance": ["distance", EN, ZH],
    "profile": ["profile", EN, ZH],
    "collocates": ["collocates", "governance", ZH],
    "score": ["score", "52", "50000", "57", "75000", "-q"],
    "verify": ["verify"],
    "kwic": ["kwic", "governance", EN, ZH],
    "quotes": ["quotes", "README.md", EN],
    "claims": ["claims", "mok-2025"],
    "explain": ["explain", EN, ZH, "governance"],
    "lexicon": ["lexicon", "show", "governance"],
    "calibrate": ["calibrate", EN, ZH],
    "themes": ["themes", EN, ZH],
    "similar": ["similar", EN, ZH],
    "topics": ["topics", EN, ZH, "-k", "2"],
    "reproduce": ["reproduce", "MANIFEST"],
    "matrix": ["matrix", EN, ZH, "--by", "concept"],
    "report": ["report", EN, ZH, "-n", "5"],
}
"""One run of each other command: a process of its own each, so they are tried once."""

OWN_FORMAT = ("count",)
"""Runs whose answer is a file of the program's own, so without ``--format``."""

TABLES = [name for name in RUNS if name not in OWN_FORMAT]
PLAIN_WORDS = ("tokens",)
"""Runs that print bare lines in a pipe unless a format is named."""
WAYS_OUT = ("compare", "tokens", "count")
"""Runs for tests of where the answer goes: a report, words, and a file of our own."""

ONE_LINE = re.compile(r"aiplans: [^\n]+: [^\n]+; [^\n]+\n")
"""Subject, fact, and what to do."""

CHINESE = "各国应当加强全球治理，促进贸易。\n" * 4
# "Countries should strengthen global governance and promote trade."
TRADITIONAL = "各國應當加強全球治理，促進貿易。\n" * 4  # the same in traditional script


def surroundings(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a run: no network, whatever the program tries."""
    nowhere = "http://127.0.0.1:9"
    return {**os.environ, "http_proxy": nowhere, "https_proxy": nowhere, **(changes or {})}


def command(arguments: Sequence[str | bytes]) -> list[str | bytes]:
    return [sys.executable, "-m", "aiplans_cli", *arguments]


def run(
    *arguments: str | bytes,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(arguments),
        input=stdin,
        capture_output=True,
        env=surroundings(env),
        cwd=cwd,
        timeout=120,
        check=False,
    )


def run_into(stdout: int, *arguments: str) -> tuple[int, str]:
    """Exit code and standard error of a run that writes to an open file."""
    done = subprocess.run(
        command(arguments),
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=surroundings(),
        timeout=120,
        check=False,
    )
    return done.returncode, done.stderr.decode()


def output_of(*arguments: str, env: Mapping[str, str] | None = None) -> str:
    """What a run prints that should succeed and say nothing beside."""
    done = run(*arguments, env=env)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout.decode("utf-8")


@cache
def usual_output(*arguments: str) -> str:
    """The same, run once for all tests that compare something with it; in a narrow window."""
    return output_of(*arguments, env={"COLUMNS": "40"})


def test_every_command_is_run_here() -> None:
    runs = [*RUNS.values(), *ALSO.values()]
    assert {arguments[0] for arguments in runs} == set(COMMANDS) - {"plot"}  # test_pictures.py


@pytest.mark.parametrize("name", ALSO)
def test_every_other_command_prints_a_table_and_nothing_beside(name: str, tmp_path: Path) -> None:
    manifest = str(tmp_path / "manifest.json")
    output_of(*RUNS["freq"], "--manifest", manifest)
    arguments = [manifest if word == "MANIFEST" else word for word in ALSO[name]]
    done = run(*arguments, "-f", "tsv", cwd=Path(__file__).resolve().parents[1])
    assert done.returncode == (3 if name == "claims" else 0), done.stderr.decode()
    assert b"Traceback" not in done.stderr
    header, *lines = done.stdout.decode("utf-8").removesuffix("\n").split("\n")
    assert all(line.count("\t") == header.count("\t") for line in lines)
    assert lines or name == "reproduce"  # nothing differs


def test_shipped_counts_are_compared_without_a_segmenter_or_reader() -> None:
    script = (
        "import sys; from aiplans_cli.cli.app import run; run(sys.argv[1:]); "
        "heavy = {'jieba', 'rjieba', 'sklearn', 'nltk', 'scipy', 'pypdfium2', 'rich'}; "
        "sys.stderr.write(','.join(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *RUNS["compare"]],
        capture_output=True,
        env=surroundings(),
        check=False,
    )
    assert done.stderr.decode() == ""


# -- pipes


@pytest.mark.parametrize("name", TABLES)
def test_tsv_in_a_pipe_is_whole_and_never_wrapped(name: str) -> None:
    text = usual_output(*RUNS[name], *(["-f", "tsv"] if name in PLAIN_WORDS else []))
    header, *lines = text.removesuffix("\n").split("\n")
    columns = header.split("\t")
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", column) for column in columns)
    assert lines
    assert {len(line.split("\t")) for line in lines} == {len(columns)}
    assert "\x1b" not in text
    assert "…" not in text


@pytest.mark.parametrize("name", TABLES)
def test_json_is_valid(name: str) -> None:
    def refuse(word: str) -> None:
        pytest.fail(f"{word} is not JSON")

    report = json.loads(output_of(*RUNS[name], "-f", "json"), parse_constant=refuse)
    assert report["schema"].startswith("aiplans/")
    assert report["command"].split()[0] == RUNS[name][0]


def test_tfidf_says_nothing_beside_its_answer() -> None:
    lines = output_of("keywords", ZH, "--measure", "tfidf", "-q").splitlines()
    assert len({line.count("\t") for line in lines}) == 1
    assert len(lines) > 100


def test_what_must_happen_at_the_end_still_does() -> None:
    code = (
        "import atexit, sys\n"
        "from aiplans_cli.__main__ import program\n"
        "atexit.register(sys.stderr.write, 'the end')\n"
        "sys.argv = ['aiplans', 'freq', 'governance', '-s', 'NO-SUCH-FILE']\n"
        "program()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("aiplans: NO-SUCH-FILE: ")
    assert done.stderr.endswith("the end")


def test_tokens_in_a_pipe_are_words_alone() -> None:
    lines = output_of(*RUNS["tokens"]).splitlines()
    assert len(lines) > 100
    assert not [line for line in lines if not line or re.search(r"\s", line)]
    assert "治理" in lines  # "governance"


@pytest.mark.parametrize("name", RUNS)
def test_same_inputs_give_same_bytes(name: str, tmp_path: Path) -> None:
    env = {"PYTHONHASHSEED": "2", "AIPLANS_CACHE": str(tmp_path), "TZ": "Asia/Shanghai"}
    assert output_of(*RUNS[name], env=env) == usual_output(*RUNS[name])


@pytest.mark.parametrize("name", [*WAYS_OUT, "--help", "--version", "compare --help"])
def test_a_closed_pipe_ends_quietly(name: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert run_into(writing, *(RUNS.get(name) or name.split())) == (0, "")
    finally:
        os.close(writing)


def test_head_takes_one_line_of_many(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text("Standards build trust in trade. " * 20_000, encoding="utf-8")
    with subprocess.Popen(
        command(["tokens", str(plan)]),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings(),
    ) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline() == b"standards\n"
        process.stdout.close()
        assert (process.wait(timeout=120), process.stderr.read()) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("name", [*WAYS_OUT, "--help", "--version"])
def test_a_full_disk_is_one_line(name: str) -> None:
    with Path("/dev/full").open("wb") as full:
        code, said = run_into(full.fileno(), *(RUNS.get(name) or name.split()))
    assert code == 1
    assert ONE_LINE.fullmatch(said)


# -- signals


@pytest.fixture
def heard_signals() -> Iterator[None]:
    """A runner in the background ignores Ctrl-C, and what it starts would do so too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard_signals")
def test_ctrl_c_while_reading_ends_with_130() -> None:
    with subprocess.Popen(
        command(["tokens", "-"]),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings(),
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b"x" * 1_000_000)  # more than a pipe holds, so it has been read from
        process.stdin.flush()
        time.sleep(0.5)  # until it waits for more
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert process.stdout.read() == b""
        assert process.stderr.read().strip() == b""
        process.stdin.close()


# -- bytes on standard input


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (CHINESE.encode(), []),
        (CHINESE.encode("utf-8-sig"), []),
        (CHINESE.encode("utf-16"), []),
        (CHINESE.encode("gb18030"), []),
        (CHINESE.encode("gb18030"), ["--encoding", "gb18030"]),
        (CHINESE.encode("hz"), ["--encoding", "hz"]),
        (CHINESE.replace("\n", "\r\n").encode(), []),
        (TRADITIONAL.encode("big5"), ["--encoding", "big5"]),
    ],
    ids=["utf-8", "bom", "utf-16", "guessed", "gb18030", "hz", "crlf", "big5"],
)
def test_bytes_are_read_in_their_encoding(data: bytes, options: list[str]) -> None:
    done = run("tokens", "-", "--quiet", *options, stdin=data)
    assert (done.returncode, done.stderr) == (0, b"")
    words = done.stdout.decode().split()
    # "strengthen", "promote", "trade": tokens are in simplified script
    assert [word for word in words if word in "加强促进贸易"] == ["加强", "促进", "贸易"] * 4


def test_an_encoding_that_was_guessed_is_noted() -> None:
    done = run("tokens", "-", stdin=CHINESE.encode("gb18030"))
    assert done.returncode == 0
    assert re.fullmatch(r"aiplans: note: [^\n]*GB18030[^\n]*\n", done.stderr.decode())


@pytest.mark.parametrize(
    ("data", "options"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00", []),
        (bytes(range(256)) * 8, []),
        (b"", []),
        (b"%PDF-1.7\nnothing follows", []),
        (b"PK\x03\x04 no archive", ["--from", "docx"]),
        (CHINESE.encode("gb18030"), ["--encoding", "utf-8"]),
        (CHINESE.encode(), ["--encoding", "klingon"]),
    ],
    ids=["png", "every byte", "empty", "broken pdf", "broken docx", "not utf-8", "no encoding"],
)
def test_bytes_that_are_no_text_are_one_line(data: bytes, options: list[str]) -> None:
    done = run("tokens", "-", *options, stdin=data)
    assert (done.returncode, done.stdout) == (1, b"")
    assert ONE_LINE.fullmatch(done.stderr.decode())
    assert done.stderr.startswith(b"aiplans: -: ")


def test_a_filter_that_is_given_nothing_says_so() -> None:
    code, complaint = run_into(subprocess.DEVNULL, "score")  # its standard input is /dev/null
    assert (code, complaint.count("\n")) == (2, 1)
    assert "give COUNT_A SIZE_A COUNT_B SIZE_B, or pipe rows of them in" in complaint
    code, complaint = run_into(subprocess.DEVNULL, "tokens", "-")
    assert code == 1
    assert complaint == "aiplans: -: standard input is empty; pipe a document into the command\n"


def test_standard_input_can_be_one_of_the_sources_but_once() -> None:
    text = "Governance of artificial intelligence needs standards. " * 5
    done = run("compare", "-", EN, "-q", stdin=text.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    twice = run("compare", "-", "-", stdin=text.encode())
    assert twice.returncode == 1
    assert ONE_LINE.fullmatch(twice.stderr.decode())


def run_in_shell(arguments: list[str], streams: str) -> subprocess.CompletedProcess[bytes]:
    words = " ".join(f"'{word}'" for word in (sys.executable, "-m", "aiplans_cli", *arguments))
    return subprocess.run(
        ["sh", "-c", f"{words} {streams}"],
        capture_output=True,
        env=surroundings(),
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("name", [*RUNS, "score"])
@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full", "<&- 2>&-"])
def test_a_command_answers_though_no_one_hears_its_complaints(name: str, closed: str) -> None:
    arguments = RUNS.get(name) or ALSO[name]
    ran = run_in_shell(arguments, closed)
    assert (ran.returncode, ran.stdout.decode()) == (0, usual_output(*arguments))


@pytest.mark.parametrize("closed", [">&-", "<&- >&-", "<&- >&- 2>&-"])
def test_an_output_file_is_written_though_every_stream_is_closed(
    closed: str, tmp_path: Path
) -> None:
    path = tmp_path / "frequency.tsv"
    ran = run_in_shell([*RUNS["freq"], "-o", str(path)], closed)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")
    assert path.read_bytes().decode() == usual_output(*RUNS["freq"])


@pytest.mark.parametrize("arguments", [["compare", "no-such-plan"], ["freq"], ["--no-such"]])
def test_a_failure_keeps_its_exit_code_where_no_one_hears_why(arguments: list[str]) -> None:
    code = run(*arguments).returncode
    words = " ".join([f"'{sys.executable}' -m aiplans_cli", *arguments])
    for closed in ("2>&-", "2>/dev/full", "<&- >&- 2>&-"):
        ran = subprocess.run(["sh", "-c", f"{words} {closed}"], env=surroundings(), check=False)
        assert ran.returncode == code


def test_standard_input_may_be_closed() -> None:
    def close() -> None:
        os.close(0)

    done = subprocess.run(
        command(["tokens", "-"]),
        capture_output=True,
        env=surroundings(),
        preexec_fn=close,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert ONE_LINE.fullmatch(done.stderr.decode())


# -- a terminal


def on_terminal(
    arguments: Sequence[str], columns: int, env: Mapping[str, str] | None = None
) -> str:
    """What stands on a terminal of so many columns after a run."""
    main, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen(
        command(arguments),
        stdin=terminal,
        stdout=terminal,
        stderr=subprocess.PIPE,
        env=surroundings({"TERM": "xterm-256color", **(env or {})}),
    ) as process:
        os.close(terminal)
        shown = b""
        while True:
            try:
                part = os.read(main, 65536)
            except OSError:  # how Linux says that nobody is left at the other end
                break
            if not part:
                break
            shown += part
        os.close(main)
        assert process.stderr
        assert (process.wait(timeout=60), process.stderr.read()) == (0, b"")
    return shown.decode("utf-8").replace("\r\n", "\n")


def width(line: str) -> int:
    """Columns that a line takes on a terminal: two for a Chinese character."""
    bare = re.sub(r"\x1b\[[0-9;]*m", "", line)
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in bare
    )


@pytest.mark.parametrize("name", [name for name in TABLES if name not in PLAIN_WORDS])
def test_no_line_is_wider_than_the_terminal(name: str) -> None:
    shown = on_terminal(RUNS[name], 60)
    assert "\t" not in shown
    wide = [line for line in shown.splitlines() if width(line) > 60]
    assert not wide, "\n".join(wide)


def test_columns_outweighs_the_terminal() -> None:
    assert on_terminal(RUNS["freq"], 200, {"COLUMNS": "60"}) == on_terminal(RUNS["freq"], 60)


def test_a_terminal_has_colours_unless_told_otherwise() -> None:
    coloured = on_terminal(RUNS["compare"], 100)
    assert "\x1b[" in coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    for refusal in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert on_terminal(RUNS["compare"], 100, refusal) == plain


def test_colours_in_a_pipe_are_for_who_asks() -> None:
    arguments = [*RUNS["compare"], "--top", "3"]
    plain = output_of(*arguments, "-f", "table")
    assert "\x1b" not in plain
    asked = {"FORCE_COLOR": "1", "TERM": "xterm"}
    coloured = output_of(*arguments, "-f", "table", env=asked)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert output_of(*arguments, "-f", "table", env={**asked, "NO_COLOR": ""}) == coloured
    for refusal in (
        {"NO_COLOR": "1"},
        {"TERM": "dumb"},
        {"FORCE_COLOR": ""},
    ):  # an empty one is none
        assert output_of(*arguments, "-f", "table", env=asked | refusal) == plain
    for format_ in ("tsv", "json", "md", "html"):
        assert "\x1b" not in output_of(*arguments, "-f", format_, env=asked)


def test_a_file_has_no_colours(tmp_path: Path) -> None:
    path = tmp_path / "plans.txt"
    output_of(*RUNS["compare"], "-o", str(path), env={"FORCE_COLOR": "1", "TERM": "xterm"})
    assert "\x1b" not in path.read_text(encoding="utf-8")


def test_a_terminal_shows_twenty_rows_and_a_pipe_all() -> None:
    def ranks(*options: str) -> list[str]:
        shown = on_terminal([*RUNS["compare"], "-f", "table,wide", *options], 140)
        return re.findall(r"^ +(\d+) ", shown, re.MULTILINE)

    assert ranks() == [str(rank) for rank in range(1, 21)]
    assert ranks("--top", "3") == ["1", "2", "3"]
    assert len(usual_output(*RUNS["compare"]).splitlines()) > 100


# -- locales


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "xx_XX.nowhere"},
    ],
    ids=["C", "POSIX", "ascii streams", "unknown"],
)
def test_utf8_whatever_the_locale(env: dict[str, str]) -> None:
    word = "治理"  # "governance"
    arguments = ("freq", word, "-s", ZH, "-q")
    assert output_of(*arguments, env=env) == usual_output(*arguments)


@pytest.mark.parametrize("arguments", [["texts", "list"], ["freq", "--help"]], ids=" ".join)
def test_utf8_where_python_was_told_to_obey_an_ascii_locale(arguments: list[str]) -> None:
    env = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "COLUMNS": "40"}
    assert output_of(*arguments, env=env) == usual_output(*arguments)


def test_an_error_about_a_chinese_name_is_readable_in_any_locale() -> None:
    done = run("tokens", "治理.txt", env={"LC_ALL": "C"})  # "governance.txt"
    assert done.returncode == 1
    assert ONE_LINE.fullmatch(done.stderr.decode("utf-8"))
    assert "治理.txt" in done.stderr.decode("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["freq", "WORD", "-s", ZH, "-q"],
        ["tokens", "WORD"],
        ["texts", "show", "WORD"],
    ],
)
def test_an_argument_in_another_encoding_is_no_crash(arguments: list[str]) -> None:
    word = "治理".encode("gb18030")  # "governance", as an old terminal would send it
    done = run(*[word if part == "WORD" else part.encode() for part in arguments])
    assert done.returncode in (0, 1)
    assert done.stderr == b"" or ONE_LINE.fullmatch(done.stderr.decode())


# -- files to write


def test_a_file_is_written_whole_and_nothing_else_is(tmp_path: Path) -> None:
    for name in WAYS_OUT:
        target = tmp_path / f"{name}.tsv"
        done = run(*RUNS[name], "--quiet", "-o", target.name, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        assert target.read_bytes().endswith(b"\n")
    assert len(list(tmp_path.iterdir())) == len(WAYS_OUT)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        *(("compare", target) for target in ("missing/out.tsv", "file/out.tsv", "folder")),
        ("tokens", "missing/out.tsv"),
        ("count", "missing/out.tsv"),
    ],
)
def test_where_nothing_can_be_written_nothing_is_left(
    name: str, target: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("here first\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    done = run(*RUNS[name], "-o", target, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert ONE_LINE.fullmatch(done.stderr.decode())
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))
    assert left == ["file", "folder"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_of_somebody_else(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = run(*RUNS["compare"], "-o", str(tmp_path / "out.tsv"))
    tmp_path.chmod(0o700)
    assert done.returncode == 1
    assert ONE_LINE.fullmatch(done.stderr.decode())
    assert list(tmp_path.iterdir()) == []


def test_a_failed_run_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out.tsv"
    target.write_text("before\n", encoding="utf-8")
    assert run("compare", EN, "nowhere.txt", "-o", str(target)).returncode == 1
    assert target.read_text(encoding="utf-8") == "before\n"
    assert list(tmp_path.iterdir()) == [target]


# -- what was typed


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "nowhere.txt", ZH],
        ["freq", "governance", "-s", "nowhere.txt"],
        ["keywords", "nowhere.txt"],
        ["tokens", "nowhere.txt"],
        ["count", "nowhere.txt"],
        ["texts", "show", "nowhere.txt"],
        ["texts", "add", "nowhere.txt"],
        ["texts", "fetch", "nowhere.txt"],
    ],
    ids=" ".join,
)
def test_a_wrong_name_is_one_line(arguments: list[str], tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert ONE_LINE.fullmatch(done.stderr.decode())
    assert done.stderr.startswith(b"aiplans: nowhere.txt: ")


@pytest.mark.parametrize("option", ["--user-dict", "--stop-words", "--concepts"])
def test_a_wrong_name_in_an_option_is_one_line(option: str) -> None:
    done = run("keywords", ZH, f"{option}=nowhere.txt")
    assert done.returncode == 1
    assert ONE_LINE.fullmatch(done.stderr.decode())
    assert b"nowhere.txt" in done.stderr


@pytest.mark.parametrize(
    ("typed", "meant"), [("us-2025-digset", EN), ("cn-205-digest", ZH), ("us2025", "us-2025")]
)
def test_an_unknown_id_suggests_the_nearest(typed: str, meant: str) -> None:
    done = run("tokens", typed)
    assert done.returncode == 1
    assert done.stderr.decode().endswith(f"did you mean {meant}?\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["compare", "--nonsense"],
        ["compare", EN],
        ["compare", EN, ZH, "--format", "nonsense"],
        ["compare", EN, ZH, "--top", "-1"],
        ["compare", EN, ZH, "--lang", "tlh"],
        ["freq"],
        ["texts", "nonsense"],
        ["texts", "fetch", "us-2025", "--timeout", "0"],
    ],
    ids=" ".join,
)
def test_a_usage_error_is_one_line_and_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert re.fullmatch(r"aiplans: [^\n]+\n", done.stderr.decode())
    assert len(done.stderr.decode()) < 300


@pytest.mark.parametrize("arguments", [[], ["texts"]], ids=["aiplans", "aiplans texts"])
def test_a_command_without_its_words_shows_its_help(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert (done.stdout + done.stderr).decode() == output_of(*arguments, "--help")


def test_english_and_chinese_by_term_is_refused_with_a_reason() -> None:
    done = run(*RUNS["compare"], "--by", "term")
    assert (done.returncode, done.stdout) == (1, b"")
    assert ONE_LINE.fullmatch(done.stderr.decode())


def test_a_pattern_stands_for_its_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(f"Trade in {name[0]} needs standards.\n", encoding="utf-8")
    done = run("tokens", "*.txt", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.decode().split().index("a") < done.stdout.decode().split().index("b")
    none = run("tokens", "*.pdf", cwd=tmp_path)
    assert none.returncode == 1
    assert ONE_LINE.fullmatch(none.stderr.decode())


# -- caches


@pytest.mark.parametrize("name", ["compare", "tokens"])
def test_a_cache_that_cannot_be_written_is_done_without(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    env = {"AIPLANS_CACHE": str(tmp_path / "file" / "cache")}
    assert output_of(*RUNS[name], env=env) == usual_output(*RUNS[name])


def test_a_spoilt_cache_changes_nothing(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(CHINESE, encoding="utf-8")
    cache = tmp_path / "cache"
    arguments = ["compare", EN, str(plan), "-q"]
    first = output_of(*arguments, env={"AIPLANS_CACHE": str(cache)})
    kept = [path for path in cache.rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:50] + b"\xff\x00 not what was written")
    assert output_of(*arguments, env={"AIPLANS_CACHE": str(cache)}) == first


def test_several_at_once_share_one_cache(tmp_path: Path) -> None:
    env = surroundings({"AIPLANS_CACHE": str(tmp_path)})
    processes = [
        subprocess.Popen(
            command(RUNS["compare"]), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
        )
        for _ in range(4)
    ]
    ends = [process.communicate(timeout=120) for process in processes]
    assert {(p.returncode, e) for p, (_, e) in zip(processes, ends, strict=True)} == {(0, b"")}
    assert len({stdout for stdout, _ in ends}) == 1
