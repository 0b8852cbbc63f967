"""The word check finds a planted word in each kind of file, and leaves alone what it must not read."""

import pytest

from tools import vocabulary

RULES = [
    vocabulary.Rule(("trail",), "audit log", frozenset({"identifiers", "prose"})),
    vocabulary.Rule(("in vain",), "404", frozenset({"prose"})),
]


def find(texts: object) -> list[str]:
    return list(vocabulary.find_banned_words(texts, RULES))


class TestPython:
    @pytest.mark.parametrize(
        "source", ["write_trail = 1", "class TrailEntry: ...", "# the trail", 'def f():\n    """Asked in vain."""']
    )
    def test_a_banned_word_is_found(self, source: str) -> None:
        assert find(vocabulary.python_texts(source))

    @pytest.mark.parametrize("source", ["x = 'trail'", "trailing = 1", 'def f():\n    """Reads ``trail``."""'])
    def test_strings_other_words_and_code_are_not(self, source: str) -> None:
        assert find(vocabulary.python_texts(source)) == []


class TestOtherFiles:
    def test_a_name_and_a_comment_of_javascript_are_read(self) -> None:
        assert len(find(vocabulary.javascript_texts("const showTrail = 1; // the trail"))) == 2
        assert find(vocabulary.javascript_texts('const path = "trail";')) == []

    def test_prose_of_a_document_is_read_and_its_code_is_not(self) -> None:
        assert find(vocabulary.markdown_texts("One\n\nThe trail grows.")) == ["3: prose: 'trail'; write: audit log"]
        assert find(vocabulary.markdown_texts("See `trail` and [it](trail.md).")) == []


def test_the_list_itself_can_be_read() -> None:
    assert all(rule.banned and rule.use and rule.where <= {"identifiers", "prose"} for rule in vocabulary.read_rules())
