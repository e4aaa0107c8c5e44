"""Files in stores: read and written by address, whole or not at all."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from aiplans_cli import freq
from aiplans_cli.__main__ import main
from aiplans_cli.sources.library.resolution import resolve
from aiplans_cli.storage.files import write_atomically

Ran = tuple[int, str, str]
Call = Callable[..., Ran]
ENGLISH = "Governance of artificial intelligence needs care. Data centers need power.\n"


@pytest.fixture
def call(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> Call:
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["aiplans", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        return int(ended.value.code or 0), out, err

    return ran


class _Refusing(MemoryFileSystem):  # type: ignore[misc]
    """A store that does not do what it is asked."""

    protocol = "refusing"
    store: ClassVar[dict[str, Any]] = {}
    pseudo_dirs: ClassVar[list[str]] = [""]
    error: Exception = PermissionError("Forbidden")

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        raise self.error

    def put_file(self, lpath: str, rpath: str, **_: Any) -> None:
        self.store[rpath] = b"half"
        raise self.error

    def rm(self, path: str, **_: Any) -> None:
        self.store.pop(path)


fsspec.register_implementation("refusing", _Refusing, clobber=True)


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[str]:
    system = fsspec.filesystem("memory")
    for name, text in (("a", ENGLISH), ("b", ENGLISH * 3)):
        system.pipe(f"/bucket/texts/{name}.txt", text.encode())
    yield "memory://bucket"
    system.rm("/bucket", recursive=True)
    assert list(tmp_path.iterdir()) == []  # no folder of parts, nor one by the name of a store


def _uses_a_store(call: Call, bucket: str) -> None:
    """Counts there, asks there, writes there: what a machine's own files give."""
    counts = f"{bucket}/out/x.parquet"
    code, _, told = call("count", f"{bucket}/texts", "-o", counts, "--jobs", "1")
    assert code == 0, told
    assert f"{counts}: 2 documents, 40 tokens" in told
    code, of_counts, told = call("freq", "governance", "-s", counts, "-q")
    assert code == 0, told
    assert [line.split("\t")[2:5] for line in of_counts.splitlines()[1:]] == [
        ["a", "en", "1"],
        ["b", "en", "3"],
    ]
    answer = f"{bucket}/out/x.tsv"
    assert call("freq", "governance", f"{bucket}/texts/*.txt", "-q", "-o", answer)[0] == 0
    system, path = fsspec.core.url_to_fs(answer)
    assert system.cat_file(path).decode() == of_counts
    code, one, _ = call("freq", "governance", f"{counts}::b", "-q")
    assert (code, len(one.splitlines())) == (0, 2)
    code, lines, _ = call("kwic", "governance", f"{bucket}/texts/b.txt", "-q")
    assert (code, len(lines.splitlines())) == (0, 4)
    names = {name.rpartition("/")[2] for name in system.find(path.rpartition("/")[0])}
    assert names == {"x.parquet", "x.tsv"}


def test_a_store_is_read_and_written(call: Call, bucket: str) -> None:
    _uses_a_store(call, bucket)


def test_a_part_is_told_from_a_chain_of_stores(bucket: str) -> None:
    [found] = resolve("memory://bucket/texts/a.txt::en")
    assert (found.part, found.called, found.id) == ("en", "memory://bucket/texts/a.txt", "a")
    assert [row["document"] for row in freq("governance", f"{bucket}/texts/").rows()] == ["a", "b"]


@pytest.mark.parametrize(
    ("error", "fact"),
    [
        (PermissionError("Forbidden"), "the store refuses it (Forbidden); check the keys"),
        (RuntimeError("Unable to locate credentials"), "the store refuses it (Unable to locate"),
        (FileNotFoundError("NoSuchBucket"), "; check the address"),
        (OSError("the line\nis dead"), "(the line); check the address and your access to it"),
        (ImportError("Install s3fs"), "a package for such stores is missing (Install s3fs)"),
    ],
)
def test_what_a_store_refuses_is_one_line(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, fact: str
) -> None:
    monkeypatch.setattr(_Refusing, "error", error)
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    for arguments in (
        ("freq", "governance", "a.txt", "-o", "refusing://bucket/x.tsv"),
        ("count", "a.txt", "-o", "refusing://bucket/x.parquet"),
        ("freq", "governance", "-s", "refusing://bucket/x.parquet"),
    ):
        code, out, told = call(*arguments)
        address = arguments[-1]
        *notes, last = told.splitlines()
        assert (code, out) == (1, "")
        assert all(line.startswith("aiplans: note: ") for line in notes)
        assert last.startswith(f"aiplans: {address}: ")
        assert fact in last
    assert _Refusing.store == {}


def test_a_file_that_is_there_is_replaced_whole_or_stays() -> None:
    write_atomically("memory://kept/x.tsv", b"before")
    write_atomically("memory://kept/x.tsv", b"after")
    assert fsspec.filesystem("memory").cat_file("/kept/x.tsv") == b"after"


def _missing() -> str:
    absent = [name for name in ("s3fs", "moto", "flask") if not importlib.util.find_spec(name)]
    return f"{' and '.join(absent)} not installed" if absent else ""


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that speaks as S3 does, on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for name, value in (
        ("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}"),
        ("AWS_ACCESS_KEY_ID", "key"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.1)
        system = fsspec.filesystem("s3", skip_instance_cache=True)
        system.mkdir("bucket")
        for name, text in (("a", ENGLISH), ("b", ENGLISH * 3)):
            system.pipe(f"bucket/texts/{name}.txt", text.encode())
        yield "s3://bucket"
    finally:
        server.kill()
        server.wait()


@pytest.mark.skipif(bool(_missing()), reason=_missing())
def test_s3_is_read_and_written(call: Call, s3: str) -> None:
    _uses_a_store(call, s3)
    for arguments, fact in (
        (("freq", "governance", f"{s3}/texts/none.txt"), "has no text in it"),
        (("freq", "governance", "s3://nowhere/x.parquet"), "no"),
        (("freq", "governance", f"{s3}/texts", "-o", "s3://nowhere/x.tsv"), "no such bucket"),
        (("count", f"{s3}/texts", "-o", "s3://nowhere/x.parquet"), "no such bucket"),
    ):
        code, out, told = call(*arguments)
        assert (code, out, len(told.splitlines())) == (1, "", 1)
        assert fact in told
