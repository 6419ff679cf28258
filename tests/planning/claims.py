"""Sentences as claims: a pattern identifies each clause, and its claim is recomputed independently.

`check` takes a text apart and hands every clause to the check of its pattern. A clause without a
pattern is an error: nothing new is written without a check.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Said = dict[str, str]


@dataclass(frozen=True)
class Claim:
    """What a clause looks like, and what has to be true where it stands.

    `check` gets the facts and the named groups that are there. A group called `rest` holds further
    clauses.
    """

    pattern: re.Pattern[str]
    check: Callable[[Any, Said], bool]


PIECES = {"n": r"[\d,]+", "money": r"\$[\d,]+\.\d\d", "price": r"\$[\d,]+\.\d{2,}"}


def claim(pattern: str, check: Callable[[Any, Said], bool]) -> Claim:
    """A claim; `<name:n>` is a number, `<name:money>` an amount, `<name:price>` an exact one."""
    pattern = re.sub(r"<(\w+):(\w+)>", lambda m: f"(?P<{m[1]}>{PIECES[m[2]]})", pattern)
    return Claim(re.compile(pattern, re.IGNORECASE), check)


def number(text: str) -> int:
    return 1 if text == "one" else int(text.replace(",", ""))


def money(text: str) -> Decimal:
    return Decimal(text.replace(",", "").removeprefix("$").replace("\N{MINUS SIGN}$", "-"))


def clauses(text: str) -> Iterator[str]:
    """The clauses of sentences: each begins small, but for names."""
    assert text.endswith("."), text
    for sentence in text.removesuffix(".").split(". "):
        yield from sentence.split("; ")


def check(text: str, facts: object, claims: Iterable[Claim]) -> None:
    """Every clause of `text` is known and true of `facts`."""
    for clause in clauses(text):
        check_clause(clause, facts, tuple(claims), whole=text)


def check_clause(clause: str, facts: object, claims: tuple[Claim, ...], *, whole: str) -> None:
    """Exactly one claim has the clause's pattern, and it holds."""
    found = [(one, match) for one in claims if (match := one.pattern.fullmatch(clause))]
    assert len(found) == 1, f"{len(found)} claims are written as {clause!r} in {whole!r}"
    one, match = found[0]
    said = {name: text for name, text in match.groupdict().items() if text is not None}
    assert one.check(facts, said), f"not true: {clause!r} in {whole!r} of {facts}"
    if "rest" in said:
        check_clause(said["rest"], facts, claims, whole=whole)
