"""Same or different: what is asked, what is never asked, and that an answer holds for everybody."""

import pytest

from liangxin.names import normal_name
from orgs.models import Organization, Standing
from orgs.services.deleting import reasons_not_to_delete
from reports.imports.applying import apply
from reports.imports.batches import replan
from reports.imports.sameness import answer, candidates, questions
from reports.models import SameAnswer
from tests.reports.imports.office import LAST, LATER, dump, firm, known, outcomes
from tests.world import SURVEYED, credit_code

pytestmark = pytest.mark.django_db


def register(world, name, **values):
    """A registered enterprise of town A."""
    region = values.pop("region", world.town_a)
    one = Organization.objects.create(kind="enterprise", name=name, **values)
    Standing.objects.create(organization=one, region=region, start="1900-01-01", stated_on=SURVEYED)
    return one


def asked(batch):
    """The organizations that each question names, in file order."""
    return [candidates(row) for row in questions(batch)]


def settle(batch, user, same):
    """Answer the first question of a batch and plan it again."""
    row = questions(batch).first()
    organizations = list(Organization.objects.filter(pk__in=candidates(row)))
    chosen = next((one for one in organizations if one == same), None)
    answer(row, same=chosen, asked=organizations, user=user)
    replan(batch, user=user)


@pytest.mark.parametrize(
    "written",
    [
        "明远商贸有限责任公司",
        "明远商贸公司",
        "青溪县明远商贸有限公司",
        "青溪县城关镇明远商贸有限公司",
        "青溪明远商贸股份有限公司",
        "明远商贸（青溪）有限公司",
        "明远商贸有限公司（普通合伙）",
    ],
)
def test_a_name_with_another_legal_form_brackets_or_region_is_asked_about(office, world, written):
    batch = office.plan(firm(1, name=written, code=None), user=world.town_a_clerk)
    assert (outcomes(batch), asked(batch)) == (["several"], [[world.a_joint.pk]])
    (finding,) = [one for one in batch.rows.get().findings if one["code"] == "several"]
    assert finding["severity"] == "error"
    assert "明远商贸有限公司" in finding["message"]


@pytest.mark.parametrize(
    "written",
    [
        "明远物流有限公司",
        "石桥镇明远商贸有限公司",
        "明远商贸有限公司城关分公司",
        "新明远商贸有限公司",
        "青溪县商贸有限公司",
    ],
)
def test_another_name_another_place_or_a_branch_office_is_not(office, world, written):
    if written.startswith("石桥"):
        world.a_joint.name = "青溪县明远商贸有限公司"
        world.a_joint.save()
    assert outcomes(office.plan(firm(1, name=written, code=None))) == ["new"]


def test_the_same_head_and_a_similar_name_are_asked_about(office, world):
    one = register(world, "恒达机电有限公司", head_name="郝佳", head_phone="13800000009")
    assert asked(office.plan(firm(1, name="恒达机电设备有限公司", code=None, head="郝佳"))) == [[one.pk]]
    assert asked(office.plan(firm(1, name="恒大机电有限公司", code=None, head="郝佳"))) == [[one.pk]]
    assert asked(office.plan(firm(1, name="恒达机电设备有限公司", code=None, head="别人"))) == []
    assert asked(office.plan(firm(1, name="华强食品有限公司", code=None, head="郝佳"))) == []


def test_two_different_valid_codes_are_never_asked_about(office, world):
    assert outcomes(office.plan(firm(1, name="青溪县明远商贸有限公司"))) == ["new"]


def test_a_mistyped_code_is_asked_about_and_the_right_one_taken(office, world):
    wrong = world.a_joint.credit_code[:17] + ("0" if world.a_joint.credit_code[17] != "0" else "1")
    Organization.objects.filter(pk=world.a_joint.pk).update(credit_code=wrong)
    batch = office.plan(firm(1, name="青溪县明远商贸有限公司"))
    assert asked(batch) == [[world.a_joint.pk]]
    settle(batch, world.county_admin, world.a_joint)
    apply(batch, user=world.county_admin)
    world.a_joint.refresh_from_db()
    assert world.a_joint.credit_code == credit_code("91", 5001)


def test_other_towns_closed_ones_and_the_other_kind_are_not_asked_about(office, world):
    assert outcomes(office.plan(firm(1, name="青溪县石桥物流有限公司", code=None))) == ["new"]
    assert outcomes(office.plan(firm(1, name="国庆建材公司", code=None))) == ["new"]
    assert outcomes(office.plan(firm(1, name="青溪县书法协会有限公司", code=None))) == ["new"]


def test_a_row_is_not_asked_about_when_another_row_is_that_organization(office, world):
    batch = office.plan(known(world.a_joint), firm(1, name="青溪县明远商贸有限公司", code=None))
    assert outcomes(batch) == ["same", "new"]


def test_a_row_that_stays_out_takes_no_organization_so_that_applying_plans_alike(office, world):
    torn = firm(1, name=world.a_none.name, code=world.a_joint.credit_code)
    batch = office.plan(torn, firm(2, name="青溪县明远商贸有限公司", code=None), firm(3))
    assert outcomes(batch) == ["several", "several", "new"]
    apply(batch, user=world.county_admin)
    assert not batch.rows.filter(stale=True).exists()


def test_the_answer_same_writes_the_row_to_the_organization_and_renames_it(office, world):
    batch = office.plan(firm(1, name="青溪县明远商贸有限公司", code=None, employees=21), user=world.town_a_clerk)
    settle(batch, world.town_a_clerk, world.a_joint)
    row = batch.rows.get()
    assert (row.outcome, row.organization_id) == ("changed", world.a_joint.pk)
    assert "已回答是同一家" in next(one["message"] for one in row.findings if one["code"] == "renamed")
    apply(batch, user=world.town_a_clerk)
    world.a_joint.refresh_from_db()
    assert (world.a_joint.name, world.a_joint.former_names) == ("青溪县明远商贸有限公司", ["明远商贸有限公司"])
    assert Organization.objects.filter(normal_name__contains="明远商贸").count() == 1


def test_the_answer_same_keeps_a_full_name_that_the_row_shortens(office, world):
    batch = office.plan(firm(1, name="明远商贸", code=None, employees=21), user=world.town_a_clerk)
    settle(batch, world.town_a_clerk, world.a_joint)
    apply(batch, user=world.town_a_clerk)
    world.a_joint.refresh_from_db()
    assert (world.a_joint.name, world.a_joint.former_names) == ("明远商贸有限公司", [])


def test_the_answer_different_makes_it_a_new_organization(office, world):
    batch = office.plan(firm(1, name="青溪县明远商贸有限公司", code=None), user=world.town_a_clerk)
    settle(batch, world.town_a_clerk, None)
    assert outcomes(batch) == ["new"]
    apply(batch, user=world.town_a_clerk)
    assert Organization.objects.filter(normal_name__contains="明远商贸").count() == 2


@pytest.mark.parametrize("same", [True, False])
def test_an_answer_is_never_asked_again_of_anybody(office, world, same):
    row = firm(1, name="青溪县明远商贸有限公司", code=None)
    first = office.plan(row, user=world.town_a_clerk)
    settle(first, world.town_a_clerk, world.a_joint if same else None)
    apply(first, user=world.town_a_clerk)
    before = dump()
    for user in (world.town_a_clerk, world.county_admin):
        again = office.plan(row, user=user)
        assert outcomes(again) == ["same"]
        apply(again, user=user)
    assert dump() == before
    given = SameAnswer.objects.get()
    assert (given.same, given.user, given.user_name) == (same, world.town_a_clerk, "张伟")


def test_an_answer_given_in_one_preview_holds_in_the_next_file_before_either_is_written(office, world):
    row = firm(1, name="青溪县明远商贸有限公司", code=None)
    settle(office.plan(row, user=world.town_a_clerk), world.town_a_clerk, None)
    assert outcomes(office.plan(row, user=world.county_admin, as_of=LATER)) == ["new"]


def test_of_two_namesakes_the_answered_one_is_meant(office, world):
    twin = register(world, "明远商贸有限公司")
    batch = office.plan(firm(1, name="明远商贸有限公司", code=None))
    assert asked(batch) == [[world.a_joint.pk, twin.pk]]
    settle(batch, world.county_admin, twin)
    assert batch.rows.get().organization_id == twin.pk


def test_a_row_with_code_and_name_is_not_asked_about_while_its_namesake_is(office, world):
    name, code = world.a_joint.name, world.a_joint.credit_code
    twin = register(world, name, credit_code=credit_code("91", 77))
    batch = office.plan(firm(1, name=name, code=code), firm(2, name=name, code=None))
    first, _ = batch.rows.order_by("id")
    assert (first.outcome, first.organization_id) == ("same", world.a_joint.pk)
    assert asked(batch) == [[world.a_joint.pk, twin.pk]]


def test_of_two_namesakes_neither_makes_a_third(office, world):
    register(world, "明远商贸有限公司")
    batch = office.plan(firm(1, name="明远商贸有限公司", code=None))
    settle(batch, world.county_admin, None)
    assert outcomes(batch) == ["new"]


def test_name_and_code_of_two_organizations_leave_only_the_owner_of_the_code(office, world):
    batch = office.plan(firm(1, name=world.a_none.name, code=world.a_joint.credit_code))
    assert asked(batch) == [[world.a_joint.pk, world.a_none.pk]]
    with pytest.raises(ValueError, match="cannot be"):
        settle(batch, world.county_admin, world.a_none)
    settle(batch, world.county_admin, world.a_joint)
    row = batch.rows.get()
    assert (row.outcome, row.organization_id) == ("changed", world.a_joint.pk)


def test_an_answer_means_nothing_to_who_does_not_see_the_organization(office, world):
    row = firm(1, name="青溪县明远商贸有限公司", code=None)
    settle(office.plan(row, user=world.town_a_clerk), world.town_a_clerk, world.a_joint)
    Standing.objects.filter(organization=world.a_joint).update(region=world.town_b)
    assert outcomes(office.plan(row, user=world.town_a_clerk, as_of=LAST)) == ["new"]


def test_answers_stay_when_the_batch_is_dropped_and_when_the_organization_goes(office, world):
    row = firm(1, name="青溪县明远商贸有限公司", code=None)
    settle(office.plan(row), world.county_admin, world.a_joint)
    assert SameAnswer.objects.get().name == normal_name("青溪县明远商贸有限公司")
    assert not any("同一家" in reason for reason in reasons_not_to_delete(world.a_joint))


def test_statements_do_not_grow_with_the_rows(office, world, django_assert_max_num_queries):
    for number in range(1, 30):
        register(world, f"新泰机械{number}号公司")
    many = [firm(number, code=None) for number in range(1, 30)]
    counts = []
    for rows in (many[:2], many):
        with django_assert_max_num_queries(200) as seen:
            assert set(outcomes(office.plan(*rows))) == {"several"}
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_one_that_bears_the_name_since_the_answer_is_asked_about(office, world):
    row = firm(1, name="青溪县明远商贸有限公司", code=None)
    batch = office.plan(row)
    settle(batch, world.county_admin, world.a_joint)
    assert batch.rows.get().organization_id == world.a_joint.pk
    namesake = register(world, "青溪县明远商贸有限公司")
    batch = office.plan(row)
    assert asked(batch) == [[world.a_joint.pk, namesake.pk]]
    settle(batch, world.county_admin, world.a_joint)
    assert office.plan(row).rows.get().organization_id == world.a_joint.pk
