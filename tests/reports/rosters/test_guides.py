"""Rosters of guides: who they are and to which organizations they are posted."""

from datetime import date

import pytest

from orgs.models import Guide, Posting
from orgs.scope import CONSOLE
from reports.imports.undoing import undo
from tests.reports.rosters.office import DAY, LATER, Kind, codes, dump, messages, outcomes

pytestmark = pytest.mark.django_db
TITLES = ("序号", "姓名", "工作单位", "职务", "联系电话", "乡镇（街道）", "联系单位", "选派日期")


def guide(number: int = 1, **cells) -> dict:
    """A new guide of 城关镇 who looks after two organizations."""
    base = {"序号": number, "姓名": f"卫红{'一二三四'[number - 1]}", "工作单位": "城关镇党建办", "职务": "干事"}
    return (
        base
        | {"联系电话": "13800001111", "乡镇（街道）": "城关镇", "联系单位": "海涛物流有限公司、立新印刷有限公司"}
        | cells
    )


@pytest.fixture
def guides(desk):
    def take(*rows, as_of=DAY, plans=False, **how):
        return (desk.plan if plans else desk.take)(*rows, kind=Kind.GUIDES, titles=TITLES, as_of=as_of, **how)

    return take


def test_a_guide_comes_with_the_postings(guides, world):
    guides(guide(1, 选派日期="2025-03-01"))
    one = Guide.objects.get(name="卫红一")
    assert (one.unit, one.post, one.region) == ("城关镇党建办", "干事", world.town_a)
    running = Posting.objects.filter(guide=one).on(DAY).order_by("organization")
    assert {each.organization for each in running} == {world.a_should, world.a_none}
    assert {each.start for each in running} == {date(2025, 3, 1)}


def test_the_same_file_again_changes_nothing_and_an_undo_takes_all_back(guides):
    empty = dump()
    first = guides(guide(1), guide(2, 联系单位=None))
    before = dump()
    again = guides(guide(1), guide(2, 联系单位=None))
    assert (outcomes(again), dump()) == (["same", "same"], before)
    later = guides(guide(1, 职务="副主任", 联系单位="青溪县书法协会"), as_of=LATER)
    assert outcomes(later) == ["changed"]
    undo(later, user=CONSOLE)
    assert dump() == before
    undo(again, user=CONSOLE)
    undo(first, user=CONSOLE)
    assert dump() == empty


def test_an_organization_that_is_not_listed_goes_on_and_is_told(guides):
    guides(guide(1))
    batch = guides(guide(1, 联系单位="海涛物流有限公司、没有这家公司"), as_of=LATER)
    assert codes(batch) == [["unknown_organization", "not_listed"]]
    assert "登记里还联系立新印刷有限公司" in messages(batch)
    assert Posting.objects.filter(guide__name="卫红一").on(LATER).count() == 2


def test_namesakes_are_told_apart_by_unit_or_are_several(guides):
    first = guides(
        guide(1, 联系单位=None), guide(1, **{"工作单位": "石桥镇政府", "乡镇（街道）": "石桥镇", "联系单位": None})
    )
    assert outcomes(first) == ["new", "new"]
    again = guides(guide(1, 工作单位=None, 联系电话=None, 联系单位=None, **{"乡镇（街道）": None}), plans=True)
    assert outcomes(again) == ["several"]
    assert "补填工作单位或联系电话" in messages(again)


def test_a_town_does_not_change_a_guide_of_the_county(guides, world):
    mine = Guide.objects.create(name="卫红三", unit="县委组织部", region=world.county)
    batch = guides(
        guide(3, 姓名=mine.name, 工作单位=mine.unit, 职务="别的职务", 联系单位="海涛物流有限公司"),
        user=world.town_a_clerk,
    )
    assert codes(batch) == [["outside_scope"]]
    mine.refresh_from_db()
    assert mine.post != "别的职务"
    assert Posting.objects.filter(guide=mine, organization=world.a_should).on(DAY).exists()


def test_nobody_is_posted_to_an_organization_that_is_closed(guides, world):
    batch = guides(guide(1, 联系单位="国庆建材有限公司、海涛物流有限公司"))
    assert codes(batch) == [["unknown_organization"]]
    assert "“国庆建材有限公司”已于2025年3月1日注销" in messages(batch)
    assert {each.organization for each in Posting.objects.filter(guide__name="卫红一")} == {world.a_should}
