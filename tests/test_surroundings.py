"""Ctrl-C at any moment, full disks, homes that cannot be written, streams that nobody hears."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":  # pragma: no cover
    pytest.skip("signals, limits and terminals of POSIX", allow_module_level=True)

import resource

from test_process import (
    ALSO,
    EN,
    ONE_LINE,
    RUNS,
    ZH,
    on_terminal,
    output_of,
    run,
    run_in_shell,
    width,
)

from aiplans_cli.output.formats import FORMATS

PAIRS = Path(__file__).resolve().parent / "cases" / "pairs"

# -- Ctrl-C

MOMENTS = {
    "in a callback": "x = type('X', (), {})(); r = weakref.ref(x, lambda _: hit()); del x",
    "where an object ends": "type('X', (), {'__del__': lambda _: hit()})()",
    "made another error": "\ntry: hit()\nexcept KeyboardInterrupt: raise ImportError('no module')",
    "swallowed": "\ntry: hit()\nexcept BaseException: return 0",
    "at the end": "atexit.register(hit); hit()",
    "in a fork": "c = os.fork(); c or hit(); assert os.waitpid(c, 0)[1] >> 8 == 130; hit()",
    "twice": "\ntry: hit()\nfinally: hit()",
    "beside a thread": "threading.Thread(target=time.sleep, args=[0.2]).start(); hit()",
}
"""Where it comes → what is run instead of a command; ``hit`` is Ctrl-C."""


@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_ends_with_130_and_no_traceback_wherever_it_comes(moment: str) -> None:
    body = "".join(f"    {line}\n" for line in MOMENTS[moment].splitlines())
    script = (
        "import atexit, os, signal, threading, time, weakref\n"
        "from aiplans_cli import __main__ as started\n"
        "hit = lambda: signal.raise_signal(signal.SIGINT)\n"
        f"def run():\n{body}    time.sleep(30)\n    return 0\n"
        "started._run = run\n"
        "started.program()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (130, "")


def test_ctrl_c_before_anything_is_loaded_is_130_too() -> None:
    """Found by one of a thousand random kills."""
    script = (
        "import builtins, signal, sys\n"
        "from aiplans_cli import __main__ as started\n"
        "plain = builtins.__import__\n"
        "def load(name, *rest):\n"
        "    if name == 'atexit': signal.raise_signal(signal.SIGINT)\n"
        "    return plain(name, *rest)\n"
        "sys.modules.pop('atexit', None)\n"
        "builtins.__import__ = load\n"
        "started.program()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (130, "")


def test_what_fails_by_itself_in_a_callback_is_still_told() -> None:
    script = (
        "from aiplans_cli import __main__ as started\n"
        "started._run = lambda: type('X', (), {'__del__': lambda _: 1 / 0})() and 0 or 0\n"
        "started.program()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0
    assert b"ZeroDivisionError" in done.stderr


# -- disks

WRITES = {
    "counts": "count a.md b.md -o out.tsv -q",
    "Parquet": "count texts -o out.parquet -j 1 -q",
    "word list": "count texts -o out.tsv --wordlist -q",
    "report": f"report a.md {EN} -n 3 -o out.html -q",
    "picture": f"plot contrast {EN} {ZH} -o out.svg -q",
    "record": "freq governance -s a.md --manifest out.json -q",
    "text": "texts add a.md --id plan --title Plan -q",
}
"""What is written → the command that writes it."""


def _room(folder: Path) -> None:
    (folder / "texts").mkdir()
    for at, path in enumerate(sorted(PAIRS.glob("*.en.md"))[:4]):
        shutil.copy(path, folder / "texts" / f"{at}.md")
    shutil.copy(folder / "texts" / "0.md", folder / "a.md")
    shutil.copy(folder / "texts" / "1.md", folder / "b.md")


def _program(words: str, folder: Path, env: dict[str, str], **more: object) -> tuple[int, str]:
    """Exit code and standard error of a run in a folder."""
    done = subprocess.run(  # type: ignore[call-overload]
        [sys.executable, "-m", "aiplans_cli", *words.split()],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **env},
        check=False,
        timeout=300,
        **more,
    )
    return done.returncode, done.stderr.decode()


def _left(folder: Path) -> list[str]:
    """What lies in a folder but what was there before and the cache."""
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "texts" and path.name not in ("a.md", "b.md")
    )


@pytest.mark.parametrize("what", WRITES)
def test_files_that_may_not_grow_are_one_line_and_nothing_half(what: str, tmp_path: Path) -> None:
    _room(tmp_path)
    env = {"AIPLANS_DATA": str(tmp_path / "data"), "AIPLANS_CACHE": str(tmp_path / "cache")}
    code, said = _program(
        WRITES[what],
        tmp_path,
        env,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )
    assert code == 1
    assert ONE_LINE.fullmatch(said)
    assert "files may not grow so large here" in said
    assert _left(tmp_path) in ([], ["cache/.aiplans-secret"])
    assert not list((tmp_path / "data").rglob("*.md"))


def _small_disk(words: str, folder: Path, kilobytes: int) -> tuple[int, str, list[str]]:
    """Run in a folder with a file system of so many KB below it, ``disk``."""
    (folder / "disk").mkdir()
    script = (
        f"mount -t tmpfs -o size={kilobytes}k none disk || exit 77\n"
        f"cd disk; mkdir data cache\n'{sys.executable}' -m aiplans_cli {words} 2>../said\n"
        "code=$?; find . -type f ! -path './cache/*' > ../left; exit $code\n"
    )
    folders = {"AIPLANS_DATA": "data", "AIPLANS_CACHE": "cache"}
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script],
        cwd=folder,
        env={**os.environ, **folders},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=300,
    )
    if done.returncode == 77 or b"unshare" in done.stderr:
        pytest.skip("no file system can be mounted here")
    left = (folder / "left").read_text().split()
    return done.returncode, (folder / "said").read_text(), left


@pytest.mark.skipif(not shutil.which("unshare"), reason="no file system can be mounted here")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a file system")
@pytest.mark.parametrize(
    ("words", "kilobytes"),
    [
        ("count ../a.md ../b.md -o out.tsv -q", 8),
        ("count ../texts -o out.parquet -j 1 -q", 8),
        ("count ../texts -o out.parquet -j 1 -q", 40),
        (f"report ../a.md {EN} -n 3 -o out.html -q", 60),
        ("texts add ../a.md --id plan --title Plan -q", 4),
        ("freq governance -s ../a.md -o out.tsv --manifest out.json -q", 4),
    ],
)
def test_a_disk_that_fills_is_one_line_and_nothing_half(
    words: str, kilobytes: int, tmp_path: Path
) -> None:
    _room(tmp_path)
    code, said, left = _small_disk(words, tmp_path, kilobytes)
    assert code == 1
    assert ONE_LINE.fullmatch(said)
    assert "the disk is full" in said
    assert [name for name in left if ".parts/" not in name] == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder that nobody can write to")
@pytest.mark.parametrize(
    "homes",
    [
        {"HOME": "/proc/nowhere"},
        {"AIPLANS_CACHE": "/proc/cache", "AIPLANS_DATA": "/proc/data"},
        {"AIPLANS_CACHE": "/dev/full", "AIPLANS_DATA": "/dev/null"},
        {"HOME": "", "XDG_CACHE_HOME": "", "XDG_DATA_HOME": ""},
    ],
    ids=["no home", "unwritable", "devices", "empty"],
)
def test_a_home_that_cannot_be_written_is_done_without(
    homes: dict[str, str], tmp_path: Path
) -> None:
    _room(tmp_path)
    env = {"AIPLANS_CACHE": "", "AIPLANS_DATA": "", **homes}
    assert _program("freq governance -s a.md -q", tmp_path, env) == (0, "")
    assert _program("texts list -q", tmp_path, env) == (0, "")
    if homes.get("HOME") == "":  # the system knows another
        return
    code, said = _program("texts add a.md --id plan --title Plan", tmp_path, env)
    assert code == 1
    assert ONE_LINE.fullmatch(said)
    assert "set AIPLANS_DATA to a folder you may write to" in said
    assert _left(tmp_path) == []


# -- streams and terminals

QUESTION = ("freq", "governance", "-s", EN, "-s", ZH, "-q")
TEXT_FORMATS = [name for name in FORMATS if name != "xlsx"]
UNHEARD = [">/dev/full", ">&-", "<&- >&- 2>&-", ">/dev/full 2>/dev/full", "<&- >/dev/full 2>&-"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("format_", TEXT_FORMATS)
@pytest.mark.parametrize("streams", [">/dev/full", "<&- >&-"])
def test_each_format_fails_in_one_line_where_it_cannot_be_written(
    format_: str, streams: str
) -> None:
    ran = run_in_shell([*QUESTION, "-f", format_], streams)
    assert ran.returncode == 1
    assert ran.stderr.count(b"\n") == 1
    assert ran.stderr.startswith(b"aiplans: standard output: ")


OTHERS = {
    **{
        name: [*arguments]
        for name, arguments in ALSO.items()
        if name not in ("reproduce", "report")
    },
    "plot": ["plot", "contrast", EN, ZH],
    "help": ["--help"],
    "page": ["freq", "-h"],
    "word": ["help", "juilland_d"],
    "version": ["--version"],
}
"""A run of each command that prints an answer, and of each kind of help."""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("at", range(len(OTHERS)), ids=OTHERS)
def test_each_command_fails_quietly_where_nobody_hears(at: int) -> None:
    name = list(OTHERS)[at]
    ran = run_in_shell(OTHERS[name], UNHEARD[at % len(UNHEARD)])
    assert ran.returncode == 1
    assert b"Traceback" not in ran.stderr
    assert ran.stderr.count(b"aiplans: standard output: ") == ("2>" not in UNHEARD[at % 5])


@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_a_pipe_gets_the_same_bytes_from_any_terminal(format_: str) -> None:
    usual = output_of(*QUESTION, "-f", format_, env={"COLUMNS": "200"})
    dumb = {"TERM": "dumb", "LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "gbk"}
    assert output_of(*QUESTION, "-f", format_, env={"COLUMNS": "200", **dumb}) == usual
    assert "\x1b" not in usual


@pytest.mark.parametrize("columns", [20, 500])
@pytest.mark.parametrize("name", ["compare", "freq", "keywords", "texts list", "kwic"])
def test_a_terminal_of_any_width(name: str, columns: int) -> None:
    arguments = {**RUNS, **OTHERS}[name]
    for env in ({}, {"TERM": "dumb", "PYTHONIOENCODING": "gbk"}):
        shown = on_terminal(arguments, columns, env)
        assert max(map(width, shown.split("\n"))) <= columns
        assert "\x1b" not in shown or not env


def test_what_gbk_cannot_write_is_written(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# Plan\n\nNaïve 😀 data ǅ ṩ govern.\n", encoding="utf-8")
    env = {"PYTHONIOENCODING": "gbk:strict", "PYTHONUTF8": "0", "LC_ALL": "C"}
    for arguments in (["tokens", str(path)], ["kwic", "data", str(path), "-f", "table"]):
        assert output_of(*arguments, env=env) == output_of(*arguments)
    script = (
        "from aiplans_cli import __main__ as started\n"
        "started._run = lambda: print(chr(0x6CBB), chr(0x1E69)) or 0\n"
        "started.program()\n"
    )
    plain = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, **env}, capture_output=True, check=False
    )
    assert plain.stdout == "治 ".encode("gbk") + b"\\u1e69\n"  # 治: govern
    assert plain.returncode == 0
    done = run("tokens", "😀ǅ.md", env=env)
    assert done.returncode == 1
    assert ONE_LINE.fullmatch(done.stderr.decode("utf-8"))
