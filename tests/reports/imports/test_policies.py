"""What an import writes is chosen for each group of columns: by the file, blanks only, or not at all."""

import pytest
from django.urls import reverse

from orgs.choices import Mode
from orgs.models import MassGroup, Organization, Posting, Tag
from reports.imports.applying import apply
from reports.imports.batches import replan
from reports.imports.policies import LEFT
from reports.imports.rereading import reread
from reports.ledgers import LEDGERS
from reports.ledgers.columns import Serial
from reports.ledgers.manners import FACTS_OF, GROUPS, Manner
from reports.models import ImportRow
from tests.reports.imports.office import DAY, built, dump, firm, known, outcomes

pytestmark = pytest.mark.django_db
FILL, LEAVE = Manner.FILL.value, Manner.LEAVE.value


def choose(batch, user, **manners):
    """Plan the batch again with these manners, everything else by the file."""
    replan(batch, user=user, policy={**dict.fromkeys(GROUPS, Manner.OVERWRITE.value), **manners})
    return batch.rows.order_by("id").first()


def left(row: ImportRow) -> str:
    """What the row says was not written."""
    return "".join(one["message"].partition("没有写入：")[2] for one in row.findings if one["code"] == LEFT)


def changed(row: ImportRow) -> dict[str, str]:
    return {one["field"]: one["new"] for one in row.changes}


@pytest.mark.nodb
def test_every_fact_that_is_planned_belongs_to_one_group():
    columns = [leaf for ledger in LEDGERS.values() for leaf in ledger.readable]
    kept = {leaf.key for leaf in columns if not leaf.survey and not isinstance(leaf, Serial)}
    folded = {key for key in kept if key.startswith("tag_") or key.endswith("_both")}
    folded |= {"mass_list", "members_total", "members_here"}  # become other facts, or answers, when a row is cleaned
    grouped = [fact for facts in FACTS_OF.values() for fact in facts]
    assert kept - folded - set(grouped) == set()
    assert len(set(grouped)) == len(grouped)


def test_by_default_everything_is_written(office, world):
    row = office.plan(known(world.a_joint, employees=20)).rows.get()
    assert changed(row) == {"从业人员": "20"}
    assert left(row) == ""


def test_a_group_left_alone_changes_nothing_and_says_what_it_left(office, world):
    batch = office.plan(known(world.a_joint, employees=20, address="新街2号"))
    row = choose(batch, world.county_admin, standing=LEAVE)
    assert changed(row) == {"经营地址": "新街2号"}
    assert left(row) == "从业人员仍为 18（表中 20）"
    apply(batch, user=world.county_admin)
    world.a_joint.refresh_from_db()
    assert world.a_joint.address == "新街2号"
    assert world.a_joint.standings.on(DAY).get().employees == 18


def test_only_blanks_are_filled(office, world):
    batch = office.plan(known(world.a_none, employees=20, zone="青溪工业园"))
    row = choose(batch, world.county_admin, standing=FILL)
    assert list(changed(row)) == ["园区商圈"]
    assert left(row) == "从业人员仍为 9（表中 20）"


def test_no_and_nought_are_no_blanks(office, world):
    standing = world.a_none.standings.get()
    standing.operating, standing.employees = False, 0
    standing.save()
    batch = office.plan(known(world.a_none, operating="正常", employees=20, full=2))
    row = choose(batch, world.county_admin, standing=FILL)
    assert (row.outcome, changed(row)) == ("same", {})
    assert left(row) == "是否“三有”仍为 否（表中 是）；从业人员仍为 0（表中 20）；正式党员仍为 0（表中 2）"


def test_what_the_register_says_already_is_not_called_left(office, world):
    batch = office.plan(known(world.a_joint, employees=18, **built(world.a_joint_branch.name, "联合组建")))
    row = choose(batch, world.county_admin, standing=LEAVE, branch=LEAVE, basics=LEAVE)
    assert (row.outcome, left(row)) == ("same", "")


def test_a_covered_organization_keeps_its_branch_when_blanks_only_are_filled(office, world):
    before = dump()
    batch = office.plan(known(world.a_joint, **built("另一家支部", "单独组建")))
    row = choose(batch, world.county_admin, branch=FILL)
    assert row.outcome == "same"
    assert "党组织仍为 中共城关镇商贸联合支部委员会（表中 另一家支部）" in left(row)
    apply(batch, user=world.county_admin)
    assert dump() == before


def test_an_uncovered_organization_is_covered_when_blanks_only_are_filled(office, world):
    batch = office.plan(known(world.a_should, **built("海涛支部", "单独组建", founded="2025-01-01")))
    choose(batch, world.county_admin, branch=FILL)
    apply(batch, user=world.county_admin)
    assert world.a_should.coverages.on(DAY).get().mode == Mode.SINGLE


def test_a_no_ends_no_coverage_when_blanks_only_are_filled(office, world):
    batch = office.plan(known(world.a_single, built="否"))
    row = choose(batch, world.county_admin, branch=FILL)
    assert (row.outcome, left(row)) == ("same", "是否建立党组织仍为 是（表中 否）")


@pytest.mark.parametrize(("manner", "names"), [(FILL, ["覃明"]), (LEAVE, ["覃明"]), ("overwrite", ["仇立"])])
def test_a_guide_stays_unless_the_file_is_to_overwrite(office, world, manner, names):
    batch = office.plan(known(world.a_some, guide="仇立", unit="县税务局"))
    choose(batch, world.county_admin, guide=manner)
    apply(batch, user=world.county_admin)
    postings = Posting.objects.on(DAY).filter(organization=world.a_some)
    assert list(postings.values_list("guide__name", flat=True)) == names


def test_mass_groups_and_tags_are_left_alone(office, world):
    batch = office.plan(known(world.a_single, union="否", league="是", tags="互联网"))
    row = choose(batch, world.county_admin, mass=LEAVE, rest=LEAVE)
    assert (row.outcome, changed(row)) == ("same", {})
    assert left(row) == "工会仍为 是（表中 否）；共青团（表中 是）；标签（表中 互联网）"
    choose(batch, world.county_admin, mass=FILL, rest=FILL)
    apply(batch, user=world.county_admin)
    kinds = MassGroup.objects.on(DAY).filter(organization=world.a_single).values_list("kind", flat=True)
    assert sorted(kinds) == ["league", "union"]
    assert Tag.objects.on(DAY).filter(organization=world.a_single).exists()


def test_the_name_is_kept_and_no_former_name_made_of_the_other(office, world):
    batch = office.plan({**known(world.a_joint), "name": "明远新贸易有限公司"})
    row = choose(batch, world.county_admin, basics=LEAVE)
    assert (row.outcome, left(row)) == ("same", "单位名称仍为 明远商贸有限公司（表中 明远新贸易有限公司）")
    assert row.name == "明远新贸易有限公司"


def test_an_organization_stays_where_it_is_registered(office, world):
    batch = office.plan(known(world.a_joint, town="城关镇", village="南街社区"))
    row = choose(batch, world.county_admin, standing=LEAVE)
    assert (row.outcome, left(row)) == ("same", "所在辖区仍为 东门社区（表中 南街社区）")
    batch = office.plan(known(world.a_none, town="城关镇", village="南街社区"))
    assert changed(choose(batch, world.county_admin, standing=FILL)) == {"所在辖区": "南街社区"}


def test_a_new_organization_goes_in_without_the_groups_that_are_not_written(office, world):
    row = firm(1, employees=30, head="钱进", **built("新泰支部"))
    batch = office.plan(row)
    choose(batch, world.county_admin, **dict.fromkeys(GROUPS, LEAVE))
    apply(batch, user=world.county_admin)
    made = Organization.objects.get(name=firm(1)["name"])
    assert (made.head_name, made.credit_code) == ("钱进", firm(1)["code"])
    standing = made.standings.get()
    assert (standing.employees, standing.region) == (None, world.town_a)
    assert not made.coverages.exists()


def test_an_error_in_a_group_that_is_not_read_keeps_no_row_out(office, world):
    batch = office.plan(known(world.a_joint, employees="约20", address="新街2号"), known(world.a_none, mode="随便"))
    before = list(batch.rows.order_by("id").values("outcome", "findings"))
    assert outcomes(batch) == ["error", "error"]
    choose(batch, world.county_admin, standing=LEAVE)
    assert outcomes(batch) == ["changed", "error"]
    choose(batch, world.county_admin, standing=FILL)
    assert outcomes(batch) == ["error", "error"]
    choose(batch, world.county_admin, standing=LEAVE, branch=LEAVE)
    assert outcomes(batch) == ["changed", "same"]
    reread(batch, user=world.county_admin)
    assert outcomes(batch) == ["changed", "same"]
    apply(batch, user=world.county_admin)
    assert world.a_joint.standings.on(DAY).get().employees == 18
    assert not batch.rows.filter(written=False).exists()
    other = office.plan(known(world.a_joint, employees="约20", address="新街2号"), known(world.a_none, mode="随便"))
    choose(other, world.county_admin, standing=LEAVE, branch=LEAVE)
    choose(other, world.county_admin)
    assert list(other.rows.order_by("id").values("outcome", "findings")) == before


def test_what_is_stored_stays_what_the_file_says_and_a_choice_can_be_taken_back(office, world):
    batch = office.plan(known(world.a_joint, employees=20), firm(1, employees=5))
    before = list(batch.rows.order_by("id").values("facts", "outcome", "changes", "findings"))
    choose(batch, world.county_admin, **dict.fromkeys(GROUPS, LEAVE))
    assert outcomes(batch) == ["same", "new"]
    reread(batch, user=world.county_admin)
    assert outcomes(batch) == ["same", "new"]
    choose(batch, world.county_admin)
    assert list(batch.rows.order_by("id").values("facts", "outcome", "changes", "findings")) == before


def test_the_page_asks_and_the_preview_shows_what_was_left(office, world, client):
    client.force_login(world.town_a_clerk)
    batch = office.plan(known(world.a_joint, employees=20), known(world.a_shop), user=world.town_a_clerk)
    address = reverse("reports:import_policy", args=[batch.pk])
    form = client.get(address).context["form"]
    assert {field.name: field.value() for field in form} == dict.fromkeys(GROUPS, "overwrite")
    assert "每一组都要选" in client.post(address, {}).content.decode()
    landed = client.post(address, {**dict.fromkeys(GROUPS, "overwrite"), "standing": LEAVE}, follow=True)
    assert "已按所选的写入方式重新核对" in landed.content.decode()
    narrowed = client.get(reverse("reports:import", args=[batch.pk]) + "?show=left")
    assert [row.name for row, *_ in narrowed.context["lines"]] == [world.a_joint.name]
    assert "从业人员仍为 18（表中 20）" in narrowed.content.decode()
    assert "概况不写入，其余按表写入" in narrowed.content.decode()
    assert client.get(address).context["form"]["standing"].value() == LEAVE
