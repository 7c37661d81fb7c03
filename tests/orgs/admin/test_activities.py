"""Entry of branches' meetings, lectures and Party days."""

from datetime import timedelta

import pytest

from liangxin.dates import today
from orgs.models import Activity

LIST = "/admin/orgs/activity/"


def entered(client, world, **values):
    """The answer to a filled-in form."""
    data = {
        "branch": world.a_own_branch.pk,
        "kind": "lecture",
        "day": "2026-03-05",
        "topic": "书记讲党课",
        "present": "5",
    }
    return client.post(f"{LIST}add/", data | {"note": ""} | values)


def test_a_clerk_records_a_lecture_which_stands_in_the_list_and_the_history_of_the_branch(world, client):
    client.force_login(world.town_a_clerk)
    assert entered(client, world).status_code == 302
    one = Activity.objects.get()
    assert (one.get_kind_display(), one.present, one.history.get().history_user) == ("党课", 5, world.town_a_clerk)
    page = client.get(LIST, {"q": "xhjd"}).content.decode()
    assert "书记讲党课" in page
    assert "组织生活" in client.get(f"/admin/orgs/partybranch/{world.a_own_branch.pk}/history/").content.decode()


def test_a_branch_page_leads_to_its_next_record(world, client):
    client.force_login(world.town_a_clerk)
    page = client.get(f"/admin/orgs/partybranch/{world.a_own_branch.pk}/change/").content.decode()
    assert f"{LIST}add/?branch={world.a_own_branch.pk}" in page


@pytest.mark.parametrize("day", [today() + timedelta(days=1), "约3月", ""])
def test_a_day_to_come_or_no_day_is_refused_in_words(world, client, day):
    client.force_login(world.town_a_clerk)
    answer = entered(client, world, day=str(day))
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert not Activity.objects.exists()


def test_a_stranger_records_nothing_for_the_branch(world, client):
    client.force_login(world.town_b_clerk)
    assert entered(client, world).status_code == 200
    assert not Activity.objects.exists()


@pytest.mark.parametrize("rows", [5, 50])
def test_the_list_asks_as_often_for_many_rows_as_for_few(world, client, django_assert_max_num_queries, rows):
    for number in range(rows):
        Activity.objects.create(branch=world.a_own_branch, day=today() - timedelta(days=number))
    client.force_login(world.county_admin)
    with django_assert_max_num_queries(9):
        assert client.get(LIST).status_code == 200
