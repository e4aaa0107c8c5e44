"""A question: one function that the command line and a notebook both call.

Its body takes what is named, a session, and frozen settings records. A notebook gives the fields
of those records as keywords; the command line gives the records and the session that it made.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import MISSING, is_dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any

from aiplans_cli.output.answer import Answer, answer
from aiplans_cli.resources import described
from aiplans_cli.setting_values import records_from
from aiplans_cli.settings import options_of
from aiplans_cli.sources.settings import SourceSettings

if TYPE_CHECKING:
    from aiplans_cli.output.report import Report
    from aiplans_cli.sources.session import Session


def question(body: Callable[..., Report]) -> Callable[..., Answer]:
    """Let ``body`` be called with keywords as well as with settings records and a session.

    Its parameters that are settings records take their fields from the keywords of a call, and
    its session reads sources as the keywords of ``SourceSettings`` say. What the reading of the
    sources had to tell is added to the notes of the report. A call raises ``AiplansError`` for
    settings and sources that cannot be.
    """
    records = records_in(body)

    @wraps(body)
    def ask(*named: Any, **keywords: Any) -> Answer:
        if "session" in keywords:
            return _remarked(body(*named, **keywords), keywords["session"])
        from aiplans_cli.sources import session as sessions
        from aiplans_cli.sources.journal import Journal

        keywords.pop("quiet", None)  # of the command line: a notebook is told nothing anyway
        reading, *made = records_from(keywords, SourceSettings, *records.values())
        told: list[str] = []
        session = sessions.Session(reading, Journal(note=told.append))
        report = body(*named, **dict(zip(records, made, strict=True)), session=session)
        told = [line for line in told if line not in session.remarks]
        return _remarked(replace(report, notes=(*report.notes, *told)), session)

    every = [*records.values(), SourceSettings]
    vars(ask)["__signature__"] = _signature(body, every)
    if told := described(body).__doc__:
        ask.__doc__ = f"{told.rstrip()}\n\n    Keywords:\n\n{_told(every)}"
    return ask


def _remarked(report: Report, session: Session) -> Answer:
    """The report, with what its session has to say first."""
    if session.settings.stem:
        from aiplans_cli.analyses.surface_forms import commonest_forms, in_surface_forms

        report = in_surface_forms(report, commonest_forms(session.counter.forms))
    return answer(replace(report, notes=(*session.remarks, *report.notes)))


def records_in(function: Callable[..., object]) -> dict[str, type]:
    """The parameters of a function that are settings records, and which."""
    found: dict[str, type] = {}
    for name, annotation in function.__annotations__.items():
        kind = annotation
        if isinstance(annotation, str):
            kind = getattr(function, "__globals__", {}).get(annotation)
        if isinstance(kind, type) and is_dataclass(kind) and kind.__name__.endswith("Settings"):
            found[name] = kind
    return found


def _told(records: list[type]) -> str:
    """What the keywords do, a line each."""
    return "".join(
        f"    {name}: {option.help}\n"
        for record in records
        for name, (_, option, _) in options_of(record).items()
        if option is not None
    )


def _signature(body: Callable[..., object], records: list[type]) -> inspect.Signature:
    """What a notebook shows: the named, and every setting as a keyword."""
    given = inspect.signature(body)
    kept = [p for p in given.parameters.values() if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    settings: dict[str, inspect.Parameter] = {}
    for record in records:
        for name, (kind, _, default) in options_of(record).items():
            settings[name] = inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if default is MISSING else default,
                annotation=kind,
            )
    return inspect.Signature([*kept, *settings.values()], return_annotation="Report")
