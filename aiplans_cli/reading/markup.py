"""XML that is no format of documents: its tags would be counted as words, so it is refused."""

from __future__ import annotations

import re

from aiplans_cli.errors import SourceError

# possessive, or a page of comments takes for ever
_BEFORE = rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[(?:[^\]]|\](?!\s*+>))*+\]\s*+)?>)*+"
_NAME = rb"[A-Za-z_][\w.-]*+"
_ROOT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(" + _BEFORE + rb")<(" + _NAME + rb":)?(" + _NAME + rb")[\s/>]", re.DOTALL
)
_OF_HTML = frozenset(
    b"html head body div p span article section main header footer nav aside table tbody tr td ul "
    b"ol li dl h1 h2 h3 h4 h5 h6 a b i em strong br hr img pre blockquote font center form".split()
)
"""Elements with which a page, or a part of one that was saved, may begin."""


def xml_root(data: bytes, name: str) -> str:
    """The name of the outermost element of XML, by its beginning; "" for what is none, or a page.

    Without ``<?xml``, a suffix that says XML or a closing tag at the end must bear it out.

    >>> xml_root(b"<TEI><p>AI safety</p></TEI>", "-"), xml_root(b"<p>AI safety</p>", "-")
    ('TEI', '')
    >>> xml_root(b"<AI> is the topic.", "x.txt")
    ''
    """
    found = _ROOT.match(data)
    if not found or found[3].lower() in _OF_HTML:
        return ""
    root = (found[2] or b"") + found[3]
    named = name.lower().endswith((".xml", ".tei", ".rdf", ".rss"))
    closed = data.rstrip().endswith(b"</" + root + b">")
    return root.decode() if b"<?xml" in found[1] or named or closed else ""


def check_no_xml(data: bytes, name: str) -> None:
    """Raise ``SourceError`` for XML, by the name of its outermost element."""
    if root := xml_root(data, name):
        raise SourceError(
            name,
            f"is XML (<{root}>), which is no format of documents",
            "save its text as .txt or .html, or count its tags too with --from text",
        )
