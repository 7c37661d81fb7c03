"""Posts in the form of a branch, and what the form says is amiss."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from members.models import Post
from orgs.models import Option, PartyBranch, Term
from tests.filling import filled
from tests.members.branches import member, members, post

DAY = date(2024, 1, 1)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def form_of(branch):
    return reverse("admin:orgs_partybranch_change", args=[branch.pk])


def entered(page, branch, *rows) -> dict:
    """The post of the page with new rows of posts."""
    values = filled(page) | {"posts-TOTAL_FORMS": str(len(rows))}
    for place, row in enumerate(rows):
        empty = {"position": "", "member": "", "name": "", "phone": "", "management": "", "source": "", "end": ""}
        for name, value in (empty | {"start": "2024-01-01", "id": "", "branch": branch.pk} | row).items():
            values[f"posts-{place}-{name}"] = str(value)
    return values


def test_posts_are_entered_of_members_and_of_names(world):
    branch, client = world.a_own_branch, signed_in(world.town_a_clerk)
    chosen = member(branch, 1)
    values = entered(
        client.get(form_of(branch)),
        branch,
        {"position": "secretary", "member": chosen.pk, "management": "董事长", "source": "owner"},
        {"position": "committee", "name": "外来委员"},
    )
    assert client.post(form_of(branch), values).status_code == 302
    found = Post.objects.order_by("position")
    assert [(one.position, one.holder, one.management) for one in found] == [
        ("committee", "外来委员", ""),
        ("secretary", "党员1", "董事长"),
    ]
    page = client.get(reverse("admin:orgs_partybranch_history", args=[branch.pk])).content.decode()
    assert "党内职务" in page
    assert "董事长" in page


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"position": "secretary"}], "请选择党员，不在花名册上的填写姓名"),
        ([{"position": "secretary", "name": "甲"}, {"position": "secretary", "name": "乙"}], "同一天只有一名书记"),
        ([{"position": "deputy", "name": "甲"}, {"position": "deputy", "name": "甲"}], "同一职务只登记一次"),
        ([{"position": "deputy", "name": "甲", "source": "owner"}], "书记来源只在书记一行填写"),
        ([{"position": "secretary", "name": "甲", "end": "2023-01-01"}], "终止日期必须晚于起始日期"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(world, rows, said):
    branch, client = world.a_own_branch, signed_in(world.town_a_clerk)
    page = client.post(form_of(branch), entered(client.get(form_of(branch)), branch, *rows))
    assert said in page.content.decode()
    assert not Post.objects.exists()


def test_two_secretaries_follow_each_other(world):
    branch, client = world.a_own_branch, signed_in(world.town_a_clerk)
    rows = [{"position": "secretary", "name": "甲", "end": "2025-01-01"}]
    rows += [{"position": "secretary", "name": "乙", "start": "2025-01-01"}]
    assert client.post(form_of(branch), entered(client.get(form_of(branch)), branch, *rows)).status_code == 302
    assert Post.objects.count() == 2


def test_no_post_begins_after_the_branch_was_dissolved(world):
    branch, client = world.a_own_branch, signed_in(world.town_a_clerk)
    branch.dissolved = "2024-01-01"
    branch.save()
    values = entered(client.get(form_of(branch)), branch, {"position": "deputy", "name": "甲"})
    assert "已撤销" in client.post(form_of(branch), values).content.decode()
    assert not Post.objects.exists()


def test_a_reader_sees_the_management_post_and_a_masked_phone(world):
    post(world.a_own_branch, member(world.a_own_branch, 1), phone="13800001234", management="总经理")
    page = signed_in(world.town_a_viewer).get(form_of(world.a_own_branch)).content.decode()
    assert "138****1234" in page
    assert "13800001234" not in page
    assert "交叉任职" in page


def test_people_of_a_branch_above_are_not_shown(world):
    post(world.county_committee, "县里的书记")
    world.a_own_branch.superior = world.county_committee
    world.a_own_branch.save()
    page = signed_in(world.town_a_clerk).get(form_of(world.county_committee))
    assert page.status_code == 200
    assert "县里的书记" not in page.content.decode()
    history = reverse("admin:orgs_partybranch_history", args=[world.county_committee.pk])
    assert "县里的书记" not in signed_in(world.town_a_clerk).get(history).content.decode()
    assert "县里的书记" in signed_in(world.county_viewer).get(history).content.decode()


def test_the_form_says_what_is_amiss(world):
    Option.objects.create(key="joint_most", value=1)
    members(world.a_joint_branch, 2)
    Term.objects.create(branch=world.a_joint_branch, elected=date(2020, 1, 1), due=date(2023, 1, 1))
    notes = signed_in(world.county_admin).get(form_of(world.a_joint_branch)).context["notes"]
    assert notes == [
        "正式党员 2 名，不足 3 名",
        "正式党员不足 3 名已满 6 个月",
        "没有登记现任书记",
        "2023年1月1日已届满，还没有换届",
        "联合覆盖 2 家单位，一般不超过 1 家",
        "“石桥物流有限公司”正式党员达到 3 名，应单独建立党支部",
    ]
    assert signed_in(world.town_b_clerk).get(form_of(world.a_joint_branch)).context["notes"] == []


def test_a_sound_branch_has_nothing_said(world):
    people = members(world.a_own_branch, 3)
    post(world.a_own_branch, people[0])
    Term.objects.create(branch=world.a_own_branch, elected=date(2025, 1, 1), due=date(2099, 1, 1))
    assert signed_in(world.town_a_clerk).get(form_of(world.a_own_branch)).context["notes"] == []


def test_a_branch_is_founded_in_one_form_with_its_paper_its_secretary_and_its_first_term(world):
    client, add = signed_in(world.town_a_clerk), reverse("admin:orgs_partybranch_add")
    values = filled(client.get(add), name="中共海涛物流有限公司支部委员会", region=world.town_a.pk)
    values |= {"host": world.a_should.pk, "established": "2025-03-01", "founded_reason": "正式党员满 3 名"}
    values |= {"levels-0-level": "branch", "posts-TOTAL_FORMS": "1", "terms-TOTAL_FORMS": "1", "files-TOTAL_FORMS": "1"}
    values |= {"posts-0-position": "secretary", "posts-0-name": "甲", "posts-0-start": "2025-03-01"}
    values |= {"terms-0-number": "1", "terms-0-elected": "2025-03-01", "files-0-about": "founded"}
    paper = SimpleUploadedFile("批复.pdf", b"%PDF-1.7")
    assert client.post(add, values | {"files-0-upload": paper}).status_code == 302
    made = PartyBranch.objects.get(host=world.a_should)
    assert (made.founded_reason, made.posts.get().holder) == ("正式党员满 3 名", "甲")
    assert (made.terms.get().due, made.files.get().file_name) == (date(2028, 3, 1), "批复.pdf")
