"""The errors a user can meet. Each prints as one line: ``SUBJECT: FACT; WHAT TO DO``."""

import sys
from contextlib import suppress


def say(line: str) -> None:
    """Write a line to standard error, where somebody listens to it.

    Control characters, as names of files and answers of servers may hold, are left out.
    """
    plain = "".join(char for char in line if char in "\n\t" or not _is_control(char))
    with suppress(OSError, ValueError, AttributeError):  # closed, full, or missing from the start
        sys.stderr.write(f"{plain}\n")


def _is_control(char: str) -> bool:
    return char < " " or "\x7f" <= char <= "\x9f"


class AiplansError(Exception):
    """Root of every error that the program reports in one line with exit code 1.

    >>> str(AiplansError("plan.txt", "no such file", "check the name"))
    'plan.txt: no such file; check the name'
    """

    def __init__(self, subject: str, fact: str, remedy: str) -> None:
        self.subject = subject
        self.fact = fact
        self.remedy = remedy
        super().__init__(subject, fact, remedy)

    def __str__(self) -> str:
        line = f"{self.subject}: {self.fact}; {self.remedy}"
        return " ".join(line.split())


class SourceError(AiplansError):
    """A source that is missing, unreadable, or not what it claims to be."""


class DataError(AiplansError):
    """A file of ours or the user's (counts, concepts, stop words) that breaks its format."""


class AnalysisError(AiplansError):
    """Readable input on which the question asked has no meaningful answer."""


class WordlessError(SourceError, AnalysisError):
    """A source without a word to count, which among many is left out."""


class UnfitTableError(SourceError):
    """A table of which no column is plainly the texts, or that is no table at all."""


class FetchError(AiplansError):
    """A download that was refused, failed, or did not bring what was promised."""


class UsageError(AiplansError):
    """Settings that cannot be, or cannot stand together; on the command line exit code 2.

    >>> str(UsageError("write 8 or sentence", "--context"))
    '--context: write 8 or sentence'
    """

    def __init__(self, fact: str, subject: str = "") -> None:
        super().__init__(subject, fact, "")

    def __str__(self) -> str:
        return " ".join(f"{self.subject}: {self.fact}".removeprefix(": ").split())
