"""What is remembered of pages, so that an author who changes one waits for that one only.

A function that is `remembered` gives the same for the same page without making it again. A build
that is the only one of its process forgets, once it can: a large guide has many pages.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

# Pages of both editions, and their different tokens, as many as a large guide has.
MOST = 65536
# What has grown to so many times what the first build needed is of pages that are no more.
SEVERAL = 4
_caches: list[Any] = []
_needed: dict[Any, int] = {}


def remembered(function: Function) -> Function:
    """The function, which looks up what it has given before."""
    cached = lru_cache(maxsize=MOST)(function)
    _caches.append(cached)
    return cached  # type: ignore[return-value]


def forget(*rooms: str) -> None:
    """Frees all that is remembered, or what these rooms remember ("content")."""
    for cached in _caches:
        if not rooms or cached.__module__.partition(".")[0] in rooms:
            cached.cache_clear()


def forget_the_old() -> None:
    """Frees what was remembered of many versions; asked before each build of a process."""
    for cached in _caches:
        if (held := cached.cache_info().currsize) > SEVERAL * _needed.get(cached, held):
            cached.cache_clear()
        elif held:
            _needed.setdefault(cached, held)
