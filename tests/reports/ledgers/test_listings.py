"""The rosters' ledgers: whom they list on a day, what is told of each, and who sees it."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from members.choices import Person, Position, SecretarySource, State
from members.models import Candidate, Membership, PersonType, Post, Step, Workplace
from members.roster import FIELDS, OPTION
from orgs.choices import Mode
from orgs.models import Coverage, Guide, Option, Posting, Term, Visit
from orgs.scope import CONSOLE
from reports.coverage.questions import Question
from reports.ledgers import ROSTERS
from reports.ledgers.listings import listing_of
from tests.members.rows import member

DAY = date(2025, 9, 30)
NUMBER = "00000019900307009X"  # of no region


def listed(key, user=CONSOLE, day=DAY, region=None, part=""):
    ledger = ROSTERS[key]
    question = Question(user, day, region)
    listing = listing_of(ledger)
    return {facts["name"]: facts for facts in listing.facts(listing.found(ledger, question, part), question)}


@pytest.fixture
def people(world):
    """A member in town A, one in town B, one at work in A whose 组织关系 is elsewhere, one who left."""
    own = {"sex": "1", "education": "20", "birth": "1990-03-07", "phone": "13800000002", "joined": "2012-07"}
    world.first = member(
        "钱一", branch=world.a_own_branch, organization=world.a_single, number=NUMBER, full="2013-07-01", **own
    )
    world.second = member("孙二", branch=world.b_general, state=State.FLOATING)
    world.third = member("李三", organization=world.a_should, state=State.POCKET)
    world.gone = member("周四", branch=world.a_own_branch, left="2025-03", left_why="moved")
    return world


def test_members_are_those_of_the_day_by_branch_else_by_workplace(people):
    assert set(listed("members")) == {"钱一", "孙二", "李三"}
    assert set(listed("members", day=date(2025, 2, 28))) == {"钱一", "孙二", "李三", "周四"}
    assert set(listed("members", region=people.town_a)) == {"钱一", "李三"}
    assert listed("members", day=date(2019, 12, 31)) == {}


def test_who_is_nowhere_today_is_in_the_whole_roster_and_in_no_town(people):
    Membership.objects.filter(member=people.second).update(end=date(2025, 3, 1))
    assert "孙二" in listed("members", region=people.county)
    assert "孙二" in listed("members", people.town_b_clerk, region=people.town_b)
    assert "孙二" not in listed("members", region=people.town_b)


def test_who_works_in_another_town_than_the_own_branch_is_in_both_as_in_the_list_of_members(people):
    Workplace.objects.create(member=people.second, organization=people.a_should, start=date(2024, 1, 1))
    assert "孙二" in listed("members", region=people.town_a)
    assert "孙二" in listed("members", region=people.town_b)


def test_members_stay_inside_the_scope(people):
    assert set(listed("members", people.town_b_clerk)) == {"孙二"}
    assert listed("members", people.guide_user) == {}


def test_a_member_is_told_as_of_the_day(people):
    facts = listed("members")["钱一"]
    assert facts["id_number"] == "000***********009X"
    assert (facts["sex"], facts["education"], facts["person"]) == ("1", "20", Person.FULL)
    assert (facts["branch"], facts["town"]) == (people.a_own_branch.name, "城关镇")
    assert (facts["workplace"], facts["party_age"]) == ("星河机电有限公司", 12)
    assert "state" not in facts
    Membership.objects.filter(member=people.first).update(end=date(2025, 1, 1))
    Membership.objects.create(member=people.first, branch=people.b_general, start=date(2025, 1, 1))
    assert listed("members")["钱一"]["town"] == "石桥镇"
    assert listed("members", day=date(2024, 12, 31))["钱一"]["town"] == "城关镇"


def test_the_parts_of_members_are_types_and_states(people):
    PersonType.objects.filter(member=people.third).update(person=Person.PROBATIONARY)
    assert set(listed("members", part="floating")) == {"孙二"}
    assert set(listed("members", part="probationary")) == {"李三"}
    assert listed("members", part="lost") == {}
    with pytest.raises(KeyError):
        listed("members", part="odd")


def test_a_field_that_is_switched_off_is_no_column(people, tmp_path):
    people.first.more = {"household": "青溪县石桥镇"}
    people.first.save(update_fields=["more"])
    out = tmp_path / "党员.xlsx"
    call_command("ledger", "members", "--as-of", "2025-09-30", "--out", str(out))
    assert "户籍所在地" not in heads(out)
    on = [field.title for field in FIELDS if not field.always]
    Option.objects.create(key=OPTION, value=[title for title in on if title != "民族"])
    call_command("ledger", "党员", "--as-of", "2025-09-30", "--out", str(out))
    assert "民族" not in heads(out)
    row = next(row for row in load_workbook(out).active.iter_rows(values_only=True) if "钱一" in row)
    assert "青溪县石桥镇" in row
    assert "000***********009X" in row


def heads(path) -> set:
    """The words of the header rows."""
    return {cell for row in load_workbook(path).active.iter_rows(3, 4, values_only=True) for cell in row}


def test_a_branch_is_told_with_secretary_term_members_and_whom_it_covers(people):
    world = people
    Post.objects.create(
        branch=world.a_own_branch,
        member=world.first,
        position=Position.SECRETARY,
        source=SecretarySource.OWNER,
        start=date(2021, 1, 1),
    )
    Term.objects.create(branch=world.a_own_branch, number=2, elected=date(2021, 1, 1), due=date(2024, 1, 1))
    Term.objects.create(branch=world.a_own_branch, number=3, elected=date(2025, 12, 1), due=date(2028, 12, 1))
    facts = listed("branches")[world.a_own_branch.name]
    assert (facts["secretary_name"], facts["secretary_phone"], facts["secretary_source"]) == (
        "钱一",
        "13800000002",
        "owner",
    )
    assert (facts["number"], facts["elected"], facts["due"]) == (2, "2021-01-01", "2024-01-01")
    assert (facts["members"], facts["full_members"], facts["covers"]) == (1, 1, 1)
    assert set(listed("branches", part="overdue")) == {world.a_own_branch.name}
    assert listed("branches", part="soon") == {}
    assert (facts["host"], facts["covered"]) == ("星河机电有限公司", "星河机电有限公司")
    assert listed("branches")[world.market_committee.name]["superior"] == world.county_committee.name


def test_branches_are_those_placed_in_the_region_and_in_force(world):
    everywhere = set(listed("branches"))
    assert world.county_committee.name in everywhere
    assert world.county_committee.name not in listed("branches", world.town_a_clerk, region=world.town_a)
    world.a_joint_branch.dissolved = "2025-08"
    world.a_joint_branch.save(update_fields=["dissolved"])
    assert everywhere - set(listed("branches")) == {world.a_joint_branch.name}


def test_a_branch_names_no_organization_outside_the_scope(world):
    Coverage.objects.create(
        branch=world.a_joint_branch, organization=world.b_none, mode=Mode.JOINT, start=date(2024, 1, 1)
    )
    mine = listed("branches", world.town_a_clerk, region=world.town_a)[world.a_joint_branch.name]
    everything = listed("branches")[world.a_joint_branch.name]
    assert mine["covers"] == everything["covers"] > 1
    assert world.b_none.name in everything["covered"]
    assert world.b_none.name not in mine["covered"]


def test_a_candidate_is_told_with_the_steps_taken_by_the_day(world):
    one = Candidate.objects.create(name="郑六", branch=world.a_own_branch, organization=world.a_single)
    Step.objects.create(candidate=one, number=1, day=date(2023, 1, 5))
    Step.objects.create(candidate=one, number=3, day=date(2024, 2, 1))
    Step.objects.create(candidate=one, number=5, day=date(2025, 2, 1), people="钱一、孙二")
    facts = listed("candidates")["郑六"]
    assert (facts["stage"], facts["step_3"], facts["people_5"]) == ("积极分子", "2024-02-01", "钱一、孙二")
    before = listed("candidates", day=date(2023, 12, 31))["郑六"]
    assert (before["stage"], "step_3" in before) == ("申请人", False)
    assert set(listed("candidates", part="from_3")) == {"郑六"}
    assert listed("candidates", part="from_1") == {}
    assert listed("candidates", world.town_b_clerk) == {}


def test_guides_are_those_who_serve_in_the_region_and_those_never_posted(world):
    Visit.objects.create(posting=world.posting, day=date(2025, 2, 3))
    facts = listed("guides")
    assert set(facts) == {"覃明", "仇立"}
    assert facts["覃明"]["organizations"] == ["青溪县书法协会"]
    assert (facts["覃明"]["start"], facts["覃明"]["visits"], facts["覃明"]["last_visit"]) == (
        "2023-09-01",
        1,
        "2025-02-03",
    )
    assert set(listed("guides", part="idle")) == {"仇立"}
    Posting.objects.update(end=date(2025, 1, 1))
    assert set(listed("guides")) == {"仇立"}
    assert set(listed("guides", world.town_a_clerk, region=world.town_a)) == set()


@pytest.mark.parametrize("key", ROSTERS)
def test_the_rows_take_the_same_queries_for_5_and_for_50(people, key):
    some(people, 1, 6)
    few = queries(key)
    some(people, 6, 51)
    assert queries(key) == few <= 12


def some(world, first, after):
    """A member, a candidate and a posted guide for each number."""
    for number in range(first, after):
        member(f"吴{number}", branch=world.a_own_branch, organization=world.a_single)
        one = Candidate.objects.create(name=f"郑{number}", branch=world.a_own_branch)
        Step.objects.create(candidate=one, number=1, day=date(2023, 1, 5))
        guide = Guide.objects.create(name=f"王{number}", region=world.town_a)
        Posting.objects.create(guide=guide, organization=world.a_none, start=date(2024, 1, 1))


def queries(key) -> int:
    """How many queries listing everything takes."""
    with CaptureQueriesContext(connection) as taken:
        listed(key)
    return len(taken)
