"""A PDF with its objects in one order, since the library that writes it shuffles them."""

from __future__ import annotations

import re

_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_ENTRIES = re.compile(rb"(?:[ ]*/[A-Za-z]+\d+ \d+ 0 R\n)+")


def in_one_order(data: bytes) -> bytes:
    """The same pages with resources by name, and objects numbered as the catalogue leads to them.

    What is not as the library writes it is left as it is.
    """
    try:
        objects, trailer = _parsed(data)
        numbers = _numbers(objects, trailer)
    except (ValueError, IndexError, KeyError):
        return data

    def renamed(text: bytes) -> bytes:
        return _REFERENCE.sub(lambda m: b"%d 0 R" % numbers[int(m[1])], text)

    made = bytearray(re.match(rb"%PDF-[\d.]+\n(?:%[^\n]*\n)?\n*", data)[0])  # type: ignore[index]
    places = [0] * (len(numbers) + 1)
    for old, new in sorted(numbers.items(), key=lambda item: item[1]):
        head, rest = objects[old]
        places[new] = len(made)
        made += b"%d 0 obj\n" % new + renamed(head) + rest
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % len(places)
    for place in places[1:]:
        made += b"%010d 00000 n \n" % place
    size = re.sub(rb"/Size \d+", b"/Size %d" % len(places), renamed(trailer))
    return bytes(made + b"trailer\n" + size + b"\nstartxref\n%d\n%%%%EOF" % start)


def _parsed(data: bytes) -> tuple[dict[int, tuple[bytes, bytes]], bytes]:
    """Number → what an object says and the stream that follows it; and the trailer."""
    start = int(data[data.rindex(b"startxref") :].split()[1])
    trailer = data[data.index(b"trailer", start) + 7 : data.rindex(b"startxref")].strip()
    count = int(data[start:].split(None, 3)[2])
    lines = data[start:].split(b"\n")[3 : 2 + count]
    places = {number: int(line[:10]) for number, line in enumerate(lines, 1)}
    ends = [*sorted(places.values())[1:], start]
    next_of = dict(zip(sorted(places.values()), ends, strict=True))
    objects = {}
    for number, place in places.items():
        text = data[place : next_of[place]].split(b"obj\n", 1)[1]
        head, mark, rest = text.partition(b"stream\n")
        head = _ENTRIES.sub(lambda m: b"".join(sorted(m[0].splitlines(keepends=True))), head)
        objects[number] = (head, mark + rest)
    return objects, trailer


def _numbers(objects: dict[int, tuple[bytes, bytes]], trailer: bytes) -> dict[int, int]:
    """Old number → new: as they are met, from the trailer on."""
    numbers: dict[int, int] = {}
    waiting = [int(found) for found in _REFERENCE.findall(trailer)]
    while waiting:
        number = waiting.pop(0)
        if number not in numbers:
            numbers[number] = len(numbers) + 1
            waiting += [int(found) for found in _REFERENCE.findall(objects[number][0])]
    return numbers
