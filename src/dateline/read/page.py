"""What a web page states about its article, and which of its parts are not the article.

Works on lxml trees. Statements are believed in the order: JSON-LD of the article, meta tags,
marked-up times, then what is printed beside the headline.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.read.dates import FoundDate, read_date, writes_month_first

ARTICLE_TYPES = re.compile(r"Article|NewsArticle|Report|BlogPosting|LiveBlog|WebPage", re.I)
# datePublished is the day of the story; a live page may state only when its coverage began
JSON_DATES = ("datePublished", "coverageStartTime", "uploadDate", "dateCreated")
META_DATES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "publishdate",
    "publish-date",
    "publish_date",
    "published",
    "publication_date",
    "publication-date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "article:published",
    "article_date_original",
    "originalpublicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "citation_publication_date",
    "displaydate",
    "date",
)
NEAR_HEADLINE = 60  # elements after the headline among which a byline's date stands
MAX_BYLINE = 90  # characters; longer elements are prose, whose dates are the story's


@dataclass(frozen=True, slots=True)
class Page:
    """A page's own statements. Dates come with the most trusted first."""

    title: str | None
    site_name: str | None
    author: str | None
    url: str | None
    dates: tuple[FoundDate, ...]
    is_video: bool  # the page says that it shows a film; text on it is a caption


def read_page(tree: Any, *, url: str | None = None) -> Page:
    """Title, site, author, address and dates of the article on a page."""
    from trafilatura.metadata import extract_metadata

    # htmldate's own latest date is the day of the run; no reading may depend on that
    how = {"original_date": True, "extensive_search": True, "max_date": "2099-12-31"}
    meta: Any = extract_metadata(tree, default_url=url, date_config=how)
    address = url or meta.url
    articles = list(find_json_articles(tree))
    return Page(
        title=choose_title(tree, articles, meta.title, meta.sitename),
        site_name=meta.sitename or _json_publisher(articles),
        author=meta.author,
        url=meta.url,
        dates=tuple(find_page_dates(tree, articles, address, last=meta.date)),
        is_video=bool(tree.xpath("//meta[@property='og:type'][starts-with(@content, 'video')]")),
    )


def find_page_dates(
    tree: Any, articles: Sequence[dict[str, Any]], url: str | None, *, last: str | None
) -> Iterator[FoundDate]:
    """Every date that the page vouches for; `last` is what htmldate made of it, as last resort."""
    month_first = writes_month_first(url)
    stated = [str(article[key]) for key in JSON_DATES for article in articles if article.get(key)]
    stated += _meta_values(tree)
    stated += tree.xpath("//time[@pubdate]/@datetime | //*[@itemprop='datePublished']/@content")
    stated += tree.xpath("//*[@itemprop='datePublished']/@datetime")
    for value in stated:
        if (day := read_date(value, month_first=month_first)) is not None:
            yield FoundDate(day, "metadata")
    if (found := _byline_date(tree, month_first)) is not None:
        yield found
    if last and (day := read_date(last)) is not None:
        yield FoundDate(day, "text")


def _meta_values(tree: Any) -> list[str]:
    """Contents of the meta tags that give a date of publication, the most telling tag first."""
    named: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            key = (element.get(attribute) or "").lower()
            if key in META_DATES and element.get("content"):
                named.setdefault(key, element.get("content"))
    return [named[key] for key in META_DATES if key in named]


def _byline_date(tree: Any, month_first: bool | None) -> FoundDate | None:
    """The first date printed shortly after the headline."""
    headlines = tree.xpath("//h1[normalize-space()]")
    if not headlines:
        return None
    after = headlines[-1].xpath(f"following::*[position() <= {NEAR_HEADLINE}]")
    for element in after:
        if element.tag in ("script", "style", "p") and len(element.text or "") > MAX_BYLINE:
            continue
        texts = (element.get("datetime"), element.get("title"), element.text, element.tail)
        for text in texts:
            if not text or len(text) > MAX_BYLINE:
                continue
            if (day := read_date(text, month_first=month_first)) is not None:
                return FoundDate(day, "header")
    return None


def find_json_articles(tree: Any) -> Iterator[dict[str, Any]]:
    """JSON-LD objects of a page that describe an article, outermost first."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            found = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _articles_in(found, depth=0)


def _articles_in(value: Any, *, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 3:  # @graph, a list in it, mainEntity: deeper lie other stories
        return
    if isinstance(value, list):
        for item in value:
            yield from _articles_in(item, depth=depth)
    elif isinstance(value, dict):
        if ARTICLE_TYPES.search(str(value.get("@type"))):
            yield value
        for key in ("@graph", "mainEntity"):
            yield from _articles_in(value.get(key), depth=depth + 1)


def _json_publisher(articles: Sequence[dict[str, Any]]) -> str | None:
    for article in articles:
        publisher = article.get("publisher")
        if isinstance(publisher, list):
            publisher = publisher[0] if publisher else None
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name and not name.startswith("http"):
            return name
    return None


SEPARATOR = re.compile(r"\s+[|»›·•—–-]\s+|\s*[|»]\s*")


def choose_title(
    tree: Any, articles: Sequence[dict[str, Any]], stated: str | None, site_name: str | None
) -> str | None:
    """The headline as printed, where the page's stated title bears it out; else that title
    without the site's name behind it.
    """
    titles = [
        stated or "",
        *map(str, tree.xpath("//title/text() | //meta[@property='og:title']/@content")),
    ]
    titles += [str(a["headline"]) for a in articles if a.get("headline")]
    folded = [_fold(title) for title in titles if title]
    for headline in _headlines(tree):
        words = _fold(headline)
        if len(words) >= 10 and any(title.startswith(words) for title in folded):
            return headline
    return strip_site_name(stated, site_name) if stated else next(iter(_headlines(tree)), None)


def _headlines(tree: Any) -> list[str]:
    texts = (" ".join(h.text_content().split()) for h in tree.iter("h1"))
    return [text for text in texts if text]


def strip_site_name(title: str, site_name: str | None) -> str:
    """A title without the parts behind it that name the site or its section.

    >>> strip_site_name("Two die in Goma - World | Example News", "Example News")
    'Two die in Goma'
    """
    parts = SEPARATOR.split(title)
    ends = [m.start() for m in SEPARATOR.finditer(title)]
    site = _fold(site_name or "")
    for i in range(1, len(parts)):
        rest = [_fold(part) for part in parts[i:]]
        named = site and (rest[-1] in site or site in rest[-1])
        if named and all(len(part.split()) <= 4 for part in rest) and len(parts[0]) >= 10:
            return title[: ends[i - 1]].strip()
    return title


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|disqus|commentlist|comentarios?|kommentare?)(?:[\s_-]|$)", re.I
)
OTHER_PARTS = re.compile(
    r"(?:^|[\s_-])(?:related|recommended|recirc(?:ulation)?|read-?(?:next|also|more)|more-(?:from|stories|news|on)"
    r"|most-?(?:read|popular|viewed)|trending|newsletter|subscri(?:be|ption)|sign-?up|paywall|cookies?|consent"
    r"|gdpr|outbrain|taboola|modal|popup|donat(?:e|ion)|breadcrumbs?|social-?(?:share|media|links?)|share-?(?:bar|buttons?|tools?))(?:[\s_-]|$)",
    re.I,
)
CONTAINERS = ["div", "section", "aside", "ul", "ol", "form", "dialog", "footer", "nav"]
MAX_PART = 0.25  # of a page's paragraphs; a part with more is the article, whatever its name


def prune(tree: Any) -> None:
    """Take out, in place, comment threads, dialogs, and boxes of links that their names give away.

    A part that holds the headline or much of the page's prose stays.
    """
    prose = max(1, _prose(tree))
    for element in [e for e in tree.iter(*CONTAINERS) if _is_other_part(e)]:
        if element.getparent() is None or element.xpath(".//h1 | .//article"):
            continue
        comments = COMMENTS.search(_names(element))
        if comments or _prose(element) <= MAX_PART * prose:
            element.drop_tree()


def _is_other_part(element: Any) -> bool:
    names = _names(element)
    return bool(
        element.tag == "dialog"
        or element.get("role") in ("dialog", "alertdialog")
        or element.get("aria-modal") == "true"
        or COMMENTS.search(names)
        or OTHER_PARTS.search(names)
    )


def _names(element: Any) -> str:
    return f"{element.get('id') or ''} {element.get('class') or ''}"


def _prose(element: Any) -> int:
    return sum(len(p.text_content()) for p in element.iter("p"))
