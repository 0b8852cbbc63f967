"""What text from outside costs grows with its length and no faster: the work is counted, not the seconds."""

import itertools
import sys
import unicodedata
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import nh3
import pytest
from django import forms
from django.core.exceptions import ValidationError

from portal.consultations.forms import CommentForm
from portal.core.content import rich_text
from portal.core.db.fields import NFCCharField, NFCTextField
from portal.core.form_fields import NormalizedCharField, NormalizedTextField
from portal.core.text import vietnamese
from portal.questions.forms import QuestionForm

MARKS = "\u0301\u0323"
HOSTILE = {
    "marks of two classes on one letter": MARKS,
    "marks that decompose into marks": "\u0f73\u0344",
    "halfwidth voiced marks": "\uff9e\u0301",
    "letters with marks": "ệ\u0301\u0323" * 3,
    "ampersands": "&",
    "unknown references": "&a;",
    "ampersands between stray ends": "&</x>",
    "letters without a blank": "ð",
    "blanks": " \t",
    "words": "Ðảng bộ, ",
    "empty blocks": "<p><p> ",
    "nested lists": "<ul><li>",
    "tags without an end": "<a href='",
}


class Meter:
    """What the costly parts of other people's code were given, by what it costs them."""

    def __init__(self) -> None:
        self.work = 0

    def normalize(self, form: str, text: str) -> str:
        """Sorting the marks of one letter takes the square of their number."""
        runs = itertools.groupby(text, lambda char: unicodedata.combining(unicodedata.normalize("NFKD", char)[0]) > 0)
        self.work += sum(len(list(run)) ** 2 if is_marks else len(list(run)) for is_marks, run in runs)
        return unicodedata.normalize(form, text)

    def measured(self, cleaner: nh3.Cleaner) -> SimpleNamespace:
        """The parser copies a text for every reference in it."""

        def clean(html: str) -> str:
            self.work += len(html) + html.count("&") ** 2 // 1000
            return cleaner.clean(html)

        return SimpleNamespace(clean=clean)


@pytest.fixture
def meter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Meter]:
    meter = Meter()

    counted = SimpleNamespace(normalize=meter.normalize, combining=unicodedata.combining)
    monkeypatch.setattr(vietnamese, "unicodedata", counted)
    for name in ("_CLEANER", "_STRIPPER"):
        monkeypatch.setattr(rich_text, name, meter.measured(getattr(rich_text, name)))
    return meter


def calls_of(function: Callable[[], object]) -> int:
    """How many functions are called, ours and others'."""
    count = 0

    def noted(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(noted)
    try:
        function()
    finally:
        sys.setprofile(before)
    return count


FUNCTIONS: dict[str, Callable[[str], str]] = {
    "nfc": vietnamese.nfc,
    "canonical": vietnamese.canonical,
    "fold": vietnamese.fold,
    "slugify": vietnamese.slugify,
    "tidy_line": vietnamese.normalize_line,
    "collation_key": vietnamese.collation_key,
    "clean_html": rich_text.clean_html,
    "plain_text": rich_text.plain_text,
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
class TestDoubling:
    def test_takes_twice_the_work_of_other_code(self, function: Callable[[str], str], unit: str, meter: Meter) -> None:
        spent = []
        for times in (6_000, 12_000):
            meter.work = 0
            function("a" + unit * times)
            spent.append(meter.work)
        assert spent[1] <= 2.2 * spent[0] + 100

    def test_takes_twice_the_calls(self, function: Callable[[str], str], unit: str) -> None:
        function("a" + unit)  # what is kept of single characters is kept
        few, many = (calls_of(lambda times=times: function("a" + unit * times)) for times in (500, 1000))
        assert many <= 2.2 * few + 100


class TestMarks:
    def test_a_letter_keeps_its_marks(self) -> None:
        text = "e" + MARKS * 15
        assert vietnamese.nfc(text) == unicodedata.normalize("NFC", text)

    @pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
    def test_no_letter_keeps_more_than_thirty(self, form: vietnamese.NormalForm) -> None:
        bounded = vietnamese.normalize(form, "a" + MARKS * 1000 + "b" + MARKS * 15)
        assert bounded == unicodedata.normalize(form, "a" + MARKS * 15 + "b" + MARKS * 15)

    def test_what_is_bounded_stays_as_it_is(self) -> None:
        once = vietnamese.nfc("a" + MARKS * 1000)
        assert vietnamese.nfc(once) == once

    def test_no_text_of_a_script_is_cut(self) -> None:
        for text in ("Việt Nam " * 50, "漢字かな交じり文" * 20, "हिन्दी में लिखा " * 20, "ភាសាខ្មែរ" * 20, "😀" * 40):
            for form in ("NFC", "NFD"):
                decomposed = unicodedata.normalize(form, text)
                assert vietnamese.nfc(decomposed) == unicodedata.normalize("NFC", text)

    def test_the_blocks_that_are_left_out_of_the_search_hold_no_mark(self) -> None:
        passed_over = [
            char for char in map(chr, range(sys.maxunicode + 1)) if not vietnamese._MANY_MARKS.match(char * 31)
        ]
        assert len(passed_over) > 1000
        assert not [char for char in passed_over if vietnamese._is_mark(char)]


class TestOneAttribute:
    """Too long for anything but a linear walk; the expressions of a module cannot be counted, so they are made to run."""

    @pytest.mark.parametrize("unit", ["&", "&a;", "ð", "a>", " a=", MARKS])
    @pytest.mark.parametrize("start", ["<a href='", "<p title='", "<p "])
    def test_of_200_000_characters_is_cleaned(self, start: str, unit: str) -> None:
        cleaned = rich_text.clean_html(start + unit * (200_000 // len(unit)) + "'>x")
        assert rich_text.clean_html(cleaned) == cleaned


class TestManyReferences:
    """The sanitiser sees stand-ins for them; what comes out is the same."""

    TEXTS = (
        "<p>A &amp; B &lt;script&gt;alert(1)&lt;/script&gt; &nbsp;&#273;&#x1EA3;ng &unknown; &amp;lt; & &&</p>",
        '<p><a href="/tim/?a=1&amp;b=2&copy=3" title="&quot;x&quot; &amp; &#39;y&#39;">x</a></p>',
        "<p title='&#34; onclick=&#34;alert(1)'>x</p><a href='javascript&#58;alert(1)'>x</a><im&#103; src=x>",
        "<a href=x&#32;onload=alert(1)>x</a>&lt;img src=x onerror=alert(1)&gt;",
    )

    @pytest.mark.parametrize("text", TEXTS)
    def test_come_out_as_few_do(self, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        few = rich_text.clean_html(text)
        monkeypatch.setattr(rich_text, "MAX_REFERENCES", 0)
        many = rich_text.clean_html(text)
        assert rich_text.plain_text(many) == rich_text.plain_text(few)
        assert rich_text.clean_html(many) == many

    def test_a_noncharacter_of_somebody_is_no_sign(self) -> None:
        text = "\ufdd1script\ufdd2alert(1)" + "&" * (rich_text.MAX_REFERENCES + 1)
        assert rich_text.clean_html(text).startswith("scriptalert(1)&amp;&amp;")


class TestFields:
    """A text is held against its limit before it is normalized."""

    LIMIT = 200

    def fields(self) -> dict[str, Callable[[str], object]]:
        model_field = NFCCharField(max_length=self.LIMIT)
        return {
            "line": NormalizedCharField(max_length=self.LIMIT).clean,
            "paragraphs": NormalizedTextField(max_length=self.LIMIT).clean,
            "of the model": lambda text: model_field.clean(text, None),
            "of a model's form": model_field.formfield().clean,
            "of a long text's form": NFCTextField(max_length=self.LIMIT).formfield().clean,
        }

    @pytest.mark.parametrize(
        "name", ["line", "paragraphs", "of the model", "of a model's form", "of a long text's form"]
    )
    def test_refuse_too_long_a_text_unread(self, name: str, meter: Meter) -> None:
        clean = self.fields()[name]
        for length in (10_000, 400_000):
            with pytest.raises(ValidationError) as refusal:
                clean("ệ" * length)
            assert [error.code for error in refusal.value.error_list] == ["max_length"]
            assert meter.work == 0

    @pytest.mark.parametrize(
        "name", ["line", "paragraphs", "of the model", "of a model's form", "of a long text's form"]
    )
    def test_take_decomposed_text_up_to_the_limit(self, name: str) -> None:
        text = unicodedata.normalize("NFD", "ệ" * self.LIMIT)
        assert self.fields()[name](text) == "ệ" * self.LIMIT

    @pytest.mark.parametrize("form", [QuestionForm, CommentForm])
    @pytest.mark.django_db
    def test_of_public_forms_do_bounded_work(self, form: type[forms.Form], meter: Meter) -> None:
        spent = []
        for length in (50_000, 100_000):
            meter.work = 0
            form(dict.fromkeys(form.base_fields, "a" + MARKS * length) | {"page": "/" + MARKS * length}).is_valid()
            spent.append(meter.work)
        assert spent[1] <= 1.1 * spent[0] + 100
