"""The Simplified edition of all pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from base.memory import remembered
from base.problems import Problem
from conversion.converter import NOTHING
from conversion.settings import ConversionSettings
from conversion.text import TextConverter
from editions.simplify import headings, simplified
from editions.variants import unused, variant_of
from model.addresses import Site
from model.page import Page


def _own_titles(pages: Sequence[Page], settings: ConversionSettings) -> dict[str, str]:
    """Titles of pages with rules of their own, where these make a difference: the same title
    stands in the navigation of all pages."""
    titles = {}
    for page in pages:
        if variant := variant_of(page, settings):
            convert = variant.converter(settings).converter.convert
            for title, converted in list(headings(page, convert).items())[:1]:
                if settings.convert(title) != converted:
                    titles[title] = converted
    return titles


@lru_cache(maxsize=4)
def _converter(settings: ConversionSettings, titles: tuple[tuple[str, str], ...]) -> TextConverter:
    return settings.text_converter(titles=dict(titles))


@remembered
def _copy(
    page: Page, site: Site, settings: ConversionSettings, titles: tuple[tuple[str, str], ...]
) -> tuple[Page, tuple[Problem, ...]]:
    variant = variant_of(page, settings)
    if variant is None:
        copy, problems = simplified(page, site, _converter(settings, titles))
        return copy, tuple(problems)
    article = variant.converter(settings, dict(titles))
    # The contents list of the page is outside its article, and shows its headings.
    own = dict(titles) | dict(headings(page, article.converter.convert))
    # What stands around the article is the same on all pages, and its words are those of all.
    around = settings.text_converter(titles=own)
    copy, problems = with_own_article(page, site, article, around)
    # The title, as it stands on all pages, hides the rules that it needs.
    alone = variant.converter(settings)
    headings(page, alone.converter.convert)
    faults = [*variant.problems, *unused(article, alone)]
    problems += [each.on(page.file) for each in faults]
    return copy, tuple(problems)


def _words_at(page: Page, own: bool) -> Page:
    """The page with the words of its head and article only, or with those around them only."""
    start, end = page.article
    head_end = page.place("/head")
    tokens = [
        token if place % 2 or ((place < head_end or start < place < end) is own) else ""
        for place, token in enumerate(page.tokens)
    ]
    return page.copy(tokens, page.language)


def with_own_article(
    page: Page, site: Site, article: TextConverter, around: TextConverter
) -> tuple[Page, list[Problem]]:
    """The copy by one conversion in the head and the article, by another one around them."""
    own, problems = simplified(_words_at(page, True), site, article)
    others, more = simplified(_words_at(page, False), site, around)
    start, end = page.article
    head_end = page.place("/head")
    tokens = [
        (own if place < head_end or start < place < end else others).tokens[place]
        for place in range(len(page.tokens))
    ]
    inside = {problem.message for problem in problems}
    return own.copy(tokens, own.language), problems + [p for p in more if p.message not in inside]


def second_edition(
    pages: Sequence[Page], site: Site, settings: ConversionSettings
) -> tuple[list[Page], list[Problem]]:
    """The pages in the Simplified edition, in their order, and what authors should mend; the
    problems name the file of the page."""
    titles: Mapping[str, str] = _own_titles(pages, settings) or NOTHING
    named = tuple(sorted(titles.items()))
    copies: list[Page] = []
    problems: list[Problem] = []
    for page in pages:
        copy, faults = _copy(page, site, settings, named)
        copies.append(copy)
        problems += faults
    return copies, problems
