"""Records with slots: what ``dataclasses.dataclass`` makes, in a quarter of its time.

A command defines a hundred records while it starts, and for each the standard library writes and
compiles seven functions: a fifth of what a user of two plans waited for. Here ``__init__`` alone is
compiled; the other methods go by the fields.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

_FACTORIES = object()
"""The default of a parameter whose value a factory makes."""


def _made(*, slots: bool, frozen: bool = False, repr: bool = True) -> Callable[[type], type]:
    """A decorator that makes a record of a class, as ``dataclass`` does with the same arguments.

    >>> from dataclasses import field, replace
    >>> @dataclass(frozen=True, slots=True)
    ... class Plan:
    ...     id: str
    ...     sections: tuple[str, ...] = ()
    >>> replace(Plan("us-2025"), id="cn-2025")
    Plan(id='cn-2025', sections=())
    """
    assert slots, "a record has slots"

    def made(cls: type) -> type:
        own = vars(cls)
        record: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
        compared = _values([field.name for field in fields(record) if field.compare])
        if "__init__" not in own:
            record.__init__ = _init(record, frozen)
        if repr and "__repr__" not in own:
            record.__repr__ = _repr
        if "__eq__" not in own:
            record.__eq__ = _equality(compared)
            if "__hash__" not in own:
                hashed = [one.name for one in fields(record) if one.compare and one.hash is None]
                record.__hash__ = _hash(_values(hashed)) if frozen else None
        if frozen:
            record.__setattr__, record.__delattr__ = _no_setting, _no_deleting
            record.__getstate__, record.__setstate__ = _state, _set_state
        made_of: type = record
        return made_of

    return made


def _init(record: Any, frozen: bool) -> Callable[..., None]:
    """The function that takes the fields in their order, in which each is set by its slot."""
    scope: dict[str, Any] = {"FACTORIES": _FACTORIES}
    parameters, lines = ["self"], [""]
    for field in fields(record):
        name = value = field.name
        factory = field.default_factory is not MISSING
        scope[f"made_{name}"] = field.default_factory if factory else field.default
        if field.init:
            default = "FACTORIES" if factory else f"made_{name}"
            parameters.append(name if scope[f"made_{name}"] is MISSING else f"{name}={default}")
            if factory:
                value = f"made_{name}() if {name} is FACTORIES else {name}"
        elif not factory:
            continue
        else:
            value = f"made_{name}()"
        scope[f"set_{name}"] = getattr(record, name).__set__
        lines.append(f"set_{name}(self, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(record, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):" + ("\n    ".join(lines) or " pass"), scope)
    init: Callable[..., None] = scope["__init__"]
    init.__qualname__ = f"{record.__qualname__}.__init__"
    init.__annotations__ = {one.name: one.type for one in fields(record) if one.init}
    return init


def _values(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def _equality(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, object], bool]:
    def equal(self: Any, other: object) -> bool:
        same: bool = NotImplemented
        if other.__class__ is self.__class__:
            same = values(self) == values(other)
        return same

    return equal


def _hash(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], int]:
    return lambda self: hash(values(self))


def _repr(self: Any) -> str:
    told = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(told)})"


def _no_setting(self: Any, name: str, _: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_deleting(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    dataclass = _made
