"""The tree of a web page, and the walk through it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from aiplans_cli.reading.elements import UNSEEN, ElementReader

_BEGINNING = 2000
_XML = re.compile(r"\A\s*<\?xml|<html[^>]*\sxmlns\s*=", re.IGNORECASE)
_EMPTY = re.compile(
    r"<(a|b|div|em|i|iframe|li|p|script|span|strong|style|td|textarea|th|title)"
    r"((?:\s[^<>]{0,500}?)?)\s{0,9}/>",
    re.IGNORECASE,
)
"""Elements that XML may write as empty, which HTML takes for open, and a title for all there is."""


_CODE = re.compile(r"(<script\b|<style\b|<!--)|</script|</style|-->", re.IGNORECASE)


_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{20000,}+>?")
_QUOTED = re.compile("\"[^\"]*\"|'[^']*'")
_MOST_ATTRIBUTES = 1000
"""Of one element. The parser compares each with all before it, 40 seconds for 200,000; no page
here has more than 30."""


def bare(text: str) -> str:
    """A page whose elements with thousands of attributes have none.

    >>> bare("<p " + "a=1 " * 9000 + ">One"), bare("<p a=1>One")
    ('<p>One', '<p a=1>One')
    """
    return _LONG_TAG.sub(_bared, text)


def _bared(tag: re.Match[str]) -> str:
    words = _QUOTED.sub("", tag[0]).split(None, _MOST_ATTRIBUTES + 1)
    return f"{words[0]}>" if len(words) > _MOST_ATTRIBUTES else tag[0]


def parsed(text: str) -> tuple[Any, bool]:
    """The root element of a page, and whether it is nested too deeply for a tree to hold it all.

    The root is None where there is no element.

    >>> parsed("<p>One")[0].tag, parsed("<i>" * 9999)[1]
    ('html', True)
    """
    from lxml import etree

    text = bare(text)
    if _XML.search(text, 0, _BEGINNING):
        text = _EMPTY.sub(r"<\1\2></\1>", text)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError:
        root = None
    return root, any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)


def without_cdata(text: str) -> str:
    """An XML page whose marked sections, which HTML has not, are ordinary text.

    >>> without_cdata('<?xml version="1.0"?><p><![CDATA[R&D]]></p>')
    '<?xml version="1.0"?><p>R&amp;D</p>'
    """
    if "<![CDATA[" not in text or not _XML.search(text, 0, _BEGINNING):
        return text
    first, *others = text.split("<![CDATA[")
    result, code = [first], _ends_in_code(first, code=False)
    for part in others:
        marked, end, rest = part.partition("]]>")
        if code or not end:  # scripts hide their text so from older browsers
            result.append(f"<![CDATA[{part}")
            code = _ends_in_code(part, code=code)
        else:
            result += (escape(marked, quote=False), rest)
            code = _ends_in_code(rest, code=False)
    return "".join(result)


def _ends_in_code(text: str, *, code: bool) -> bool:
    """Whether a part of a page ends in a script, a style or a comment."""
    for mark in _CODE.finditer(text):
        code = mark[1] is not None
    return code


def page_title(root: Any) -> str:
    """The title that a page gives for sharing, else the one for its window.

    >>> page_title(parsed("<title>The plan - Site</title><p>Text.")[0])
    'The plan - Site'
    """
    for meta in root.iter("meta"):
        if meta.get("property") == "og:title" and meta.get("content"):
            return str(meta.get("content"))
    title = root.find(".//title")
    return "" if title is None else "".join(title.itertext())


def walk(root: Any, reader: ElementReader) -> None:
    """Tell a reader what elements begin and end, whatever their depth."""
    from lxml import etree

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            if event == "end" and element.tail:
                reader.data(element.tail)
            continue
        if event == "start":
            reader.start(tag, element.attrib, element)
            if element.text:
                reader.data(element.text)
        else:
            if tag not in ("br", "wbr"):
                reader.end(tag)
            if element.tail:
                reader.data(element.tail)
    reader.finish()


def texts(root: Any) -> Iterator[str]:
    """All text of a page that is not for the browser alone, hidden text included."""
    unseen = 0
    from lxml import etree

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        skipped = tag in UNSEEN
        if event == "start":
            unseen += skipped
            if element.text and not unseen and isinstance(tag, str):
                yield element.text
        else:
            unseen -= skipped
            if element.tail and not unseen:
                yield element.tail
