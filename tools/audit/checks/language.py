"""No English on a Vietnamese page: visible text, names for screen readers, tooltips, hints, the title."""

import re

from playwright.sync_api import Page

from tools.audit.checks.scripts import evaluated
from tools.audit.findings import Finding

# Function words and words of user interfaces. Left out are those that are Vietnamese syllables too: an, can, do, hang,
# in, me, no, run, so, than, then (a kind of song), to; and loan words: email, menu, url, video, website.
ENGLISH = frozenset(
    """
    the and or of with without from this that these those are was were been being have has had will would should could
    must please sorry your you yours our they their them his her its not only when where which what who why how
    there here after before between into about against because while until please error errors warning success
    failed failure invalid valid required optional missing unknown empty search find add added change changed changes
    delete deleted remove removed save saved edit edited view views create created update updated cancel close open
    show hide hidden select selected choose chosen clear reset submit send sent upload download browse filter filters
    sort sorted sorting first last next previous back continue finish start stop apply action actions history
    user users username password login logout log sign signed account settings preferences profile help home
    page pages site content contents skip toggle navigation main footer header sidebar breadcrumb
    breadcrumbs welcome hello yes none null true false undefined nan loading wait today now yesterday tomorrow date
    time day days week weeks month months year years hour hours minute minutes monday tuesday wednesday thursday friday
    saturday sunday january february march april june july august september october november december name names title
    titles description value values field fields item items object objects row rows column columns table tables list
    lists result results total count number type types order default available any all each every other others another
    more less most least new old recent entry entries model models group groups permission permissions staff active
    status state file files image images picture pictures link links text rich editor source format style
    styles bold italic underline undo redo copy paste cut print preview press key keys click button below above enter
    correct check checked submit again still already does did done try ok light dark auto theme mode
    currently sure confirm forbidden server request response bad method allowed denied
    """.split()  # noqa: SIM905  # a vocabulary is read better as one text
)
_WORD = re.compile(r"[^\W\d_]+")
# URLs, file names and codes belong to no language.
_CODE = re.compile(r"\S*(?:https?://|www\.|@|/|\\|_|\.[a-z]{2,4}\b|[a-z][A-Z])\S*")


def faults(page: Page) -> list[Finding]:
    language = page.evaluate("document.documentElement.lang")
    if language.startswith("en"):
        return []
    found = [] if language.startswith("vi") else [Finding("html", "does not say that the page is Vietnamese")]
    return found + [
        Finding(piece["where"], f"English: “{_short(piece['text'])}” ({', '.join(words)})")
        for piece in evaluated(page, "words")
        if (words := english_words(piece["text"]))
    ]


def english_words(text: str) -> list[str]:
    """The English words of a text, each once, sorted."""
    words = {word.lower() for word in _WORD.findall(_CODE.sub(" ", text))}
    return sorted(words & ENGLISH)


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:80]}…"
