"""Same or different, merging, sources and originals in a real browser, with the keyboard and on a phone."""

import pytest
from django.urls import reverse

from orgs.models import Merge, Organization, Standing
from reports.models import SameAnswer
from tests.browser.looking import BOTH
from tests.reports.imports.office import Office, firm, known, outcomes
from tests.world import SURVEYED

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,  # how a page looks does not depend on the database
    pytest.mark.axe,
]
NAME = "青溪县明远商贸有限公司"


@pytest.fixture
def twin(world):
    """明远商贸 once more."""
    one = Organization.objects.create(kind="enterprise", name=NAME, address="青溪县城关镇东门路12号")
    Standing.objects.create(organization=one, region=world.town_a, start="1900-01-01", stated_on=SURVEYED, employees=25)
    return one


def test_the_pages_are_accessible(look, world, twin, tmp_path):
    office = Office(tmp_path)
    batch = office.plan(firm(1, name="明远商贸公司", code=None), user=world.town_a_clerk)
    office.take(known(world.a_none, employees=12), user=world.town_a_clerk)
    looking = look(world.town_a_clerk, *BOTH)
    looking.open(reverse("reports:import_same", args=[batch.pk]))
    both = f"?organization={world.a_joint.pk}&organization={twin.pk}"
    looking.open(reverse("orgs:merge") + both)
    looking.open(reverse("orgs:merge") + f"?organization={twin.pk}")
    looking.open(reverse("orgs:merge") + f"?organization={world.a_joint.pk}&organization={world.a_single.pk}")
    looking.open(reverse("orgs:merges", args=[twin.pk]))
    looking.open(reverse("reports:sources", args=[world.a_none.pk]))
    looking.open(reverse("admin:orgs_organization_change", args=[world.a_none.pk]))
    looking.open(reverse("admin:orgs_organization_changelist"))
    assert looking.faults == []


def test_a_question_is_answered_with_the_keyboard(look, world, tmp_path):
    batch = Office(tmp_path).plan(firm(1, name=NAME, code=None), user=world.town_a_clerk)
    looking = look(world.town_a_clerk, "desk")
    page = looking.page
    looking.open(reverse("reports:import_same", args=[batch.pk]))
    page.focus("input[type=radio]:checked")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    looking.go(lambda: page.keyboard.press("Enter"), "已记住 1 个回答")
    assert outcomes(batch) == ["changed"]
    assert SameAnswer.objects.get().same
    assert looking.faults == []


def test_two_of_the_list_are_merged_and_taken_apart_again(look, world, twin):
    looking = look(world.town_a_clerk, "desk")
    page = looking.page
    looking.open(reverse("admin:orgs_organization_changelist") + "?q=明远商贸")
    for box in page.locator("input.action-select").all():
        box.check()
    page.locator("select[name=action]").select_option("merge_two")
    looking.go("button[name=index]", "合并两家单位")
    looking.look("the two sides")
    page.fill("[name=reason]", "重复登记")
    looking.go("[value=合并成一家]", "已把")
    assert Merge.objects.get().kept == world.a_joint
    looking.go(".object-tools a:has-text('合并记录')")
    looking.go("button:has-text('撤销合并')", "恢复为两家")
    looking.look("the record of merges")
    assert Organization.objects.filter(normal_name__contains="明远商贸").count() == 2
    assert looking.faults == []
