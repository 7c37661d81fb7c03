"""Rosters of Party organizations."""

from datetime import date

import pytest

from members.choices import Position
from members.models import Post
from orgs.choices import Level
from orgs.models import PartyBranch, Term
from orgs.scope import CONSOLE
from reports.imports.undoing import undo
from tests.reports.rosters.office import DAY, LATER, Kind, codes, dump, messages, outcomes

pytestmark = pytest.mark.django_db
TITLES = ("序号", "党组织名称", "党组织类别", "上级党组织", "乡镇（街道）", "所在单位", "成立时间", "书记姓名", "届次")
TITLES += ("换届日期", "届满日期")
GENERAL, ABOVE = "中共城关镇非公企业总支部委员会", "中共青溪县委两新工作委员会"


def branch(name: str = GENERAL, **cells) -> dict:
    """A branch of 城关镇."""
    return {"党组织名称": name, "乡镇（街道）": "城关镇"} | cells


@pytest.fixture
def branches(desk):
    def take(*rows, as_of=DAY, plans=False, **how):
        return (desk.plan if plans else desk.take)(*rows, kind=Kind.BRANCHES, titles=TITLES, as_of=as_of, **how)

    return take


def test_branches_come_with_level_term_secretary_and_a_superior_of_the_file(branches, world):
    branches(
        branch("中共海涛物流有限公司支部委员会", 上级党组织=GENERAL, 所在单位="海涛物流有限公司", 成立时间="2024-05"),
        branch(
            党组织类别="党总支",
            上级党组织="中共青溪县委两新工作委员会",
            书记姓名="卫东",
            届次="2",
            换届日期="2024-03-01",
        ),
    )
    below, general = PartyBranch.objects.get(host=world.a_should), PartyBranch.objects.get(name=GENERAL)
    assert (below.superior, below.established, below.region) == (general, "2024-05", world.town_a)
    assert general.superior == world.county_committee
    assert [each.level for each in general.levels.all()] == [Level.GENERAL]
    assert [each.level for each in below.levels.all()] == [Level.BRANCH]
    term, post = Term.objects.get(branch=general), Post.objects.get(branch=general)
    assert (term.number, term.elected, term.due) == (2, date(2024, 3, 1), date(2027, 3, 1))
    assert (post.position, post.holder, post.start) == (Position.SECRETARY, "卫东", date(2024, 3, 1))


def test_the_same_file_again_changes_nothing_and_an_undo_takes_all_back(branches):
    empty = dump()
    rows = (
        branch(党组织类别="党总支", 书记姓名="卫东", 换届日期="2024-03-01"),
        branch("中共城关镇商贸联合支部委员会", 上级党组织=GENERAL, 书记姓名="卫红"),
    )
    first = branches(*rows)
    before = dump()
    again = branches(*rows)
    assert (outcomes(again), dump()) == (["same", "same"], before)
    later = branches(
        branch(党组织类别="党委", 书记姓名="卫星", 换届日期="2025-08-01", 届满日期="2030-08-01"),
        branch("中共城关镇商贸联合支部委员会", 成立时间="2022-06-03"),
        as_of=LATER,
    )
    assert outcomes(later) == ["changed", "changed"]
    general = PartyBranch.objects.get(name=GENERAL)
    assert [each.level for each in general.levels.on(LATER)] == [Level.COMMITTEE]
    assert [each.holder for each in general.posts.on(LATER)] == ["卫星"]
    undo(later, user=CONSOLE)
    assert dump() == before
    undo(again, user=CONSOLE)
    undo(first, user=CONSOLE)
    assert dump() == empty


@pytest.mark.parametrize(
    ("cells", "code", "words", "outcome"),
    [
        ({"上级党组织": "没有这个党委"}, "unknown_branch", "上级党组织没有写入", "new"),
        ({"上级党组织": GENERAL}, "contradiction", "自己或者它的下级", "new"),
        ({"所在单位": "没有这家公司"}, "unknown_organization", "请先登记单位", "new"),
        ({"换届日期": "2024年3月"}, "bad_date", "请写到日", "error"),
        ({"换届日期": "2020-01-01", "成立时间": "2021"}, "contradiction", "早于成立时间", "error"),
        ({"届满日期": "2027-01-01"}, "no_start", "没有换届日期", "new"),
        ({"乡镇（街道）": "没有这个镇"}, "unknown_region", "请按辖区名称填写", "error"),
        ({"成立时间": "2026-01"}, "contradiction", "晚于情况日期", "error"),
    ],
)
def test_what_cannot_be_is_told(branches, cells, code, words, outcome):
    batch = branches(branch(**cells), plans=True)
    assert (outcomes(batch), codes(batch)) == ([outcome], [[code]])
    assert words in messages(batch)


def test_a_branch_outside_the_scope_stays_out(branches, world):
    batch = branches(branch("石桥镇非公企业党总支", **{"乡镇（街道）": "石桥镇"}), user=world.town_a_clerk, plans=True)
    assert codes(batch) == [["outside_scope"]]
