"""A text as runs without white space: which there are, and where each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LIMIT = 1 << 30
"""Bytes of which Arrow counts the places in 32 bits."""


def split(data: bytes) -> tuple[list[bytes], NDArray[np.int64]]:
    """The distinct pieces between ASCII white space, and the number of each piece in order.

    Arrow does it without an object for each piece, several times as fast as ``bytes.split``.

    >>> pieces, numbers = split(b"to be or not to be")
    >>> pieces, numbers.tolist()
    ([b'to', b'be', b'or', b'not'], [0, 1, 2, 3, 0, 1])
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(data) > _LIMIT:
        raise ValueError(f"{len(data)} bytes at once")
    text = pa.array([data], type=pa.binary()).view(pa.string())  # the bytes need be no UTF-8
    found = pc.ascii_split_whitespace(text).flatten().view(pa.binary()).dictionary_encode()
    pieces: list[bytes] = found.dictionary.to_pylist()
    numbers = found.indices.to_numpy().astype(np.int64)
    if b"" in pieces:  # what stands before white space at the beginning, or after it at the end
        numbers = numbers[numbers != pieces.index(b"")]
    return pieces, numbers
