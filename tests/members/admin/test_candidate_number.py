"""The number of a person on the way into the Party is kept as a member's is: sealed, masked, shown for a reason."""

import pytest
from django.urls import reverse

from members.models import Candidate, Reveal
from members.secrets import opened
from orgs.models import Option
from tests.filling import filled
from tests.people import id_number

ADD = "admin:members_candidate_add"
NUMBER = id_number("2001-05-09", 12, male=False)


@pytest.fixture
def clerk(as_user):
    return as_user("town_a_clerk")


@pytest.fixture
def one(clerk, world):
    page = clerk.get(reverse(ADD))
    post = filled(page, name="孙三", branch=world.a_own_branch.pk, id_number=NUMBER)
    assert clerk.post(reverse(ADD), post).status_code == 302
    return Candidate.objects.get()


def change(one):
    return reverse("admin:members_candidate_change", args=[one.pk])


def test_the_number_is_entered_sealed_and_shown_masked(clerk, as_user, one):
    assert opened(one.id_sealed, index=one.id_index) == NUMBER
    assert (one.sex, one.birth) == ("2", "2001-05-09")
    for client in (clerk, as_user("town_a_viewer")):
        text = client.get(change(one)).content.decode()
        assert f"330***********{NUMBER[-4:]}" in text
        assert NUMBER not in text
    again = clerk.post(reverse(ADD), filled(clerk.get(reverse(ADD)), name="孙四", id_number=NUMBER))
    assert "已登记在“孙三”名下" in again.content.decode()


def test_it_is_looked_at_with_a_reason_and_removed(clerk, world, one):
    page = reverse("members:candidate_number", args=[one.pk])
    shown = clerk.post(page, {"reason": "政治审查"}).content.decode()
    assert f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}" in shown
    kept = Reveal.objects.get()
    assert (kept.record, kept.record_id, kept.person) == ("members.candidate", one.pk, "孙三")
    assert clerk.post(change(one), filled(clerk.get(change(one)), id_clear="on")).status_code == 302
    one.refresh_from_db()
    assert (one.id_sealed, one.id_index, one.birth) == ("", None, "2001-05-09")


def test_fields_that_are_off_are_not_asked(clerk, one):
    Option.objects.create(key="roster_fields", value=["性别"])
    text = clerk.get(change(one)).content.decode()
    assert "性别" in text
    for word in ("公民身份号码", "出生日期", "手机号码"):
        assert word not in text
