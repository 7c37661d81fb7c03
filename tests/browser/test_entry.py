"""Entering an organization as a clerk does: typing, choosing from suggestions, adding a row, saving."""

import pytest
from django.urls import reverse

from orgs.models import Organization

pytestmark = [pytest.mark.browser, pytest.mark.nodb]


def test_a_clerk_enters_an_organization_with_its_branch_and_guide(look, world):
    window = look(world.town_a_clerk, "desk")
    page = window.page
    page.goto(window.base + reverse("admin:orgs_organization_add"))
    page.fill("#id_name", "新锐科技有限公司")
    page.select_option("#id_kind", "enterprise")
    window.choose(page.locator(".field-region"), "dmsq", "东门社区")
    page.fill("#id_established", "2019年7月")
    page.fill("#id_full_members", "2")
    page.click("#coverages-group .add-row a")
    window.choose(page.locator("#coverages-0"), "smlh", "商贸联合")
    page.select_option("#id_coverages-0-mode", "joint")
    page.fill("#id_coverages-0-start", "2023.3.1")
    page.click("#postings-group .add-row a")
    window.choose(page.locator("#postings-0"), "qinming", "覃明")
    page.fill("#id_postings-0-start", "2024-01-05")
    window.go("[name=_save]")
    page.wait_for_selector("ul.messagelist")
    made = Organization.objects.get(name="新锐科技有限公司")
    assert made.standings.get().region == world.village_a1
    assert made.coverages.get().branch == world.a_joint_branch
    assert made.postings.get().guide == world.guide
    assert window.console == []


def test_what_is_wrong_comes_into_sight(look, world):
    window = look(world.town_a_clerk, "desk")
    page = window.page
    page.goto(window.base + reverse("admin:orgs_organization_change", args=[world.a_should.pk]))
    page.fill("#id_full_members", "9")
    window.go("[name=_save]")
    page.wait_for_selector(".errornote")
    box = page.locator(".errorlist").first.bounding_box()
    assert 0 < box["y"] < 700
    assert page.evaluate("document.activeElement.name") == "standing_act"
