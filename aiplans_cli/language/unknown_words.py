"""Words that jieba's dictionary lacks: its hidden Markov model, decoded to the last bit.

The model, four states for a character's place in a word, comes with jieba (Sun Junyi 2012-2020,
version 0.42.1, ``jieba/finalseg``) and is read from its files; jieba itself is not imported.
Sums are made in jieba's order and ties go the way its comparison of (sum, state) pairs sends
them, since copies of the model with rounded numbers part words otherwise in near-ties.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NamedTuple

_NEVER = -3.14e100
"""jieba's logarithm of zero."""

_Emissions = dict[str, float]


class _Model(NamedTuple):
    """Log probabilities; the states are B(egin), M(iddle), E(nd) and S(ingle)."""

    start_b: float
    start_s: float
    trans: tuple[float, ...]
    """E to B, S to B; B to M, M to M; B to E, M to E; E to S, S to S."""
    emit_b: _Emissions
    emit_m: _Emissions
    emit_e: _Emissions
    emit_s: _Emissions


def _table(name: str) -> Any:
    jieba = find_spec("jieba")
    if jieba is None or jieba.origin is None:  # pragma: no cover - a dependency
        raise ModuleNotFoundError("jieba")
    path = Path(jieba.origin).parent / "finalseg" / f"prob_{name}.py"
    spec = spec_from_file_location(f"jieba_prob_{name}", path)
    if spec is None or spec.loader is None:  # pragma: no cover - the path ends in .py
        raise ModuleNotFoundError(name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.P


@cache
def _model() -> _Model:
    start, trans, emit = _table("start"), _table("trans"), _table("emit")
    moves = ("EB", "SB", "BM", "MM", "BE", "ME", "ES", "SS")
    return _Model(
        start["B"],
        start["S"],
        tuple(trans[move[0]][move[1]] for move in moves),
        *(emit[state] for state in "BMES"),
    )


def part(run: str) -> list[str]:
    """The words of a run of Chinese characters by the model alone, as jieba's ``finalseg`` cuts.

    >>> part("小明")  # "Xiao Ming", a name in no dictionary
    ['小明']
    """
    words: list[str] = []
    begin = after = 0
    for index, state in enumerate(_states(run)):
        if state == "B":
            begin = index
        elif state == "E":
            words.append(run[begin : index + 1])
            after = index + 1
        elif state == "S":
            words.append(run[index])
            after = index + 1
    return [*words, run[after:]] if after < len(run) else words


def _states(run: str) -> str:
    """The likeliest state of each character (Viterbi 1967)."""
    model = _model()
    eb, sb, bm, mm, be, me, es, ss = model.trans
    emit_b, emit_m, emit_e, emit_s = model.emit_b, model.emit_m, model.emit_e, model.emit_s
    first = run[0]
    b = model.start_b + emit_b.get(first, _NEVER)
    m = _NEVER + emit_m.get(first, _NEVER)
    e = _NEVER + emit_e.get(first, _NEVER)
    s = model.start_s + emit_s.get(first, _NEVER)
    path_b, path_m, path_e, path_s = "B", "M", "E", "S"
    for character in run[1:]:
        seen = emit_b.get(character, _NEVER)
        from_e, from_s = e + eb + seen, s + sb + seen
        new_b, to_b = (from_s, path_s) if from_s >= from_e else (from_e, path_e)
        seen = emit_m.get(character, _NEVER)
        from_b, from_m = b + bm + seen, m + mm + seen
        new_m, to_m = (from_m, path_m) if from_m >= from_b else (from_b, path_b)
        seen = emit_e.get(character, _NEVER)
        from_b, from_m = b + be + seen, m + me + seen
        new_e, to_e = (from_m, path_m) if from_m >= from_b else (from_b, path_b)
        seen = emit_s.get(character, _NEVER)
        from_e, from_s = e + es + seen, s + ss + seen
        new_s, to_s = (from_s, path_s) if from_s >= from_e else (from_e, path_e)
        b, m, e, s = new_b, new_m, new_e, new_s
        path_b, path_m, path_e, path_s = to_b + "B", to_m + "M", to_e + "E", to_s + "S"
    return path_s if s >= e else path_e
