"""The engine's names and comments use the words of docs/glossary.md, not those it replaces."""

from tests.vocabulary import ENGINE, VAGUE, replaced_words, words_of


def test_the_engine_has_none_of_the_words_that_the_glossary_replaces() -> None:
    replaced = replaced_words()
    assert {"kept", "mend", "patience", "said"} <= replaced
    words = {
        str(path.relative_to(ENGINE)): words_of(path.read_text(encoding="utf-8"))
        for path in ENGINE.rglob("*.py")
    }
    assert len(words) > 100
    assert {path: found for path in words if (found := words[path] & (replaced | VAGUE))} == {}


def test_names_comments_and_docstrings_are_read_and_sentences_are_not() -> None:
    source = '''
class KeptMix:
    """Whoever asks."""

    def show_it(self, mend_by: int) -> str:
        return "Nobody knows."  # as it was said
'''
    read = words_of(source)
    assert {"kept", "whoever", "mend", "said"} <= read
    assert "nobody" not in read
