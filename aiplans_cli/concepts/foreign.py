"""The forms of other programs' dictionaries: each as words with their categories and weights."""

from __future__ import annotations

import re
from math import isfinite, nan
from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_Entry = tuple[str, tuple[str, ...], float]
"""A word, the path of the category it belongs to, and what it weighs there, 1 unless it is said."""


def _quanteda(text: str, name: str) -> Iterator[_Entry]:
    import yaml

    class Plain(yaml.SafeLoader):  # type: ignore[misc]
        """Ten lines of aliases of aliases stand for ten thousand million words."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.events.AliasEvent):
                where = f"{name}, line {self.peek_event().start_mark.line + 1}"
                raise DataError(where, "has an alias, which is not read", "write out what it means")
            return super().compose_node(parent, index)

    try:
        tree = yaml.load(text, Plain)
    except (RecursionError, ValueError, OverflowError) as error:
        fact = f"is not YAML that can be read ({type(error).__name__})"
        raise DataError(name, fact, "export the dictionary again") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}, line {mark.line + 1}, column {mark.column + 1}" if mark else name
        raise DataError(where, "is not YAML", "export the dictionary again") from error
    if not isinstance(tree, dict):
        raise DataError(name, "has no categories", "begin it with a category and a colon")
    yield from _branches(tree, (), name)


def _branches(node: Any, path: tuple[str, ...], name: str) -> Iterator[_Entry]:
    if isinstance(node, dict):
        for key, below in node.items():
            yield from _branches(below, (*path, str(key)), name)
    elif isinstance(node, list):
        for below in node:
            yield from _branches(below, path, name)
    elif node is not None:
        yield str(node), path, 1


def _liwc(text: str, name: str) -> Iterator[_Entry]:
    categories: dict[str, str] = {}
    marks = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() == "%":
            marks += 1
        elif not line.strip():
            continue
        elif marks == 1:
            key, label = (*line.split(maxsplit=1), "")[:2]
            categories[key] = label.split("(")[0].strip() or key
        elif marks == 0:
            fact = "stands before the categories"
            raise DataError(f"{name}, line {number}", fact, "begin the file with a line of '%'")
        else:
            word, keys = _entry(line, categories)
            for key in keys:
                if key not in categories:
                    remedy = "name it between the two lines of '%'"
                    raise DataError(f"{name}, line {number}", f"no category {key!r}", remedy)
                yield word, (categories[key],), 1


def _entry(line: str, categories: Collection[str]) -> tuple[str, list[str]]:
    """A word and its categories; a tab or blanks part them, and a word may hold blanks too."""
    word, tab, rest = line.strip().partition("\t")
    if tab:
        return word.strip(), rest.split()
    parts = line.split()
    first = len(parts)
    while first > 1 and parts[first - 1] in categories:
        first -= 1
    first -= first == len(parts) > 1  # the last is meant for a category
    return " ".join(parts[:first]), parts[first:]


def _weight(written: str, name: str, number: int) -> float:
    try:
        weight = float(written)
    except ValueError:
        weight = nan
    if not isfinite(weight):
        raise DataError(f"{name}, line {number}", f"{written!r} is no weight", "write a number")
    return weight


def _columns(text: str, name: str) -> Iterator[_Entry]:
    """Lines of category, word and, where words weigh something else than 1, weight."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) not in (2, 3) or not all(cells):
            right = len(cells) in (2, 3)
            fact = "an empty cell" if right else f"has {len(cells)} columns instead of 2 or 3"
            remedy = "write category<TAB>word, and <TAB>weight if it has one"
            raise DataError(f"{name}, line {number}", fact, remedy)
        yield cells[1], (cells[0],), _weight(cells[2], name, number) if cells[2:] else 1


def _wordstat(text: str, name: str) -> Iterator[_Entry]:
    """Categories set in by tabs, each word below its own with a weight in parentheses."""
    path: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        written, depth = line.strip(), len(line) - len(line.lstrip("\t"))
        if not written:
            continue
        weight = None
        if written.endswith(")") and "(" in written:
            written, _, weight = written[:-1].rpartition("(")
            written = written.rstrip()
        if written.startswith("@"):
            fact = "is a rule, which no list has"
            raise DataError(f"{name}, line {number}", fact, "take the line out")
        if depth > len(path):
            fact, remedy = "is set in deeper than its category", "set it in by one tab more"
            raise DataError(f"{name}, line {number}", fact, remedy)
        del path[depth:]
        if weight is None:
            path.append(written)
        elif not path:
            fact, remedy = "a word without a category", "write a category above it"
            raise DataError(f"{name}, line {number}", fact, remedy)
        else:  # WordStat joins the words of a phrase by underscores
            yield written.replace("_", " "), tuple(path), _weight(weight, name, number)


def _lexicoder(text: str, name: str) -> Iterator[_Entry]:
    """XML of categories (``cnode``) and their words (``pnode``)."""
    from lxml import etree

    plain = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:  # the text has been decoded, whatever its first line says
        root = etree.fromstring(re.sub(r"\A\s*<\?xml.*?\?>", "", text).encode(), plain)
    except etree.XMLSyntaxError as error:
        raise DataError(name, "is not XML", "export the dictionary again") from error
    yield from _nodes(root, ())


def _nodes(node: Any, path: tuple[str, ...]) -> Iterator[_Entry]:
    for child in node:
        called = str(child.get("name") or "").strip()
        if child.tag == "cnode":
            yield from _nodes(child, (*path, called or "unnamed"))
        elif child.tag == "pnode" and called and path:
            yield called, path, 1


IMPORTERS: dict[str, Callable[[str, str], Iterator[_Entry]]] = {
    "quanteda": _quanteda,
    "liwc": _liwc,
    "wordstat": _wordstat,
    "lexicoder": _lexicoder,
    "tsv": _columns,
}
"""Foreign formats that can become a concept list."""
