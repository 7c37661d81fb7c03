"""Steps as services take, correct and take them back, and what they do to the roster."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from liangxin import vault
from liangxin.attaching import FOLDER, content_of
from liangxin.dates import today
from members.choices import Ended, Left, Person
from members.models import Candidate, PartyMember, Post, Step, StepFile
from members.services import development, rosters
from orgs.services.writing import OutsideScope
from tests.members.development_rows import DAYS, PASSED, candidate, step, walked


def types_of(member):
    return [(one.person, one.start, one.end) for one in member.persontypes.order_by("start")]


def refused(act, said):
    with pytest.raises(ValidationError) as found:
        act()
    assert said in "".join(found.value.messages)


def test_the_whole_path_makes_a_probationary_and_then_a_full_member(world):
    found = walked(world, 15)
    member = found.member
    assert (member.name, member.birth, member.joined, member.full) == ("燕飞", "1996-05-04", "2022-10-08", "")
    assert types_of(member) == [(Person.PROBATIONARY, DAYS[15], None)]
    assert [(one.branch, one.start) for one in member.memberships.all()] == [(world.a_own_branch, DAYS[15])]
    assert [(one.organization, one.start) for one in member.workplaces.all()] == [(world.a_single, DAYS[15])]
    for number in range(16, 26):
        step(world, found, number)
    member.refresh_from_db()
    assert member.full == "2023-10-20"  # the meeting of step 23
    assert types_of(member) == [(Person.PROBATIONARY, DAYS[15], DAYS[24]), (Person.FULL, DAYS[24], None)]
    assert Step.history.filter(history_user=world.town_a_clerk).count() == 11  # those of the service


def test_a_sealed_number_goes_along_to_the_member(world):
    found = walked(world, 15, id_sealed="A.key.sealed", id_index="f" * 64)
    assert (found.member.id_sealed, found.member.id_index) == ("A.key.sealed", "f" * 64)


def test_a_step_cannot_be_taken_twice_nor_before_the_ones_before_it(world):
    found = walked(world, 2)
    refused(lambda: step(world, found, 2), "已经登记")
    refused(lambda: step(world, found, 4), "前面还有 1 步")
    assert found.steps.count() == 2


def test_steps_of_which_nothing_is_known_are_skipped_and_filled_in_later(world):
    found = candidate(world)
    facts = {"day": DAYS[3]}
    development.take_step(candidate=found, number=3, facts=facts, skip=True, by=world.town_a_clerk)
    step(world, found, 1)
    refused(lambda: step(world, found, 2, day=DAYS[4]), "不能倒退")
    assert sorted(found.steps.values_list("number", flat=True)) == [1, 3]


def test_too_early_is_refused_and_too_late_is_told(world):
    found = walked(world, 6)
    refused(lambda: step(world, found, 7, day=date(2022, 5, 31)), "一年以后")
    assert found.steps.count() == 6
    late = walked(world, 1, name="荀安")
    assert "一个月内" in step(world, late, 2, day=date(2021, 5, 1)).warnings[0]


def test_a_day_before_all_others_is_refused_once_and_not_by_each_of_them(world):
    found = walked(world, 6)
    with pytest.raises(ValidationError) as caught:
        step(world, found, 7, day=date(2020, 1, 1))
    assert [text[:2] for text in caught.value.messages] == ["早于", "太早"]


def test_a_day_after_today_is_refused(world):
    refused(lambda: step(world, candidate(world), 1, day=today() + timedelta(1)), "不能晚于今天")


def test_a_vote_that_did_not_pass_makes_no_member(world):
    found = walked(world, 14)
    refused(lambda: step(world, found, 15, approved=5), "没有通过")
    assert not PartyMember.objects.exists()


def test_a_correction_of_step_15_moves_what_it_made(world):
    found = walked(world, 24)
    day = date(2022, 10, 9)
    admitted = found.steps.get(number=15)
    refused(
        lambda: development.correct_step(step=admitted, facts={"day": day}, by=world.town_a_clerk), "预备期满以后"
    )  # step 22 would be a day too early
    development.correct_step(step=found.steps.get(number=22), facts={"day": date(2023, 10, 9)}, by=world.town_a_clerk)
    development.correct_step(step=admitted, facts={"day": day}, by=world.town_a_clerk)
    member = PartyMember.objects.get()
    assert member.joined == "2022-10-09"
    assert types_of(member)[0] == (Person.PROBATIONARY, day, DAYS[24])
    assert {one.start for one in (*member.memberships.all(), *member.workplaces.all())} == {day}


@pytest.mark.parametrize("day", [date(2023, 11, 1), date(2024, 1, 5)])
def test_a_correction_of_step_24_moves_the_day_of_becoming_full(world, day):
    found = walked(world, 24)
    development.correct_step(step=found.steps.get(number=24), facts={"day": day}, by=world.town_a_clerk)
    assert types_of(found.member) == [(Person.PROBATIONARY, DAYS[15], day), (Person.FULL, day, None)]
    development.correct_step(step=found.steps.get(number=23), facts={"day": date(2023, 10, 25)}, by=world.town_a_clerk)
    found.member.refresh_from_db()
    assert found.member.full == "2023-10-25"


def test_a_correction_is_not_refused_for_another_steps_old_fault(world):
    found = walked(world, 4)
    Step.objects.create(candidate=found, number=9, day=DAYS[2], people="甘露")  # as an import may bring it
    done = development.correct_step(
        step=found.steps.get(number=2), facts={"day": date(2021, 2, 9), "people": "甘露"}, by=world.town_a_clerk
    )
    assert done.step.day == date(2021, 2, 9)


def test_taking_back_step_24_makes_a_probationary_member_again_and_step_15_removes_the_member(world):
    found = walked(world, 24)
    assert development.take_back(candidate=found, by=world.town_a_clerk) == 24
    member = PartyMember.objects.get()
    assert (member.full, types_of(member)) == ("", [(Person.PROBATIONARY, DAYS[15], None)])
    for _ in range(9):
        development.take_back(candidate=found, by=world.town_a_clerk)
    found.refresh_from_db()
    assert (found.member, found.made_member, found.steps.count()) == (None, False, 14)
    assert not PartyMember.objects.exists()


def test_step_15_stays_when_more_hangs_on_the_member(world):
    found = walked(world, 15)
    Post.objects.create(branch=found.branch, member=found.member, position="committee", start=DAYS[15])
    refused(lambda: development.take_back(candidate=found, by=world.town_a_clerk), "后来的记录")
    assert found.steps.count() == 15


def test_a_member_of_the_roster_is_taken_over_and_stays_there(world):
    found = walked(world, 14)
    member = PartyMember.objects.create(name="燕飞", joined="2022-10")
    member.memberships.create(branch=world.a_own_branch, start=DAYS[15])
    member.persontypes.create(person=Person.PROBATIONARY, start=date(2022, 12, 31))
    facts = {"day": DAYS[15], **PASSED}
    development.take_step(candidate=found, number=15, facts=facts, member=member, by=world.town_a_clerk)
    member.refresh_from_db()
    assert (member.joined, PartyMember.objects.count()) == ("2022-10-08", 1)
    development.take_back(candidate=found, by=world.town_a_clerk)
    assert types_of(member) == [(Person.PROBATIONARY, date(2022, 12, 31), None)]
    member.joined = "2021"
    member.save()
    take = lambda: development.take_step(  # noqa: E731
        candidate=found, number=15, facts=facts, member=member, by=world.town_a_clerk
    )
    refused(take, "入党日期是2021年")


def test_an_id_number_that_the_roster_knows_makes_no_second_member(world):
    found = walked(world, 14, id_sealed="sealed", id_index="a" * 64)
    member = PartyMember.objects.create(name="燕飞", id_sealed="sealed", id_index="a" * 64)
    refused(lambda: step(world, found, 15), "联系县级管理员")
    member.memberships.create(branch=world.a_own_branch, start=DAYS[15])
    refused(lambda: step(world, found, 15), "花名册上的党员")


def test_the_probation_is_extended_once_and_taken_back(world):
    found = walked(world, 22)
    extend = {"candidate": found, "on": date(2023, 10, 20), "by": world.town_a_clerk}
    refused(lambda: development.extend(until=date(2024, 4, 7), **extend), "不少于半年")
    development.extend(until=date(2024, 4, 8), **extend)
    refused(lambda: development.extend(until=date(2024, 4, 8), **extend), "只能延长一次")
    refused(lambda: step(world, found, 23, day=date(2024, 4, 7)), "预备期满以后")
    refused(lambda: development.take_back(candidate=found, by=world.town_a_clerk), "先收回延长")
    step(world, found, 23, day=date(2024, 4, 8))
    refused(lambda: development.unextend(candidate=found, by=world.town_a_clerk), "先收回那些步骤")
    development.take_back(candidate=found, by=world.town_a_clerk)
    assert development.unextend(candidate=found, by=world.town_a_clerk).extended_until is None


def test_cancelling_a_probationary_member_ends_the_membership_and_can_be_taken_back(world):
    found = walked(world, 18)
    end = {"candidate": found, "by": world.town_a_clerk}
    refused(lambda: development.end(day="2023-08-01", why=Ended.STOPPED, **end), "取消预备党员资格")
    development.end(day="2023-08-01", why=Ended.CANCELLED, **end)
    member = PartyMember.objects.get()
    assert (member.left, member.left_why) == ("2023-08-01", Left.CANCELLED)
    assert types_of(member) == [(Person.PROBATIONARY, DAYS[15], date(2023, 8, 1))]
    assert member.memberships.get().end == member.workplaces.get().end == date(2023, 8, 1)
    refused(lambda: step(world, found, 19), "先恢复")
    development.resume(**end)
    member.refresh_from_db()
    assert (member.left, member.left_why, types_of(member)[0][2]) == ("", "", None)
    assert member.memberships.get().end is None


def test_who_is_no_member_yet_is_stopped_and_resumed(world):
    found = walked(world, 3)
    end = {"candidate": found, "by": world.town_a_clerk}
    refused(lambda: development.end(day="2021-05", why=Ended.STOPPED, **end), "早于第 3 步")
    refused(lambda: development.end(day="2021-07", why=Ended.CANCELLED, **end), "不再培养")
    refused(lambda: development.end(day="2999", why=Ended.STOPPED, **end), "不能晚于今天")
    assert development.end(day="2021-06", why=Ended.STOPPED, **end).ended == "2021-06"
    assert development.resume(**end).ended == ""
    assert not PartyMember.objects.exists()


def test_a_stranger_can_do_nothing_and_a_reader_neither(world):
    found = walked(world, 1)
    for user in (world.town_b_clerk, world.town_a_viewer, world.county_viewer, world.guide_user):
        with pytest.raises(OutsideScope):
            development.take_step(candidate=found, number=2, facts={"day": DAYS[2]}, by=user)
    with pytest.raises(OutsideScope):
        development.begin(values={"name": "燕飞", "branch": world.a_own_branch}, by=world.town_b_clerk)
    assert Candidate.objects.count() == 1


def test_files_of_a_step_are_sealed_given_back_and_removed(world, data_folder, django_capture_on_commit_callbacks):
    found = candidate(world)
    paper = SimpleUploadedFile("申请书.pdf", b"%PDF-1.4 made up")
    done = development.take_step(
        candidate=found, number=1, facts={"day": DAYS[1]}, files=[paper], by=world.town_a_clerk
    )
    file = StepFile.objects.get()
    assert (file.step, file.file_name, content_of(file)) == (done.step, "申请书.pdf", b"%PDF-1.4 made up")
    more = SimpleUploadedFile("谈话.txt", b"x")
    refused(lambda: development.add_files(step=done.step, files=[more], by=world.town_a_clerk), "只收")
    with django_capture_on_commit_callbacks(execute=True):
        development.remove_file(file=file, by=world.town_a_clerk)
    assert not vault.is_kept(file.kept, FOLDER)


def test_a_step_whose_file_is_refused_is_not_taken(world):
    found = candidate(world)
    bad = SimpleUploadedFile("申请书.pdf", b"MZ")
    refused(
        lambda: development.take_step(
            candidate=found, number=1, facts={"day": DAYS[1]}, files=[bad], by=world.town_a_clerk
        ),
        "不符",
    )
    assert not Step.objects.exists()


def test_a_complete_roster_states_who_was_admitted_confirmed_and_cancelled(world):
    rosters.mark_complete(organization=world.a_single, start=date(2022, 1, 1), by=world.town_a_clerk)

    def numbers(day):
        one = world.a_single.standings.on(day).get()
        return one.full_members, one.probationary_members

    found = walked(world, 24)
    assert [numbers(DAYS[number]) for number in (14, 15, 23, 24)] == [(0, 0), (0, 1), (0, 1), (1, 0)]
    development.take_back(candidate=found, by=world.town_a_clerk)
    assert numbers(DAYS[24]) == (0, 1)
    development.end(candidate=found, day="2024-01-05", why=Ended.CANCELLED, by=world.town_a_clerk)
    assert [numbers(day) for day in (date(2024, 1, 4), date(2024, 1, 5))] == [(0, 1), (0, 0)]
