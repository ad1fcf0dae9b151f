"""What is remembered between the builds of a process does not grow without end."""

from __future__ import annotations

from base import memory


@memory.remembered
def half(number: int) -> float:
    return number / 2


def held() -> int:
    return int(half.cache_info().currsize)  # type: ignore[attr-defined]


def test_what_is_of_pages_that_are_no_more_is_forgotten() -> None:
    memory.forget_the_old()
    list(map(half, range(10)))
    # The first build needed ten; a rebuild of all makes ten more.
    for built in range(1, memory.SEVERAL):
        memory.forget_the_old()
        assert held() == 10 * built
        list(map(half, range(10 * built, 10 * built + 10)))
    memory.forget_the_old()
    assert held() == 10 * memory.SEVERAL
    half(1000)
    memory.forget_the_old()
    assert held() == 0
    assert half(1000) == 500
