"""Two organizations become one, with all that hangs on them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from liangxin.periods import BEGINNING
from orgs.choices import MassKind, Mode, TagKind
from orgs.models import (
    Coverage,
    MassGroup,
    Organization,
    PartyBranch,
    Posting,
    Tag,
    Visit,
)
from orgs.scope import CONSOLE
from orgs.services import coverages, standings, unmerging
from orgs.services.merging import merge
from orgs.services.writing import OutsideScope
from reports.models import ImportBatch, ImportFile, ImportRow, SameAnswer, TransferRequest
from tests.orgs.services.touched import snapshot
from tests.world import SURVEYED, credit_code


def kept_of(world, gone, by=CONSOLE, **how):
    made = merge(kept=world.a_joint, gone=gone, by=by, **how)
    return Organization.objects.get(pk=made.kept_id)


def test_the_one_that_goes_leaves_its_name_and_its_answers(world, twin):
    kept = kept_of(world, twin, by=world.town_a_clerk, take={"address", "head_phone", "employees"}, reason="重复登记")
    assert not Organization.objects.filter(pk=twin.pk).exists()
    assert (kept.name, kept.credit_code) == ("明远商贸有限公司", world.a_joint.credit_code)
    assert (kept.address, kept.head_phone) == ("青溪县城关镇东门路12号", "13800000007")
    assert kept.former_names == ["明远商行", "青溪县明远商贸有限公司"]
    assert kept.survey == {"has_party_room": True}
    standing = kept.standings.get()
    assert (standing.employees, standing.full_members, standing.region) == (25, 2, world.village_a1)


def test_the_other_name_may_stand_and_the_code_moves_along(world, twin):
    made = merge(kept=twin, gone=world.a_joint, by=CONSOLE, take={"credit_code"})
    twin.refresh_from_db()
    assert twin.credit_code == world.a_joint.credit_code
    assert (made.gone, made.gone_name, made.gone_code) == (world.a_joint.pk, "明远商贸有限公司", twin.credit_code)
    assert twin.coverages.get().branch == world.a_joint_branch


def test_each_day_keeps_exactly_one_standing_and_later_knowledge_begins_on_its_day(world, twin):
    day = date(2025, 4, 1)
    standings.change(organization=twin, values={"employees": 40, "category": "private"}, day=day, by=CONSOLE)
    kept = kept_of(world, twin, take={"employees"})
    rows = list(kept.standings.order_by("start"))
    assert [(one.start, one.end, one.employees) for one in rows] == [(BEGINNING, day, 18), (day, None, 40)]
    assert rows[1].stated_on == day


def test_the_past_of_the_one_that_goes_may_stand(world, twin):
    day = date(2025, 4, 1)
    standings.change(organization=twin, values={"region": world.village_a1}, day=day, by=CONSOLE)
    kept = kept_of(world, twin, take={"standings"})
    rows = list(kept.standings.order_by("start"))
    assert [(one.start, one.region) for one in rows] == [(BEGINNING, world.village_a2), (day, world.village_a1)]
    assert [one.full_members for one in rows] == [3, 2]


def test_coverages_fill_free_days_and_never_overlap(world, twin):
    for start, end, branch, mode in (
        (date(2020, 1, 1), date(2021, 1, 1), world.a_village_branch, Mode.AFFILIATED),
        (date(2021, 6, 1), date(2024, 1, 1), world.a_village_branch, Mode.AFFILIATED),
    ):
        Coverage.objects.create(organization=twin, branch=branch, mode=mode, start=start, end=end)
    kept = kept_of(world, twin)
    spans = [(one.start, one.end, one.branch) for one in kept.coverages.order_by("start")]
    assert spans == [
        (date(2020, 1, 1), date(2021, 1, 1), world.a_village_branch),
        (date(2021, 6, 1), date(2022, 6, 1), world.a_village_branch),
        (date(2022, 6, 1), None, world.a_joint_branch),
    ]


def test_a_coverage_around_another_is_cut_in_two(world, twin):
    Coverage.objects.filter(organization=world.a_joint).update(end=date(2023, 1, 1))
    coverages.begin(
        organization=twin, branch=world.a_village_branch, mode=Mode.AFFILIATED, start=date(2021, 1, 1), by=CONSOLE
    )
    kept = kept_of(world, twin)
    assert [(one.start, one.end) for one in kept.coverages.order_by("start")] == [
        (date(2021, 1, 1), date(2022, 6, 1)),
        (date(2022, 6, 1), date(2023, 1, 1)),
        (date(2023, 1, 1), None),
    ]


def test_the_same_coverage_of_both_is_one_from_its_earlier_day(world, twin):
    Coverage.objects.create(
        organization=twin, branch=world.a_joint_branch, mode=Mode.REGIONAL, start=date(2022, 1, 1), end=None
    )
    kept = kept_of(world, twin)
    assert [(one.start, one.end) for one in kept.coverages.all()] == [(date(2022, 1, 1), None)]


def test_guides_groups_and_tags_of_both_become_one_each_and_visits_follow(world, twin):
    for one, start in ((world.a_joint, date(2024, 1, 1)), (twin, date(2023, 1, 1))):
        Posting.objects.create(guide=world.guide, organization=one, start=start)
        MassGroup.objects.create(organization=one, kind=MassKind.UNION, start=start)
        Tag.objects.create(organization=one, tag=TagKind.INTERNET, start=start)
    visit = Visit.objects.create(posting=twin.postings.get(), day=date(2024, 2, 2))
    kept = kept_of(world, twin)
    for facts in (kept.postings, kept.mass_groups, kept.tags):
        assert facts.get().start == date(2023, 1, 1)
    visit.refresh_from_db()
    assert visit.posting == kept.postings.get()


def test_whatever_else_names_it_moves_along(world, twin):
    branch = PartyBranch.objects.create(name="明远支部", region=world.town_a, host=twin)
    successor = Organization.objects.create(kind="enterprise", name="明远二代有限公司", predecessor=twin)
    batch = ImportBatch.objects.create(as_of=SURVEYED, region=world.town_a)
    file = ImportFile.objects.create(batch=batch, name="表.xlsx", size=1)
    row = ImportRow.objects.create(batch=batch, file=file, sheet="一", number=3, outcome="new", organization=twin)
    request = TransferRequest.objects.create(organization=twin, region=world.town_b, day=SURVEYED)
    answer = SameAnswer.objects.create(organization=twin, town="330199001", name="明远", same=True)
    kept_of(world, twin)
    for one, name in ((branch, "host"), (successor, "predecessor"), (row, "organization"), (request, "organization")):
        one.refresh_from_db()
        assert getattr(one, f"{name}_id") == world.a_joint.pk
    answer.refresh_from_db()
    assert answer.organization_id == world.a_joint.pk


def test_what_both_have_already_is_there_once(world, twin):
    for one in (world.a_joint, twin):
        TransferRequest.objects.create(organization=one, region=world.town_b, day=SURVEYED)
        SameAnswer.objects.create(organization=one, town="330199001", name="明远", same=one == twin)
    before = snapshot()
    made = merge(kept=world.a_joint, gone=twin, by=CONSOLE)
    assert TransferRequest.objects.get().organization == SameAnswer.objects.get().organization == world.a_joint
    unmerging.undo(merge=made, by=CONSOLE)
    assert snapshot() == before


def test_the_history_of_both_says_what_happened_and_who_did_it(world, twin):
    made = merge(kept=world.a_joint, gone=twin, by=world.town_a_clerk, take={"address"}, reason="重复登记")
    for one in (world.a_joint.history.first(), Organization.history.filter(id=twin.pk).first()):
        assert one.history_user == world.town_a_clerk
        assert one.history_change_reason == "合并“青溪县明远商贸有限公司”：重复登记"
    assert (made.user, made.user_name, made.reason) == (world.town_a_clerk, "张伟", "重复登记")


def test_two_different_valid_codes_are_two_organizations(world, twin):
    twin.credit_code = credit_code("91", 777)
    twin.save()
    with pytest.raises(ValidationError, match="都有效而且不同"):
        merge(kept=world.a_joint, gone=twin, by=CONSOLE)
    with pytest.raises(ValidationError, match="不同的单位"):
        merge(kept=world.a_joint, gone=world.a_joint, by=CONSOLE)


def test_a_mistyped_code_gives_way(world, twin):
    twin.credit_code = "91330199MA00000000"
    twin.save()
    assert kept_of(world, twin).credit_code == world.a_joint.credit_code


@pytest.mark.parametrize("name", ["town_b_clerk", "town_a_viewer", "county_viewer", "auditor", "guide_user"])
def test_who_may_not_change_both_merges_nothing(world, twin, name):
    before = snapshot()
    with pytest.raises(OutsideScope):
        merge(kept=world.a_joint, gone=twin, by=getattr(world, name))
    with pytest.raises(OutsideScope):
        merge(kept=world.b_none, gone=twin, by=world.town_a_clerk)
    assert snapshot() == before


def test_a_closed_one_that_is_still_covered_is_refused(world, twin):
    Organization.objects.filter(pk=twin.pk).update(closed="2025-01")
    twin.refresh_from_db()
    with pytest.raises(ValidationError, match="未注销"):
        kept_of(world, twin, take={"closed"})
    assert kept_of(world, twin).closed == ""
