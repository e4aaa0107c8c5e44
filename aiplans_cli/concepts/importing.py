"""Other programs' dictionaries as concepts: quanteda, LIWC, WordStat, Lexicoder, and plain TSV.

Chinese and English forms are told apart by their characters. A wildcard, ``regulat*`` or 治*
(govern...), becomes the words of ``vocabulary`` that begin so, since our lists spell out what they
match; without such words it is kept as the bare beginning, and the concept's note says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from aiplans_cli.characters import tidied
from aiplans_cli.concepts.concept import Concept
from aiplans_cli.concepts.foreign import IMPORTERS
from aiplans_cli.concepts.forms import is_chinese
from aiplans_cli.concepts.listing import COLUMNS
from aiplans_cli.concepts.lookup import find
from aiplans_cli.concepts.word_codes import form_key
from aiplans_cli.errors import DataError
from aiplans_cli.language import fold, language_of
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aiplans_cli.concepts.concept import ConceptList


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
     'zh': ('治理',)}, blocks=(), aliases=(), synonyms=(), note='', shared=frozenset(), weights={},
     line=0)]
    """
    words: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for word, path, weight in IMPORTERS[format](text.removeprefix("\ufeff"), name):
        words[path][unicodedata.normalize("NFC", word)] = weight
    if not words:
        raise DataError(name, f"has no words for a list in the form {format!r}", "check --from")
    taken: dict[str, int] = defaultdict(int)
    return [_concept(path, group, vocabulary, taken) for path, group in words.items()]


def _concept(
    path: tuple[str, ...],
    words: Mapping[str, float],
    vocabulary: frozenset[str],
    taken: dict[str, int],
) -> Concept:
    forms: dict[str, float] = {}
    bare = []
    for written, weight in words.items():
        word = tidied(written)
        spelled = list(_spelled(word, vocabulary))
        if "*" in word and spelled == [word.replace("*", "").strip()]:
            bare.append(word)
        forms |= {form: weight for form in spelled if _usable(form)}
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
        weights={form: weight for form, weight in forms.items() if weight != 1},
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

    ``load_concepts`` reads it back to the same list, whose concepts are looked for each by itself,
    as the categories of a dictionary are.
    """
    every = list(concepts)
    weighed = any(concept.weights for concept in every)
    rows = ["# overlap = true", "\t".join(c for c in COLUMNS if weighed or c != "weights")]
    for concept in sorted(every, key=lambda concept: (concept.theme, concept.id)):
        cells = [
            "; ".join(f + "&" * (f in concept.shared) for f in forms)
            for forms in (
                *(concept.forms("en"), concept.forms("zh"), concept.blocks),
                *(concept.aliases, concept.synonyms),
            )
        ]
        if weighed:
            weights = concept.weights.items()
            cells.append("; ".join(f"{form}={weight!r}" for form, weight in weights))
        note = " ".join(concept.note.split())
        rows.append("\t".join((concept.id, concept.theme, *cells, note)))
    return "\n".join(rows) + "\n"
