"""Other programs' dictionaries as concepts: quanteda's YAML, LIWC's ``.dic``, two-column TSV.

Chinese and English forms are told apart by their characters. A wildcard, ``regulat*`` or 治*
(govern...), becomes the words of ``vocabulary`` that begin so, since our lists spell out what they
match; without such words it is kept as the bare beginning, and the concept's note says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiplans_cli.characters import tidied
from aiplans_cli.concepts.forms import is_chinese
from aiplans_cli.concepts.listing import COLUMNS, Concept
from aiplans_cli.concepts.lookup import find
from aiplans_cli.concepts.word_codes import form_key
from aiplans_cli.errors import DataError
from aiplans_cli.language import fold, language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from aiplans_cli.concepts.listing import ConceptList

_Entry = tuple[str, tuple[str, ...], str]
"""A category's path and one of its words, with the word first: (word, path, where it stands)."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A dictionary's Chinese word for an English form of a concept: a hint, never added unseen."""

    concept: str
    """Id of the concept."""
    english: str
    """The form whose meaning it gives."""
    chinese: str
    """The word, simplified."""
    line: int
    """Line of the dictionary."""


def import_concepts(
    text: str, name: str, format: str, vocabulary: frozenset[str] = frozenset()
) -> list[Concept]:
    """The categories of a foreign dictionary as concepts, in the file's order.

    ``format`` is a key of ``IMPORTERS``. The theme is a category's outermost heading.
    Raises ``DataError`` naming the line of what breaks the format, or where nothing is found.

    >>> import_concepts("governance\\tgovern\\ngovernance\\t治理\\n", "x.tsv", "tsv")
    [Concept(id='governance', theme='imported', forms_by_language={'en': ('govern',),
     'zh': ('治理',)}, blocks=(), aliases=(), synonyms=(), note='', shared=frozenset(), line=0)]
    """
    words: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for word, path, _ in IMPORTERS[format](text.removeprefix("\ufeff"), name):
        words[path][unicodedata.normalize("NFC", word)] = None
    if not words:
        raise DataError(name, f"has no words for a list in the form {format!r}", "check --from")
    taken: dict[str, int] = defaultdict(int)
    return [_concept(path, group, vocabulary, taken) for path, group in words.items()]


def _concept(
    path: tuple[str, ...], words: Iterable[str], vocabulary: frozenset[str], taken: dict[str, int]
) -> Concept:
    forms: dict[str, None] = {}
    bare = []
    for word in map(tidied, words):
        spelled = list(_spelled(word, vocabulary))
        if "*" in word and spelled == [word.replace("*", "").strip()]:
            bare.append(word)
        forms |= dict.fromkeys(form for form in spelled if _usable(form))
    name = _kebab(path[-1])
    taken[name] += 1
    if taken[name] > 1:
        name = f"{name}-{taken[name]}"
    note = f"wildcards without their endings: {', '.join(bare)}" if bare else ""
    return Concept(
        id=name,
        theme=_kebab(path[0]) if len(path) > 1 else "imported",
        forms_by_language={
            "en": tuple(form for form in forms if not is_chinese(form)),
            "zh": tuple(form for form in forms if is_chinese(form)),
        },
        note=note,
    )


def _spelled(word: str, vocabulary: frozenset[str]) -> Iterator[str]:
    if "*" not in word:
        yield word
        return
    folded = fold(word, language_of(word))
    pattern = re.compile(".*".join(re.escape(part) for part in folded.split("*")))
    known = sorted(known for known in vocabulary if pattern.fullmatch(known))
    yield from known or [word.replace("*", "").strip()]


def _usable(form: str) -> bool:
    return bool(form_key(form, language_of(form)))


def _kebab(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or "unnamed"


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
        yield str(node), path, name


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
                yield word, (categories[key],), name


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


def _two_columns(text: str, name: str) -> Iterator[_Entry]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != 2 or not all(cells):
            fact = f"has {len(cells)} columns instead of 2" if len(cells) != 2 else "an empty cell"
            raise DataError(f"{name}, line {number}", fact, "write category<TAB>word")
        yield cells[1], (cells[0],), name


IMPORTERS: dict[str, Callable[[str, str], Iterator[_Entry]]] = {
    "quanteda": _quanteda,
    "liwc": _liwc,
    "tsv": _two_columns,
}
"""Foreign formats that can become a concept list."""

_CEDICT = re.compile(r"(\S+) (\S+) \[[^\]]*\] /(.*)/\s*")
_REMARK = re.compile(r"\([^)]{0,500}\)|\bto (?=\w)")


def cedict_translations(text: str, name: str, concepts: ConceptList) -> list[Translation]:
    """Chinese words of a CC-CEDICT file that mean a form of a concept and are not in it yet.

    Words of one character are left out, since they stand inside too many others. Raises
    ``DataError`` naming the line that is no entry.
    """
    found: dict[tuple[str, str], Translation] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        entry = _CEDICT.fullmatch(line)
        if entry is None:
            remedy = "the lines of CC-CEDICT are: traditional simplified [pinyin] /meaning/"
            raise DataError(f"{name}, line {number}", "is no entry of CC-CEDICT", remedy)
        chinese = entry.group(2)
        if len(chinese) < 2 or find(chinese, concepts) is not None:
            continue
        for meaning in entry.group(3).split("/"):
            english = _REMARK.sub("", meaning).strip()
            concept = find(english, concepts) if english else None
            if concept is not None:
                hint = Translation(concept.id, english, chinese, number)
                found.setdefault((concept.id, chinese), hint)
    return list(found.values())


def render_concepts(concepts: Iterable[Concept]) -> str:
    """Concepts as the text of a concept file, sorted by theme, then id, every form spelled out.

    ``load_concepts`` reads it back to the same list.
    """
    rows = ["\t".join(COLUMNS)]
    for concept in sorted(concepts, key=lambda concept: (concept.theme, concept.id)):
        cells = [
            "; ".join(f + "&" * (f in concept.shared) for f in forms)
            for forms in (
                *(concept.forms("en"), concept.forms("zh"), concept.blocks),
                *(concept.aliases, concept.synonyms),
            )
        ]
        note = " ".join(concept.note.split())
        rows.append("\t".join((concept.id, concept.theme, *cells, note)))
    return "\n".join(rows) + "\n"
