"""In what the current lists differ from the register, and who sees it."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook

from orgs.models import Organization
from orgs.services import organizations
from reports.registrations.comparing import DIFFERENCES, Comparison
from reports.registrations.export import town_book, town_books
from tests.reports.registrations.authority import LATER, line_of
from tests.world import credit_code

pytestmark = pytest.mark.django_db
NEW = ("新泰机械有限公司", credit_code("91", 7001), "青溪县石桥镇石桥村3号", "郝建国", "2024-05-06", "存续", "")


def listed(user, key, **how):
    comparison = Comparison(user, **how)
    return [one.name for one in comparison.rows(DIFFERENCES[key])]


def all_of(world):
    return [one for one in vars(world).values() if isinstance(one, Organization)]


def test_without_a_list_nothing_differs(world):
    assert {key: listed(world.county_admin, key) for key in DIFFERENCES} == dict.fromkeys(DIFFERENCES, [])


def test_a_registered_unit_that_nobody_surveyed_is_listed_in_its_town(authority, world):
    authority.hand_over(NEW, line_of(world.a_single))
    for user in (world.county_admin, world.town_b_clerk):
        assert listed(user, "unsurveyed") == [NEW[0]]
    assert listed(world.town_a_clerk, "unsurveyed") == []


def test_a_unit_of_another_town_is_not_new_here(authority, world):
    authority.hand_over(line_of(world.b_none, address="青溪县城关镇东门社区1号"))
    assert listed(world.town_a_clerk, "unsurveyed") == []


def test_cancelled_units_and_the_self_employed_need_no_survey(authority, world):
    gone = ("旧厂", credit_code("91", 7008), "青溪县石桥镇", "", "", "注销", "")
    shop = ("阿珍小吃店", credit_code("92", 7009), "青溪县石桥镇", "", "", "存续", "")
    authority.hand_over(gone, shop)
    assert listed(world.county_admin, "unsurveyed") == []
    assert listed(world.county_admin, "unsurveyed", shops=True) == [shop[0]]


def test_a_name_counts_only_where_one_side_has_no_code(authority, world):
    Organization.objects.filter(pk=world.b_none.pk).update(credit_code=None)
    lines = [line_of(world.b_none, code=credit_code("91", 7010)), line_of(world.a_none, code="")]
    authority.hand_over(*lines, line_of(world.a_single, code=credit_code("91", 7011)))
    assert listed(world.county_admin, "unsurveyed") == [world.a_single.name]


def test_what_is_cancelled_there_and_open_here_is_listed_for_its_town(authority, world):
    lines = [line_of(one, state="注销", closed="2025-05-20") for one in (world.a_single, world.b_none, world.a_closed)]
    authority.hand_over(*lines)
    assert listed(world.county_admin, "cancelled") == [world.a_single.name, world.b_none.name]
    assert listed(world.town_a_clerk, "cancelled") == [world.a_single.name]
    comparison = Comparison(world.town_a_clerk)
    (row,) = comparison.rows(DIFFERENCES["cancelled"])
    assert comparison.lines([row])[row.line].closed == "2025-05-20"


def test_an_organization_without_a_code_is_cancelled_by_its_name_alone(authority, world):
    Organization.objects.filter(pk=world.a_none.pk).update(credit_code=None)
    authority.hand_over(line_of(world.a_none, code=credit_code("91", 7012), state="吊销"))
    assert listed(world.county_admin, "cancelled") == [world.a_none.name]


def test_a_namesake_that_is_still_open_is_not_cancelled(authority, world):
    Organization.objects.filter(pk=world.a_none.pk).update(credit_code=None)
    codes = [credit_code("91", 7012), credit_code("91", 7013)]
    old, new = (
        line_of(world.a_none, code=code, state=state) for code, state in zip(codes, ("注销", "存续"), strict=True)
    )
    authority.hand_over(old, new)
    assert listed(world.county_admin, "cancelled") == []


def test_another_name_under_the_same_code_is_a_renaming_and_other_brackets_are_none(authority, world):
    lines = [line_of(world.a_single, name="星河智能机电有限公司"), line_of(world.a_joint, name="明远商贸有限公司 ")]
    authority.hand_over(*lines)
    assert listed(world.county_admin, "renamed") == [world.a_single.name]
    organizations.rename(organization=world.a_single, name="星河智能机电有限公司", by=world.town_a_clerk)
    world.a_single.refresh_from_db()
    assert world.a_single.former_names == ["星河机电有限公司"]
    assert listed(world.county_admin, "renamed") == []


def test_what_a_list_of_its_class_does_not_hold_is_listed(authority, world):
    authority.hand_over(line_of(world.a_single))
    firms = {one.name for one in all_of(world) if (one.credit_code or "").startswith("91") and not one.closed}
    assert set(listed(world.county_admin, "unlisted")) == firms - {world.a_single.name}
    authority.hand_over(line_of(world.a_some), source="civil")
    assert world.county_placed.name in listed(world.county_admin, "unlisted")


def test_the_counts_are_those_of_the_lists(authority, world):
    authority.hand_over(NEW, line_of(world.a_single, state="注销"), line_of(world.a_joint, name="改名商贸有限公司"))
    for user in (world.county_admin, world.town_a_clerk, world.town_b_clerk, world.county_viewer):
        comparison = Comparison(user)
        for one in DIFFERENCES.values():
            counts = comparison.counts(one)
            assert sum(counts.values()) == comparison.rows(one).count()
            assert {town: comparison.rows(one, town).count() for town in counts} == counts


@pytest.mark.parametrize("who", ["supervisor_clerk", "guide_user", "auditor", "system_admin"])
def test_who_looks_after_no_region_sees_no_line(authority, world, who):
    authority.hand_over(NEW)
    assert listed(getattr(world, who), "unsurveyed") == []


def test_a_later_list_settles_what_the_one_before_said(authority, world):
    authority.hand_over(NEW, line_of(world.a_single, state="注销"))
    authority.hand_over(line_of(world.a_single), as_of=LATER)
    assert listed(world.county_admin, "unsurveyed") == listed(world.county_admin, "cancelled") == []


def test_each_town_gets_its_own_workbook(authority, world):
    authority.hand_over(NEW, line_of(world.a_single, state="注销", closed="2025-05-20"), line_of(world.b_none))
    with zipfile.ZipFile(BytesIO(town_books(Comparison(world.county_admin)))) as archive:
        names = {name[4:7] for name in archive.namelist()}
        book = load_workbook(BytesIO(archive.read(next(n for n in archive.namelist() if "石桥镇" in n))))
    assert {"城关镇", "石桥镇"} <= names
    assert "新登记未摸排" in book.sheetnames
    texts = {cell.value for row in book["新登记未摸排"].iter_rows() for cell in row}
    assert {NEW[0], NEW[1]} <= texts
    own = load_workbook(BytesIO(town_book(Comparison(world.town_a_clerk), world.town_a)))
    assert "已注销未关闭" in own.sheetnames
    assert NEW[0] not in {cell.value for sheet in own for row in sheet.iter_rows() for cell in row}


def test_the_statements_do_not_grow_with_the_lines(authority, world, django_assert_num_queries):
    authority.hand_over(
        *[(f"{name}{n}号厂", credit_code("91", 8000 + n), "", "", "", "存续", "") for n, name in enumerate("甲" * 60)]
    )
    comparison = Comparison(world.county_admin)
    with django_assert_num_queries(2):
        assert comparison.counts(DIFFERENCES["unsurveyed"]).total() == 60
