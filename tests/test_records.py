"""Records are what the standard library would make of the same class."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from inspect import signature
from typing import Any

import pytest

from aiplans_cli import records
from aiplans_cli.sources.settings import SourceSettings


class Plain:
    """A plan."""

    id: str
    sections: int = 2
    words: Mapping[str, int] = field(default_factory=dict, hash=False)
    told: str = field(default="", compare=False, repr=False)
    double: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "double", 2 * self.sections)


class Named:
    """A plan that says itself how it is shown and compared."""

    id: str
    year: int = 2025

    def __repr__(self) -> str:
        return f"<{self.id}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)


def both(cls: type, **arguments: bool) -> tuple[Any, Any]:
    """The record that is ours and that of the standard library, of one class."""
    ours: Any = records.dataclass
    theirs: Any = dataclasses.dataclass
    made = (one(slots=True, **arguments)(anew(cls)) for one in (ours, theirs))
    return next(made), next(made)


def anew(cls: type) -> type:
    """The class once more, without what Python has added to it."""
    held = {k: v for k, v in vars(cls).items() if k not in ("__dict__", "__weakref__")}
    return type(cls.__name__, (), held)


@pytest.mark.parametrize("frozen", [True, False])
@pytest.mark.parametrize("shape", [Plain, Named])
def test_a_record_behaves_as_the_standard_librarys(shape: type, frozen: bool) -> None:
    ours, theirs = both(shape, frozen=frozen)
    for values in (("us-2025",), ("us-2025", 3)):
        one, other = ours(*values), theirs(*values)
        assert repr(one) == repr(other)
        assert asdict(one) == asdict(other)
        assert asdict(replace(one, id="cn-2025")) == asdict(replace(other, id="cn-2025"))
        assert one == ours(*values) and one != ours("eu-2025")
        assert one != other, "records of two classes differ"
    assert [(f.name, f.type, f.init) for f in fields(ours)] == [
        (f.name, f.type, f.init) for f in fields(theirs)
    ]
    assert list(signature(ours).parameters) == list(signature(theirs).parameters)
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)
    assert ours.__match_args__ == theirs.__match_args__
    with pytest.raises(TypeError):
        ours()
    with pytest.raises(TypeError):
        ours("us-2025", nothing=1)


def test_a_frozen_record_cannot_be_changed_and_can_be_hashed() -> None:
    ours, theirs = both(Plain, frozen=True)
    for kind in (ours, theirs):
        one = kind("us-2025")
        with pytest.raises(FrozenInstanceError, match="cannot assign to field 'id'"):
            one.id = "cn-2025"
        with pytest.raises(FrozenInstanceError, match="cannot delete field 'id'"):
            del one.id
        assert len({one, kind("us-2025", told="else"), kind("us-2025", 3)}) == 2


def test_a_record_that_may_change_can_be_changed() -> None:
    ours, _ = both(Plain)
    one = ours("us-2025")
    one.id = "cn-2025"
    assert one == ours("cn-2025")
    with pytest.raises(AttributeError):
        one.nothing = 1
    assert one.words is not ours("cn-2025").words, "each has a value of its own from the factory"


def test_records_go_to_other_processes_and_back() -> None:
    asked = SourceSettings(lang="zh", where=("country=cn",))
    for back in (pickle.loads(pickle.dumps(asked)), copy.copy(asked), copy.deepcopy(asked)):
        assert back == asked and hash(back) == hash(asked) and back is not asked


def test_a_record_may_be_part_of_another() -> None:
    ours: Any = records.dataclass
    base = ours(frozen=True, slots=True)(anew(Named))
    held = {"__annotations__": {"pages": "int"}, "pages": 28, "__module__": __name__}
    more = ours(frozen=True, slots=True)(type("More", (base,), held))
    assert (more("us-2025").id, more("us-2025").year, more("us-2025").pages) == (
        "us-2025",
        2025,
        28,
    )
    assert more("us-2025", pages=1).pages == 1
