"""Entering, changing, leaving and coming back of members: periods, numbers, scope, history, the roster's figures."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from liangxin.dates import today
from liangxin.periods import BEGINNING
from members.choices import Person, Position, State
from members.models import CompleteRoster, PartyMember, Post
from members.secrets import opened
from members.services import members
from members.services.rosters import mark_complete
from members.services.starting import types_of
from orgs.choices import Source
from orgs.models import Option
from orgs.services.writing import OutsideScope
from tests.members.rows import member
from tests.people import id_number

NUMBER = id_number("1990-03-07", 61)


def enter(world, by=None, **changes):
    """A new member of town A's own branch."""
    values = {"name": "钱一", "joined": "2011-07", "full": "2012-07-01", **changes.pop("values", {})}
    return members.create(**{"values": values, "branch": world.a_own_branch, "by": by or world.town_a_clerk, **changes})


TYPES = [
    (
        Person.FULL, "2011-07", "2012-07-01",
        [("probationary", date(2011, 7, 1), date(2012, 7, 1)), ("full", date(2012, 7, 1), None)],
    ),
    (Person.FULL, "", "2012", [("full", date(2012, 1, 1), None)]),
    (Person.FULL, "2012-01", "2012", [("full", date(2012, 1, 1), None)]),
    (Person.FULL, "2012", "", [("full", date(2012, 1, 1), None)]),
    (Person.FULL, "", "", [("full", BEGINNING, None)]),
    (Person.PROBATIONARY, "2026-01-05", "", [("probationary", date(2026, 1, 5), None)]),
]  # fmt: skip


@pytest.mark.nodb
@pytest.mark.parametrize(("person", "joined", "full", "rows"), TYPES)
def test_the_types_begin_on_the_days_of_joining_and_becoming_full(person, joined, full, rows):
    assert types_of(person, joined, full) == rows


def test_a_new_member_has_each_kind_of_period_from_a_sensible_day(world):
    made = enter(world, number=NUMBER, organization=world.a_single, job="技工", state=State.FLOATING, where="外省")
    assert [(row.person, row.start) for row in made.persontypes.order_by("start")] == [
        ("probationary", date(2011, 7, 1)),
        ("full", date(2012, 7, 1)),
    ]
    assert made.memberships.get().start == date(2021, 3, 10)  # the branch is younger than the membership in the Party
    work = made.workplaces.get()
    assert (work.start, work.job) == (date(2011, 7, 1), "")  # 工作岗位 is switched off
    assert (made.relations.get().start, made.relations.get().where) == (today(), "外省")
    assert (made.sex, made.birth) == ("1", "1990-03-07")  # from the number
    assert opened(made.id_sealed, index=made.id_index) == NUMBER
    assert {row.history_user for row in made.history.all()} == {world.town_a_clerk}
    assert made.memberships.get().history.get().history_user == world.town_a_clerk
    later = enter(world, branch_since=date(2024, 5, 1), state=State.HERE)
    assert later.memberships.get().start == date(2024, 5, 1)
    assert not later.relations.exists()


REFUSED = [
    ({"branch": None}, "请选择所在党支部"),
    ({"values": {"joined": "2012-08"}}, "转正日期早于入党日期"),
    ({"values": {"full": "2099"}}, "转正日期不能晚于今天"),
    ({"person": Person.PROBATIONARY}, "预备党员还没有转正日期"),
    ({"number": NUMBER[:-1] + "0"}, "校验不对"),
    ({"values": {"name": ""}}, "不能为空"),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(world, changes, sentence):
    with pytest.raises(ValidationError, match=sentence):
        enter(world, **changes)
    assert not PartyMember.objects.exists()


def test_a_town_enters_members_of_its_own_branches_and_organizations_only(world):
    for branch in (world.b_general, world.county_committee):
        with pytest.raises(OutsideScope, match="不由您管理"):
            enter(world, branch=branch)
    with pytest.raises(OutsideScope):
        enter(world, organization=world.b_none)
    with pytest.raises(OutsideScope):
        enter(world, by=world.town_a_viewer)
    assert not PartyMember.objects.exists()
    world.a_own_branch.dissolved = "2025-01-01"
    world.a_own_branch.save(update_fields=["dissolved"])
    with pytest.raises(ValidationError, match="已于2025年1月1日撤销"):
        enter(world)


def test_a_number_is_one_persons_and_a_stranger_does_not_learn_whose(world):
    first = enter(world, number=NUMBER)
    with pytest.raises(ValidationError, match="已登记在“钱一”名下"):
        enter(world, number=f"{NUMBER[:10]} {NUMBER[10:]}", values={"name": "钱二"})
    with pytest.raises(ValidationError) as refused:
        members.create(values={"name": "钱三"}, branch=world.b_general, number=NUMBER, by=world.town_b_clerk)
    assert refused.value.messages == ["该公民身份号码已由其他党组织登记，请联系县级管理员"]
    second = members.create(values={"name": "钱三"}, branch=world.b_general, by=world.town_b_clerk)
    with pytest.raises(ValidationError, match="请联系县级管理员"):
        members.edit(member=second, values={}, number=NUMBER, by=world.town_b_clerk)
    members.edit(member=first, values={}, number="", by=world.town_a_clerk)
    assert members.edit(member=second, values={}, number=NUMBER, by=world.town_b_clerk).id_index


def test_fields_that_are_off_are_not_stored(world):
    Option.objects.create(key="roster_fields", value=["学位"])
    made = enter(world, number=NUMBER, values={"phone": "13800001111", "sex": "1", "more": {"degree": "学士"}})
    assert (made.phone, made.sex, made.birth, made.id_sealed, made.id_index) == ("", "", "", "", None)
    assert made.more == {"degree": "学士"}


def test_only_what_changed_is_written_and_the_same_number_is_no_change(world):
    made = enter(world, number=NUMBER)
    sealed, version = made.id_sealed, made.version
    same = members.edit(member=made, values={"name": "钱一"}, number=NUMBER, by=world.town_a_clerk)
    assert (same.id_sealed, same.version, same.history.count()) == (sealed, version, 1)
    changed = members.edit(member=made, values={"name": "钱大"}, by=world.town_a_clerk)
    assert (changed.version, changed.history.count(), changed.search_key.split()[:1]) == (version + 1, 2, ["钱大"])


def test_a_day_of_becoming_full_makes_a_full_member_from_that_day(world):
    made = enter(world, person=Person.PROBATIONARY, values={"joined": "2025-06-20", "full": ""})
    members.edit(member=made, values={"full": "2026-06-28"}, by=world.town_a_clerk)
    assert [(row.person, row.start, row.end) for row in made.persontypes.order_by("start")] == [
        ("probationary", date(2025, 6, 20), date(2026, 6, 28)),
        ("full", date(2026, 6, 28), None),
    ]


def test_types_that_somebody_gave_other_days_stay(world):
    made = enter(world)
    made.persontypes.filter(person="full").update(end=date(2024, 1, 1))
    members.edit(member=made, values={"full": "2013-07-01"}, by=world.town_a_clerk)
    assert list(made.persontypes.values_list("start", flat=True)) == [date(2011, 7, 1), date(2012, 7, 1)]


def test_who_leaves_is_in_no_roster_from_that_day(world):
    made = enter(world, organization=world.a_single)
    Post.objects.create(branch=world.a_own_branch, member=made, position=Position.SECRETARY, start=date(2022, 1, 1))
    later = Post.objects.create(
        branch=world.a_own_branch, member=made, position=Position.DEPUTY, start=today() + timedelta(days=9)
    )
    day = today() - timedelta(days=3)
    members.leave(member=made, day=day, why="died", by=world.town_a_clerk)
    made.refresh_from_db()
    assert (made.left, made.left_why) == (day.isoformat(), "died")
    for facts in (made.memberships, made.workplaces, made.posts):
        assert list(facts.values_list("end", flat=True)) == [day]
    assert not Post.objects.filter(pk=later.pk).exists()
    assert PartyMember.objects.visible_to(world.town_a_clerk).get() == made
    with pytest.raises(ValidationError, match="已于.*离开"):
        members.leave(member=made, day=day, why="died", by=world.town_a_clerk)
    assert members.come_back(member=made, by=world.town_a_clerk).left == ""
    assert not made.memberships.on(today()).exists()


def test_who_left_cannot_have_left_before_joining_or_tomorrow(world):
    made = enter(world)
    for day, sentence in ((date(2010, 1, 1), "早于"), (today() + timedelta(days=1), "不能晚于今天")):
        with pytest.raises(ValidationError, match=sentence):
            members.leave(member=made, day=day, why="died", by=world.town_a_clerk)
    with pytest.raises(OutsideScope):
        members.leave(member=made, day=today(), why="died", by=world.town_b_clerk)


def test_a_complete_roster_follows_every_change(world):
    made = enter(world, organization=world.a_single)
    mark_complete(organization=world.a_single, start=date(2025, 1, 1), by=world.town_a_clerk)

    def stated():
        standing = world.a_single.standings.on(today()).get()
        return standing.source, standing.full_members, standing.probationary_members

    assert stated() == (Source.ROSTER, 1, 0)
    other = enter(world, organization=world.a_single, values={"name": "钱二"})
    assert stated() == (Source.ROSTER, 2, 0)
    members.leave(member=other, day=today(), why="moved", by=world.town_a_clerk)
    assert stated() == (Source.ROSTER, 1, 0)
    members.delete(member=made, by=world.town_a_clerk)
    assert stated() == (Source.ROSTER, 0, 0)
    assert CompleteRoster.objects.count() == 1


def test_deleting_is_for_typing_errors_only(world):
    made = enter(world, organization=world.a_single)
    Post.objects.create(branch=world.a_own_branch, member=made, position=Position.SECRETARY, start=date(2022, 1, 1))
    with pytest.raises(ValidationError, match="1 条党内职务"):
        members.delete(member=made, by=world.town_a_clerk)
    bare = member("钱九", branch=world.a_own_branch)
    members.delete(member=bare, by=world.town_a_clerk)
    assert not PartyMember.objects.filter(pk=bare.pk).exists()
