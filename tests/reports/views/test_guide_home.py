"""What a guide finds after signing in."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from liangxin.dates import today
from orgs.models import Matter, Organization, Posting, Standing, Visit


def opened(client, user, query=""):
    client.force_login(user)
    return client.get(f"/{query}")


def test_a_guide_finds_the_own_organizations_with_the_last_visit(world, client):
    response = opened(client, world.guide_user)
    [row] = response.context["rows"]
    assert (row["line"].organization, row["last"], row["visited"]) == (world.a_some, date(2024, 5, 6), False)
    text = response.content.decode()
    assert "未建：正式党员 1 名" in text
    form = client.get(f"/visits/new/?posting={row['posting']}").context["form"]
    assert form["posting"].value() == str(world.posting.pk)


def test_who_was_not_visited_this_month_stands_first(world, client):
    for name, day in (("a_none", today()), ("a_should", None)):
        posting = Posting.objects.create(guide=world.guide, organization=getattr(world, name), start=date(2024, 1, 1))
        if day:
            Visit.objects.create(posting=posting, day=day)
    response = opened(client, world.guide_user)
    rows = response.context["rows"]
    assert [row["line"].organization for row in rows] == [world.a_should, world.a_some, world.a_none]
    assert response.context["visited"] == 1


def test_what_is_to_follow_is_counted_and_opens_its_list(world, client):
    Matter.objects.create(organization=world.a_some, text="没有场所", found=date(2025, 1, 1))
    Matter.objects.create(
        organization=world.a_some, text="经费", found=date(2025, 1, 1), state="done", settled=date(2025, 2, 1)
    )
    response = opened(client, world.guide_user)
    assert (response.context["waiting"], response.context["rows"][0]["matters"]) == (1, 1)
    assert client.get("/admin/orgs/matter/?state=todo").context["cl"].result_count == 1


def test_only_the_own_visit_is_told_as_recorded(world, client):
    other = Posting.objects.create(guide=world.other_guide, organization=world.a_some, start=date(2024, 1, 1))
    strange = Visit.objects.create(posting=other, day=date(2025, 1, 1))
    assert opened(client, world.guide_user, f"?saved={world.visit.pk}").context["saved"] == world.visit
    for odd in (strange.pk, "x", "9" * 30, 0):
        assert opened(client, world.guide_user, f"?saved={odd}").context["saved"] is None


def test_a_guide_finds_organizations_outside_the_base_too(world, client):
    Posting.objects.create(guide=world.guide, organization=world.a_shop, start=date(2024, 1, 1))
    rows = opened(client, world.guide_user).context["rows"]
    [line] = [row["line"] for row in rows if row["line"].organization == world.a_shop]
    assert (line.why, line.status) == ("不计入：个体工商户", "不计入")


def test_a_guide_without_postings_is_told_so(world, client):
    Posting.objects.update(end=today())
    assert "还没有选派到单位" in opened(client, world.guide_user).content.decode()


def test_the_page_takes_the_same_queries_however_many_organizations(world, client):
    opened(client, world.guide_user)
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(6):
        one = Organization.objects.create(kind="enterprise", name=f"新公司{number}")
        Standing.objects.create(
            organization=one, region=world.town_a, start=date(1900, 1, 1), stated_on=date(2025, 1, 1)
        )
        Posting.objects.create(guide=world.guide, organization=one, start=date(2025, 1, 1))
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(few) == len(many)
