"""The pages of guides: a visit on a phone, the year, who lacks visits; postings and matters in the admin frame."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liangxin.dates import today
from orgs.models import Guide, Matter, Option, Organization, Posting, Standing, Visit
from tests.filling import filled

NEW = "/visits/new/"


def test_a_guide_records_a_visit_with_a_few_touches(as_user, world):
    client = as_user("guide_user")
    page = client.get(NEW)
    post = filled(page, works="党建指导")  # the one organization, today and the kind are there already
    assert (post["posting"], post["day"], post["kind"]) == (str(world.posting.pk), today().isoformat(), "regular")
    saved = client.post(NEW, post)
    visit = Visit.objects.first()
    assert (visit.posting, visit.day, visit.content) == (world.posting, today(), "党建指导")
    assert saved.url == f"/?saved={visit.pk}"
    home = client.get(saved.url).content.decode()
    assert "已记录" in home
    assert "本月已走访" in home
    assert f'href="{NEW}">记下一家' in home


def test_what_was_ticked_stands_before_what_was_written_and_a_problem_is_followed(as_user, world):
    client = as_user("guide_user")
    post = {"posting": world.posting.pk, "day": "2025-09-01", "kind": "difficulty", "works": ["政策宣传", "服务发展"]}
    client.post(NEW, {**post, "content": "座谈。", "problems": "用工困难"})
    visit = Visit.objects.get(day=date(2025, 9, 1))
    assert visit.content == "政策宣传、服务发展。座谈。"
    assert visit.matters.get().text == "用工困难"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"works": [], "content": " "}, "请勾选做了什么，或写上走访内容"),
        ({"day": "2023-01-01"}, "才联系这家单位"),
        ({"day": (today() + timedelta(days=1)).isoformat()}, "不能晚于今天"),
        ({"day": "去年"}, "日期看不懂"),
        ({"posting": ""}, "字段"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_lost(as_user, world, change, sentence):
    post = {"posting": world.posting.pk, "day": "2025-09-01", "kind": "new", "content": "座谈了一个上午", **change}
    page = as_user("guide_user").post(NEW, post)
    assert page.status_code == 200
    text = page.content.decode()
    assert sentence in text
    assert Visit.objects.count() == 1
    assert "works" in change or "座谈了一个上午" in text


def test_a_guide_is_offered_the_own_organizations_only_the_longest_unvisited_first(as_user, world):
    for name, days in (("a_joint", [today()]), ("a_none", []), ("a_should", [today() - timedelta(days=80)])):
        posting = Posting.objects.create(guide=world.guide, organization=getattr(world, name), start=date(2024, 1, 1))
        Visit.objects.bulk_create(Visit(posting=posting, day=day) for day in days)
    strange = Posting.objects.create(guide=world.other_guide, organization=world.a_some, start=date(2024, 1, 1))
    client = as_user("guide_user")
    offered = [posting.organization for _, posting in client.get(NEW).context["choices"]]
    assert offered == [world.a_none, world.a_some, world.a_should, world.a_joint]
    refused = client.post(NEW, {"posting": strange.pk, "day": "2025-09-01", "kind": "new", "content": "座谈"})
    assert refused.status_code == 200
    assert not strange.visits.exists()


def test_the_form_takes_the_same_queries_however_many_organizations(as_user, world):
    client = as_user("guide_user")
    client.get(NEW)
    with CaptureQueriesContext(connection) as few:
        client.get(NEW)
    for number in range(12):
        one = Organization.objects.create(kind="enterprise", name=f"新公司{number}")
        Standing.objects.create(
            organization=one, region=world.town_a, start=date(1900, 1, 1), stated_on=date(2025, 1, 1)
        )
        Posting.objects.create(guide=world.guide, organization=one, start=date(2025, 1, 1))
    with CaptureQueriesContext(connection) as many:
        page = client.get(NEW)
    assert len(few) == len(many)
    assert "data-find" in page.content.decode()  # more than a thumb scrolls past


def test_a_guide_without_postings_is_told_so(as_user, world):
    Posting.objects.update(end=today())
    assert "还没有选派到单位" in as_user("guide_user").get(NEW).content.decode()


def test_a_guide_corrects_and_removes_the_own_visits_only(as_user, world):
    client = as_user("guide_user")
    form = reverse("admin:orgs_visit_change", args=[world.visit.pk])
    assert client.post(form, filled(client.get(form), problems="没有场所")).status_code == 302
    assert Matter.objects.get().text == "没有场所"
    other = Posting.objects.create(guide=world.other_guide, organization=world.a_some, start=date(2024, 1, 1))
    strange = Visit.objects.create(posting=other, day=date(2025, 1, 1))
    assert client.post(reverse("admin:orgs_visit_change", args=[strange.pk]), {}).status_code == 403
    removal = reverse("admin:orgs_visit_delete", args=[world.visit.pk])
    assert client.post(removal, {"post": "yes"}).status_code == 302
    assert list(Visit.objects.all()) == [strange]


def test_numbers_of_the_year_open_the_visits_behind_them(as_user, world):
    Visit.objects.create(posting=world.posting, day=date(2025, 2, 3))
    Visit.objects.create(posting=world.posting, day=date(2025, 3, 3))
    client = as_user("town_a_clerk")
    year = reverse("orgs:guide_year", args=[world.guide.pk])
    page = client.get(year, {"year": "2025"})
    assert page.context["pages"].paginator.count == page.context["told"].visits == 2
    month = client.get(year, {"year": "2025", "month": "2", "organization": str(world.a_some.pk)})
    assert [visit.day for visit in month.context["pages"]] == [date(2025, 2, 3)]
    assert client.get(year, {"year": "2024"}).context["told"].visits == 1


@pytest.mark.parametrize(
    "query", ["year=x", "year=9999", "year=0001", "month=99", "organization=" + "9" * 30, "page=x"]
)
def test_odd_addresses_of_the_year_still_show_a_page(as_user, world, query):
    assert as_user("guide_user").get(f"/guides/{world.guide.pk}/year/?{query}").status_code == 200


def test_the_situation_counts_what_its_lists_show_on_the_day_and_in_the_town(as_user, world):
    for name in ("a_single", "a_joint", "a_should", "a_none", "b_none"):
        Posting.objects.create(guide=world.guide, organization=getattr(world, name), start=date(2025, 6, 1))
    client = as_user("county_admin")

    def told(**query):
        found = {}
        for key, _, count in client.get("/guides/situation/", query).context["counts"]:
            page = client.get("/guides/situation/", {**query, "list": key})
            assert page.context["pages"].paginator.count == count, key
            found[key] = count
        return found

    assert told(day="2025-06-30") == {"silent": 1, "month": 6, "over": 1, "guides": 1}
    assert told(day="2025-09-01") == {"silent": 6, "month": 6, "over": 1, "guides": 1}
    assert told(day="2025-09-01", town="330199002") == {"silent": 1, "month": 1, "over": 1, "guides": 1}
    assert told(day="2025-09-01", town="330199003") == {"silent": 0, "month": 0, "over": 0, "guides": 0}
    text = client.get("/guides/situation/", {"day": "2025-09-01"}).content.decode()
    assert "3 个月" in text
    assert "15 个月" in text


@pytest.mark.parametrize("query", ["day=x", "day=2999-01-01", "list=x", "town=x", "page=x"])
def test_odd_addresses_of_the_situation_still_show_a_page(as_user, world, query):
    assert as_user("town_a_viewer").get(f"/guides/situation/?{query}").status_code == 200


def test_a_posting_is_entered_in_its_own_form_and_an_overload_is_told(as_user, world):
    Option.objects.create(key="guide_most", value=1)
    client = as_user("town_a_clerk")
    form = reverse("admin:orgs_posting_add")
    page = client.get(form, {"guide": world.guide.pk})
    post = filled(page, organization=world.a_none.pk)
    assert (post["guide"], post["start"], post["others"]) == (str(world.guide.pk), today().isoformat(), "replace")
    answer = client.post(form, post, follow=True)
    assert world.a_none.postings.get().guide == world.guide
    assert "联系 2 家单位，超过每名指导员 1 家" in answer.content.decode()
    again = client.post(form, post).content.decode()
    assert "已选派到" in again


@pytest.mark.parametrize(("others", "ends"), [("replace", True), ("beside", False)])
def test_a_second_guide_follows_or_joins_the_first(as_user, world, others, ends):
    client = as_user("town_a_clerk")
    form = reverse("admin:orgs_posting_add")
    post = filled(client.get(form), organization=world.a_some.pk, guide=world.other_guide.pk, others=others)
    assert client.post(form, post).status_code == 302
    world.posting.refresh_from_db()
    assert (world.posting.end == today()) == ends


def test_a_posting_is_corrected_in_its_form(as_user, world):
    client = as_user("town_a_clerk")
    form = reverse("admin:orgs_posting_change", args=[world.posting.pk])
    refused = client.post(form, filled(client.get(form), start="2024-06-01"))
    assert "2024年5月6日已有走访" in refused.content.decode()
    assert client.post(form, filled(client.get(form), start="2024-02-01")).status_code == 302
    world.posting.refresh_from_db()
    assert world.posting.start == date(2024, 2, 1)


def test_a_posting_is_ended_after_what_follows_was_listed(as_user, world):
    Matter.objects.create(organization=world.a_some, text="没有场所", found=date(2025, 1, 1))
    client = as_user("town_a_clerk")
    act = reverse("orgs:end_posting", args=[world.posting.pk])
    listed = client.get(act, {"day": "2025-09-01"})
    text = listed.content.decode()
    assert "从这一天起没有指导员" in text
    assert "1 件还没有办结" in text
    post = filled(listed)
    assert client.post(act, {**post, "version": "old"}).status_code == 200
    assert client.post(act, {**post, "day": "2024-05-06"}).status_code == 200  # a visit lies on that day
    assert Posting.objects.get(pk=world.posting.pk).end is None
    assert client.post(act, {"day": "2025-09-01", "version": listed.context["stamp"]}).status_code == 302
    assert Posting.objects.get(pk=world.posting.pk).end == date(2025, 9, 1)


def test_matters_are_listed_by_state_town_and_day_the_open_ones_first(as_user, world):
    def matter(organization, text, **values):
        return Matter.objects.create(organization=organization, text=text, found=date(2025, 1, 1), **values)

    matter(world.a_some, "办结", state="done", settled=date(2025, 2, 1), due=date(2025, 1, 15), result="好")
    matter(world.a_some, "逾期", due=date(2025, 3, 1))
    matter(world.b_none, "办理", state="doing", due=today() + timedelta(days=3))
    client = as_user("county_admin")
    changelist = reverse("admin:orgs_matter_changelist")

    def listed(**query):
        return [one.text for one in client.get(changelist, query).context["cl"].result_list]

    assert listed() == ["逾期", "办理", "办结"]
    assert listed(state="todo") == ["逾期", "办理"]
    assert listed(state="done") == ["办结"]
    assert listed(due="over") == ["逾期"]
    assert listed(due="soon") == ["办理"]
    assert listed(region="330199002") == ["办理"]
    assert listed(q="qingxi") == ["逾期", "办结"]


def test_a_matter_is_settled_in_its_form_with_the_day_of_today(as_user, world):
    matter = Matter.objects.create(organization=world.a_some, visit=world.visit, text="经费", found=date(2025, 1, 1))
    client = as_user("guide_user")
    form = reverse("admin:orgs_matter_change", args=[matter.pk])
    asked = client.post(form, filled(client.get(form), state="done"))
    assert "已办结的要填写办理情况" in asked.content.decode()
    assert client.post(form, filled(client.get(form), state="done", result="已拨付")).status_code == 302
    matter.refresh_from_db()
    assert (matter.state, matter.settled) == ("done", today())
    assert "已拨付" in client.get(reverse("admin:orgs_matter_history", args=[matter.pk])).content.decode()


@pytest.mark.parametrize("register", ["guide", "posting", "visit", "matter"])
def test_a_list_takes_the_same_queries_for_five_rows_and_for_fifty(as_user, world, register):
    def rows(count):
        for number in range(count):
            guide = Guide.objects.create(name=f"指导员{number}", region=world.town_a)
            posting = Posting.objects.create(guide=guide, organization=world.a_none, start=date(2025, 1, 1))
            visit = Visit.objects.create(posting=posting, day=date(2025, 2, 1))
            Matter.objects.create(organization=world.a_none, visit=visit, text="一", found=date(2025, 2, 1))

    client, changelist = as_user("county_admin"), reverse(f"admin:orgs_{register}_changelist")
    rows(5)
    client.get(changelist)
    with CaptureQueriesContext(connection) as few:
        client.get(changelist)
    rows(45)
    with CaptureQueriesContext(connection) as many:
        client.get(changelist)
    assert len(few) == len(many)


def test_the_lists_of_guides_and_postings_find_what_needs_care(as_user, world):
    client = as_user("county_admin")
    Option.objects.create(key="guide_most", value=1)
    fresh = Posting.objects.create(guide=world.guide, organization=world.a_none, start=today())

    def found(register, **query):
        return list(client.get(reverse(f"admin:orgs_{register}_changelist"), query).context["cl"].result_list)

    assert found("guide", load="over") == [world.guide]
    assert found("guide", load="none") == [world.other_guide]
    assert found("posting", visited="silent") == [world.posting]
    assert set(found("posting", visited="month")) == {world.posting, fresh}
    assert found("visit", when="month") == []
    assert found("visit", region="330199002") == []
    assert found("visit", region="330199001") == [world.visit]
