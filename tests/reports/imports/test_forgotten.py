"""What was remembered and forgotten: it leaves a trace, is found by words, and can be taken back."""

import pytest
from django.urls import reverse

from orgs.models import Organization
from orgs.services.merging import merge
from reports.imports.answering import answer_values
from reports.imports.answers import answers_for
from reports.imports.forgetting import forgotten
from reports.imports.sameness import answer, questions
from reports.models import HeaderAnswer, SameAnswer, ValueAnswer
from tests.reports.imports.office import firm
from tests.reports.imports.test_remembered import header, value  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
PAGE = reverse("reports:answers")


def lines(client, **asked):
    """The first words of each line of the page, the header left out."""
    page = client.get(PAGE, asked)
    assert page.status_code == 200
    return [line[1 if asked.get("show") == "forgotten" else 0] for line in page.context["lines"]]


def counts(client, **asked):
    return {key: count for key, _, count, _ in client.get(PAGE, asked).context["tabs"]}


def trace(model):
    """(kind, reason, who) of all that the history says."""
    entries = model.history.order_by("history_id")
    return [(one.history_type, one.history_change_reason, str(one.history_user)) for one in entries]


def test_forgetting_leaves_a_trace_and_is_taken_back_as_it_was(client, world, header):  # noqa: F811
    before = HeaderAnswer.objects.values().get()
    client.force_login(world.town_b_clerk)
    client.post(PAGE, {"header": header.pk})
    assert counts(client) == {"headers": 0, "values": 0, "same": 0, "forgotten": 1}
    (entry,) = lines(client, show="forgotten")
    text = client.get(PAGE, {"show": "forgotten"}).content.decode()
    for word in ("职工规模", "从业人员数", "王芳", str(world.town_b_clerk)):
        assert word in text
    client.force_login(world.county_admin)
    page = client.post(PAGE, {"back": f"headers {entry.history_id}"}, follow=True)
    assert "已取回关于“职工规模”的回答" in page.content.decode()
    assert HeaderAnswer.objects.values().get() == before
    assert lines(client, show="forgotten") == []
    admin, clerk = str(world.county_admin), str(world.town_b_clerk)
    assert trace(HeaderAnswer) == [("+", None, admin), ("-", "忘掉", clerk), ("+", "取回", admin)]
    client.post(PAGE, {"header": before["id"]})
    assert len(lines(client, show="forgotten")) == 1


def test_a_changed_answer_is_in_the_history_with_who_changed_it(office, world):
    batch = office.plan(firm(1), user=world.county_admin)
    for user, meant in ((world.county_admin, "私营企业"), (world.town_a_clerk, "个体工商户")):
        say(batch, meant, user)
    said = list(ValueAnswer.history.order_by("history_id").values_list("history_type", "value", "history_user"))
    assert said == [("+", "私营企业", world.county_admin.pk), ("~", "个体工商户", world.town_a_clerk.pk)]


def say(batch, meant, user):
    answer_values(batch, [("category", "私营大户", None, meant, True)], user=user)


def test_forgetting_on_the_page_of_a_batch_leaves_a_trace_too(office, world):
    batch = office.plan(firm(1), user=world.county_admin)
    say(batch, "私营企业", world.county_admin)
    say(batch, None, world.town_a_clerk)
    assert trace(ValueAnswer)[-1] == ("-", "忘掉", str(world.town_a_clerk))
    assert forgotten("values", world.town_b_clerk).count() == 1


def test_what_was_answered_anew_is_not_taken_back_over_it(client, world, header):  # noqa: F811
    client.force_login(world.county_admin)
    one = value(world)
    client.post(PAGE, {"value": one.pk})
    client.post(PAGE, {"header": header.pk})
    entries = {kind: entry.history_id for kind, entry, _ in client.get(PAGE, {"show": "forgotten"}).context["lines"]}
    value(world, value="个体工商户")
    HeaderAnswer.objects.create(fingerprint="f1", leaf="职工规模", column="", user=world.county_admin)
    assert lines(client, show="forgotten") == []
    for kind, number in entries.items():
        assert client.post(PAGE, {"back": f"{kind} {number}"}).status_code == 404
    assert answers_for().values == {("category", "私营大户", ""): "个体工商户"}


def test_a_village_of_another_town_is_neither_listed_nor_taken_back(client, world):
    one = value(world, world.town_a, fact="branch_name", text="甲支部", shown="甲支部", value="甲联合支部")
    client.force_login(world.town_a_clerk)
    client.post(PAGE, {"value": one.pk})
    (entry,) = lines(client, show="forgotten")
    client.force_login(world.town_b_clerk)
    assert lines(client, show="forgotten") == []
    assert client.post(PAGE, {"back": f"values {entry.history_id}"}).status_code == 404
    client.force_login(world.town_a_clerk)
    client.post(PAGE, {"back": f"values {entry.history_id}"})
    assert ValueAnswer.objects.get().value == "甲联合支部"


def test_all_that_was_said_of_a_row_goes_and_comes_back_together(client, office, world):
    batch = office.plan(firm(1, name="明远商贸公司", code=None))
    (row,) = questions(batch)
    asked = [world.a_joint, world.a_none]
    answer(row, same=world.a_joint, asked=asked, user=world.county_admin)
    client.force_login(world.county_admin)
    for _ in range(2):  # each time as one line, and only the last time is taken back
        client.post(PAGE, {"same": SameAnswer.objects.first().pk})
        assert not SameAnswer.objects.exists()
        (entry,) = lines(client, show="forgotten")
        client.post(PAGE, {"back": f"same {entry.history_id}"})
        said = SameAnswer.objects.values_list("organization", "same")
        assert set(said) == {(world.a_joint.pk, True), (world.a_none.pk, False)}


def test_what_a_merge_moves_or_does_away_with_was_not_forgotten(office, world):
    batch = office.plan(firm(1, name="明远商贸公司", code=None))
    (row,) = questions(batch)
    answer(row, same=world.a_joint, asked=[world.a_joint, world.a_single], user=world.county_admin)
    Organization.objects.filter(pk=world.a_single.pk).update(credit_code=None)
    merge(kept=world.a_joint, gone=Organization.objects.get(pk=world.a_single.pk), by=world.county_admin)
    assert SameAnswer.objects.count() == 1
    assert [kind for kind, *_ in trace(SameAnswer)] == ["+", "+", "-"]
    assert not forgotten("same", world.county_admin).exists()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("职工", {"headers": 1, "values": 0, "same": 0, "forgotten": 0}),
        ("人员 王芳", {"headers": 1, "values": 0, "same": 0, "forgotten": 0}),
        ("从业人员数", {"headers": 1, "values": 0, "same": 0, "forgotten": 0}),
        ("城关", {"headers": 0, "values": 1, "same": 0, "forgotten": 0}),
        ("所属", {"headers": 0, "values": 0, "same": 0, "forgotten": 0}),
        ("张伟", {"headers": 0, "values": 1, "same": 0, "forgotten": 1}),
        ("私营 张伟", {"headers": 0, "values": 0, "same": 0, "forgotten": 1}),
        ("明远", {"headers": 0, "values": 0, "same": 1, "forgotten": 0}),
        ("明远 王芳", {"headers": 0, "values": 0, "same": 0, "forgotten": 0}),
    ],
)
def test_answers_are_found_by_words(client, world, header, words, found):  # noqa: F811
    value(world, fact="town", text="成关镇", shown="成关镇", value=world.town_a.code)
    client.force_login(world.county_admin)
    client.post(PAGE, {"value": value(world).pk})
    SameAnswer.objects.create(organization=world.a_joint, town=world.town_a.code, name="明远", same=True)
    assert counts(client, q=words) == found
    shown = next((key for key, count in found.items() if count), "headers")
    page = client.get(PAGE, {"q": words})
    assert (page.context["show"], len(page.context["lines"])) == (shown, found[shown])


def test_the_lists_are_paged_with_a_fixed_number_of_queries(client, world, django_assert_max_num_queries):
    client.force_login(world.county_admin)
    for n in range(60):
        value(world, text=f"写法{n}", shown=f"写法{n}")
    for show, most in (("values", 20), ("forgotten", 20)):
        with django_assert_max_num_queries(most):
            assert len(lines(client, show=show)) == 50
        assert len(lines(client, show=show, page="2")) == 10
        for one in ValueAnswer.objects.all():
            client.post(PAGE, {"value": one.pk})


@pytest.mark.parametrize("given", ["", "headers", "headers x", "no 1", "headers 999", "values ²"])
def test_what_was_not_forgotten_cannot_be_taken_back(client, world, header, given):  # noqa: F811
    client.force_login(world.county_admin)
    assert client.post(PAGE, {"back": given}).status_code == 404
