"""Lists of sections by feature, in shards: what was learned, and in a large guide which sections
hold a word.

A feature stands in the shard that its first character says: who knows the query knows which
shards it needs. The shards are the same for both editions. Each is JSON with bytes behind it
(packed.py):

stamp    as in the index
names    three strings: "characters", "firstseconds …", "word …"
forms    of concepts (concepts.py), in the shard of their first character as well: this, then for
         each form the rest of it and its concepts, which are characters; joined by "|"
(bytes)  the lists of these features (bits.py), whose numbers are those of the index
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from search.bits import Entry, written
from search.canon import Canon
from search.concepts import Concepts
from search.features import features, is_pair, pairs
from search.index import as_json
from search.model import Model
from search.packed import pack
from search.sections import SearchPage

# Bytes of a shard, about, in a small guide and in a large one.
SHARD, SHARD_OF_LARGE = 48_000, 24_000
# Bits that an entry takes, about.
ENTRY = 10
# And a form of a concept.
FORM = 48
# Levels of a word in a section: it stands there, some times, in the heading, in the page's name.
ONCE, OFTEN, IN_HEADING, IN_TITLE = 1, 2, 3, 4
SOME = 3

Lists = Mapping[str, Sequence[Entry]]
Forms = Mapping[str, str]
# What has no forms.
NONE: Forms = MappingProxyType({})


def in_order(names: Iterable[str]) -> list[str]:
    """Features in the order in which a shard holds them: characters, pairs, words."""
    return sorted(names, key=lambda f: (is_pair(f) + 2 * (f < "{"), f))


def joined(names: Sequence[str]) -> list[str]:
    """Features in that order as three strings."""
    single = "".join(f for f in names if len(f) == 1 and f > "{")
    groups = groupby(filter(is_pair, names), key=lambda pair: pair[0])
    grouped = [first + "".join(pair[1] for pair in group) for first, group in groups]
    return [single, " ".join(grouped), " ".join(f for f in names if f < "{")]


def shard_of(feature: str, count: int) -> int:
    """The number of the shard in which a feature stands."""
    return ord(feature[0]) % count


def joined_forms(forms: Forms) -> str:
    """Forms with their concepts as one string."""
    groups = groupby(sorted(forms), key=lambda form: form[0])
    return "|".join(
        first + "".join(form[1:] + forms[form] for form in group) for first, group in groups
    )


def how_many_shards(lists: Lists, large: bool, forms: Forms = NONE) -> int:
    """As few as keep to their size."""
    bits = sum(map(len, lists.values())) * ENTRY + len(forms) * FORM
    return -(-bits // 8 // (SHARD_OF_LARGE if large else SHARD))


def make_shards(
    lists: Lists, stamp: str, count: int, total: int, forms: Forms = NONE
) -> list[bytes]:
    """All shards of some lists, of so many sections, and of the forms of concepts in them."""
    held: list[list[str]] = [[] for _ in range(count)]
    for feature in lists:
        held[shard_of(feature, count)].append(feature)
    parts: list[dict[str, str]] = [{} for _ in range(count)]
    for form, concepts in forms.items():
        parts[shard_of(form, count)][form] = concepts
    return [
        _shard(in_order(names), lists, {"stamp": stamp, "forms": joined_forms(of)}, total)
        for names, of in zip(held, parts, strict=True)
    ]


def _shard(names: Sequence[str], lists: Lists, head: Mapping[str, str], total: int) -> bytes:
    text = as_json({**head, "names": joined(names)})
    return pack(text, written((lists[name] for name in names), total))


def learned_forms(concepts: Concepts, lists: Lists) -> dict[str, str]:
    """The forms of the concepts of which something was learned."""
    known = {
        form: "".join(concept for concept in of if concept in lists)
        for form, of in concepts.forms.items()
    }
    return {form: of for form, of in known.items() if of}


def learned_lists(model: Model, places: Sequence[str]) -> dict[str, list[Entry]]:
    """What was learned, by the numbers of `places`, those of an index. Of places that have become
    one the best counts: a list names each once (bits.py)."""
    at = {place: number for number, place in enumerate(places)}
    number = [at.get(place, -1) for place in model.places]
    lists = {}
    for feature, entries in model.votes.items():
        found: dict[int, int] = {}
        for place, level in entries:
            if number[place] >= 0:
                found[number[place]] = max(level, found.get(number[place], 0))
        if found:
            lists[feature] = sorted(found.items())
    return lists


def _levels(page: SearchPage, canon: Canon, names: Sequence[str]) -> Iterator[dict[str, int]]:
    """The levels of all features in each section of a page; `names` are the page's."""
    title = features(" ".join([canon.titles[page.address], *map(canon.word, names)]))
    for number, section in enumerate(page.sections):
        text, heading = canon.texts[page.address, section.anchor]
        levels = dict.fromkeys(features(text), ONCE)
        for feature, times in Counter(pairs(text)).items():
            # A pair across two stretches is none.
            if times >= SOME and feature in levels:
                levels[feature] = OFTEN
        levels |= dict.fromkeys(features(heading), IN_HEADING)
        if not number:
            levels |= dict.fromkeys(title, IN_TITLE)
        yield levels


def term_lists(
    pages: Sequence[SearchPage], canon: Canon, names: Mapping[str, Sequence[str]]
) -> dict[str, list[Entry]]:
    """Which sections hold a pair of characters or a word; `names` are other names of pages."""
    lists: dict[str, list[Entry]] = {}
    place = 0
    for page in pages:
        for levels in _levels(page, canon, names.get(page.address, ())):
            # One for all features of a section: a large guide has millions.
            entry = {level: (place, level) for level in set(levels.values())}
            for feature, level in levels.items():
                # A character alone is in most sections.
                if len(feature) > 1:
                    lists.setdefault(feature, []).append(entry[level])
            place += 1
    return lists
