"""Values that a choice, a place or a branch column does not know: listed once, mapped once, suggested, never taken."""

import pytest
from django.urls import reverse

from orgs.models import PartyBranch, Region
from reports.forms.values import field_name
from reports.imports.applying import apply
from reports.imports.nearness import distance, likeness, nearest
from reports.imports.values import near_branches, open_values, unknown_values, with_options
from reports.models import ImportBatch, ValueAnswer
from tests.reports.imports.office import built, firm, outcomes

pytestmark = pytest.mark.django_db


def asked(batch):
    return [(value.fact, value.shown, value.rows) for value in unknown_values(batch)]


def of(batch, user, shown):
    """One question with its options."""
    values = [*unknown_values(batch), *near_branches(batch, user)]
    (value,) = [one for one in values if one.shown == shown]
    return with_options([value], batch, user)[0]


def press(client, user, batch, answers: dict, how="always"):
    """Answer values (text → drop-down value) on the page."""
    client.force_login(user)
    fields = {}
    for shown, meant in answers.items():
        name = field_name(of(batch, user, shown))
        fields |= {name: meant, f"{name}-how": how}
    return client.post(reverse("reports:import_values", args=[batch.pk]), fields, follow=True)


def facts(batch, key):
    return [one.get(key) for one in batch.rows.order_by("id").values_list("facts", flat=True)]


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_a_value_is_listed_once_with_its_count_and_rows(office, world):
    rows = [firm(n, category="私营大户" if n < 38 else "私营企业") for n in range(1, 40)]
    batch = office.plan(*rows, user=world.county_admin)
    assert asked(batch) == [("category", "私营大户", 37)]
    (value,) = unknown_values(batch)
    assert value.where == "摸排表1.xlsx Sheet1 第 2、3、4、5、6、7 行 等"


def test_a_value_is_mapped_once_and_known_to_everybody_from_then_on(office, client, world):
    batch = office.plan(firm(1, category="私营大户"), firm(2, category="私营 大户"), user=world.town_a_clerk)
    landed = press(client, world.town_a_clerk, batch, {"私营大户": "私营企业"})
    assert told(landed) == ["已记住 1 种写法，并重新读取。"]
    assert facts(batch, "category") == ["private", "private"]
    later = office.plan(firm(3, category="私营大户"), user=world.county_admin)
    assert facts(later, "category") == ["private"]
    assert asked(later) == []


def test_this_time_is_this_time_only(office, client, world):
    batch = office.plan(firm(1, category="私营大户"), user=world.county_admin)
    press(client, world.county_admin, batch, {"私营大户": "私营企业"}, how="once")
    assert facts(batch, "category") == ["private"]
    assert not ValueAnswer.objects.exists()
    assert asked(office.plan(firm(2, category="私营大户"))) == [("category", "私营大户", 1)]


def test_an_answer_for_this_time_can_be_taken_back(office, client, world):
    batch = office.plan(firm(1, category="私营大户"), user=world.county_admin)
    page = press(client, world.county_admin, batch, {"私营大户": "私营企业"}, how="once")
    client.post(reverse("reports:import_values", args=[batch.pk]), {"forget": "0"})
    assert asked(ImportBatch.objects.get(pk=batch.pk)) == [("category", "私营大户", 1)]
    assert page.status_code == 200


def test_a_value_that_keeps_rows_out_brings_them_in(office, client, world):
    batch = office.plan(firm(1, built="已经有了"), firm(2, built="否"), user=world.county_admin)
    assert outcomes(batch) == ["error", "new"]
    press(client, world.county_admin, batch, {"已经有了": "否"})
    assert outcomes(batch) == ["new", "new"]


def test_a_value_may_be_left_aside(office, client, world):
    batch = office.plan(firm(1, built="已经有了"), user=world.county_admin)
    press(client, world.county_admin, batch, {"已经有了": "-"})
    assert outcomes(batch) == ["new"]
    assert facts(batch, "built") == [None]


def test_a_town_with_a_typing_error_is_suggested_and_not_taken(office, client, world):
    batch = office.plan(firm(1, town="成关镇"), user=world.county_admin)
    assert outcomes(batch) == ["error"]
    assert of(batch, world.county_admin, "成关镇").near_labels == ["城关镇"]
    press(client, world.county_admin, batch, {"成关镇": world.town_a.code})
    assert outcomes(batch) == ["new"]
    assert batch.rows.get().town == world.town_a.code
    assert facts(batch, "town") == ["成关镇"]  # the file still says what it says


@pytest.mark.parametrize("town", ["城关", "城关街道", "城关乡", "青溪县城关镇", "青溪县城关", "330199001"])
def test_a_town_is_known_with_and_without_what_it_is(office, world, town):
    assert outcomes(office.plan(firm(1, town=town), user=world.county_admin)) == ["new"]


@pytest.mark.parametrize(
    "village", ["东门", "东门社区", "东门村", "东门居委会", "城关镇东门社区", "城关东门", "青溪县城关镇东门"]
)
def test_a_village_is_known_with_and_without_what_it_is(office, world, village):
    batch = office.plan(firm(1, village=village), user=world.county_admin)
    assert asked(batch) == []


def test_a_village_is_answered_inside_its_town(office, client, world):
    rows = [firm(1, village="东们社区"), firm(2, town="石桥镇", village="东们社区")]
    batch = office.plan(*rows, user=world.county_admin)
    assert [(value.town.name, value.shown) for value in unknown_values(batch)] == [
        ("城关镇", "东们社区"),
        ("石桥镇", "东们社区"),
    ]
    value = unknown_values(batch)[0]
    with_options([value], batch, world.county_admin)
    assert value.near_labels == ["东门社区"]
    client.force_login(world.county_admin)
    client.post(reverse("reports:import_values", args=[batch.pk]), {field_name(value): world.village_a1.code})
    assert ValueAnswer.objects.get().region == world.town_a
    assert [one.town.name for one in unknown_values(batch)] == ["石桥镇"]
    apply(batch, user=world.county_admin)
    assert batch.rows.order_by("id")[0].organization.standings.get().region == world.village_a1


def test_a_branch_nearly_called_like_a_registered_one_is_asked_about_and_not_taken(office, client, world):
    batch = office.plan(firm(1, **built("城关镇商货联合党支部", "联合组建")), user=world.town_a_clerk)
    value = of(batch, world.town_a_clerk, "城关镇商货联合党支部")
    assert (value.near, value.rows) == ([world.a_joint_branch.name], 1)
    press(client, world.town_a_clerk, batch, {value.shown: world.a_joint_branch.name})
    apply(batch, user=world.town_a_clerk)
    assert batch.rows.get().organization.coverages.get().branch == world.a_joint_branch
    assert facts(batch, "branch_name") == ["城关镇商货联合党支部"]
    assert ValueAnswer.objects.get().region == world.town_a


def test_a_branch_may_be_founded_as_it_is_written_and_is_not_asked_again(office, client, world):
    batch = office.plan(firm(1, **built("城关镇商货联合党支部", "联合组建")), user=world.town_a_clerk)
    press(client, world.town_a_clerk, batch, {"城关镇商货联合党支部": "="})
    batch = ImportBatch.objects.get(pk=batch.pk)
    assert open_values(batch) == 0
    apply(batch, user=world.town_a_clerk)
    assert PartyBranch.objects.filter(name="城关镇商货联合党支部").exists()


@pytest.mark.parametrize("name", ["西门社区党支部", "新泰党支部"])
def test_another_name_is_no_typing_error(office, world, name):
    batch = office.plan(firm(1, **built(name)), user=world.county_admin)
    assert near_branches(batch, world.county_admin) == []


def test_an_answer_whose_branch_is_gone_is_not_used(office, client, world):
    batch = office.plan(firm(1, **built("城关镇商货联合党支部", "联合组建")), user=world.town_a_clerk)
    press(client, world.town_a_clerk, batch, {"城关镇商货联合党支部": world.a_joint_branch.name})
    PartyBranch.objects.filter(pk=world.a_joint_branch.pk).update(name="改了名", normal_name="改了名")
    later = office.plan(firm(1, **built("城关镇商货联合党支部", "联合组建")), user=world.town_a_clerk)
    apply(later, user=world.town_a_clerk)
    assert later.rows.get().organization.coverages.get().branch.name == "城关镇商货联合党支部"


def test_a_supervisor_that_nobody_knows_is_mapped(office, client, world):
    batch = office.plan(firm(1, supervisor="两新工委办"), user=world.county_admin)
    assert asked(batch) == [("supervisor", "两新工委办", 1)]
    press(client, world.county_admin, batch, {"两新工委办": world.county_committee.name})
    apply(batch, user=world.county_admin)
    assert batch.rows.get().organization.standings.get().supervisor == world.county_committee


def test_a_town_clerk_is_offered_the_own_towns_only(office, world):
    batch = office.plan(firm(1, town="成关镇"), user=world.town_a_clerk)
    assert of(batch, world.town_a_clerk, "成关镇").options == [(world.town_a.code, "城关镇")]


def test_what_is_not_offered_is_refused(office, client, world):
    batch = office.plan(firm(1, town="成关镇"), user=world.town_a_clerk)
    press(client, world.town_a_clerk, batch, {"成关镇": world.town_b.code})
    assert not ValueAnswer.objects.exists()
    assert outcomes(batch) == ["error"]


def test_what_is_registered_later_under_the_answered_text_is_meant_from_then_on(office, world):
    told = {  # column → what was written, inside which town, what a clerk said that it means
        "town": ("桂花", None, world.town_b.code),
        "village": ("西门", world.town_a, world.village_a1.code),
        "supervisor": ("红星党委", None, world.market_committee.name),
        "branch_name": ("城关镇商贸连合支部", world.town_a, world.a_joint_branch.name),
    }
    for fact, (text, town, value) in told.items():
        ValueAnswer.objects.create(fact=fact, text=text, shown=text, region=town, value=value, user_name="王芳")
    cells = {"village": "西门", "supervisor": "红星党委", **built("城关镇商贸连合支部", "联合组建")}
    registered = {
        "village": Region.objects.create(code="330199001009", name="西门社区"),
        "supervisor": PartyBranch.objects.create(name="红星党委", region=world.county),
        "branch": PartyBranch.objects.create(name="城关镇商贸连合支部", region=world.town_a),
    }
    town = Region.objects.create(code="330199009", name="桂花镇")
    one, other = (row.organization for row in office.take(firm(1, **cells), firm(2, town="桂花")).rows.order_by("id"))
    standing, branch = one.standings.get(), one.coverages.get().branch
    assert {"village": standing.region, "supervisor": standing.supervisor, "branch": branch} == registered
    assert other.standings.get().region == town


def test_ticks_that_are_no_ticks_are_no_values(office, world):
    batch = office.plan(firm(1, category="私营企业"), user=world.county_admin)
    assert asked(batch) == []


def test_the_answers_of_one_import_apply_as_planned(office, client, world):
    batch = office.plan(firm(1, category="私营大户", town="成关镇"), user=world.county_admin)
    press(client, world.county_admin, batch, {"私营大户": "私营企业", "成关镇": world.town_a.code}, how="once")
    batch = ImportBatch.objects.get(pk=batch.pk)
    apply(batch, user=world.county_admin)
    row = batch.rows.get()
    assert (row.written, row.stale) == (True, False)
    assert row.organization.standings.get().category == "private"


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("城关", "成关", 1), ("城关", "关城", 1), ("柳溪", "柳溪新", 1), ("石桥", "柳溪", 2), ("东门", "东门", 0)],
)
def test_a_typing_error_is_a_character_changed_added_dropped_or_swapped(one, other, far):
    assert distance(one, other, 1) == far


@pytest.mark.nodb
def test_short_names_bear_one_typing_error_and_a_single_character_none():
    assert nearest("成关", {"a": "城关", "b": "石桥"}) == ["a"]
    assert nearest("东", {"a": "东"}) == []
    assert nearest("星河机点有限公", {"a": "星河机电有限公司"}) == ["a"]


@pytest.mark.nodb
def test_words_are_like_by_what_they_share():
    assert likeness("私营企业", "私营企业") == 1
    assert likeness("私营企业", "幼儿园") == 0
    assert likeness("私营大户", "私营企业") > likeness("私营大户", "基金会")
