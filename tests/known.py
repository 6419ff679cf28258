"""For the type checker: what a test knows to be there."""

from typing import TypeVar

T = TypeVar("T")


def known(value: T | None) -> T:
    """The value; the test fails where there is none."""
    assert value is not None
    return value
