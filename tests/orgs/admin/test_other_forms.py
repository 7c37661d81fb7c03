"""Forms of branches, guides, regions and zones."""

from datetime import date

import pytest
from django.urls import reverse

from liangxin.periods import BEGINNING
from orgs.models import BranchLevel, Coverage, Guide, PartyBranch, Posting, Region, Zone
from tests.filling import filled


def change(register, row):
    return reverse(f"admin:orgs_{register}_change", args=[row.pk])


def test_a_new_branch_has_its_level_from_the_beginning(as_user, world):
    client = as_user("town_a_clerk")
    add = reverse("admin:orgs_partybranch_add")
    post = filled(
        client.get(add), name="中共城关镇物流联合支部委员会", region=world.town_a.pk, levels__0__level="joint_branch"
    )
    assert client.post(add, post).status_code == 302
    level = BranchLevel.objects.get(branch__name="中共城关镇物流联合支部委员会")
    assert (level.level, level.start, level.end) == ("joint_branch", BEGINNING, None)


def test_a_branch_without_a_level_is_refused(as_user, world):
    client = as_user("town_a_clerk")
    add = reverse("admin:orgs_partybranch_add")
    page = client.post(add, filled(client.get(add), name="新支部", region=world.town_a.pk, levels__0__level=""))
    assert page.status_code == 200
    assert not PartyBranch.objects.filter(name="新支部").exists()


def test_the_end_of_a_level_follows_from_where_the_next_begins(as_user, world):
    client = as_user("town_a_clerk")
    form = change("partybranch", world.a_own_branch)
    post = filled(client.get(form)) | {
        "levels-TOTAL_FORMS": "2",
        "levels-1-level": "general",
        "levels-1-start": "2024年7月1日",
        "levels-1-id": "",
        "levels-1-branch": world.a_own_branch.pk,
    }
    assert client.post(form, post).status_code == 302
    first, second = world.a_own_branch.levels.order_by("start")
    assert (first.start, first.end, first.level) == (BEGINNING, date(2024, 7, 1), "branch")
    assert (second.start, second.end, second.level) == (date(2024, 7, 1), None, "general")
    world.a_own_branch.refresh_from_db()
    assert world.a_own_branch.version > 1


def test_a_removed_level_leaves_no_gap(as_user, world):
    BranchLevel.objects.filter(branch=world.a_own_branch).update(end=date(2024, 7, 1))
    BranchLevel.objects.create(branch=world.a_own_branch, level="general", start=date(2024, 7, 1))
    client = as_user("town_a_clerk")
    form = change("partybranch", world.a_own_branch)
    post = filled(client.get(form))
    later = next(n for n in (0, 1) if post[f"levels-{n}-start"])
    assert client.post(form, post | {f"levels-{later}-DELETE": "on"}).status_code == 302
    level = world.a_own_branch.levels.get()
    assert (level.start, level.end) == (BEGINNING, None)


def test_some_level_must_hold_from_the_beginning(as_user, world):
    client = as_user("town_a_clerk")
    form = change("partybranch", world.a_own_branch)
    page = client.post(form, filled(client.get(form), levels__0__start="2024-07-01"))
    assert "请有一行不填日期" in page.content.decode()


def test_a_branch_cannot_cover_an_organization_that_another_covers(as_user, world):
    client = as_user("town_a_clerk")
    form = change("partybranch", world.a_village_branch)
    post = filled(client.get(form)) | {
        "coverages-TOTAL_FORMS": "2",
        "coverages-1-organization": world.a_single.pk,
        "coverages-1-mode": "affiliated",
        "coverages-1-start": "2025-01-01",
        "coverages-1-end": "",
        "coverages-1-id": "",
        "coverages-1-branch": world.a_village_branch.pk,
    }
    page = client.post(form, post)
    assert "“星河机电有限公司”同一天已由别的党组织覆盖" in page.content.decode()


def test_a_coverage_entered_at_the_branch_raises_the_version_of_the_organization(as_user, world):
    client = as_user("town_a_clerk")
    form = change("partybranch", world.a_village_branch)
    post = filled(client.get(form)) | {
        "coverages-TOTAL_FORMS": "2",
        "coverages-1-organization": world.a_none.pk,
        "coverages-1-mode": "affiliated",
        "coverages-1-start": "2025-01-01",
        "coverages-1-end": "",
        "coverages-1-id": "",
        "coverages-1-branch": world.a_village_branch.pk,
    }
    assert client.post(form, post).status_code == 302
    world.a_none.refresh_from_db()
    assert world.a_none.version > 1


def test_a_row_that_another_removed_meanwhile_is_said_and_not_made_again(as_user, world):
    client = as_user("town_a_clerk")
    form = change("organization", world.a_affiliated)
    opened = client.get(form)
    Coverage.objects.filter(organization=world.a_affiliated).delete()
    page = client.post(form, filled(opened, coverages__0__end="2026-01-01"))
    assert page.status_code == 200
    assert not Coverage.objects.filter(organization=world.a_affiliated).exists()


def test_the_same_name_twice_in_a_town_is_refused(as_user, world):
    client = as_user("town_a_clerk")
    add = reverse("admin:orgs_partybranch_add")
    post = filled(client.get(add), name="星河机电有限公司党支部", region=world.town_a.pk, levels__0__level="branch")
    assert "这个辖区已有同名的党组织" in client.post(add, post).content.decode()


def test_a_guide_is_posted_from_the_own_form(as_user, world):
    client = as_user("county_admin")
    form = change("guide", world.other_guide)
    post = filled(client.get(form)) | {
        "postings-TOTAL_FORMS": "1",
        "postings-0-organization": world.b_none.pk,
        "postings-0-start": "2026-1-5",
        "postings-0-end": "",
        "postings-0-id": "",
        "postings-0-guide": world.other_guide.pk,
    }
    assert client.post(form, post).status_code == 302
    assert Posting.objects.get(guide=world.other_guide).start == date(2026, 1, 5)


def test_a_town_enters_a_guide_of_its_own(as_user, world):
    client = as_user("town_a_clerk")
    add = reverse("admin:orgs_guide_add")
    assert client.post(add, filled(client.get(add), name="沈立新", region=world.town_a.pk)).status_code == 302
    assert Guide.objects.get(name="沈立新").search_key


def test_the_code_of_a_registered_region_stays(as_user, world):
    client = as_user("county_admin")
    form = change("region", world.village_a1)
    assert client.post(form, filled(client.get(form), code="330199009001", name="东门新村")).status_code == 302
    world.village_a1.refresh_from_db()
    assert (world.village_a1.code, world.village_a1.name) == ("330199001001", "东门新村")


def test_a_region_outside_the_county_is_refused(as_user):
    client = as_user("county_admin")
    add = reverse("admin:orgs_region_add")
    page = client.post(add, filled(client.get(add), code="330299001", name="外县镇"))
    assert page.status_code == 200
    assert not Region.objects.filter(code="330299001").exists()


@pytest.mark.parametrize("register", ["region", "zone"])
def test_regions_and_zones_are_kept_by_the_county_alone(as_user, register):
    assert as_user("county_admin").get(reverse(f"admin:orgs_{register}_add")).status_code == 200
    assert as_user("town_a_clerk").get(reverse(f"admin:orgs_{register}_add")).status_code == 403


def test_a_zone_in_use_cannot_be_deleted_and_an_unused_one_can(as_user, world):
    client = as_user("county_admin")
    world.a_single.standings.update(zone=world.park)
    address = reverse("admin:orgs_zone_delete", args=[world.park.pk])
    assert "不能删除" in client.post(address, {"post": "yes"}, follow=True).content.decode()
    world.a_single.standings.update(zone=None)
    client.post(address, {"post": "yes"})
    assert not Zone.objects.filter(pk=world.park.pk).exists()


def covers(number, organization, mode):
    """The posted row `number` of the organizations that a new branch covers."""
    row = {"organization": organization.pk, "mode": mode, "start": "2025-01-01", "end": "", "id": "", "branch": ""}
    return {f"coverages-{number}-{name}": value for name, value in row.items()}


def test_a_new_branch_can_be_entered_together_with_whom_it_covers(as_user, world):
    client = as_user("town_a_clerk")
    add = reverse("admin:orgs_partybranch_add")
    post = filled(client.get(add), name="中共立新印刷有限公司支部", region=world.town_a.pk, levels__0__level="branch")
    post |= {"coverages-TOTAL_FORMS": "2", **covers(0, world.a_none, "single"), **covers(1, world.a_some, "joint")}
    assert "单独组建的党组织也只覆盖一家单位" in client.post(add, post).content.decode()
    post |= {"coverages-TOTAL_FORMS": "1"}
    assert client.post(add, post).status_code == 302
    assert world.a_none.coverages.get().branch.name == "中共立新印刷有限公司支部"
