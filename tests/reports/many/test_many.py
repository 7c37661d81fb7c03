"""Acts on many rows: chosen in the list, said before, done, and taken back as one."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from liangxin.dates import today
from members.models import Membership, PartyMember, PersonType, Relation, Workplace
from members.services.rosters import mark_complete
from orgs.choices import TagKind
from orgs.models import Organization, PartyBranch, Posting, Standing, Tag, Term
from orgs.services.options import set_options
from reports.imports.undoing import undo
from reports.many import MANY
from reports.many.carrying_out import Differs, carry_out, count_of, foresee
from reports.models import ImportBatch

LIST = "/admin/orgs/organization/"
DAY = date(2026, 3, 1)


def tick(client, address, key, rows, **more):
    """Tick rows in a list and choose an act; where the answer leads."""
    data = {"action": f"many_{key}", "_selected_action": [row.pk for row in rows], "index": 0, **more}
    return client.post(address, data)


def everything(models=(Organization, Standing, Posting, Tag)):
    """All that the acts may write, to compare before and after."""
    found = {}
    for model in models:
        columns = [field.attname for field in model._meta.fields if field.name != "version"]
        found[model] = sorted(model.objects.values_list(*columns), key=str)
    return found


def test_rows_ticked_in_the_list_are_said_done_and_taken_back(world, client):
    before = everything()
    client.force_login(world.town_a_clerk)
    chosen = [world.a_none, world.a_some, world.a_single]
    page = tick(client, LIST, "tag", chosen)
    assert page.status_code == 302
    asked = client.get(page.url, {"day": "2026-03-01", "tag": "internet"})
    assert asked.context["changed"] == 3
    assert everything() == before
    done = client.post(page.url, {"day": "2026-03-01", "tag": "internet", "said": 3})
    assert done.status_code == 302
    assert Tag.objects.filter(tag=TagKind.INTERNET, start=DAY, organization__in=chosen).count() == 3
    batch = ImportBatch.objects.get(kind=ImportBatch.Kind.ACTION)
    assert Tag.history.filter(batch_id=batch.pk).count() == 3
    assert "变更 3 条" in client.get(done.url).content.decode()
    undo = reverse("reports:many_undo", args=[batch.pk])
    assert client.get(undo).context["back"] == 3
    client.post(undo)
    assert everything() == before
    assert "已撤销" in client.get(done.url).content.decode()


def test_all_rows_of_a_filter_are_meant_when_all_are_chosen(world, client):
    client.force_login(world.town_a_clerk)
    first = Organization.objects.visible_to(world.town_a_clerk).filter(kind="social").order_by("pk")
    page = tick(client, f"{LIST}?kind__exact=social", "supervisor", first[:1], select_across=1)
    assert f"已选 {first.count()} 条" in client.get(page.url).content.decode()
    assert first.count() > 1


@pytest.mark.parametrize(
    ("key", "values", "told"),
    [
        ("move", {"region": "village_a2"}, "南街社区"),
        ("supervisor", {"supervisor": "market_committee"}, "市场监督管理局"),
        ("close", {"reason": "注销"}, "注销"),
        ("guide", {"guide": "other_guide"}, "仇立"),
    ],
)
def test_each_act_changes_what_it_says_and_comes_back(world, key, values, told):
    act, before = MANY[key], everything()
    given = {name: getattr(world, value, value) for name, value in values.items()} | {"day": DAY}
    keys = [world.a_none.pk, world.a_some.pk]
    lines = foresee(act, keys, given, world.county_admin)
    assert everything() == before
    assert count_of(lines) == {"changed": 2}
    assert all(told in line.after for line in lines)
    batch = carry_out(act, keys, given, world.county_admin, said=2)
    assert everything() != before
    undo(batch, user=world.county_admin)
    assert everything() == before


def test_a_guide_who_gets_more_than_the_setting_is_told_and_not_barred(world, client):
    set_options(values={"guide_most": 1}, by=world.county_admin)
    client.force_login(world.town_a_clerk)
    page = tick(client, LIST, "guide", [world.a_none, world.a_some])
    given = {"guide": world.other_guide.pk, "day": today(), "said": 2}
    told = client.post(page.url, given, follow=True).content.decode()
    assert "已办理 2 条" in told
    assert f"{world.other_guide.name}现在联系 2 家单位，超过每名指导员 1 家的设置。" in told


def test_a_row_that_cannot_be_done_says_why_and_stops_no_other(world):
    given = {"day": DAY, "reason": "注销"}
    lines = foresee(MANY["close"], [world.a_closed.pk, world.a_none.pk], given, world.county_admin)
    assert {str(line.row): bool(line.why) for line in lines} == {str(world.a_closed): True, str(world.a_none): False}


def test_rows_of_another_town_are_not_touched(world):
    lines = foresee(MANY["tag"], [world.b_none.pk], {"day": DAY, "tag": TagKind.SMALL}, world.town_a_clerk)
    assert lines == []


def test_what_differs_from_what_was_said_is_not_done(world):
    before = everything()
    with pytest.raises(Differs):
        carry_out(MANY["tag"], [world.a_none.pk], {"day": DAY, "tag": TagKind.SMALL}, world.county_admin, said=2)
    assert everything() == before
    assert not ImportBatch.objects.filter(kind=ImportBatch.Kind.ACTION).exists()


def test_a_day_to_come_is_refused_in_words(world, client):
    client.force_login(world.county_admin)
    page = tick(client, LIST, "unguide", [world.a_none])
    answer = client.get(page.url, {"day": (today() + timedelta(days=1)).isoformat()})
    assert "日期不能晚于今天" in answer.content.decode()


def test_a_reader_has_no_acts_and_a_stranger_no_page(world, client):
    client.force_login(world.county_admin)
    page = tick(client, LIST, "tag", [world.a_none])
    client.force_login(world.town_a_viewer)
    assert "many_tag" not in client.get(LIST).content.decode()
    assert client.get(page.url).status_code == 403
    client.force_login(world.town_b_clerk)
    assert client.get(page.url).status_code == 404


def test_guides_hand_over_what_they_look_after(world):
    posted = Posting.objects.on(today()).first()
    other = type(posted.guide).objects.create(name="接替", region=world.county)
    given = {"day": today(), "guide": other}
    batch = carry_out(MANY["handover"], [posted.guide_id], given, world.county_admin, said=1)
    assert not posted.guide.postings.on(today()).exists()
    assert batch.rows.get().changes[0]["field"] == "联系单位"


@pytest.fixture
def member(world):
    """A full member of town A's joint branch, at work nowhere yet."""
    one = PartyMember.objects.create(name="李红旗", joined="2015-07-01", full="2016-07-01")
    PersonType.objects.create(member=one, person="full", start=date(2016, 7, 1))
    Membership.objects.create(member=one, branch=world.a_joint_branch, start=date(2023, 1, 1))
    return one


OF_MEMBERS = (PartyMember, PersonType, Membership, Relation, Workplace, Standing)


@pytest.mark.parametrize(
    ("key", "values", "after"),
    [
        ("member_branch", {"branch": "a_own_branch"}, "星河机电"),
        ("member_work", {"organization": "a_single"}, "星河机电"),
        ("member_state", {"state": "floating", "where": "外省务工"}, "流动党员"),
    ],
)
def test_members_are_placed_elsewhere_and_come_back(world, member, key, values, after):
    act, before = MANY[key], everything(OF_MEMBERS)
    given = {name: getattr(world, value, value) for name, value in values.items()} | {"day": DAY}
    line = foresee(act, [member.pk], given, world.town_a_clerk)[0]
    assert (after in line.after, line.outcome) == (True, "changed")
    batch = carry_out(act, [member.pk], given, world.town_a_clerk, said=1)
    assert foresee(act, [member.pk], given, world.town_a_clerk)[0].outcome == "same"
    undo(batch, user=world.town_a_clerk)
    assert everything(OF_MEMBERS) == before


def test_a_member_of_another_town_is_not_touched(world, member):
    given = {"branch": world.b_general, "day": DAY}
    assert foresee(MANY["member_branch"], [member.pk], given, world.town_b_clerk) == []


def test_a_complete_roster_follows_and_comes_back_with_the_members(world, member):
    mark_complete(organization=world.a_single, start=date(2026, 1, 1), by=world.town_a_clerk)
    before = everything(OF_MEMBERS)
    given = {"organization": world.a_single, "day": DAY}
    batch = carry_out(MANY["member_work"], [member.pk], given, world.town_a_clerk, said=1)
    assert world.a_single.standings.on(DAY).get().full_members == 1
    undo(batch, user=world.town_a_clerk)
    assert everything(OF_MEMBERS) == before


def test_branches_get_a_superior_and_an_election_but_none_below_itself(world):
    given = {"superior": world.b_general}
    lines = foresee(MANY["superior"], [world.a_own_branch.pk, world.b_general.pk], given, world.county_admin)
    assert [line.outcome for line in lines] == ["changed", "error"]
    before = everything((PartyBranch, Term))
    batch = carry_out(MANY["elect"], [world.a_own_branch.pk], {"day": DAY}, world.county_admin, said=1)
    assert world.a_own_branch.terms.get().due == date(2029, 3, 1)
    undo(batch, user=world.county_admin)
    assert everything((PartyBranch, Term)) == before


def test_a_branch_that_still_covers_somebody_is_not_dissolved_in_passing(world):
    given = {"day": DAY, "reason": "撤销空壳"}
    keys = [world.a_joint_branch.pk, world.b_general.pk]
    lines = foresee(MANY["dissolve"], keys, given, world.county_admin)
    assert {line.row.pk: line.outcome for line in lines} == dict(zip(keys, ["error", "changed"], strict=True))
