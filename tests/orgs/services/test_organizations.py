"""Registering, closing, reopening, succeeding and moving organizations (domain.md §3, Closing)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from liangxin.dates import today
from liangxin.periods import BEGINNING
from orgs import queries
from orgs.choices import Kind, MassKind, Mode
from orgs.models import Coverage, MassGroup, Organization, Posting, Visit
from orgs.scope import CONSOLE
from orgs.services import organizations
from orgs.services.writing import OutsideScope
from tests.world import credit_code

DAY = date(2025, 9, 1)


def register(world, by, **values):
    values = {"name": "新星机电有限公司", "kind": Kind.ENTERPRISE, "credit_code": credit_code("91", 900)} | values
    region = values.pop("region", world.village_a1)
    return organizations.register(values=values, standing={"region": region}, by=by, stated_on=DAY)


def version(thing):
    return type(thing).objects.values_list("version", flat=True).get(pk=thing.pk)


def test_a_new_organization_has_one_standing_from_the_beginning(world):
    made = register(world, world.town_a_clerk, established="2024-03")
    standing = made.standings.get()
    assert (standing.start, standing.end, standing.stated_on, standing.region) == (
        BEGINNING,
        None,
        DAY,
        world.village_a1,
    )
    assert made.history.get().history_user == world.town_a_clerk
    assert standing.history.get().history_type == "+"


def test_the_command_line_registers_in_nobodys_name(world):
    assert register(world, CONSOLE).history.get().history_user is None


def test_a_clerk_registers_nothing_in_another_town(world):
    before = Organization.objects.count()
    with pytest.raises(OutsideScope):
        register(world, world.town_a_clerk, region=world.village_b1)
    assert Organization.objects.count() == before


def test_a_taken_code_is_refused_and_a_stranger_is_not_told_whose_it_is(world):
    code = world.b_none.credit_code
    with pytest.raises(ValidationError, match="已由其他乡镇登记") as refused:
        register(world, world.town_a_clerk, credit_code=code)
    assert world.b_none.name not in str(refused.value)
    with pytest.raises(ValidationError, match=world.b_none.name):
        register(world, world.county_admin, credit_code=code)


def test_two_organizations_without_a_code_do_not_clash(world):
    register(world, world.town_a_clerk, credit_code="")
    register(world, world.town_a_clerk, credit_code="", name="新月商行")


def test_an_organization_without_a_name_or_a_region_is_refused(world):
    with pytest.raises(ValidationError):
        register(world, world.town_a_clerk, name="")
    with pytest.raises(ValidationError, match="辖区"):
        register(world, world.town_a_clerk, region=None)


def test_closing_ends_coverages_postings_and_mass_groups_that_day(world):
    Posting.objects.create(guide=world.guide, organization=world.a_single, start=date(2024, 1, 1))
    before = version(world.a_single)
    closed = organizations.close(organization=world.a_single, day=DAY, reason="歇业", by=world.town_a_clerk)
    assert (closed.closed, closed.closed_reason) == ("2025-09-01", "歇业")
    for register_ in (Coverage, Posting, MassGroup):
        fact = register_.objects.get(organization=world.a_single)
        assert fact.end == DAY
        assert fact.history.first().history_user == world.town_a_clerk
    assert version(world.a_single) > before
    assert version(world.a_own_branch) > 1


def test_closing_leaves_facts_that_ended_before_and_the_standing(world):
    MassGroup.objects.create(
        organization=world.a_single, kind=MassKind.LEAGUE, start=date(2019, 1, 1), end=date(2020, 1, 1)
    )
    organizations.close(organization=world.a_single, day=DAY, reason="歇业", by=world.town_a_clerk)
    assert world.a_single.mass_groups.get(kind=MassKind.LEAGUE).end == date(2020, 1, 1)
    assert world.a_single.standings.get().end is None


def test_closing_removes_facts_that_would_begin_later_and_lists_them_before(world):
    later = Posting.objects.create(guide=world.guide, organization=world.a_joint, start=DAY + timedelta(days=30))
    listed = queries.closing(world.a_joint, DAY)
    assert [(line.what, line.register) for line in listed] == [("终止", "覆盖关系"), ("取消", "选派")]
    organizations.close(organization=world.a_joint, day=DAY, reason="歇业", by=world.town_a_clerk)
    assert not Posting.objects.filter(pk=later.pk).exists()
    assert Posting.history.filter(id=later.pk).first().history_type == "-"


def test_what_closing_lists_is_what_it_ends(world):
    listed = queries.closing(world.a_single, DAY)
    assert [(line.what, line.register) for line in listed] == [
        ("终止", "群团组织"),
        ("终止", "覆盖关系"),
        ("保留", "党组织"),
    ]
    organizations.close(organization=world.a_single, day=DAY, reason="歇业", by=world.town_a_clerk)
    assert [line.what for line in queries.closing(world.a_single, DAY)] == ["保留"]
    world.a_own_branch.refresh_from_db()
    assert world.a_own_branch.dissolved == ""


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(date(2009, 1, 1), "不能早于"), (today() + timedelta(days=1), "不能晚于今天")],
)
def test_closing_before_the_founding_or_after_today_is_refused(world, day, sentence):
    with pytest.raises(ValidationError, match=sentence):
        organizations.close(organization=world.a_single, day=day, reason="歇业", by=world.town_a_clerk)


def test_closing_before_a_recorded_visit_is_refused_and_changes_nothing(world):
    Visit.objects.create(posting=world.posting, day=date(2025, 10, 1))
    with pytest.raises(ValidationError, match="走访"):
        organizations.close(organization=world.a_some, day=DAY, reason="歇业", by=world.town_a_clerk)
    world.posting.refresh_from_db()
    assert world.posting.end is None


def test_closing_before_a_posting_that_was_visited_is_refused(world):
    posting = Posting.objects.create(guide=world.other_guide, organization=world.a_none, start=date(2025, 10, 1))
    Visit.objects.create(posting=posting, day=date(2025, 8, 1))  # dated wrongly, before the posting
    with pytest.raises(ValidationError, match="走访"):
        organizations.close(organization=world.a_none, day=DAY, reason="歇业", by=world.town_a_clerk)


def test_closing_twice_is_refused(world):
    with pytest.raises(ValidationError, match="已于2025年3月1日注销"):
        organizations.close(organization=world.a_closed, day=DAY, reason="歇业", by=world.town_a_clerk)


def test_a_stranger_and_a_viewer_close_nothing(world):
    for user in (world.town_b_clerk, world.town_a_viewer, world.county_viewer, world.auditor):
        with pytest.raises(OutsideScope):
            organizations.close(organization=world.a_single, day=DAY, reason="歇业", by=user)
    world.a_single.refresh_from_db()
    assert world.a_single.closed == ""


def test_reopening_clears_the_closing_and_revives_nothing(world):
    opened = organizations.reopen(organization=world.a_closed, by=world.town_a_clerk)
    assert (opened.closed, opened.closed_reason) == ("", "")
    assert world.a_closed.coverages.get().end == date(2025, 3, 1)
    with pytest.raises(ValidationError, match="没有注销"):
        organizations.reopen(organization=world.a_closed, by=world.town_a_clerk)


def test_a_successor_has_a_code_of_its_own_and_names_its_predecessor(world):
    values = {"name": "国庆新材料有限公司", "kind": Kind.ENTERPRISE, "credit_code": credit_code("91", 901)}
    standing = {"region": world.town_a}
    made = organizations.succeed(
        predecessor=world.a_closed, values=values, standing=standing, by=world.town_a_clerk, stated_on=DAY
    )
    assert made.predecessor == world.a_closed
    assert not made.coverages.exists()
    with pytest.raises(ValidationError, match="恢复"):
        organizations.succeed(
            predecessor=world.a_closed,
            values=values | {"credit_code": world.a_closed.credit_code},
            standing=standing,
            by=world.town_a_clerk,
        )


def test_moving_ends_the_standing_in_the_old_town_and_begins_one_in_the_new(world):
    organizations.move(organization=world.a_single, region=world.village_b1, day=DAY, by=world.county_admin)
    old, new = world.a_single.standings.order_by("start")
    assert (old.region, old.end) == (world.village_a1, DAY)
    assert (new.region, new.start, new.end, new.full_members) == (world.village_b1, DAY, None, 5)
    assert Organization.objects.visible_to(world.town_b_clerk).filter(pk=world.a_single.pk).exists()
    assert not Organization.objects.visible_to(world.town_a_clerk).filter(pk=world.a_single.pk).exists()


def test_moving_takes_later_standings_of_the_old_place_along(world):
    from orgs.services import standings

    standings.change(
        organization=world.a_single, values={"employees": 130}, day=date(2026, 1, 1), by=world.county_admin
    )
    organizations.move(organization=world.a_single, region=world.town_b, day=DAY, by=world.county_admin)
    assert [standing.region for standing in world.a_single.standings.order_by("start")] == [
        world.village_a1,
        world.town_b,
        world.town_b,
    ]


def test_a_clerk_moves_within_the_town_only(world):
    organizations.move(organization=world.a_single, region=world.village_a2, day=DAY, by=world.town_a_clerk)
    with pytest.raises(OutsideScope):
        organizations.move(organization=world.a_joint, region=world.town_b, day=DAY, by=world.town_a_clerk)
    assert world.a_joint.standings.get().region == world.village_a1


def test_the_list_before_a_move_names_what_stays_behind(world):
    lines = queries.moving(world.a_single, world.village_b1, DAY)
    assert [(line.what, line.register) for line in lines] == [
        ("终止", "概况"),
        ("开始", "概况"),
        ("保留", "覆盖关系"),
        ("保留", "党组织"),
    ]
    assert "石桥镇石桥村" in lines[1].text


def test_a_covered_organization_that_moves_stays_covered(world):
    organizations.move(organization=world.a_single, region=world.village_b1, day=DAY, by=world.county_admin)
    assert world.a_single.coverages.on(DAY).get().mode == Mode.SINGLE
