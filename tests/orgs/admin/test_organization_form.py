"""The form of an organization: its standing, scope, and what becomes of odd input."""

from datetime import date

import pytest
from django.urls import reverse

from liangxin.dates import today
from liangxin.periods import BEGINNING
from orgs.models import Coverage, Organization, Standing
from tests.filling import filled
from tests.world import credit_code

ADD = "admin:orgs_organization_add"


def change(organization):
    return reverse("admin:orgs_organization_change", args=[organization.pk])


def test_a_new_organization_gets_its_first_standing_from_the_beginning(as_user, world):
    client = as_user("town_a_clerk")
    post = filled(
        client.get(reverse(ADD)),
        name="新锐科技有限公司",
        kind="enterprise",
        credit_code=credit_code("91", 777),
        region=world.village_a1.pk,
        employees=12,
        full_members=3,
        established="2019年7月",
    )
    assert client.post(reverse(ADD), post).status_code == 302
    made = Organization.objects.get(name="新锐科技有限公司")
    standing = made.standings.get()
    assert (standing.start, standing.end, standing.stated_on) == (BEGINNING, None, today())
    assert (standing.employees, standing.full_members, standing.region) == (12, 3, world.village_a1)
    assert made.established == "2019-07"
    assert made.history.get().history_user == world.town_a_clerk


def test_facts_can_be_entered_together_with_a_new_organization(as_user, world):
    client = as_user("town_a_clerk")
    post = filled(client.get(reverse(ADD)), name="新锐科技有限公司", kind="enterprise", region=world.town_a.pk)
    post |= {
        "coverages-TOTAL_FORMS": "1",
        "coverages-0-branch": world.a_joint_branch.pk,
        "coverages-0-mode": "joint",
        "coverages-0-start": "2025.3.1",
        "coverages-0-end": "",
        "coverages-0-id": "",
        "coverages-0-organization": "",
    }
    assert client.post(reverse(ADD), post).status_code == 302
    covered = Coverage.objects.get(organization__name="新锐科技有限公司")
    assert (covered.branch, covered.start) == (world.a_joint_branch, date(2025, 3, 1))


def test_a_changed_standing_asks_whether_it_is_a_change_or_a_correction(as_user, world):
    client = as_user("town_a_clerk")
    page = client.post(change(world.a_should), filled(client.get(change(world.a_should)), full_members=6))
    assert "改了概况（正式党员），请选是变动还是更正" in page.content.decode()
    assert world.a_should.standings.get().full_members == 4


def test_a_change_ends_the_standing_on_its_day_and_begins_the_next(as_user, world):
    client = as_user("town_a_clerk")
    post = filled(
        client.get(change(world.a_should)), full_members=6, standing_act="change", standing_day="2026年9月30日"
    )
    assert client.post(change(world.a_should), post).status_code == 302
    first, second = world.a_should.standings.order_by("start")
    assert (first.end, second.start) == (date(2026, 9, 30), date(2026, 9, 30))
    assert (first.full_members, second.full_members, second.employees) == (4, 6, 60)


def test_a_correction_rewrites_what_was_wrong_all_along(as_user, world):
    client = as_user("town_a_clerk")
    post = filled(client.get(change(world.a_should)), full_members=6, standing_act="correct")
    assert client.post(change(world.a_should), post).status_code == 302
    assert world.a_should.standings.get().full_members == 6


def test_saving_an_untouched_form_writes_nothing(as_user, world):
    client = as_user("town_a_clerk")
    before = world.a_single.history.count(), Standing.history.count(), Coverage.history.count()
    assert client.post(change(world.a_single), filled(client.get(change(world.a_single)))).status_code == 302
    assert (world.a_single.history.count(), Standing.history.count(), Coverage.history.count()) == before
    world.a_single.refresh_from_db()
    assert world.a_single.version == 1


def test_each_save_raises_the_version_also_when_only_an_inline_row_changed(as_user, world):
    client = as_user("town_a_clerk")
    client.post(change(world.a_single), filled(client.get(change(world.a_single)), address="滨河路 8 号"))
    world.a_single.refresh_from_db()
    raised = world.a_single.version
    assert raised > 1
    post = filled(client.get(change(world.a_single)), mass_groups__0__end="2026-01-01")
    assert client.post(change(world.a_single), post).status_code == 302
    world.a_single.refresh_from_db()
    assert world.a_single.version > raised


def test_an_organization_cannot_be_put_into_another_town(as_user, world):
    client = as_user("town_a_clerk")
    post = filled(client.get(change(world.a_should)), region=world.town_b.pk, standing_act="correct")
    page = client.post(change(world.a_should), post)
    assert page.status_code == 200
    assert world.a_should.standings.get().region == world.village_a2


def test_the_supervising_office_cannot_lose_an_organization_by_an_edit(as_user, world):
    client = as_user("supervisor_clerk")
    post = filled(client.get(change(world.a_should)), supervisor="", standing_act="correct", address="改过")
    page = client.post(change(world.a_should), post)
    assert page.status_code == 200
    assert "移出了您的管理范围" in page.content.decode()
    world.a_should.refresh_from_db()
    assert (world.a_should.address, world.a_should.standings.get().supervisor) == ("青溪路1号", world.market_committee)


def test_two_counting_coverages_on_a_day_are_refused_in_words(as_user, world):
    client = as_user("town_a_clerk")
    post = filled(client.get(change(world.a_single)))
    post |= {
        "coverages-TOTAL_FORMS": "2",
        "coverages-1-branch": world.a_joint_branch.pk,
        "coverages-1-mode": "joint",
        "coverages-1-start": "2024-01-01",
        "coverages-1-end": "",
        "coverages-1-id": "",
        "coverages-1-organization": world.a_single.pk,
    }
    page = client.post(change(world.a_single), post)
    assert "同一天只能有一条计入覆盖的党组织" in page.content.decode()
    post["coverages-0-end"] = "2024-01-01"
    assert client.post(change(world.a_single), post).status_code == 302
    assert world.a_single.coverages.count() == 2


ROW = {"coverages-TOTAL_FORMS": "1", "coverages-0-end": "", "coverages-0-id": ""}
WRONG = [  # branch, mode, start, what is said
    ("a_own_branch", "single", "2024-01-01", "单独组建的党组织只覆盖一家单位"),
    ("a_joint_branch", "single", "2024-01-01", "单独组建的党组织只覆盖一家单位"),
    ("a_joint_branch", "joint", "2020-01-01", "覆盖不能早于这一天"),
]


@pytest.mark.parametrize(("branch", "mode", "start", "said"), WRONG)
def test_a_coverage_that_contradicts_its_branch_is_refused(as_user, world, branch, mode, start, said):
    client = as_user("town_a_clerk")
    row = ROW | {
        "coverages-0-branch": getattr(world, branch).pk,
        "coverages-0-mode": mode,
        "coverages-0-start": start,
        "coverages-0-organization": world.a_none.pk,
    }
    page = client.post(change(world.a_none), filled(client.get(change(world.a_none))) | row)
    assert said in page.content.decode()
    assert not world.a_none.coverages.exists()


def test_a_code_of_another_town_is_refused_without_telling_whose(as_user, world):
    client = as_user("town_b_clerk")
    post = filled(client.get(change(world.b_none)), credit_code=world.a_single.credit_code)
    page = client.post(change(world.b_none), post).content.decode()
    assert "该统一社会信用代码已由其他乡镇登记，请联系县级管理员" in page
    assert world.a_single.name not in page


def test_a_wrong_check_digit_is_said_and_saved(as_user, world):
    client = as_user("town_a_clerk")
    code = world.a_single.credit_code
    wrong = code[:-1] + ("1" if code[-1] != "1" else "2")
    page = client.post(
        change(world.a_single), filled(client.get(change(world.a_single)), credit_code=wrong), follow=True
    )
    assert "校验位不对" in page.content.decode()
    world.a_single.refresh_from_db()
    assert world.a_single.credit_code == wrong


@pytest.mark.parametrize("written", ["2019.13", "约2019年", "二〇一九年"])
def test_a_date_that_cannot_be_read_is_refused_with_what_to_write(as_user, world, written):
    client = as_user("town_a_clerk")
    page = client.post(change(world.a_single), filled(client.get(change(world.a_single)), established=written))
    assert "请写成 2024-03-01、2024年3月 或 2024" in page.content.decode()


def test_former_names_are_several_names_in_one_box(as_user, world):
    client = as_user("town_a_clerk")
    page = client.get(change(world.a_should))
    assert 'value="海涛运输有限公司"' in page.content.decode()
    client.post(change(world.a_should), filled(page, former_names="海涛运输有限公司、涛声货运部"))
    world.a_should.refresh_from_db()
    assert world.a_should.former_names == ["海涛运输有限公司", "涛声货运部"]


def test_deleting_is_refused_once_facts_hang_on_it(as_user, world):
    client = as_user("town_a_clerk")
    page = client.post(
        reverse("admin:orgs_organization_delete", args=[world.a_single.pk]), {"post": "yes"}, follow=True
    )
    assert "不能删除" in page.content.decode()
    assert Organization.objects.filter(pk=world.a_single.pk).exists()


def test_a_typing_error_can_be_deleted_and_its_history_stays(as_user, world):
    client = as_user("town_a_clerk")
    pk = world.a_none.pk
    assert client.post(reverse("admin:orgs_organization_delete", args=[pk]), {"post": "yes"}).status_code == 302
    assert not Organization.objects.filter(pk=pk).exists()
    assert Organization.history.filter(id=pk, history_type="-", history_user=world.town_a_clerk).exists()


def test_a_revenue_is_shown_without_the_zeros_of_its_column(as_user, world):
    Standing.objects.filter(organization=world.a_should).update(revenue="1479.5")
    page = as_user("town_a_clerk").get(change(world.a_should))
    assert 'value="1479.5"' in page.content.decode()
    assert page.client.post(change(world.a_should), filled(page)).status_code == 302  # nothing was changed
    assert '<div class="readonly">1479.5</div>' in as_user("town_a_viewer").get(change(world.a_should)).content.decode()
