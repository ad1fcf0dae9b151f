"""Replies for support desks: for each page of the guide the words that ask for it, and what to
send.

A desk that goes by keywords tries the replies in their order, and sends the first one of which a
word stands in the question, of a word with blanks all its parts. Those for who may be in danger
come first. What no word stands in, a person answers. tests/bench/replies.py measures this very
rule, `reply_to`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from base.languages import EDITIONS, SIMPLIFIED, TRADITIONAL
from base.problems import Problem, Unusable, nearest
from content.prose import WORDING
from conversion.leaks import LeakCheck
from links.catalogue import short_url
from model.guide import GuidePage, description, site_name
from search.keywords import Keywords
from search.training_queries import TrainingQuery
from search.vocabulary import Danger

# The page for who is in danger: its replies begin with whom to call, before any link.
URGENT = "urgent"
CALLS = {"110": "有危險、被騙打", "120": "受傷打", "12356": "撐不住打"}
_CALLS = "，".join(f"{what}{number}" for number, what in CALLS.items()) + "。"
# What other replies begin with: of the same page in simple words, of who cannot call, of whose
# phone may not be his own any more, so that a link is the wrong thing to press, of who is still on
# the line, of who is asked to pay with his body.
FIRST = {
    "easy-urgent": _CALLS,
    "without-a-call#unsafe-to-speak": "有危險，請人替你打110。",
    "is-it-real#face-and-screen": "掛斷電話，不按，不念數字。轉了錢打110。",
    "no-money#not-with-your-body": "不去，不付錢。被帶走、被逼的打110。",
    "is-it-real#if-clicked": "轉了錢打110。給了驗證碼，換一部手機打銀行止付，電話看卡背面。",
}
# A desk compares words as they stand: these two are written otherwise in Hong Kong.
HONG_KONG = str.maketrans("著裡", "着裏")
# Replies are for readers, not for who sends them.
NOT_SENT = ("agents", "reference")
MOST_QUESTIONS = 40
# Characters of a message of one part, and of each part of a longer one (3GPP TS 23.038).
WHOLE, PART = 70, 67
# What a knowledge base of WeCom takes of an answer; a chat shows that much without a scroll.
LONGEST = 500


@dataclass(frozen=True)
class Reply:
    """What is sent for a page, or a section of one for danger. `words` ask for it wherever they
    stand in a question, in both scripts; `questions` are what else is asked of it. `texts` are by
    language and channel, `guide` is the name of the guide."""

    id: str
    section: str
    danger: bool
    short: str
    words: Sequence[str]
    guide: Mapping[str, str]
    titles: Mapping[str, str]
    questions: Mapping[str, Sequence[str]]
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Material:
    """What replies are made of besides the pages: what people ask, the words of danger and of each
    page, the `numbers` that facts vouch for; `now` says where a place has gone."""

    queries: Sequence[TrainingQuery]
    dangers: Sequence[Danger]
    keywords: Keywords
    numbers: Collection[str]
    convert: Callable[[str], str]
    now: Callable[[str], str] = str


# The address of a short link that leaves room for words: "https://guide.example/s/some-page/".
SHORTEST = "x" * 34


def sms_parts(text: str) -> int:
    """How many messages a text becomes; Chinese goes in UCS-2."""
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= WHOLE else -(-units // PART)


def _sms(titles: Sequence[str], short: str, calls: str) -> str:
    """The first of the titles with which it is one message, else the last. Whom to call is never
    left out for want of room; the title can be. The rest is how long the site's address is: with a
    long one a message takes two."""
    texts = ["\n".join(filter(None, (calls, title, short))) for title in titles]
    room = max(0, len(SHORTEST) - len(short)) * "x"
    return next((text for text in texts if sms_parts(text + room) == 1), texts[-1])


def _texts(
    titles: Sequence[str], about: str, short: str, updated: str, calls: str
) -> dict[str, str]:
    title = titles[0]
    return {
        "sms": _sms([*titles, ""] if calls else titles, short, calls),
        "wechat": "\n".join(filter(None, (calls, title, about, short))),
        "whatsapp": "\n".join(filter(None, (calls, f"*{title}*", about, short, f"（{updated}）"))),
    }


class _Maker:
    """Makes replies of the pages of a guide; `base` is the address of the site."""

    def __init__(self, pages: Sequence[GuidePage], base: str, material: Material) -> None:
        self._base, self._material = base, material
        self.by_address = {page.address: page for page in pages}

    def page(self, place: str) -> GuidePage:
        address = place.partition("#")[0]
        if address not in self.by_address:
            close = nearest(address, self.by_address)
            raise Unusable(f"docs/_data/search.yml: no page {address!r}{close}")
        return self.by_address[address]

    def _in(self, language: str, text: str) -> str:
        return self._material.convert(text) if language == SIMPLIFIED else text

    def reply(self, place: str, words: Sequence[str], questions: Iterable[str]) -> Reply:
        page, anchor = self.page(place), place.partition("#")[2]
        danger = page.id == URGENT or bool(anchor)
        short = short_url(self._base, page.id) + (f"#{anchor}" if anchor else "")
        name = f"{page.id}#{anchor}" if anchor else page.id
        calls = _CALLS if page.id == URGENT else FIRST.get(name, "")
        titles, texts = {}, {}
        for language, _, edition in page.editions:
            said = [edition.titles[anchor]] if anchor else [edition.title]
            # What a section is called may say nothing without its page: 今天做這五件.
            if anchor and page.id != URGENT:
                said = [f"{edition.title}（{said[0]}）", edition.title]
            titles[language] = said[0]
            about = "" if anchor else description(edition)
            told = (about, short, page.updated, self._in(language, calls))
            texts[language] = _texts(said, *told)
        guide = {language: site_name(edition) for language, _, edition in page.editions}
        return Reply(
            name, page.section, danger, short, words, guide, titles, self._first(questions), texts
        )

    def _first(self, questions: Iterable[str]) -> dict[str, list[str]]:
        """As many as a desk takes in each script, each once; what comes after is not looked at."""
        found: dict[str, dict[str, None]] = {language: {} for language in EDITIONS}
        for question in questions:
            wanting = [lang for lang, said in found.items() if len(said) < MOST_QUESTIONS]
            if not wanting:
                break
            for language in wanting:
                found[language][self._in(language, question)] = None
        return {language: list(said) for language, said in found.items()}

    def both(self, words: Iterable[str]) -> list[str]:
        """Words in both scripts, and as Hong Kong writes them."""
        forms = ((word, word.translate(HONG_KONG), self._material.convert(word)) for word in words)
        return list(dict.fromkeys(form for each in forms for form in each))


def stands_in(word: str, question: str) -> bool:
    """Whether a question holds a word, or all parts of one with blanks, in any order."""
    return all(part in question for part in word.split())


class _Asked:
    """What is asked of the pages, and of the `places` for danger; readers' queries first. What
    holds a word of danger is asked of none but these."""

    def __init__(self, material: Material, places: Collection[str]) -> None:
        words = [word for danger in material.dangers for word in danger.words]
        whole = [re.escape(word) for word in words if " " not in word]
        self._whole = re.compile("|".join([*whole, r"(?!)"]))
        self._in_parts = [word for word in words if " " in word]
        self._by_place: dict[str, list[tuple[str, bool]]] = {}
        for query in sorted(material.queries, key=lambda query: not query.by_reader):
            place = material.now(query.places[0])
            of_danger = place in places
            place = place if of_danger else place.partition("#")[0]
            self._by_place.setdefault(place, []).append((query.query, of_danger))

    def of(self, place: str) -> Iterator[str]:
        """What a page or a place for danger is asked."""
        for question, of_danger in self._by_place.get(place, ()):
            if of_danger or self._is_calm(question):
                yield question

    def _is_calm(self, question: str) -> bool:
        in_parts = any(stands_in(word, question) for word in self._in_parts)
        return not in_parts and not self._whole.search(question)


def make_replies(pages: Sequence[GuidePage], base: str, material: Material) -> list[Reply]:
    """The replies, those for danger first. Raises `Unusable`."""
    for number in CALLS:
        if number not in material.numbers:
            raise Unusable(f"no published fact vouches for {number}: see docs/_data/facts.yml")
    maker = _Maker(pages, base, material)
    places = {danger.to for danger in material.dangers}
    asked = _Asked(material, places)
    # Who may be in danger before who has a paper with a deadline.
    first = sorted(material.dangers, key=lambda danger: maker.page(danger.to).id != URGENT)
    replies = []
    for danger in first:
        # A page keeps its own words beside those of danger; a section has none.
        own = () if "#" in danger.to else material.keywords.get(maker.page(danger.to).id, ())
        words = list(dict.fromkeys([*maker.both(danger.words), *own]))
        replies.append(maker.reply(danger.to, words, asked.of(danger.to)))
    for address, page in sorted(maker.by_address.items()):
        sent = page.section not in NOT_SENT and page.status == "published"
        if sent and address not in places:
            words = list(material.keywords.get(page.id, ()))
            replies.append(maker.reply(address, words, asked.of(address)))
    return sorted(
        replies, key=lambda reply: (not reply.danger, reply.id.partition("#")[0] != URGENT)
    )


def reply_to(question: str, replies: Iterable[Reply]) -> Reply | None:
    """What a desk sends that goes by keywords: the first reply of which a word stands in the
    question, or nothing."""
    return next((r for r in replies if any(stands_in(w, question) for w in r.words)), None)


def check_replies(replies: Iterable[Reply], leaks: LeakCheck) -> Iterator[Problem]:
    """What is wrong with replies by the rules of pages: wording, script, length."""
    for reply in replies:
        hant, hans = reply.texts[TRADITIONAL], reply.texts[SIMPLIFIED]
        faults = [
            f"「{match[0]}」: {advice}"
            for text in hant.values()
            for pattern, advice in WORDING
            if (match := pattern.search(text.replace(reply.short, "")))
        ]
        for channel, text in hant.items():
            faults += [each.message for each in leaks.inspect(text, hans[channel])]
        for language in EDITIONS:
            texts = reply.texts[language]
            if sms_parts(texts["sms"].replace(reply.short, SHORTEST)) > 1:
                faults.append(f"{language}: no text for one SMS; give the page a shorter title")
            if (length := max(map(len, texts.values()))) > LONGEST:
                faults.append(f"{language}: {length} characters, at most {LONGEST}")
        for fault in dict.fromkeys(faults):
            yield Problem(f"the reply {reply.id}", 0, fault)
