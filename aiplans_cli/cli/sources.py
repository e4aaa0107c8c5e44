"""What the user's source options mean, and what is read when no source is named."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from aiplans_cli import __version__
from aiplans_cli.cli.record import note_list, read_settings
from aiplans_cli.cli.streams import note
from aiplans_cli.errors import SourceError
from aiplans_cli.sources.session import Loader
from aiplans_cli.sources.source import Loaded
from aiplans_cli.storage import cache_dir, data_dir

if TYPE_CHECKING:
    from aiplans_cli.cli.options import SourceOptions
    from aiplans_cli.concepts.compiled import Compiled
    from aiplans_cli.language.segmenter import UserWord

__all__ = ["Loaded", "Loader", "default_sources", "loader"]

DEFAULT_PAIR = ("us-2025", "cn-2025")
"""What is compared when no source is named, where both official texts have been fetched."""

DEFAULT_DIGESTS = ("us-2025-digest", "cn-2025-digest")
"""What stands in for them otherwise."""


def default_sources(options: SourceOptions) -> list[str]:
    """The official pair where it has been fetched, else the digests, with a note that says so.

    With ``--lang`` only those in that language.
    """
    from aiplans_cli.sources.library import resolve

    if options.stop_words not in ("on", "off"):
        line = (
            f"{options.stop_words} is taken for the stop words of --stop-words, not for a document"
        )
        note(line, options.quiet)
    languages = ("en", "zh")
    wanted = [i for i, code in enumerate(languages) if options.lang in ("auto", code)]
    official = [DEFAULT_PAIR[i] for i in wanted]
    for source in official:
        try:
            fetched = resolve(source, data_dir())[0].form == "text"
        except SourceError:
            fetched = False
        if not fetched:
            digests = [DEFAULT_DIGESTS[i] for i in wanted]
            note(
                f"using this project's digests, {' and '.join(digests)}, since the official texts "
                f"are not on this machine; 'aiplans texts fetch {' '.join(official)}' brings them",
                options.quiet,
            )
            return digests
    return official


def loader(options: SourceOptions) -> Loader:
    """A loader for the user's options. Raises ``AiplansError`` for a broken file among them."""
    from aiplans_cli.language import Settings, parse_stop_words

    concept_list, terms = _concepts(options.concepts)
    stops: frozenset[str] | None = None
    if options.stop_words not in ("on", "off"):
        stops = parse_stop_words(read_settings(options.stop_words, option="--stop-words"))
    user_words: tuple[UserWord, ...] = ()
    if options.user_dict is not None:
        from aiplans_cli.language.segmenter import parse_user_dict

        text = read_settings(options.user_dict, option="--user-dict")
        user_words = parse_user_dict(text, options.user_dict)
    settings = Settings(
        tokenizer=options.tokenizer,
        stem=options.stem,
        dict_terms=terms if options.dict_terms else frozenset(),
        user_words=user_words,
        engine=options.engine,
        cache_dir=cache_dir(),
    )
    note_list("concepts", concept_list.sha256)
    return Loader(options, concept_list, settings, stops)


def _concepts(path: str | None) -> Compiled:
    """Our list, or the user's: as an earlier run has stored it where neither file has changed."""
    from aiplans_cli.concepts.compiled import compiled, pack, unpack
    from aiplans_cli.concepts.listing import load_concepts, shipped_text
    from aiplans_cli.storage import Cache, cache_key

    own = None if path is None else read_settings(path, option="--concepts")
    files = f"{shipped_text()}\0{own or ''}"
    key = cache_key(sha256(files.encode()).hexdigest(), __version__, {"what": "concepts"})
    store = Cache(cache_dir())
    stored = store.get(key)
    found = None if stored is None else unpack(stored)
    if found is None:
        found = compiled(load_concepts(own, path or "concepts.tsv"))
        store.put(key, pack(found))
    return found
