"""A guide on a phone, and a clerk who confirms a quarter: in a real browser, accessible, inside policy and screen."""

from datetime import date

import pytest
from django.urls import reverse

from liangxin.dates import today
from orgs.models import Confirmation, Matter, Posting, Visit
from tests.browser.looking import BOTH

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,  # how a page looks does not depend on the database
    pytest.mark.axe,
]


def test_a_visit_is_recorded_with_a_thumb(look, world):
    Posting.objects.create(guide=world.guide, organization=world.a_none, start=date(2025, 1, 1))
    looking = look(world.guide_user, "phone")
    looking.open("/")
    looking.go(".lx-own .lx-primary", "走访的单位")
    looking.look("the form of a visit")
    looking.page.click(f"text={world.a_none.name}")
    looking.page.click("text=政策宣传")
    looking.page.fill("[name=problems]", "没有活动场所")
    looking.go(".lx-big [type=submit]", "已记录")
    looking.look("the own organizations with what was recorded")
    visit = Visit.objects.first()
    assert (visit.posting.organization, visit.day, visit.content) == (world.a_none, today(), "政策宣传")
    looking.go("text=记下一家", "走访的单位")
    looking.go(".lx-big [type=submit]", "请勾选做了什么")
    looking.look("what is missing")
    looking.open(reverse("orgs:guide_year", args=[world.guide.pk]))
    looking.open(reverse("admin:orgs_matter_change", args=[Matter.objects.get().pk]))
    assert looking.faults == []


def test_a_quarter_is_confirmed_but_for_the_exceptions(look, world):
    looking = look(world.town_a_clerk, *BOTH)
    looking.open(reverse("reports:confirmation_list"))
    button = looking.page.locator("[data-says]")
    assert button.input_value() == "确认这 8 家无变化"
    looking.page.uncheck(f"[name=picked][value='{world.a_none.pk}']")
    assert button.input_value() == "确认这 7 家无变化"
    looking.go("[data-says]", "已确认 7 家单位本季度无变化")
    looking.open(reverse("reports:confirmations"))
    assert Confirmation.objects.count() == 7
    looking.open(reverse("orgs:guiding"))
    assert looking.faults == []
