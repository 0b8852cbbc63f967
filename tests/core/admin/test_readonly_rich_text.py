"""Who may only look at a form sees rich text as readers do, not as HTML."""

import datetime as dt
import re

import pytest
from django.test import Client

from emulation.models import Meeting
from news import services as article_services
from news.workflow import ArticleAction
from portal.roles import CONTRIBUTOR
from tests.consultations.factories import make_consultation
from tests.emulation.year_factories import make_year
from tests.factories import make_article, make_staff, make_user
from tests.organisation.factories import make_unit
from tests.pages.factories import make_page
from tests.questions.factories import make_published

pytestmark = pytest.mark.django_db

BODY = "<p>Sáng nay, <strong>ba đơn vị</strong> ký.</p>"


def shown(client: Client, place: str) -> str:
    response = client.get(f"/quan-tri/{place}/change/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_contributor_who_submitted(client: Client) -> None:
    writer = make_staff(CONTRIBUTOR)
    article = make_article(published=False, body=BODY, created_by=writer, lead_image=None)
    article_services.run_action(
        ArticleAction.SUBMIT, article=article, by=writer, action_input=article_services.ActionInput()
    )
    client.force_login(writer)
    page = shown(client, f"news/article/{article.pk}")
    assert f'<div class="richtext">{BODY}</div>' in page
    assert "&lt;p&gt;" not in page
    # What is no text stands there as ever.
    assert article.category.name in page
    assert "Chờ duyệt" in page
    assert "bound method" not in page


def test_in_the_sections_of_others(client: Client) -> None:
    rows = {
        "pages/page": make_page(body=BODY),
        "consultations/consultation": make_consultation(explanation=BODY),
        "organisation/unit": make_unit(functions=BODY),
        "questions/question": make_published(answer=BODY),
        "emulation/meeting": Meeting.objects.create(
            year=make_year(), kind="launch", held_on=dt.date(2018, 3, 21), conclusions=BODY
        ),
    }
    rights = tuple(f"view_{place.rpartition('/')[2]}" for place in rows)
    client.force_login(make_user(permissions=rights))
    for place, row in rows.items():
        page = shown(client, f"{place}/{row.pk}")
        assert f'<div class="richtext">{BODY}</div>' in page, place
        assert "&lt;strong&gt;" not in page, place


def test_an_empty_text_is_a_dash_and_nothing_hostile_runs(client: Client) -> None:
    page = make_page(body="")
    client.force_login(make_user(permissions=("view_page",)))
    assert re.search(r'class="readonly">\s*-\s*<', shown(client, f"pages/page/{page.pk}"))
    type(page).objects.filter(pk=page.pk).update(body="<script>alert(1)</script><p>x</p>", body_rendered="")
    assert "alert(1)" not in shown(client, f"pages/page/{page.pk}")
