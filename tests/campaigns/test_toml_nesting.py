"""How deeply a TOML text is nested, for any strings and comments in it."""

import tomllib

import pytest

from campaigns.toml_nesting import DEEPEST, is_nested_too_deeply

DEEP_KEY = ".".join("a" * (DEEPEST + 1))
# Texts whose end is easily missed; each is one value of TOML.
TEXTS = [
    '""',
    '"[[[[[[[[["',
    '"\\"[[[[[[[[["',
    '"\\\\"',
    "'\\'",
    "'[[[[[[[[['",
    f'"{DEEP_KEY}"',
    '"""x"""',
    '""""""',
    '"""x""""',
    '"""x"""""',
    '"""\n" "" \\""" [[[[[[[[[\n"""',
    "'''x'''",
    "'''x''''",
    "'''x'''''",
    "'''\n' '' \\ [[[[[[[[[\n'''",
    "1.5",
    "2026-12-01T00:00:00.5",
    f'1 # [[[[[[[[[ {DEEP_KEY} \' " """\n',
]


@pytest.mark.parametrize("text", TEXTS)
def test_neither_a_text_nor_a_comment_nests_nor_hides_what_does(text: str) -> None:
    deep_array = "[" * DEEPEST + "]" * DEEPEST
    for after, is_deep in (
        ("1", False),
        ("{a.a = 1}", False),
        (f"{{{DEEP_KEY} = 1}}", True),
        (deep_array, True),
    ):
        document = f"k = [{text}, {after}]"
        tomllib.loads(document)
        assert is_nested_too_deeply(document) == is_deep, document


@pytest.mark.parametrize(
    "write",
    [
        "{key} = 1",
        "[{key}]",
        "[[{key}]]",
        "x = 1\n{key} = 1",
        "x = [1.5, 2.5, 3.5]\n{key} = 1",
        "x = {{{key} = 1}}",
        "x = [\n{{ {key} = 1 }}\n]",
    ],
)
def test_a_key_has_only_so_many_parts(write: str) -> None:
    for part in ("a", '"a"', "'a.a'", " a "):
        for parts, is_deep in ((DEEPEST, False), (DEEPEST + 1, True)):
            document = write.format(key=".".join([part] * parts))
            tomllib.loads(document)
            assert is_nested_too_deeply(document) == is_deep


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a = ", "}")])
def test_brackets_go_only_so_deep(opening: str, closing: str) -> None:
    for number, is_deep in ((DEEPEST, False), (DEEPEST + 1, True)):
        document = f"a = {opening * number}1{closing * number}"
        tomllib.loads(document)
        assert is_nested_too_deeply(document) == is_deep


def test_many_that_are_not_nested_are_no_nesting() -> None:
    assert not is_nested_too_deeply("[[a]]\n" * 1_000)
    assert not is_nested_too_deeply(f"a = [{'[1.5],' * 1_000}]")
    assert not is_nested_too_deeply("a.b.c = {x.y = 1.5, z.w = 2.5}\n" * 1_000)
