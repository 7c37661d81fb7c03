"""The coverage table of the small county (tests/world.py)."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liangxin.figures import Rate
from orgs.models import Organization, Standing
from orgs.scope import CONSOLE
from reports.coverage import GROUPS, table

DAY = date(2025, 9, 30)
FIGURES = ("total", "single", "joint", "affiliated", "functional", "unbuilt", "covered", "work_covered")


def figures(row, *keys):
    return tuple(row.counts[key] for key in keys or FIGURES)


def test_the_county_is_told_by_towns_with_what_lies_at_the_county_itself_in_a_row_of_its_own(world):
    found = table(CONSOLE, DAY)
    assert {row.key: row.label for row in found.rows} == {
        "330199": "县本级（未到乡镇）",
        "330199001": "城关镇",
        "330199002": "石桥镇",
        "330199003": "柳溪乡",
    }
    # Town A: 星河 single, 明远 joint, 养老 affiliated, 曾记 functional; 海涛, 书法 (has a guide) and 立新 unbuilt
    assert figures(found.row("330199001")) == (7, 1, 1, 1, 1, 3, 3, 4)
    assert figures(found.row("330199002")) == (2, 0, 1, 0, 0, 1, 1, 2)
    assert figures(found.row("330199003")) == (0,) * 8
    assert figures(found.row("330199")) == (1, 0, 0, 0, 0, 1, 0, 0)
    assert figures(found.total) == (10, 1, 2, 1, 1, 5, 4, 6)


def test_facts_beside_the_leaf_status_are_counted_apart(world):
    total = table(CONSOLE, DAY).total
    assert figures(total, "guided", "guided_built", "mass", "should_build", "should_built") == (1, 0, 1, 3, 2)
    assert total.full_members == 5 + 2 + 1 + 4 + 1 + 0 + 3 + 0 + 2


def test_a_joint_branch_counts_in_each_row_and_once_in_the_total(world):
    found = table(CONSOLE, DAY)
    assert found.row("330199001").branches == 4
    assert found.row("330199002").branches == 1
    assert found.total.branches == 4


def test_a_branch_inside_an_organization_counts_from_its_founding_to_its_end(world):
    world.a_single.coverages.update(end=date(2025, 1, 1))
    assert table(CONSOLE, DAY).total.branches == 4  # it covers nobody any more, but exists until it is dissolved
    world.a_own_branch.dissolved = "2025-09"
    world.a_own_branch.save()
    assert table(CONSOLE, DAY).total.branches == 3
    assert table(CONSOLE, date(2025, 8, 31)).total.branches == 4
    assert table(CONSOLE, date(2021, 3, 9)).total.branches == 1


def test_the_past_is_asked_like_today(world):
    before = table(CONSOLE, date(2024, 12, 31))
    assert figures(before.row("330199001"), "total", "joint") == (8, 2)  # 国庆建材 was not closed yet
    assert figures(table(CONSOLE, date(2010, 3, 31)).total, "total") == (1,)  # 立新 alone: its founding day is unknown


def test_a_town_is_told_by_villages(world):
    found = table(CONSOLE, DAY, region=world.town_a)
    labels = [row.label for row in found.rows]
    assert labels == ["镇本级（未到村、社区）", "东门社区", "南街社区"]
    assert figures(found.total) == figures(table(CONSOLE, DAY).row("330199001"))
    assert sum(row.counts["total"] for row in found.rows) == found.total.counts["total"]


def test_a_village_is_its_own_row(world):
    found = table(CONSOLE, DAY, region=world.village_a1)
    assert [(row.label, row.counts["total"]) for row in found.rows] == [("东门社区", 3)]


def test_a_town_sees_its_own_subtree_and_a_stranger_none_of_it(world):
    assert table(world.town_a_clerk, DAY).total.counts["total"] == 7
    assert table(world.town_b_clerk, DAY, region=world.town_a).total.counts["total"] == 0
    assert table(world.system_admin, DAY).total.counts["total"] == 0
    assert table(world.supervisor_clerk, DAY).total.counts["total"] == 2
    assert table(world.guide_user, DAY).total.counts["total"] == 1


@pytest.mark.parametrize("by", GROUPS)
def test_every_grouping_adds_up_to_the_same_total(world, by):
    found = table(CONSOLE, DAY, by=by)
    assert figures(found.total) == figures(table(CONSOLE, DAY).total)
    assert sum(row.counts["total"] for row in found.rows) == found.total.counts["total"]
    assert all(row.label for row in found.rows)


def test_what_is_not_stated_is_a_row_of_its_own(world):
    found = table(CONSOLE, DAY, by="category")
    assert [(row.key, row.label, row.counts["total"]) for row in found.rows] == [("none", "未填", 10)]


def test_an_organization_with_two_tags_stands_in_two_rows_and_once_in_the_total(world):
    world.a_functional.tags.create(tag="ecommerce", start=date(2021, 1, 1))
    found = table(CONSOLE, DAY, by="tag")
    assert [(row.label, row.counts["total"]) for row in found.rows] == [("互联网", 1), ("电商", 1), ("没有标签", 9)]
    assert found.total.counts["total"] == 10


def test_a_table_can_be_limited_to_rows_of_other_groups(world):
    assert table(CONSOLE, DAY, kind="social").total.counts["total"] == 3
    assert table(CONSOLE, DAY, kind="enterprise", size="over_300").total.counts["total"] == 0
    assert table(CONSOLE, DAY, supervisor=str(world.market_committee.pk)).total.counts["total"] == 2


@pytest.mark.parametrize("by", GROUPS)
def test_a_table_takes_the_same_few_queries_whatever_its_size(world, by):
    Standing.objects.filter(organization=world.a_single).update(zone=world.park)
    with CaptureQueriesContext(connection) as few:
        table(CONSOLE, DAY, region=world.county, by=by)
    for number in range(40):
        made = Organization.objects.create(kind="enterprise", name=f"新公司{number}")
        region = world.village_a2 if number % 2 else world.town_c
        values = {"category": "private", "industry": "C", "employees": number * 20, "zone": world.park}
        Standing.objects.create(organization=made, region=region, start=date(1900, 1, 1), stated_on=DAY, **values)
    with CaptureQueriesContext(connection) as many:
        table(CONSOLE, DAY, region=world.county, by=by)
    assert len(few) == len(many) <= (4 if by == "tag" else 3)


def test_json_is_what_the_command_line_promises(world, capsys):
    call_command("coverage", "--as-of", "2025-09-30", "--json")
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["as_of", "region", "by", "rows"]
    assert (told["as_of"], told["region"], told["by"]) == ("2025-09-30", "330199", "region")
    last = told["rows"][-1]
    assert last == {
        "key": "total",
        "label": "合计",
        "total": 10,
        "single": 1,
        "joint": 2,
        "affiliated": 1,
        "functional": 1,
        "covered": 4,
        "guided": 1,
        "guided_built": 0,
        "mass": 1,
        "work_covered": 6,
        "should_build": 3,
        "should_built": 2,
        "branches": 4,
        "full_members": 18,
        "rates": {"organization": 0.4, "single": 0.1, "independent": 0.3, "work": 0.6, "should_build": 2 / 3},
    }
    empty = next(row for row in told["rows"] if row["key"] == "330199003")
    assert set(empty["rates"].values()) == {None}


def test_the_readable_table_lines_up(world, capsys):
    call_command("coverage", "--as-of", "2025年9月30日", "--by", "kind")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["单位类型", "非公企业", "社会组织", "合计"]
    assert lines[-1].split()[-4:] == ["40.0%", "30.0%", "60.0%", "66.7%"]


def test_chinese_words_name_a_kind(world, capsys):
    call_command("coverage", "--as-of", "2025-09-30", "--kind", "社会组织", "--json")
    assert json.loads(capsys.readouterr().out)["rows"][-1]["total"] == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--as-of", "2025-09-31"], "日期“2025-09-31”看不懂"),
        (["--as-of", "2025年9月"], "请写到日"),
        (["--as-of", "2025-09-30", "--region", "999999"], "没有代码为“999999”的辖区"),
        (["--as-of", "2025-09-30", "--by", "星座"], "没有“星座”这种分组"),
        (["--as-of", "2025-09-30", "--kind", "国企"], "没有“国企”这种单位类型"),
    ],
)
def test_a_wrong_argument_is_one_sentence(world, arguments, sentence):
    with pytest.raises(CommandError, match=sentence) as raised:
        call_command("coverage", *arguments)
    assert raised.value.returncode == 1


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, "—"),
        (0, 7, "0.0%"),
        (7, 7, "100.0%"),
        (9999, 10000, "99.9%"),
        (1, 10000, "0.1%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 16, "6.3%"),
    ],
)
@pytest.mark.nodb
def test_a_rate_is_never_rounded_to_all_or_nothing(part, whole, text):
    assert Rate(part, whole).text == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [((5, 10), (4, 10), "+10.0"), ((4, 10), (5, 10), "−10.0"), ((1, 2), (5, 10), "持平"), ((1, 2), (0, 0), "—")],
)
@pytest.mark.nodb
def test_a_change_is_told_in_points(now, before, text):
    assert Rate(*now).points(Rate(*before)) == text
