"""Two editors of one organization: nothing is overwritten silently."""

import pytest
from django.urls import reverse

from tests.filling import filled


@pytest.fixture
def form(world):
    return reverse("admin:orgs_organization_change", args=[world.a_single.pk])


@pytest.fixture
def county(as_user):
    return as_user("county_admin")


@pytest.fixture
def clerk(as_user):
    return as_user("town_a_clerk")


def saved(client, form, **changes):
    assert client.post(form, filled(client.get(form), **changes)).status_code == 302


def test_both_values_are_shown_with_who_and_when_and_nothing_is_written(world, form, county, clerk):
    opened = clerk.get(form)
    saved(county, form, address="滨河路 8 号")
    page = clerk.post(form, filled(opened, address="滨河路 9 号"))
    text = page.content.decode()
    assert "经营地址：您打开之后，王芳 于" in text
    assert "改成了“滨河路 8 号”；您填的是“滨河路 9 号”" in text
    world.a_single.refresh_from_db()
    assert world.a_single.address == "滨河路 8 号"


@pytest.mark.parametrize(("choice", "kept"), [("theirs", "滨河路 8 号"), ("mine", "滨河路 9 号")])
def test_the_second_editor_chooses(world, form, county, clerk, choice, kept):
    opened = clerk.get(form)
    saved(county, form, address="滨河路 8 号")
    page = clerk.post(form, filled(opened, address="滨河路 9 号", head_name="沈立新"))
    post = filled(page) | {"_choose-address": choice}
    assert clerk.post(form, post).status_code == 302
    world.a_single.refresh_from_db()
    assert (world.a_single.address, world.a_single.head_name) == (kept, "沈立新")


def test_without_a_choice_the_question_stays(world, form, county, clerk):
    opened = clerk.get(form)
    saved(county, form, address="滨河路 8 号")
    page = clerk.post(form, filled(opened, address="滨河路 9 号"))
    again = clerk.post(form, filled(page))
    assert "您填的是“滨河路 9 号”" in again.content.decode()
    world.a_single.refresh_from_db()
    assert world.a_single.address == "滨河路 8 号"


def test_a_field_that_only_the_other_changed_shows_the_new_value(world, form, county, clerk):
    opened = clerk.get(form)
    saved(county, form, address="滨河路 8 号")
    page = clerk.post(form, filled(opened, head_name="沈立新"))
    assert page.status_code == 200
    post = filled(page)
    assert (post["address"], post["head_name"]) == ("滨河路 8 号", "沈立新")
    assert clerk.post(form, post).status_code == 302
    world.a_single.refresh_from_db()
    assert (world.a_single.address, world.a_single.head_name) == ("滨河路 8 号", "沈立新")


def test_a_standing_changed_by_another_is_a_conflict_too(world, form, county, clerk):
    opened = clerk.get(form)
    saved(county, form, full_members=7, standing_act="correct")
    page = clerk.post(form, filled(opened, full_members=8, standing_act="correct"))
    assert "正式党员：您打开之后，王芳" in page.content.decode()
    assert "改成了“7”；您填的是“8”" in page.content.decode()
    assert world.a_single.standings.get().full_members == 7


def test_an_inline_row_changed_by_another_is_not_put_back(world, form, county, clerk):
    opened = clerk.get(form)
    saved(county, form, mass_groups__0__end="2026-01-01")
    page = clerk.post(form, filled(opened, address="滨河路 9 号"))
    assert "群团组织“工会”" in page.content.decode()
    assert clerk.post(form, filled(page)).status_code == 302
    assert str(world.a_single.mass_groups.get().end) == "2026-01-01"


def test_an_act_of_another_makes_the_form_stale(world, form, clerk):
    from liangxin.dates import today
    from orgs.services import organizations

    opened = clerk.get(form)
    organizations.close(organization=world.a_single, day=today(), reason="注销", by=world.county_admin)
    page = clerk.post(form, filled(opened, address="滨河路 9 号"))
    assert page.status_code == 200
    assert "别人改过这条记录" in page.content.decode()
    world.a_single.refresh_from_db()
    assert world.a_single.address == "青溪路1号"


def test_the_same_value_from_both_is_no_question(world, form, county, clerk):
    opened = clerk.get(form)
    saved(county, form, address="滨河路 8 号")
    page = clerk.post(form, filled(opened, address="滨河路 8 号"))
    assert "您填的是" not in page.content.decode()
    assert clerk.post(form, filled(page)).status_code == 302


def test_a_form_left_open_over_midnight_is_no_conflict(world, form, clerk):
    post = filled(clerk.get(form), head_name="沈立新")
    post["_opened"] = post["_opened"].replace(post["standing_day"], "2026-01-01")
    post["standing_day"] = "2026-01-01"
    assert clerk.post(form, post).status_code == 302
