"""Numbers in words, from one to ninety-nine: "three", "twelve", "forty", "twenty-five"."""

from collections.abc import Mapping

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _list_words() -> Mapping[str, int]:
    words = {word: number for number, word in enumerate((*_ONES, *_TEENS), start=1)}
    for number, ten in zip(range(20, 100, 10), _TENS, strict=True):
        words[ten] = number
        for one, word in enumerate(_ONES, start=1):
            words[f"{ten}-{word}"] = words[f"{ten} {word}"] = number + one
    return words


# The number of each word, in small letters.
WORDS = _list_words()
# All of them, as a part of a pattern.
ANY_WORD = "|".join(WORDS)
