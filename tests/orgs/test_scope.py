"""visible_to and editable_by of every register, as each of the cast: the one door to the rows (design.md, idea 5)."""

from datetime import date

import pytest

from orgs.choices import Role
from orgs.models import (
    BranchLevel,
    Coverage,
    Guide,
    MassGroup,
    Organization,
    PartyBranch,
    Posting,
    Region,
    Standing,
    Tag,
    User,
    Visit,
    Zone,
)
from orgs.scope import CONSOLE, subtree
from orgs.services import organizations, standings
from reports.models import ImportBatch, TransferRequest
from tests.world import ORGANIZATIONS, ROLES

REGISTERS = (
    Organization, Standing, Coverage, Posting, MassGroup, Tag, Visit,
    PartyBranch, BranchLevel, Guide, Region, Zone,
)  # fmt: skip
TOWN_A = {name for name in ORGANIZATIONS if name.startswith("a_")}
SEES = {
    "county_admin": set(ORGANIZATIONS),
    "county_viewer": set(ORGANIZATIONS),
    "town_a_clerk": TOWN_A,
    "town_a_viewer": TOWN_A,
    "town_b_clerk": {"b_joint", "b_none"},
    "supervisor_clerk": {"a_should", "b_none"},
    "guide_user": {"a_some"},
    "auditor": set(),
    "system_admin": set(),
}
EDITORS = {"county_admin", "town_a_clerk", "town_b_clerk", "supervisor_clerk"}
FACTS = (Standing, Coverage, Posting, MassGroup, Tag)


def names(world, rows):
    """The attribute names of organizations."""
    keys = {getattr(world, name).pk: name for name in ORGANIZATIONS}
    return {keys[pk] for pk in rows}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_its_organizations(world, role):
    seen = Organization.objects.visible_to(getattr(world, role))
    assert names(world, seen.values_list("pk", flat=True)) == SEES[role]


@pytest.mark.parametrize("role", ROLES)
def test_who_edits_edits_what_he_sees_and_a_reader_nothing(world, role):
    editable = Organization.objects.editable_by(getattr(world, role))
    expected = SEES[role] if role in EDITORS else set()
    assert names(world, editable.values_list("pk", flat=True)) == expected


@pytest.mark.parametrize("model", FACTS)
@pytest.mark.parametrize("role", ROLES)
def test_a_fact_is_seen_and_edited_with_its_organization(world, role, model):
    user = getattr(world, role)
    seen = model.objects.visible_to(user).values_list("organization", flat=True)
    there = set(model.objects.values_list("organization", flat=True))
    assert names(world, seen) == {name for name in SEES[role] if getattr(world, name).pk in there}
    edited = names(world, model.objects.editable_by(user).values_list("organization", flat=True))
    assert edited == (names(world, seen) if role in EDITORS else set())


def test_a_visit_is_seen_with_its_posting(world):
    for role in ROLES:
        assert Visit.objects.visible_to(getattr(world, role)).exists() == ("a_some" in SEES[role]), role


BRANCHES = {
    "county_admin": 6,
    "county_viewer": 6,
    "town_a_clerk": {"county_committee", "market_committee", "a_own_branch", "a_joint_branch", "a_village_branch"},
    "town_a_viewer": {"county_committee", "market_committee", "a_own_branch", "a_joint_branch", "a_village_branch"},
    "town_b_clerk": {"county_committee", "market_committee", "b_general", "a_joint_branch"},
    "supervisor_clerk": {"market_committee"},
    "guide_user": set(),
    "auditor": set(),
    "system_admin": set(),
}


@pytest.mark.parametrize("role", ROLES)
def test_branches_of_the_town_and_above_and_those_that_cover_its_organizations(world, role):
    seen = PartyBranch.objects.visible_to(getattr(world, role))
    if isinstance(BRANCHES[role], int):
        assert seen.count() == BRANCHES[role]
    else:
        assert set(seen) == {getattr(world, name) for name in BRANCHES[role]}
    assert set(BranchLevel.objects.visible_to(getattr(world, role)).values_list("branch", flat=True)) == {
        branch.pk for branch in seen
    }


def test_a_town_does_not_edit_the_countys_branch_nor_another_towns(world):
    editable = set(PartyBranch.objects.editable_by(world.town_b_clerk))
    assert editable == {world.b_general}
    assert set(PartyBranch.objects.editable_by(world.supervisor_clerk)) == {world.market_committee}
    assert not PartyBranch.objects.editable_by(world.county_viewer).exists()


def test_a_supervisor_sees_what_branches_below_the_own_one_supervise(world):
    below = PartyBranch.objects.create(
        name="中共青溪县个体私营协会支部", region=world.county, superior=world.market_committee
    )
    standings.correct(
        organization=world.a_none, values={"supervisor": below}, day=date(2025, 1, 1), by=world.county_admin
    )
    assert Organization.objects.visible_to(world.supervisor_clerk).filter(pk=world.a_none.pk).exists()
    assert PartyBranch.objects.visible_to(world.supervisor_clerk).filter(pk=below.pk).exists()


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("county_admin", {"guide", "other_guide"}),
        ("town_a_viewer", {"guide", "other_guide"}),
        ("town_b_clerk", {"other_guide"}),
        ("supervisor_clerk", set()),
        ("guide_user", {"guide"}),
        ("auditor", set()),
    ],
)
def test_guides_of_the_town_and_above(world, role, seen):
    assert set(Guide.objects.visible_to(getattr(world, role))) == {getattr(world, name) for name in seen}


@pytest.mark.parametrize(
    ("role", "seen", "edited"),
    [
        ("county_admin", 7, 7),
        ("county_viewer", 7, 0),
        ("town_a_clerk", 4, 3),
        ("town_b_clerk", 3, 2),
        ("supervisor_clerk", 7, 0),
        ("guide_user", 7, 0),
        ("auditor", 0, 0),
        ("system_admin", 0, 0),
    ],
)
def test_regions_of_the_own_subtree_and_above(world, role, seen, edited):
    user = getattr(world, role)
    assert Region.objects.visible_to(user).count() == seen
    assert Region.objects.editable_by(user).count() == edited


def test_a_zone_of_the_county_serves_its_towns_but_is_not_theirs_to_change(world):
    assert Zone.objects.visible_to(world.town_b_clerk).exists()
    assert not Zone.objects.editable_by(world.town_b_clerk).exists()
    assert Zone.objects.editable_by(world.county_admin).exists()


@pytest.mark.parametrize("model", REGISTERS)
def test_nobody_without_a_scope_or_an_active_account_sees_a_row(world, model):
    without = [User(username=role, role=role) for role in Role.values]
    left = User.objects.get(pk=world.county_admin.pk)
    left.is_active = False
    gone = User.objects.get(pk=world.guide_user.pk)
    gone.is_active = False
    for user in (left, gone, *(user for user in without if model is not Region)):
        assert not model.objects.visible_to(user).exists(), user.role
        assert not model.objects.editable_by(user).exists(), user.role


@pytest.mark.parametrize("model", REGISTERS)
def test_the_command_line_sees_everything(world, model):
    assert model.objects.exists()
    assert model.objects.visible_to(CONSOLE).count() == model.objects.count()
    assert model.objects.editable_by(CONSOLE).count() == model.objects.count()


def test_an_organization_that_moved_is_seen_where_it_is_now_and_counted_where_it_was(world):
    organizations.move(organization=world.a_single, region=world.town_b, day=date(2025, 9, 1), by=world.county_admin)
    assert Organization.objects.visible_to(world.town_b_clerk).filter(pk=world.a_single.pk).exists()
    assert not Organization.objects.visible_to(world.town_a_clerk).filter(pk=world.a_single.pk).exists()
    before = Standing.objects.on(date(2025, 8, 31)).filter(organization=world.a_single)
    assert before.within(world.town_a_clerk).exists()
    assert not before.within(world.town_b_clerk).exists()


def test_a_posting_that_ended_shows_its_guide_nothing(world):
    world.posting.end = date(2025, 1, 1)
    world.posting.save(update_fields=["end"])
    assert not Organization.objects.visible_to(world.guide_user).exists()


def test_imports_and_transfer_requests_are_the_towns_own_and_the_countys(world):
    day = date(2025, 9, 1)
    batch = ImportBatch.objects.create(user=world.town_a_clerk, region=world.town_a, as_of=day)
    request = TransferRequest.objects.create(organization=world.b_none, region=world.town_a, day=day)
    for role in ROLES:
        expected = role in ("county_admin", "town_a_clerk")
        user = getattr(world, role)
        assert ImportBatch.objects.visible_to(user).filter(pk=batch.pk).exists() == expected, role
        assert TransferRequest.objects.visible_to(user).filter(pk=request.pk).exists() == expected, role


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("code", "inside", "outside"),
    [
        ("330199001", ("330199001", "330199001999"), ("330199002", "330199", "330199000999")),
        ("330199", ("330199", "330199999999"), ("330200", "3301")),
        ("99", ("99", "999999"), ("98",)),
        ("099", ("099", "099999"), ("100", "098")),
    ],
)
def test_a_subtree_is_a_range_of_codes(code, inside, outside):
    condition = subtree("code", code)

    def holds(value):
        (first, *rest) = condition.children
        if first[0] == "code__startswith":
            return value.startswith(first[1])
        return first[1] <= value < rest[0][1]

    assert all(map(holds, inside))
    assert not any(map(holds, outside))
