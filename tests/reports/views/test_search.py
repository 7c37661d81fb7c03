"""Search in the head of every page: what it finds by, what it tells, whom it lets see, and how often it asks."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from liangxin.codes import id_number_check
from members.models import Membership, PartyMember, Workplace
from orgs.models import Organization, User
from reports.search import MOST, all_url, search

SINCE = date(2020, 1, 1)


@pytest.fixture
def county(world):
    """The small county with telephone numbers and two members."""
    world.a_should.head_phone = "13711112222、05918765432"
    world.a_should.save(update_fields=["head_phone"])
    world.member = PartyMember.objects.create(name="曾丽萍", sex="2", phone="13900007788")
    Membership.objects.create(member=world.member, branch=world.a_own_branch, start=SINCE)
    Workplace.objects.create(member=world.member, organization=world.a_single, start=SINCE)
    world.former = PartyMember.objects.create(name="曾国强", left="2024-03")
    Membership.objects.create(member=world.former, branch=world.a_joint_branch, start=SINCE, end=date(2024, 3, 1))
    return world


def found(user, text):
    """{register: [(name as HTML, why)]}."""
    return {group.register.key: [(hit.name, hit.why) for hit in group.hits] for group in search(user, text)}


def names(user, text):
    """Every name that is found, without marks."""
    hits = [name for group in found(user, text).values() for name, _ in group]
    return [name.replace("<mark>", "").replace("</mark>", "") for name in hits]


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("海涛", "<mark>海涛</mark>物流有限公司", ""),
        ("涛物流", "海<mark>涛物流</mark>有限公司", ""),
        ("海涛运输", "海涛物流有限公司", "曾用名：海涛运输有限公司"),
        ("haitaowuliu", "海涛物流有限公司", "拼音：haitaowuliu"),
        ("htwl", "海涛物流有限公司", "拼音：htwl"),
        ("HTWL", "海涛物流有限公司", "拼音：htwl"),
        ("ma0000005", "海涛物流有限公司", "信用代码：{a_should.credit_code}"),
        ("2222", "海涛物流有限公司", "电话：13711112222、05918765432"),
        ("8765432", "海涛物流有限公司", "电话：13711112222、05918765432"),
        ("13711112222", "海涛物流有限公司", "电话：13711112222、05918765432"),
        ("海涛 有限", "<mark>海涛</mark>物流<mark>有限</mark>公司", ""),
        ("海涛　htwl", "<mark>海涛</mark>物流有限公司", "拼音：htwl"),
    ],
)
def test_an_organization_is_found_and_the_hit_says_by_what(county, text, name, why):
    assert (name, why.format(**vars(county))) in found(county.county_admin, text)["organizations"]


@pytest.mark.parametrize(
    ("text", "register", "name"),
    [
        ("明远商贸", "organizations", "<mark>明远商贸</mark>有限公司"),
        ("商贸联合", "branches", "中共城关镇<mark>商贸联合</mark>支部委员会"),
        ("cgzsm", "branches", "中共城关镇商贸联合支部委员会"),
        ("曾丽", "members", "<mark>曾丽</mark>萍"),
        ("zenglip", "members", "曾丽萍"),
        ("7788", "members", "曾丽萍"),
        ("覃", "guides", "<mark>覃</mark>明"),
        ("qinming", "guides", "覃明"),
        ("市场监督", "guides", "覃明"),
        ("0001", "guides", "覃明"),
    ],
)
def test_each_register_is_searched(county, text, register, name):
    assert name in [hit for hit, _ in found(county.county_admin, text)[register]]


@pytest.mark.parametrize("text", ["没有这样的", "zenglp", "2222 没有", "海涛 没有", "222海", "37111", "7111122"])
def test_every_word_must_fit_and_a_telephone_number_only_with_its_end(county, text):
    assert found(county.county_admin, text) == {}


@pytest.mark.parametrize(
    ("user", "text", "seen"),
    [
        ("town_a_clerk", "海涛", ["海涛物流有限公司"]),
        ("town_b_clerk", "海涛", []),
        ("supervisor_clerk", "海涛", ["海涛物流有限公司"]),
        ("guide_user", "海涛", []),
        ("guide_user", "书法", ["青溪县书法协会"]),
        ("guide_user", "曾丽", []),
        ("guide_user", "仇立", []),
        ("town_a_viewer", "曾丽", ["曾丽萍"]),
        ("town_b_clerk", "曾丽", []),
        ("town_b_clerk", "7788", []),
        ("auditor", "海涛", []),
        ("system_admin", "海涛", []),
    ],
)
def test_only_rows_of_the_own_scope_are_found(county, user, text, seen):
    assert names(getattr(county, user), text) == seen


@pytest.mark.parametrize(
    ("text", "why"), [("2222", "电话：137****2222、059****5432"), ("12222", None), ("13711112222", None)]
)
def test_a_viewer_finds_by_the_digits_that_the_mask_leaves_only(county, text, why):
    hits = found(county.county_viewer, text).get("organizations", [])
    assert [said for name, said in hits if "海涛" in name] == ([why] if why else [])


def test_the_whole_name_comes_first_and_what_is_over_last(county):
    for name in ("新海涛物流有限公司", "海涛", "海涛食品厂"):
        one = Organization.objects.create(kind="enterprise", name=name, closed="2024" if name == "海涛食品厂" else "")
        county.a_should.standings.get().__class__.objects.create(
            organization=one, region=county.town_a, start=date(1900, 1, 1), stated_on=SINCE
        )
    order = ["海涛", "海涛物流有限公司", "新海涛物流有限公司", "海涛食品厂"]
    assert names(county.county_admin, "海涛") == order
    [group] = search(county.county_admin, "海涛")
    assert [hit.over for hit in group.hits] == ["", "", "", "已注销"]


def test_a_member_who_left_is_marked(county):
    [group] = [group for group in search(county.county_admin, "曾国强") if group.register.key == "members"]
    assert group.hits[0].over == "已离开"


@pytest.fixture
def many(county):
    """More organizations and members than candidates are taken: of the county, of town B, and one of town A."""
    organizations = [Organization(kind="enterprise", name=f"万家{number}") for number in range(520)]
    people = [PartyMember(name=f"万家{number}") for number in range(520)]
    for one in [*organizations, *people]:
        one.derive()
    Organization.objects.bulk_create(organizations)
    PartyMember.objects.bulk_create(people)
    standing = {"start": date(1900, 1, 1), "stated_on": SINCE}
    model = type(county.a_should.standings.get())
    model.objects.bulk_create(
        model(organization=one, region=county.town_a if number == 519 else county.town_b, **standing)
        for number, one in enumerate(organizations)
    )
    Membership.objects.bulk_create(
        Membership(member=one, branch=county.a_own_branch if number == 519 else county.b_general, start=SINCE)
        for number, one in enumerate(people)
    )
    return county


def test_many_hits_are_not_counted_and_hide_nobody_of_a_small_scope(many):
    counts = {group.register.key: group.count for group in search(many.county_admin, "万家")}
    assert counts == {"organizations": f"{MOST}+", "members": f"{MOST}+"}
    assert names(many.town_a_clerk, "万家") == ["万家519", "万家519"]
    assert len(names(many.county_admin, "万家")) == 10


@pytest.mark.parametrize("user", ["county_admin", "town_a_clerk", "town_b_clerk", "guide_user"])
@pytest.mark.parametrize("text", ["万家", "a", "有限公司", "7788", "没有这样的"])
def test_a_search_takes_five_queries_and_the_region(many, user, text):
    user = User.objects.get(username=user)
    with CaptureQueriesContext(connection) as asked:
        search(user, text)
    regions = [query for query in asked if query["sql"].startswith('SELECT "orgs_region"')]
    assert len(asked) - len(regions) <= 5
    assert len(regions) <= 1


def test_the_page_groups_by_register_and_leads_to_everything(many, client):
    client.force_login(many.county_admin)
    response = client.get(reverse("reports:search"), {"q": "万家"})
    [(group, whole), _] = response.context["groups"]
    assert len(group.hits) == 5
    assert whole == all_url(group.register, "万家")
    everything = client.get(whole)
    assert everything.context["count"] == 520
    assert len(everything.context["hits"]) == 50
    last = client.get(whole, {"q": "万家", "in": "organizations", "page": 11})
    assert [hit.name for hit in last.context["hits"]][-1] == "<mark>万家</mark>519"
    for group, _ in response.context["groups"]:
        assert client.get(group.hits[0].url).status_code == 200


@pytest.mark.parametrize("text", ["", " ", "\x00", "%", "_", "'", "\\", "<b>", "()", "a" * 500, "词 " * 40])
def test_odd_questions_find_nothing_and_are_no_fault(county, client, text):
    client.force_login(county.county_admin)
    for where in ({}, {"in": "members"}, {"in": "nothing"}):
        page = client.get(reverse("reports:search"), {"q": text, **where})
        assert page.status_code == 200
        assert "海涛" not in page.content.decode()


def test_an_id_number_is_neither_looked_up_nor_shown_again(county, client):
    body = "33019919900307001"
    number = body + id_number_check(body)
    client.force_login(county.county_admin)
    for text in (number, f"{number[:6]} {number[6:14]} {number[14:]}"):
        page = client.get(reverse("reports:search"), {"q": text}).content.decode()
        assert "不按公民身份号码查找" in page
        assert number[6:14] not in page


def test_who_sees_no_register_has_no_search_box(county, client):
    for user, there in (("county_viewer", True), ("guide_user", True), ("auditor", False), ("system_admin", False)):
        client.force_login(getattr(county, user))
        assert ('id="lx-search"' in client.get("/").content.decode()) is there


def test_a_guide_cannot_open_the_list_of_members(county, client):
    client.force_login(county.guide_user)
    page = client.get(reverse("reports:search"), {"q": "曾", "in": "members"})
    assert "曾丽萍" not in page.content.decode()
