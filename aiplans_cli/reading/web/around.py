"""What elements of a page say of themselves: menus, footers, contents."""

from __future__ import annotations

import re
from typing import Any

_TAGS = frozenset({"nav", "footer", "aside", "menu"})
_ROLES = frozenset(
    "navigation banner contentinfo complementary search menu menubar dialog alertdialog"
    " toolbar tablist".split()
)
_NAMES = frozenset(
    "nav navbar navigation menu submenu sidebar breadcrumb breadcrumbs crumb crumbs footer share"
    " sharing social related recommend recommended comments copyright advert advertisement ad ads"
    " adsense cookie cookies newsletter subscribe login signup popup modal pagination pager"
    " toolbar promo sponsored sponsor outbrain taboola skip topbar masthead hotlist ranking"
    " disqus respond".split()
)
"""Words in classes and ids of what stands around a text."""

_CLASSES = _NAMES | frozenset(
    "foot tuijian fenxiang pinglun xiangguan daohang fenye dibu caidan".split()
)
"""The same with what only classes are called; the last are Chinese in Latin letters: recommended,
share, comments, related, navigation, pager, foot, menu."""

_TOPICS = frozenset(
    "share sharing social skip ad ads advert cookie cookies copyright"
    " ranking subscribe login pagination".split()
)
"""Those that are also what a part of a text may be about, or how a designer calls a part of it."""

_LEADING_AWAY = frozenset(
    "related relatedarticles relatedstories relatedposts relatedcontent recommended"
    " recommendedforyou youmayalsolike moreonthisstory morestories sharethis sharethispage"
    " followus 相关新闻 相关阅读 相关链接 相关文章 相关推荐 相关报道 推荐阅读 延伸阅读 为你推荐"
    " 猜你喜欢 热门推荐 热门文章 热门评论 点击排行 阅读排行 新闻排行 精彩推荐"
    " 网友评论 新闻评论 友情链接".split()
)
"""Lines over what leads to other pages; in Chinese: related news, further reading, recommended for
you, most read, comments, friendly links and so on."""

_CONTENTS_NAMES = frozenset({"toc", "doc-toc", "tableofcontents"})
_NAME = re.compile("[a-z]+")
_SIGNS = re.compile(r"[\W_]+")
_WHOLE = frozenset({"html", "body", "main", "article"})
_NAMED_BY_TITLE = frozenset("section h1 h2 h3 h4 h5 h6 p li tr td dt dd a span dfn".split())
"""Elements whose id is often made from a title, such as "comments-on-the-bill"."""


def says_around(element: Any) -> bool:
    """Whether the name, role, class or id of an element is that of a menu or the like.

    >>> from lxml.html import fromstring
    >>> says_around(fromstring('<div class="main-nav"></div>')), says_around(fromstring("<p></p>"))
    (True, False)
    """
    tag = element.tag
    if tag in _TAGS or element.get("role") in _ROLES:
        return True
    if tag in _WHOLE:
        return False
    classes = element.get("class")
    if classes and not _CLASSES.isdisjoint(_NAME.findall(classes.lower())):
        return True
    key = element.get("id")
    if not key or tag in _NAMED_BY_TITLE:
        return False
    words = _NAME.findall(key.lower())
    return len(words) < 4 and not _NAMES.isdisjoint(words)


def may_be_a_topic(element: Any) -> bool:
    """Whether what makes an element look like a menu can also be what a text is about.

    >>> from lxml.html import fromstring
    >>> may_be_a_topic(fromstring('<p class="social">')), may_be_a_topic(fromstring("<nav>"))
    (True, False)
    """
    if element.get("role") in _ROLES or (element.tag in _TAGS and element.tag != "aside"):
        return False
    name = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return (_CLASSES - _TOPICS).isdisjoint(_NAME.findall(name))


def leads_away(text: str) -> bool:
    """Whether a line stands over links to other pages.

    >>> leads_away("Related articles:"), leads_away("Related laws")
    (True, False)
    """
    return len(text) < 30 and _SIGNS.sub("", text).casefold() in _LEADING_AWAY


def is_contents(element: Any) -> bool:
    """Whether an element is a table of contents by its role, class or id.

    >>> from lxml.html import fromstring
    >>> is_contents(fromstring('<nav id="toc"></nav>'))
    True
    """
    if element.get("role") == "doc-toc":
        return True
    classes, key = element.get("class"), element.get("id")
    if not classes and not key:
        return False
    return not _CONTENTS_NAMES.isdisjoint(f"{classes or ''} {key or ''}".lower().split())
