"""What is built has the same bytes whenever and wherever it is built, and what it installs runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.skipif(
    not (ROOT / ".git").exists() or shutil.which("git") is None, reason="no checkout"
)


def _copied(folder: Path, time: int, mode: int) -> Path:
    """The files of the checkout, with other times and permissions."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        source, target = ROOT / name, folder / name
        if not source.is_file() or source.is_symlink():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(mode)
        os.utime(target, (time, time))
    return folder


def _built(folder: Path, *targets: str) -> dict[str, bytes]:
    command = [sys.executable, "-m", "hatchling", "build", "-d", "out", *targets]
    env = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(command, cwd=folder, env=env, capture_output=True, check=True)
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The wheel and the source distribution, by name."""
    pytest.importorskip("hatchling")
    return _built(_copied(tmp_path_factory.mktemp("one"), 1_600_000_000, 0o644))


def test_building_twice_gives_the_same_bytes(built: dict[str, bytes], tmp_path: Path) -> None:
    again = _built(_copied(tmp_path / "another name", 1_700_000_000, 0o600))
    assert sorted(name.rpartition(".")[2] for name in built) == ["gz", "whl"]
    assert {name: sha256(data).hexdigest() for name, data in again.items()} == {
        name: sha256(data).hexdigest() for name, data in built.items()
    }


def test_the_source_distribution_makes_the_wheel(built: dict[str, bytes], tmp_path: Path) -> None:
    [(name, data)] = [(name, data) for name, data in built.items() if name.endswith(".gz")]
    (tmp_path / name).write_bytes(data)
    with tarfile.open(tmp_path / name) as archive:
        archive.extractall(tmp_path, filter="data")
    made = _built(tmp_path / name.removesuffix(".tar.gz"), "-t", "wheel")
    assert made.items() <= built.items() and len(made) == 1


def test_the_wheel_installs_and_runs(built: dict[str, bytes], tmp_path: Path) -> None:
    [(name, data)] = [(name, data) for name, data in built.items() if name.endswith(".whl")]
    (tmp_path / name).write_bytes(data)
    env = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", env], check=True)
    python = env / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    install += ["--no-deps", "--no-index", "--disable-pip-version-check", str(tmp_path / name)]
    subprocess.run(install, check=True)
    needs = next(path for path in sys.path if path.endswith("site-packages"))  # ours is not there
    done = subprocess.run(
        [env / "bin" / "aiplans", "freq", "governance", "-s", "us-2025-digest"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": needs},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "us-2025-digest" in done.stdout
