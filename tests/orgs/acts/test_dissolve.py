"""The 撤销 page: each organization that the branch covers gets another branch, or is left uncovered."""

from datetime import date

import pytest
from django.urls import reverse

from orgs.choices import Mode
from orgs.models import Coverage, Organization, PartyBranch

DAY = "2025-09-01"


def url(branch):
    return reverse("orgs:dissolve", args=[branch.pk])


@pytest.fixture
def answer(world):
    def answer(branch, **choices):
        """`choices`: the attribute name of an organization → None, or (branch, mode)."""
        data = {"day": DAY, "reason": "撤销空壳", "version": PartyBranch.objects.get(pk=branch.pk).version}
        for name, choice in choices.items():
            prefix = f"organization-{getattr(world, name).pk}"
            data[f"{prefix}-what"] = "uncovered" if choice is None else "branch"
            if choice:
                data[f"{prefix}-branch"], data[f"{prefix}-mode"] = choice[0].pk, choice[1].value
        return data

    return answer


def test_it_asks_for_each_covered_organization(world, client):
    client.force_login(world.county_admin)
    page = client.get(url(world.a_joint_branch), {"day": DAY, "reason": "撤销空壳"}).content.decode()
    assert f'name="organization-{world.a_joint.pk}-what"' in page
    assert f'name="organization-{world.b_joint.pk}-what"' in page
    assert f'name="organization-{world.a_closed.pk}-what"' not in page


def test_a_branch_that_the_organization_hosts_itself_is_offered_first(world, client):
    other = PartyBranch.objects.create(name="中共明远商贸有限公司支部", region=world.town_a, host=world.a_joint)
    client.force_login(world.county_admin)
    page = client.get(url(world.a_joint_branch), {"day": DAY, "reason": "撤一建一"}).content.decode()
    assert f'<option value="{other.pk}" selected>' in page


def test_nothing_happens_until_all_are_answered(world, client, answer):
    client.force_login(world.county_admin)
    page = client.post(url(world.a_joint_branch), answer(world.a_joint_branch, a_joint=None))
    assert page.status_code == 200
    assert "必填" in page.content.decode()
    world.a_joint_branch.refresh_from_db()
    assert world.a_joint_branch.dissolved == ""
    assert world.a_joint.coverages.get().end is None


def test_another_branch_needs_its_name_and_mode(world, client, answer):
    client.force_login(world.county_admin)
    data = answer(world.a_joint_branch, a_joint=None, b_joint=None)
    data[f"organization-{world.a_joint.pk}-what"] = "branch"
    data[f"organization-{world.a_joint.pk}-mode"] = ""
    page = client.post(url(world.a_joint_branch), data).content.decode()
    assert "请选择党组织" in page
    assert "请选择组建方式" in page


def test_it_hands_over_and_dissolves_in_one_act(world, client, answer):
    client.force_login(world.county_admin)
    data = answer(world.a_joint_branch, a_joint=(world.a_village_branch, Mode.AFFILIATED), b_joint=None)
    assert client.post(url(world.a_joint_branch), data).status_code == 302
    world.a_joint_branch.refresh_from_db()
    assert (world.a_joint_branch.dissolved, world.a_joint_branch.dissolved_reason) == (DAY, "撤销空壳")
    assert world.a_joint.coverages.on(date(2025, 9, 1)).get().branch == world.a_village_branch
    assert not world.b_joint.coverages.on(date(2025, 9, 1)).exists()


def test_a_clerk_cannot_dissolve_over_another_towns_organization(world, client, answer):
    client.force_login(world.town_a_clerk)
    page = client.post(url(world.a_joint_branch), answer(world.a_joint_branch, a_joint=None, b_joint=None))
    assert "不在您的管理范围内" in page.content.decode()
    world.a_joint_branch.refresh_from_db()
    assert world.a_joint_branch.dissolved == ""
    assert world.a_joint.coverages.get().end is None


def test_a_branch_covering_nobody_goes_without_further_questions(world, client, answer):
    client.force_login(world.county_admin)
    assert client.post(url(world.b_general), answer(world.b_general)).status_code == 302
    page = client.get(url(world.b_general), {"day": DAY, "reason": "再来"}).content.decode()
    assert "已于2025年9月1日撤销" in page


def test_strangers_and_readers(world, client, answer):
    for role, status in (("town_b_clerk", 404), ("town_a_viewer", 403), ("county_viewer", 403), ("auditor", 404)):
        client.force_login(getattr(world, role))
        assert client.post(url(world.a_own_branch), answer(world.a_own_branch)).status_code == status, role
    client.force_login(world.town_a_clerk)
    assert client.post(url(world.county_committee), answer(world.county_committee)).status_code == 403


def test_the_form_of_a_branch_leads_here(world, client):
    client.force_login(world.town_a_clerk)
    page = client.get(reverse("admin:orgs_partybranch_change", args=[world.a_own_branch.pk])).content.decode()
    assert url(world.a_own_branch) in page


def test_a_joint_branch_that_gets_too_many_organizations_is_a_warning_and_no_bar(world, client, answer):
    for place in range(5):
        other = Organization.objects.create(name=f"商户{place}", kind="enterprise")
        Coverage.objects.create(
            branch=world.a_village_branch, organization=other, mode=Mode.JOINT, start=date(2024, 1, 1)
        )
    client.force_login(world.county_admin)
    data = answer(world.a_joint_branch, a_joint=(world.a_village_branch, Mode.REGIONAL), b_joint=None)
    page = client.post(url(world.a_joint_branch), data, follow=True).content.decode()
    assert "现在联合覆盖 6 家单位" in page
    assert "已撤销" in page
