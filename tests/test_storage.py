"""The storage room: files written whole, the user's folders, and the cache."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplans_cli.errors import AiplansError, DataError
from aiplans_cli.sources.library.entries import load_library
from aiplans_cli.sources.library.resolution import resolve
from aiplans_cli.storage import cache as cache_module
from aiplans_cli.storage.cache import Cache, cache_key
from aiplans_cli.storage.files import check_writable, write_atomically
from aiplans_cli.storage.folders import cache_dir, data_dir, needed_data_dir

if sys.platform == "win32":  # pragma: no cover
    pytest.skip("owners, links and pipes of POSIX", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[1]

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
NOBODY = 54_321
"""The number of a user whom the system does not know."""

# --- files


def umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def test_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    target = tmp_path / "new.tsv"
    write_atomically(str(target), b"a\n")
    assert target.read_bytes() == b"a\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~umask()
    assert [item.name for item in tmp_path.iterdir()] == ["new.tsv"]


def test_existing_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "old.tsv"
    target.write_text("old and longer")
    target.chmod(0o640)
    write_atomically(str(target), b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize("exists", [True, False])
def test_symbolic_link_keeps_pointing(tmp_path: Path, exists: bool) -> None:
    (tmp_path / "folder").mkdir()
    target = tmp_path / "folder" / "target"
    if exists:
        target.write_text("old")
    link = tmp_path / "link"
    link.symlink_to(Path("folder") / "target")
    write_atomically(str(link), b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_devices_are_written_to_directly(tmp_path: Path) -> None:
    write_atomically("/dev/null", b"x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_atomically(str(pipe), b"through a pipe")
    reader.join(10)
    assert got == [b"through a pipe"]


def test_standard_output_goes_on_where_it_was(capfd: pytest.CaptureFixture[str]) -> None:
    os.write(1, b"before ")
    write_atomically("/dev/stdout", b"data ")
    write_atomically("/dev/fd/1", b"more")
    write_atomically("/dev/stderr", b"note")
    assert capfd.readouterr() == ("before data more", "note")


def test_closed_pipe_is_left_to_the_caller() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(BrokenPipeError):
        write_atomically(f"/dev/fd/{writing}", b"x")
    os.close(writing)


def in_file(folder: Path) -> str:
    (folder / "file").write_text("")
    return str(folder / "file" / "x")


def in_circle(folder: Path) -> str:
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")
    return str(folder / "a")


@pytest.mark.parametrize(
    ("make", "fact"),
    [
        (lambda folder: str(folder / "none" / "x"), "the folder does not exist"),
        (str, "is a folder"),
        (lambda folder: str(folder / "new") + "/", "is a folder"),
        (in_file, "a part of the path is a file"),
        (in_circle, "links lead in a circle"),
        (lambda folder: str(folder / ("x" * 300)), "the name is too long"),
        (lambda _: "a\0b", "cannot be written"),
        (lambda _: "/dev/full", "the disk is full"),
        (lambda _: "/dev/fd/987654", "cannot be written"),
    ],
)
def test_what_cannot_be_written(make: Callable[[Path], str], fact: str, tmp_path: Path) -> None:
    path = make(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(AiplansError, match=fact) as caught:
        write_atomically(path, b"data")
    assert "\n" not in str(caught.value)
    if not path.startswith("/dev/"):  # what a device takes shows as it is written
        with pytest.raises(AiplansError, match=fact):
            check_writable(path)
    assert sorted(tmp_path.rglob("*")) == before


def test_read_only_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "kept"
    target.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # the superuser may write anything
    with pytest.raises(AiplansError, match="no permission"):
        write_atomically(str(target), b"new")
    for name in ("kept", "new"):
        with pytest.raises(AiplansError, match="no permission"):
            check_writable(str(tmp_path / name))
    assert target.read_text() == "old"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_interrupted_write_leaves_the_old_file_alone(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kept"
    target.write_text("old")

    def fail(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((AiplansError, KeyboardInterrupt)):
        write_atomically(str(target), b"new")
    assert [(item.name, item.read_text()) for item in tmp_path.iterdir()] == [("kept", "old")]


# --- folders


def test_folders_follow_the_platform_unless_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AIPLANS_DATA", str(tmp_path / "d"))
    monkeypatch.setenv("AIPLANS_CACHE", str(tmp_path / "c"))
    assert (data_dir(), cache_dir()) == (tmp_path / "d", tmp_path / "c")
    for name in ("AIPLANS_DATA", "AIPLANS_CACHE", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    folders = {data_dir(), cache_dir()}
    assert len(folders) == 2
    assert all(folder and folder.is_relative_to(tmp_path) for folder in folders)
    assert needed_data_dir() in folders


@pytest.mark.parametrize("home", ["~/kept", RuntimeError("no home")])
def test_without_a_home_there_are_no_folders(
    home: str | Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def usual(*_: object, **__: object) -> str:
        if isinstance(home, Exception):
            raise home
        return home

    for name, function in {"AIPLANS_DATA": "data", "AIPLANS_CACHE": "cache"}.items():
        monkeypatch.delenv(name)
        monkeypatch.setattr(f"platformdirs.user_{function}_dir", usual)
    assert data_dir() is cache_dir() is None
    with pytest.raises(DataError, match="set AIPLANS_DATA to a folder you may write to"):
        needed_data_dir()
    assert "us-2025" in load_library()
    assert resolve("us-2025-digest")[0].form == "text"


def homeless(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A run of a user who has no HOME and whom the system does not know."""
    # with the rights of root, without which it might not get at Python
    script = (
        "import os, sys\n"
        f"os.setreuid({NOBODY}, 0)\n"
        "assert os.path.expanduser('~') == '~'\n"
        "from aiplans_cli.__main__ import main\n"
        "main()\n"
    )
    return subprocess.run(
        [sys.executable, "-B", "-c", script, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        check=False,
    )


@AS_ROOT
def test_a_user_without_a_home_can_do_all_but_keep(tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text("# A plan\n\nGovernance of all.\n", encoding="utf-8")
    jieba = ["tokens", "cn-2025-digest", "--engine", "jieba"]
    for arguments in (["compare", "-q"], [*jieba, "-q"], ["texts", "list"]):
        done = homeless(*arguments, folder=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "governance" in done.stdout.lower() or "治理" in done.stdout
    for arguments in (["texts", "add", str(plan)], ["texts", "fetch", "us-2025"]):
        refused = homeless(*arguments, folder=tmp_path)
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1
        assert "set AIPLANS_DATA to a folder you may write to" in refused.stderr
    assert list(tmp_path.iterdir()) == [plan]


# --- the cache

KEY = "a" * 64
OTHER_KEY = "ab" * 32


@given(st.text())
@settings(deadline=None, max_examples=40)
def test_what_was_put_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    cache = Cache(tmp_path_factory.mktemp("cache"))
    assert cache.get(KEY) is None
    cache.put(KEY, text)
    assert cache.get(KEY) == text


def test_keys_differ_with_everything_that_made_them() -> None:
    keys = {
        cache_key("ab", "1", {}),
        cache_key("a", "b1", {}),
        cache_key("ab", "2", {}),
        cache_key("ab", "1", {"stem": "1"}),
        cache_key("ab", "1", {"stem": "2"}),
    }
    assert len(keys) == 5


@pytest.mark.parametrize("damage", [b"", b"rubbish", b"\xff\xfe\n\x00", b"cut"])
def test_a_damaged_entry_is_as_good_as_none_and_is_rewritten(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, "治理\n")  # governance
    file = tmp_path / "a" / KEY
    file.write_bytes(file.read_bytes()[:-2] if damage == b"cut" else damage)
    assert cache.get(KEY) is None
    cache.put(KEY, "again")
    assert cache.get(KEY) == "again"


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    cache = Cache(blocked)
    cache.put(KEY, "text")
    assert cache.get(KEY) is None


def test_the_cache_is_bounded_and_keeps_what_is_used(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit_bytes=16 * 1000)
    keys = [f"a{n:063x}" for n in range(4)]
    for age, key in enumerate(keys[:3]):
        cache.put(key, "x" * 250)
        os.utime(tmp_path / "a" / key, (1000 + age, 1000 + age))
    assert cache.get(keys[0]) is not None  # used, so no longer the oldest
    cache.put(keys[3], "x" * 250)
    assert [cache.get(key) is not None for key in keys] == [True, False, True, True]
    cache.put(keys[1], "x" * 2000)
    assert cache.get(keys[1]) is None, "larger than a whole folder's share"


def test_a_key_is_never_a_path(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a cache key"):
        Cache(tmp_path).get("../../etc/passwd")


def test_many_may_use_the_cache_at_once(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit_bytes=16 * 2000)
    seen: list[str | None] = []

    def work(n: int) -> None:
        for step in range(20):
            key = f"a{(n + step) % 5:063x}"
            cache.put(key, key * 10)
            seen.append(cache.get(key))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 80
    assert all(text is None or text == text[:64] * 10 for text in seen)


def entry_of(folder: Path, key: str = KEY) -> Path:
    return folder / key[0] / key


def test_an_entry_is_known_by_key_and_text_and_secret(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        Cache(folder).put(KEY, "text")
    file, other = entry_of(one), entry_of(one, OTHER_KEY)
    other.write_bytes(file.read_bytes())
    other.chmod(0o600)
    assert Cache(one).get(OTHER_KEY) is None, "an entry under the key of another"
    assert Cache(one).get(KEY) == "text"
    file.write_bytes(entry_of(two).read_bytes())
    assert Cache(one).get(KEY) is None, "an entry of another cache"


def test_a_self_made_entry_is_not_believed(tmp_path: Path) -> None:
    Cache(tmp_path).put(KEY, "text")
    for secret in (b"", bytes(64)):
        head = cache_module._head(secret, KEY, b"planted")
        entry_of(tmp_path).write_bytes(head + b"planted")
        assert Cache(tmp_path).get(KEY) is None
    before = entry_of(tmp_path).read_bytes()
    assert before.startswith(b"aiplans cache 2\n")
    Cache(tmp_path).put(KEY, "text")
    entry_of(tmp_path).write_bytes(entry_of(tmp_path).read_bytes().replace(b"cache 2", b"cache 1"))
    assert Cache(tmp_path).get(KEY) is None, "an entry of another format"


def test_what_is_kept_is_private(tmp_path: Path) -> None:
    top = tmp_path / "deep" / "cache"
    Cache(top).put(KEY, "text")
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (top, *top.rglob("*"))}
    assert {path.name: mode for path, mode in modes.items()} == {
        "cache": 0o700,
        "a": 0o700,
        KEY: 0o600,
        ".aiplans-secret": 0o600,
    }


def leave_alone(folder: Path) -> None:
    """A cache in this folder neither reads nor writes."""
    before = {path: path.lstat() for path in folder.rglob("*")}
    assert Cache(folder).get(KEY) is None
    Cache(folder).put(KEY, "new")
    Cache(folder).put(OTHER_KEY, "new")
    assert Cache(folder).get(KEY) is None
    after = {path: path.lstat() for path in folder.rglob("*")}
    assert [(path, s.st_ino, s.st_size) for path, s in after.items()] == [
        (path, s.st_ino, s.st_size) for path, s in before.items()
    ]


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o1777])
@pytest.mark.parametrize("place", [".", "a"])
def test_a_folder_others_may_write_to_is_not_used(tmp_path: Path, place: str, mode: int) -> None:
    Cache(tmp_path).put(KEY, "text")
    (tmp_path / place).chmod(mode)
    leave_alone(tmp_path)


@AS_ROOT
@pytest.mark.parametrize("place", [".", "a"])
def test_a_folder_of_someone_else_is_not_used(tmp_path: Path, place: str) -> None:
    Cache(tmp_path).put(KEY, "text")
    os.chown(tmp_path / place, NOBODY, NOBODY)
    leave_alone(tmp_path)


@AS_ROOT
@pytest.mark.parametrize("name", [f"a/{KEY}", ".aiplans-secret"])
def test_a_file_of_someone_else_is_no_entry(tmp_path: Path, name: str) -> None:
    Cache(tmp_path).put(KEY, "text")
    os.chown(tmp_path / name, NOBODY, NOBODY)
    assert Cache(tmp_path).get(KEY) is None


@pytest.mark.parametrize(("name", "mode"), [(f"a/{KEY}", 0o622), (".aiplans-secret", 0o640)])
def test_a_file_open_to_others_is_no_entry(tmp_path: Path, name: str, mode: int) -> None:
    Cache(tmp_path).put(KEY, "text")
    (tmp_path / name).chmod(mode)
    assert Cache(tmp_path).get(KEY) is None
    Cache(tmp_path).put(KEY, "again")
    assert Cache(tmp_path).get(KEY) == "again"


def a_link(path: Path, aside: Path) -> None:
    path.rename(aside / "target")
    path.symlink_to(aside / "target")


def a_loop(path: Path, aside: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def a_second_name(path: Path, aside: Path) -> None:
    (aside / "second").hardlink_to(path)


def a_pipe(path: Path, aside: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_socket(path: Path, aside: Path) -> None:
    path.unlink()
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(aside / "s"))
    (aside / "s").rename(path)


def a_device(path: Path, aside: Path) -> None:
    path.unlink()
    os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5))  # /dev/zero


def an_endless_file(path: Path, aside: Path) -> None:
    os.truncate(path, 2**40)


@pytest.mark.parametrize("name", [f"a/{KEY}", ".aiplans-secret"])
@pytest.mark.parametrize(
    "replaced_by",
    [a_link, a_loop, a_second_name, a_pipe, a_socket, a_device, an_endless_file],
)
def test_an_odd_entry_is_none_and_is_replaced(
    tmp_path: Path, replaced_by: Callable[[Path, Path], None], name: str
) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put(KEY, "text")
    try:
        replaced_by(tmp_path / "cache" / name, tmp_path)
    except OSError as error:  # such as devices for a user
        pytest.skip(f"cannot be made here: {error}")
    others = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert cache.get(KEY) is None
    cache.put(KEY, "again")
    assert cache.get(KEY) == "again"
    assert {path: path.read_bytes() for path in others} == others, "nothing is written through it"


@pytest.mark.parametrize("name", [f"a/{KEY}", ".aiplans-secret"])
def test_a_folder_in_the_place_of_a_file_stays(tmp_path: Path, name: str) -> None:
    Cache(tmp_path).put(KEY, "text")
    (tmp_path / name).unlink()
    (tmp_path / name).mkdir()
    leave_alone(tmp_path) if name[0] == "." else Cache(tmp_path).put(KEY, "new")
    assert Cache(tmp_path).get(KEY) is None
    assert (tmp_path / name).is_dir()
    assert not list(tmp_path.rglob("*.tmp"))


def test_the_cache_may_be_behind_a_link_but_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    link = tmp_path / "link"
    link.symlink_to("real")
    Cache(link).put(KEY, "text")
    assert Cache(link).get(KEY) == Cache(tmp_path / "real").get(KEY) == "text"
    (link / "a").rename(tmp_path / "elsewhere")
    (link / "a").symlink_to(tmp_path / "elsewhere")
    leave_alone(tmp_path / "real")
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == [KEY]
    dangling = tmp_path / "dangling"
    dangling.symlink_to("nowhere")
    Cache(dangling).put(KEY, "text")
    assert not (tmp_path / "nowhere").exists()


def test_without_a_folder_nothing_is_kept() -> None:
    Cache(None).put(KEY, "text")
    assert Cache(None).get(KEY) is None


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    Cache(tmp_path).put(KEY, "text")
    monkeypatch.setattr(os, "fsync", fail)
    Cache(tmp_path).put(KEY, "new")
    Cache(tmp_path).put(OTHER_KEY, "new")
    assert (Cache(tmp_path).get(KEY), Cache(tmp_path).get(OTHER_KEY)) == ("text", None)
    assert not list(tmp_path.rglob("*.tmp"))


def test_trimming_deletes_only_what_the_cache_made(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", limit_bytes=16 * 1000)
    keys = [f"a{n:063x}" for n in range(6)]
    cache.put(keys[0], "x" * 700)
    shard = tmp_path / "cache" / "a"
    names = ["thesis.doc", keys[1], ".aiplans-0123456789abcdeg.tmp", keys[0] + ".bak", keys[0][1:]]
    for name in names:
        (shard / name).write_bytes(b"x" * 13_000)
    (shard / keys[2]).symlink_to(shard / "thesis.doc")
    (tmp_path / "linked").write_bytes((shard / keys[0]).read_bytes())
    (shard / keys[3]).hardlink_to(tmp_path / "linked")
    (shard / keys[4]).mkdir()
    foreign = {path for path in shard.iterdir() if path.name != keys[0]}
    for path in foreign:
        os.utime(path, (0, 0), follow_symlinks=False)
    cache.put(keys[5], "x" * 100)
    assert cache.get(keys[0]) is not None, "what others left there takes up no room"
    cache.put(keys[5], "x" * 700)
    assert (cache.get(keys[0]), cache.get(keys[5])) == (None, "x" * 700)
    assert set(shard.iterdir()) == foreign | {shard / keys[5]}


def test_what_killed_runs_left_is_deleted_when_it_is_old(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, "text")
    old, new, marked = (tmp_path / "a" / f".aiplans-{n:016x}.tmp" for n in range(3))
    for path in (old, new):
        path.write_bytes(b"half")
    marked.symlink_to(old)
    for path in (old, marked):
        os.utime(path, (time.time() - 7200,) * 2, follow_symlinks=False)
    cache.put(KEY, "text")
    assert set((tmp_path / "a").iterdir()) == {entry_of(tmp_path), new, marked}


@pytest.mark.parametrize("method", ["get", "put"])
def test_an_entry_that_vanishes_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    cache = Cache(tmp_path, limit_bytes=16 * 1000)
    cache.put(KEY, "x" * 800)

    def gone(*_: object, **__: object) -> None:
        raise FileNotFoundError

    if method == "get":
        monkeypatch.setattr(os, "utime", gone)
        assert cache.get(KEY) is None
    else:
        monkeypatch.setattr(Path, "unlink", gone)
        cache.put(OTHER_KEY, "x" * 800)
        assert cache.get(OTHER_KEY) == "x" * 800


def test_without_owners_and_permissions_it_still_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o777)
    monkeypatch.delattr(os, "geteuid")
    Cache(tmp_path).put(KEY, "text")
    assert Cache(tmp_path).get(KEY) == "text"
    monkeypatch.delattr(os, "O_NOFOLLOW")
    entry_of(tmp_path).rename(tmp_path / "target")
    entry_of(tmp_path).symlink_to(tmp_path / "target")
    assert Cache(tmp_path).get(KEY) is None


def test_processes_that_begin_at_once_agree_on_a_secret(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from aiplans_cli.storage.cache import Cache\n"
        "cache = Cache(Path(sys.argv[1]))\n"
        "for key in 'abcdef' * 5: cache.put(key * 64, key)\n"
        "for key in 'abcdef': cache.put(key * 64, key)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "cache")]
    runs = [subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}) for _ in range(4)]
    assert [run.wait(60) for run in runs] == [0] * 4
    cache = Cache(tmp_path / "cache")
    assert [cache.get(key * 64) for key in "abcdef"] == list("abcdef")
