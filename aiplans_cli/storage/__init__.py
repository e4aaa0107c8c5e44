"""Temporary."""

from aiplans_cli.cli.folders import cache_dir, data_dir
from aiplans_cli.output.files import *  # noqa
from aiplans_cli.output.files import check_writable, encode, write_atomically
from aiplans_cli.sources.library.cache import Cache, cache_key
