"""The 同一家 page: both sides, an answer for each row, remembered answers that can be forgotten."""

import pytest
from django.urls import reverse

from orgs.models import Organization, Standing
from reports.imports.sameness import questions
from reports.models import SameAnswer
from tests.reports.imports.office import firm, known, outcomes
from tests.world import SURVEYED

pytestmark = pytest.mark.django_db
NAME = "青溪县明远商贸有限公司"


@pytest.fixture
def batch(office, world):
    return office.plan(
        firm(1, name=NAME, code=None, employees=21), firm(2, name="海涛物流公司", code=None), user=world.town_a_clerk
    )


def address(batch):
    return reverse("reports:import_same", args=[batch.pk])


def row_of(batch, name):
    return questions(batch).get(name=name)


def test_the_page_shows_both_sides_with_what_differs(batch, world, client):
    client.force_login(world.town_a_clerk)
    page = client.get(address(batch))
    first = page.context["forms"][0].question
    lines = {line.label: (line.row, line.others) for line in first.lines}
    assert lines["企业名称"] == (NAME, [(world.a_joint.name, True)])
    assert lines["从业人员人数"] == ("21", [("18", True)])
    assert lines["统一社会信用代码"] == ("", [(world.a_joint.credit_code, False)])
    assert first.why == f"登记里没有这家单位，但和登记的“{world.a_joint.name}”很像"
    assert [label for _, label in first.choices] == [f"是“{world.a_joint.name}”", "不是，是另一家单位"]
    assert "同一家" in [step["label"] for step in page.context["steps"]]


def test_answers_are_remembered_and_the_batch_planned_again(batch, world, client):
    client.force_login(world.town_a_clerk)
    one, other = (row_of(batch, name).pk for name in (NAME, "海涛物流公司"))
    page = client.post(address(batch), {f"{one}-which": world.a_joint.pk, f"{other}-which": "none"}, follow=True)
    assert page.redirect_chain == [(reverse("reports:import", args=[batch.pk]), 302)]
    assert outcomes(batch) == ["changed", "new"]
    assert sorted(SameAnswer.objects.values_list("organization", "same")) == sorted(
        [(world.a_joint.pk, True), (world.a_should.pk, False)]
    )


def test_an_answer_left_for_later_stays_a_question(batch, world, client):
    client.force_login(world.town_a_clerk)
    page = client.post(address(batch), {f"{row_of(batch, NAME).pk}-which": world.a_joint.pk}, follow=True)
    assert page.redirect_chain == [(address(batch), 302)]
    assert outcomes(batch) == ["changed", "several"]
    assert "还没有回答" in client.post(address(batch), {}, follow=True).content.decode()


def test_a_forgotten_answer_is_asked_again(batch, world, client):
    client.force_login(world.town_a_clerk)
    client.post(address(batch), {f"{row_of(batch, NAME).pk}-which": "none"})
    given = SameAnswer.objects.get()
    assert NAME in client.get(address(batch)).content.decode()
    client.post(address(batch), {"forget": given.pk})
    assert (outcomes(batch), SameAnswer.objects.count()) == (["several", "several"], 0)


def test_an_answer_that_is_none_of_the_choices_is_refused(batch, world, client):
    client.force_login(world.town_a_clerk)
    page = client.post(address(batch), {f"{row_of(batch, NAME).pk}-which": world.a_none.pk})
    assert page.status_code == 200
    assert page.context["forms"][0].errors
    assert not SameAnswer.objects.exists()


def test_the_owner_of_the_code_is_the_only_one_and_merging_is_offered(office, world, client):
    world.a_none.credit_code = None
    world.a_none.save()
    batch = office.plan(firm(1, name=world.a_none.name, code=world.a_joint.credit_code), user=world.town_a_clerk)
    client.force_login(world.town_a_clerk)
    page = client.get(address(batch))
    (form,) = page.context["forms"]
    assert [label for _, label in form.question.choices] == [f"是“{world.a_joint.name}”"]
    merge = f"{reverse('orgs:merge')}?organization={world.a_joint.pk}&amp;organization={world.a_none.pk}"
    assert merge in page.content.decode()


def test_namesakes_are_told_apart(office, world, client):
    twin = Organization.objects.create(kind="enterprise", name=world.a_joint.name, address="东门路12号")
    Standing.objects.create(organization=twin, region=world.town_a, start="1900-01-01", stated_on=SURVEYED)
    batch = office.plan(firm(1, name=world.a_joint.name, code=None), user=world.town_a_clerk)
    client.force_login(world.town_a_clerk)
    labels = [label for _, label in client.get(address(batch)).context["forms"][0].question.choices]
    assert labels[0].endswith(f"（{world.a_joint.credit_code}）")
    assert labels[1].endswith("（东门路12号）")


def test_a_batch_without_questions_says_so_and_a_written_one_asks_none(office, world, client):
    client.force_login(world.county_admin)
    batch = office.take(known(world.a_joint))
    assert "没有要回答的" in client.get(address(batch)).content.decode()
    assert client.post(address(batch), {"forget": 1}).status_code == 200


def test_the_page_asks_a_fixed_number_of_queries(office, world, client, django_assert_max_num_queries):
    for number in range(1, 9):
        one = Organization.objects.create(kind="enterprise", name=f"新泰机械{number}号公司")
        Standing.objects.create(organization=one, region=world.town_a, start="1900-01-01", stated_on=SURVEYED)
    rows = [firm(number, code=None) for number in range(1, 9)]
    client.force_login(world.county_admin)
    counts = []
    for few in (rows[:2], rows):
        batch = office.plan(*few, user=world.county_admin)
        with django_assert_max_num_queries(100) as seen:
            client.get(address(batch))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_what_is_remembered_is_listed_for_the_own_towns_and_can_be_forgotten(batch, world, client):
    client.force_login(world.town_a_clerk)
    client.post(address(batch), {f"{row_of(batch, NAME).pk}-which": "none"})
    given, url = SameAnswer.objects.get(), reverse("reports:answers")
    assert world.a_joint.name in client.get(url).content.decode()
    client.force_login(world.town_b_clerk)
    assert NAME not in client.get(url).content.decode()
    assert client.post(url, {"same": given.pk}).status_code == 404
    client.force_login(world.county_admin)
    assert "已忘掉" in client.post(url, {"same": given.pk}, follow=True).content.decode()
    assert not SameAnswer.objects.exists()
