"""What the rows of the table of terms do together: none idle, none undone by another."""

from __future__ import annotations

from collections.abc import Iterator

from base.problems import Problem
from conversion.converter import Converter
from conversion.opencc_tables import OpenccTables
from conversion.terms import Term, Terms


def _idle(row: Term, path: str, converter: Converter) -> Iterator[Problem]:
    """A row whose own test sentence comes out the same without it."""
    converted = converter.convert(row.test)
    if converted == str(converter.converted(row.test, ignored=row.source)):
        message = (
            f"without the row for {row.source} its test sentence comes out the same "
            f"({converted}): drop the row, or give a sentence that needs it"
        )
        yield Problem(path, row.line, message)


def _undone(row: Term, terms: Terms, converter: Converter) -> Iterator[Problem]:
    """A row whose result another row would convert again."""
    if row.source == row.target:
        return
    chained = False
    for other in terms.rows:
        if other.source != other.target and other.source in row.target:
            message = (
                f"{row.source} becomes {row.target}, which the row for {other.source} "
                f"(line {other.line}) would convert again: write what is to stand at the end"
            )
            chained = True
            yield Problem(terms.path, row.line, message)
    again = converter.convert(row.target)
    if again != row.target and not chained:
        message = (
            f"{row.source} becomes {row.target}, and converting that again gives {again}: "
            "a converted text must stay as it is"
        )
        yield Problem(terms.path, row.line, message)


def check_effects(terms: Terms, tables: OpenccTables) -> list[Problem]:
    """Rows without effect on their own test sentence, and rows in chains or circles."""
    problems: list[Problem] = []
    # As rules of a page, rows are looked up one by one, so that one can be ignored.
    converters = {
        group: Converter(tables, Terms(), rules=terms.select((group,)))
        for group in {"", *terms.groups}
    }
    for row in terms.rows:
        converter = converters[row.group]
        problems += _idle(row, terms.path, converter)
        problems += _undone(row, terms, converter)
    return sorted(set(problems))
