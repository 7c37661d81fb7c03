"""The acts, the transfer requests and the exchange of tables in a real browser, as far as their last step."""

from datetime import date

import pytest
from django.urls import reverse

from orgs.models import Region
from reports.models import TransferRequest
from tests.browser.looking import BOTH, SIZES
from tests.workbooks import table, xlsx

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,  # how a page looks does not depend on the database
    pytest.mark.axe,
]
DAY = "2025-09-01"


def test_what_an_act_lists_is_accessible(look, world):
    looking = look(world.county_admin, *BOTH)
    organization, branch = world.a_single.pk, world.a_joint_branch.pk
    looking.open(reverse("orgs:close", args=[organization]) + f"?day={DAY}&reason=歇业")
    looking.open(reverse("orgs:close", args=[organization]) + "?day=约2019年&reason=")
    looking.open(reverse("orgs:close", args=[organization]) + "?day=2009-01-01&reason=歇业")
    looking.open(reverse("orgs:move", args=[organization]) + f"?day={DAY}&region={world.village_b1.pk}")
    looking.open(reverse("orgs:dissolve", args=[branch]) + f"?day={DAY}&reason=撤销空壳")
    assert looking.faults == []


def test_a_branch_is_dissolved_with_the_search_box_for_another_one(look, world):
    looking = look(world.county_admin, "desk")
    page = looking.page
    looking.open(reverse("orgs:dissolve", args=[world.a_joint_branch.pk]))
    page.fill("[name=day]", "2025.9.1")
    page.fill("[name=reason]", "撤一建一")
    looking.go("[type=submit].default")
    row = page.locator("tr", has_text="明远商贸有限公司")
    row.locator("select[name$=what]").select_option("branch")
    looking.choose(row, "dmsq", "东门社区")
    row.locator("select[name$=mode]").select_option("affiliated")
    looking.go("[value=确认撤销]", "必填")
    looking.look("an unanswered question")
    page.locator("tr", has_text="石桥物流有限公司").locator("select[name$=what]").select_option("uncovered")
    looking.go("[value=确认撤销]", "已撤销")
    assert world.a_joint.coverages.on(date(2025, 9, 1)).get().branch == world.a_village_branch
    assert looking.faults == []


@pytest.mark.parametrize("size", SIZES)
def test_transfer_requests_are_accessible_and_decided_in_the_list(look, world, size):
    for organization, name in ((world.b_none, "单氏食品厂"), (world.b_joint, "石桥物流")):
        TransferRequest.objects.create(
            organization=organization, region=world.town_a, day=date(2025, 9, 1), stated_name=name
        )
    looking = look(world.county_admin, size)
    looking.open(reverse("reports:transfers"))
    looking.go("tr:has-text('单氏食品厂') button[value=accept]", "单位已转入")
    looking.look("after a decision")
    assert looking.faults == []


def test_a_table_of_regions_is_previewed_and_confirmed(look, world, tmp_path):
    (tmp_path / "好.xlsx").write_bytes(xlsx(table(["代码", "名称"], ["330199004", "青山乡"], ["330199003", "柳溪镇"])))
    (tmp_path / "坏.xlsx").write_bytes(xlsx(table(["代码", "名称"], ["33019900", "青山乡"], ["330199009", ""])))
    looking = look(world.county_admin, *BOTH)
    for name, waited in (("坏.xlsx", "要改正的行"), ("好.xlsx", "确认导入")):
        looking.open(reverse("admin:orgs_region_import"))
        looking.page.set_input_files("input[type=file]", tmp_path / name)
        looking.go("#content [type=submit].default")
        looking.page.wait_for_selector(f"text={waited}" if name == "坏.xlsx" else f"[value={waited}]")
        looking.look(name)
    looking.go("[value=确认导入]", "已导入")
    assert Region.objects.get(code="330199004").name == "青山乡"
    assert looking.faults == []
