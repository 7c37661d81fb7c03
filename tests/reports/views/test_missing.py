"""The page 上次有、这次没有: who is listed, how the answers are kept, changed and carried out."""

from datetime import date

import pytest

from orgs.models import Organization, Standing
from reports.imports.applying import apply
from reports.imports.undoing import undo
from reports.models import Absence
from tests.reports.imports.office import DAY, LATER, Office, known

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(world, tmp_path):
    return Office(tmp_path)


@pytest.fixture
def batch(office, world):
    """A batch of town A's clerk without a_single and a_should."""
    there = [one for name, one in vars(world).items() if name.startswith("a_") and isinstance(one, Organization)]
    rows = [
        known(one, town="城关镇") for one in there if not one.closed and one not in (world.a_single, world.a_should)
    ]
    return office.plan(*rows, user=world.town_a_clerk)


@pytest.fixture
def page(batch, world, client):
    client.force_login(world.town_a_clerk)
    return f"/imports/{batch.pk}/missing/"


def text(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


def said(organization, answer, **more) -> dict:
    """What the page posts about one organization."""
    fields = {"answer": answer, "day": "2025-05-20", "reason": "", "place": "", **more}
    return {f"{organization.pk}-{name}": value for name, value in fields.items()}


def test_the_page_lists_who_is_missing_and_says_what_the_file_covers(page, client, world):
    shown = text(client.get(page))
    assert world.a_single.name in shown
    assert world.a_should.name in shown
    assert world.a_joint.name not in shown
    assert "城关镇的非公企业、社会组织" in shown
    assert "表里没有 2 家" in shown


def test_each_line_is_answered_and_moves_to_the_answered_ones(page, batch, client, world):
    client.post(page, said(world.a_single, "closed", reason="歇业") | said(world.a_should, "missed"))
    kept = {one.name: (one.answer, one.day, one.reason) for one in batch.absences.all()}
    assert kept[world.a_single.name] == ("closed", date(2025, 5, 20), "歇业")
    assert kept[world.a_should.name][0] == "missed"
    assert "没有未答的单位" in text(client.get(page))
    assert world.a_single.name in text(client.get(f"{page}?show=answered"))
    assert "已注销 1 家，漏报 1 家" in text(client.get(f"/imports/{batch.pk}/"))


def test_an_answer_can_be_changed_and_taken_back_until_it_is_carried_out(page, batch, client, world):
    client.post(page, said(world.a_single, "missed"))
    client.post(f"{page}?show=answered", said(world.a_single, "closed"))
    assert batch.absences.get().answer == "closed"
    client.post(f"{page}?show=answered", said(world.a_single, ""))
    assert not batch.absences.exists()


def test_the_selection_gets_one_answer(page, batch, client, world):
    picked = [world.a_single.pk, world.a_should.pk]
    client.post(page, {"act": "selection", "picked": picked, "all-answer": "moved", "all-place": "away"})
    assert not batch.absences.exists()  # without a day it cannot be true of anybody
    given = {"act": "selection", "picked": picked, "all-answer": "moved", "all-place": "away", "all-day": "2025-05-20"}
    client.post(page, given | {"all-reason": "邻县"})
    assert {(one.answer, one.region, one.reason) for one in batch.absences.all()} == {("moved", None, "邻县")}


def test_nothing_is_kept_of_a_page_with_a_mistake_and_the_mistake_is_named(page, batch, client, world):
    shown = text(client.post(page, said(world.a_single, "closed", day="2001-01-01") | said(world.a_should, "moved")))
    assert "日期不能早于这一天" in shown
    assert "请选择迁往哪里" in shown
    assert not batch.absences.exists()


def test_the_clerk_narrows_what_the_file_covers(page, batch, client, world):
    covers = {"act": "covers", "places": [world.village_a2.code], "kinds": ["enterprise"]}
    client.post(page, covers)
    shown = text(client.get(page))
    assert world.a_should.name in shown
    assert world.a_single.name not in shown
    batch.refresh_from_db()
    assert batch.options["covers"] == {"places": [world.village_a2.code], "kinds": ["enterprise"]}
    assert "至少选一种单位类型" in text(client.post(page, {"act": "covers", "places": [world.town_a.code]}))
    elsewhere = {"act": "covers", "places": [world.town_b.code], "kinds": ["enterprise"]}
    assert client.post(page, elsewhere).status_code == 200
    batch.refresh_from_db()
    assert batch.options["covers"]["places"] == [world.village_a2.code]


def test_applying_carries_the_answers_out_and_the_result_says_so(page, batch, client, world):
    client.post(page, said(world.a_single, "closed") | said(world.a_should, "missed"))
    client.post(f"/imports/{batch.pk}/apply/")
    world.a_single.refresh_from_db()
    assert (world.a_single.closed, world.a_single.closed_reason) == ("2025-05-20", "注销")
    assert "已办理：已注销 1 家，漏报 1 家" in text(client.get(f"/imports/{batch.pk}/"))
    assert world.a_should.name in text(client.get("/missed/"))


def test_a_move_to_another_town_says_that_the_county_decides(page, batch, client, world):
    client.post(page, said(world.a_single, "moved", place=world.town_b.code))
    apply(batch, user=world.town_a_clerk)
    assert "已向县里提出转入申请：待处理" in text(client.get(f"{page}?show=answered"))
    assert world.a_single.name in text(client.get("/transfers/"))


def test_after_applying_an_answer_is_carried_out_at_once(page, batch, client, world):
    apply(batch, user=world.town_a_clerk)
    client.post(page, said(world.a_single, "closed"))
    world.a_single.refresh_from_db()
    assert world.a_single.closed == "2025-05-20"


def test_an_answer_that_cannot_be_carried_out_is_said(page, batch, client, world):
    apply(batch, user=world.town_a_clerk)
    world.posting.organization = world.a_single
    world.posting.save()
    shown = text(client.post(page, said(world.a_single, "closed", day="2024-01-02"), follow=True))
    assert "有 1 家没有办理" in shown
    assert "还有走访记录" in text(client.get(f"{page}?show=answered"))


@pytest.mark.parametrize("query", ["town=abcdefghi", "town=9", "show=nothing", "page=x"])
def test_an_odd_address_shows_the_page(page, client, query):
    assert client.get(f"{page}?{query}").status_code == 200


@pytest.mark.parametrize("key", ["x", "²", "9" * 40, "-1"])
def test_an_odd_selection_is_nobody(page, batch, client, key):
    given = {"act": "selection", "picked": [key], "all-answer": "missed"}
    assert client.post(page, given, follow=True).status_code == 200
    assert not batch.absences.exists()


def test_an_undone_batch_shows_how_each_answer_ended_and_takes_none(page, batch, client, world):
    client.post(page, said(world.a_single, "closed"))
    apply(batch, user=world.town_a_clerk)
    batch.refresh_from_db()
    undo(batch, user=world.town_a_clerk)
    assert "已恢复" in text(client.get(f"{page}?show=answered"))
    client.post(page, said(world.a_should, "missed"))
    assert batch.absences.count() == 1


def test_who_was_forgotten_is_listed_until_a_later_survey_has_it(page, batch, office, client, world):
    client.post(page, said(world.a_should, "missed"))
    apply(batch, user=world.town_a_clerk)
    assert world.a_should.name in text(client.get("/missed/"))
    client.force_login(world.town_b_clerk)
    assert world.a_should.name not in text(client.get("/missed/"))
    office.take(known(world.a_should, town="城关镇"), user=world.town_a_clerk, as_of=LATER)
    client.force_login(world.town_a_clerk)
    assert world.a_should.name not in text(client.get("/missed/"))


def test_the_step_counts_who_is_still_open(page, batch, client, world):
    assert "上次有这次没有 2" in text(client.get(f"/imports/{batch.pk}/"))
    client.post(page, said(world.a_single, "missed"))
    assert "上次有这次没有 1" in text(client.get(f"/imports/{batch.pk}/"))


def test_a_stranger_and_a_list_of_another_kind_are_not_found(page, batch, client, world):
    client.force_login(world.town_b_clerk)
    assert client.get(page).status_code == 404
    batch.kind = "registrations"
    batch.save()
    client.force_login(world.town_a_clerk)
    assert client.get(page).status_code == 404


def test_a_long_page_costs_no_more_than_a_short_one(batch, client, world, django_assert_max_num_queries):
    for number in range(45):
        one = Organization.objects.create(name=f"永安机械{number}号厂", kind="enterprise")
        Standing.objects.create(organization=one, region=world.town_a, start=date(1900, 1, 1), stated_on=DAY)
    client.force_login(world.town_a_clerk)
    with django_assert_max_num_queries(60):
        assert "永安机械44号厂" in text(client.get(f"/imports/{batch.pk}/missing/"))
    assert not Absence.objects.exists()
