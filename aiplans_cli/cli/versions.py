"""What of the program and of the machine shapes the numbers of a run."""

from __future__ import annotations

from contextlib import suppress


def own_stop_words() -> dict[str, str]:
    """Our own lists of stop words → their digests."""
    from hashlib import sha256

    from aiplans_cli.language import LANGUAGES, stop_words

    own = {f"stop words {code}": " ".join(sorted(stop_words(code))) for code in LANGUAGES}
    return {name: sha256(words.encode()).hexdigest() for name, words in own.items()}


def installed() -> dict[str, str]:
    """Python and each library that the program needs → its version."""
    import platform
    import re
    from importlib import metadata

    versions = {"python": platform.python_version()}
    with suppress(metadata.PackageNotFoundError):  # a checkout that is not installed
        for line in metadata.requires("aiplans") or ():
            name = re.split(r"[^\w.-]", line)[0]
            versions[name] = metadata.version(name)
    return versions
