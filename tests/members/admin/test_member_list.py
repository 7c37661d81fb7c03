"""The list of members: what it shows as of today, finds and filters, in a number of queries that does not grow."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liangxin.dates import today
from members.choices import Person, State
from orgs.models import Option
from tests.members.rows import member

LIST = "admin:members_partymember_changelist"


def names(client, **query):
    page = client.get(reverse(LIST), query)
    assert page.status_code == 200
    return {one.name for one in page.context["cl"].result_list}


def born(years):
    return f"{today().year - years}-01-01"


@pytest.fixture
def people(world):
    """Members of town A, one for each filter, and one of town B."""
    own, joint = world.a_own_branch, world.a_joint_branch
    return {
        "young": member("单小明", branch=own, organization=world.a_single, birth=born(25), phone="13800001111"),
        "old": member("钱大", branch=own, birth=born(70), state=State.LOST),
        "middle": member("钱二", branch=joint, birth=born(50), person=Person.PROBATIONARY),
        "gone": member("钱三", branch=joint, left="2024-05-01", left_why="died"),
        "works": member("钱四", organization=world.a_joint, birth=born(40), state=State.FLOATING),
        "b": member("钱五", branch=world.b_general, birth=born(30)),
    }


def test_each_sees_the_own_list(as_user, world, people):
    everybody = {one.name for one in people.values()}
    assert names(as_user("county_viewer")) == everybody
    assert names(as_user("town_a_viewer")) == everybody - {"钱五"}
    assert names(as_user("town_b_clerk")) == {"钱五"}


@pytest.mark.parametrize("word", ["单小明", "shanxiaoming", "danxiaoming", "sxm", "小明"])
def test_a_member_is_found_by_name_pinyin_and_initials(as_user, people, word):
    expected = set() if word == "danxiaoming" else {"单小明"}  # 单 is Shan as a surname
    assert names(as_user("county_admin"), q=word) == expected


FILTERS = [
    ({"region": "330199002"}, {"钱五"}),
    ({"region": "330199001"}, {"单小明", "钱大", "钱二", "钱三", "钱四"}),
    ({"person": "probationary"}, {"钱二"}),
    ({"state": "here"}, {"单小明", "钱二", "钱三", "钱五"}),
    ({"state": "lost"}, {"钱大"}),
    ({"age": "35"}, {"单小明", "钱五"}),
    ({"age": "36-60"}, {"钱二", "钱四"}),
    ({"age": "61"}, {"钱大"}),
    ({"age": "unknown"}, {"钱三"}),
    ({"open": "no"}, {"钱三"}),
    ({"open": "yes", "region": "330199001"}, {"单小明", "钱大", "钱二", "钱四"}),
]


def test_filters_of_the_list(as_user, world, people):
    client = as_user("county_admin")
    wrong = [(query, found) for query, expected in FILTERS if (found := names(client, **query)) != expected]
    assert wrong == []
    assert names(client, branch=world.a_own_branch.pk) == {"单小明", "钱大"}
    assert names(client, organization=world.a_joint.pk) == {"钱四"}
    for odd in ("x", "999999999999999999999", "-1"):
        assert names(client, branch=odd) <= names(client)
    town = as_user("town_b_clerk")
    assert names(town, branch=world.a_own_branch.pk) == names(town, organization=world.a_joint.pk) == set()
    world.a_own_branch.dissolved = "2025-01-01"
    world.a_own_branch.save(update_fields=["dissolved"])
    assert names(client, branch=world.a_own_branch.pk) == {"单小明", "钱大"}


def test_the_menu_of_branches_holds_those_of_the_town(as_user, world, people):
    page = as_user("town_a_clerk").get(reverse(LIST)).content.decode()
    assert f'<option value="{world.a_own_branch.pk}"' in page
    assert f'<option value="{world.b_general.pk}"' not in page
    county = as_user("county_admin")
    assert f'<option value="{world.b_general.pk}"' not in county.get(reverse(LIST)).content.decode()
    chosen = county.get(reverse(LIST), {"region": "330199002"}).content.decode()
    assert f'<option value="{world.b_general.pk}"' in chosen


def test_the_list_shows_today_and_masks_phones_for_readers(as_user, world, people):
    text = as_user("town_a_clerk").get(reverse(LIST)).content.decode()
    for shown in ("13800001111", "25", "正式党员", "预备党员", "失联", "流动党员", "已离开", "星河机电有限公司"):
        assert shown in text
    reader = as_user("town_a_viewer").get(reverse(LIST)).content.decode()
    assert "138****1111" in reader
    assert "13800001111" not in reader


def test_a_field_that_is_off_is_no_column_and_no_filter(as_user, world, people):
    Option.objects.create(key="roster_fields", value=[])
    page = as_user("town_a_clerk").get(reverse(LIST))
    text = page.content.decode()
    for word in ("年龄", "性别", "手机号码", "13800001111"):
        assert word not in text
    assert "钱大" in text


def test_the_number_of_queries_does_not_grow_with_the_rows(as_user, world, people):
    client = as_user("town_a_clerk")

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse(LIST))
        return len(queries)

    few = count()
    for number in range(44):
        one = member(f"赵{number}", branch=world.a_own_branch, organization=world.a_single, state=State.LOST)
        one.memberships.update(start=date(2021, 1, 1))
    assert count() == few
