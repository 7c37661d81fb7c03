"""The page of one person's path, the table and the lists, and the register in the admin, as people use them."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from liangxin.dates import said, today
from liangxin.months import shifted
from members.models import Candidate, PartyMember, Step, StepFile
from tests.members.development_rows import DAYS, PASSED, candidate, walked


@pytest.fixture
def clerk(world, data_folder):
    return signed_in(world.town_a_clerk)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(one):
    return f"/development/{one.pk}/"


def act(client, one, name, **values):
    one.refresh_from_db()
    return client.post(address(one), {"act": name, "version": one.version, **values}, follow=True)


def waiting(world, number, days_ago, name="燕飞"):
    """Somebody whose last step, `number`, was some days ago."""
    found = Candidate.objects.create(name=name, branch=world.a_own_branch, birth="1990")
    for before in range(1, number + 1):
        Step.objects.create(candidate=found, number=before, day=today() - timedelta(days_ago + number - before))
    return found


def test_the_page_shows_the_path_and_takes_the_next_step(world, clerk):
    one = walked(world, 3)
    page = clerk.get(address(one)).content.decode()
    assert all(
        text in page for text in ("推荐和确定入党积极分子", "登记第 4 步", "谈话人：甘露", "2021年6月1日", "材料归档")
    )
    page = act(clerk, one, "step", step=4, day="2021年6月15日", note="镇党委备案").content.decode()
    assert "第 4 步“上级党委备案”已登记。" in page
    assert one.steps.get(number=4).note == "镇党委备案"


def test_step_15_on_the_page_makes_the_member_with_votes_and_file(world, clerk):
    one = walked(world, 14)
    paper = SimpleUploadedFile("志愿书.pdf", b"%PDF-1.4 made up")
    page = act(clerk, one, "step", step=15, day="2022-10-08", **PASSED, files=[paper]).content.decode()
    assert "志愿书.pdf" in page
    assert "应到 11，实到 10，赞成 9" in page
    assert PartyMember.objects.get().joined == "2022-10-08"
    file = StepFile.objects.get()
    found = clerk.get(f"/development/files/{file.pk}/")
    assert (found.content, found["Content-Type"]) == (b"%PDF-1.4 made up", "application/octet-stream")
    assert signed_in(world.town_b_clerk).get(f"/development/files/{file.pk}/").status_code == 404


BAD = [
    ({"step": 4, "day": "大约六月"}, "日期看不懂"),
    ({"step": 4, "day": "2021-05-31"}, "不能倒退"),
    ({"step": 4, "day": "2099-01-01"}, "不能晚于今天"),
    ({"step": 6, "day": "2022-01-01"}, "请勾选“跳过”"),
    ({"step": 3, "day": "2021-01-01"}, "不能倒退"),
]


@pytest.mark.parametrize(("values", "said"), BAD)
def test_what_breaks_a_rule_is_said_and_nothing_is_written(world, clerk, values, said):
    one = walked(world, 3)
    before = list(one.steps.values())
    assert said in act(clerk, one, "step", **values).content.decode()
    assert list(one.steps.values()) == before


def test_votes_that_do_not_pass_are_refused_on_the_page(world, clerk):
    one = walked(world, 14)
    votes = {"entitled": "11", "present": "5", "approved": "5"}
    page = act(clerk, one, "step", step=15, day="2022-10-08", **votes).content.decode()
    assert "大会无效" in page
    assert 'value="5"' in page  # what was typed stays
    assert "必填" in act(clerk, one, "step", step=15, day="2022-10-08").content.decode()


def test_a_file_that_runs_is_refused(world, clerk):
    one = candidate(world)
    bad = SimpleUploadedFile("申请书.html", b"<script>")
    assert "只收" in act(clerk, one, "step", step=1, day="2021-01-31", files=[bad]).content.decode()
    assert not Step.objects.exists()


def test_a_second_editor_is_told_instead_of_overwriting(world, clerk):
    one = walked(world, 3)
    old = one.version
    act(clerk, one, "step", step=4, day="2021-06-15")
    page = clerk.post(address(one), {"act": "step", "version": old, "step": 5, "day": "2021-06-20"}).content.decode()
    assert "别人改过这条登记" in page
    assert one.steps.count() == 4


def test_correcting_taking_back_extending_ending_and_resuming_from_the_page(world, clerk):
    one = walked(world, 22)
    page = act(clerk, one, "extend", on="2023-10-20", until="2024-04-08").content.decode()
    assert "延长至2024年4月8日" in page
    assert "已收回延长" in act(clerk, one, "unextend").content.decode()
    assert "已更正" in act(clerk, one, "step", step=2, day="2021-02-09", people="纪平").content.decode()
    assert "已收回第 22 步" in act(clerk, one, "take_back").content.decode()
    assert "已终止" in act(clerk, one, "end", day="2023年11月", why="cancelled").content.decode()
    assert PartyMember.objects.get().left == "2023-11"
    assert "已恢复" in act(clerk, one, "resume").content.decode()
    assert PartyMember.objects.get().left == ""


def test_files_are_added_and_removed_from_the_page(world, clerk):
    one = walked(world, 2)
    paper = SimpleUploadedFile("谈话记录.jpg", b"\xff\xd8\xff made up")
    assert "谈话记录.jpg" in act(clerk, one, "files", step=2, files=[paper]).content.decode()
    assert "已删除" in act(clerk, one, "remove_file", file=StepFile.objects.get().pk).content.decode()
    assert not StepFile.objects.exists()


def test_who_only_reads_sees_the_path_without_forms(world, data_folder):
    one = walked(world, 2)
    page = signed_in(world.town_a_viewer).get(address(one)).content.decode()
    assert "党组织派人谈话" in page
    assert 'name="act"' not in page


def test_an_unknown_act_or_step_is_404(world, clerk):
    one = walked(world, 2)
    for values in ({"act": "fly"}, {"act": "step", "step": "99"}, {"act": "files", "step": "9"}):
        values["version"] = Candidate.objects.get().version
        assert clerk.post(address(one), values).status_code == 404, values


def test_counts_on_a_day_open_the_lists_behind_them(world, clerk):
    walked(world, 15)
    walked(world, 3, name="荀安")
    for day, found in (
        (DAYS[14], {"发展对象": ["燕飞"], "积极分子": ["荀安"]}),
        (DAYS[2], {"申请人": ["燕飞", "荀安"]}),
    ):
        page = clerk.get("/development/", {"day": day.isoformat()})
        cells = dict(zip(page.context["ranks"], page.context["rows"][-1]["cells"], strict=True))
        assert {rank: count for rank, (count, _) in cells.items() if count} == {
            rank: len(names) for rank, names in found.items()
        }
        for rank, names in found.items():
            lines = clerk.get(cells[rank][1]).context["lines"]
            assert sorted(line["one"].name for line in lines) == sorted(names)


def test_the_county_counts_by_town_and_a_town_by_branch(world, data_folder):
    waiting(world, 1, 5)
    Step.objects.create(
        candidate=Candidate.objects.create(name="霍青", branch=world.county_committee), number=1, day=today()
    )
    county = signed_in(world.county_admin)
    rows = county.get("/development/").context["rows"]
    assert [row["label"] for row in rows] == ["青溪县本级", "城关镇", "合计"]
    assert [line["one"].name for line in county.get(rows[0]["cells"][0][1]).context["lines"]] == ["霍青"]
    assert [row["label"] for row in county.get(rows[1]["url"]).context["rows"]] == [world.a_own_branch.name, "合计"]
    assert signed_in(world.town_b_clerk).get("/development/?region=330199001").status_code == 404


def test_overdue_due_this_month_and_ready_are_lists(world, clerk):
    waiting(world, 1, 40, "过期")  # the talk was due ten days ago
    last = shifted(today().replace(day=1), 1) - timedelta(1)
    waiting(world, 1, (today() - shifted(last, -1)).days, "本月")
    waiting(world, 6, 400, "满年")
    waiting(world, 3, 10, "不急")
    expected = {"overdue": {"过期"}, "due": {"本月"}, "ready": {"满年"}}
    for kind, names in expected.items():
        assert {line["one"].name for line in clerk.get(f"/development/people/?when={kind}").context["lines"]} == names
        listed = clerk.get(f"/admin/members/candidate/?when={kind}").context["cl"].result_list
        assert {one.name for one in listed} == names
    counts = {title: count for title, count, _ in clerk.get("/development/").context["when"]}
    assert counts == {"已超期": 1, "本月到期": 1, "可以办理": 1}


def test_the_list_says_the_day_that_comes_first(world, clerk):
    waiting(world, 16, 1, "待批")  # the approval is due before the probation is over
    waiting(world, 18, 1, "预备")
    page = clerk.get("/admin/members/candidate/").content.decode()
    end = shifted(today() - timedelta(4), 12)  # of who was admitted three steps ago
    assert f"{said(shifted(today() - timedelta(2), 3).isoformat())}以前" in page
    assert f"{said(end.isoformat())}预备期满" in page


@pytest.mark.parametrize("address", ["/development/?day=x", "/development/people/?day=2999-01-01"])
def test_a_day_that_cannot_be_is_said(world, clerk, address):
    page = clerk.get(address)
    assert page.status_code == 200
    assert page.context["errors"]


@pytest.mark.parametrize("asked", ["rank=王", "when=x", "region=33", "branch=9" + "9" * 30, "branch=x"])
def test_an_address_that_names_nothing_is_404(world, clerk, asked):
    assert clerk.get(f"/development/people/?{asked}").status_code == 404


PAGES = ("/development/", "/development/people/", "/admin/members/candidate/", "/development/people/?when=ready")


@pytest.mark.parametrize("path", PAGES)
def test_the_number_of_queries_does_not_grow_with_the_rows(world, data_folder, path):
    client = signed_in(world.county_admin)

    def queries(rows):
        for number in range(rows):
            waiting(world, 6, 400 + number, f"燕{number}")
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    client.get(path)
    assert queries(5) == queries(40)


def test_the_register_enters_finds_and_tells_the_history(world, clerk):
    values = {"name": "单晓燕", "birth": "1996.5", "branch": world.a_own_branch.pk, "applied": "2021-01-31"}
    saved = clerk.post("/admin/members/candidate/add/", {**values, "organization": world.a_single.pk})
    one = Candidate.objects.get()
    assert saved.url == address(one)
    assert (one.birth, one.steps.get().day) == ("1996-05", date(2021, 1, 31))
    for asked, count in (("q=sxy", 1), ("q=单", 1), ("q=陈", 0), ("rank=申请人", 1), ("rank=预备党员", 0)):
        assert len(clerk.get(f"/admin/members/candidate/?{asked}").context["cl"].result_list) == count, asked
    act(clerk, one, "step", step=2, day="2021-02-10", people="甘露")
    told = clerk.get(f"/admin/members/candidate/{one.pk}/history/").content.decode()
    assert "步骤" in told
    assert "甘露" in told
    assert clerk.get(f"/admin/members/candidate/{one.pk}/delete/").status_code == 302
    assert Candidate.objects.exists()


def test_an_applicant_below_18_is_not_registered(world, clerk):
    values = {"name": "单晓燕", "birth": "2010-05-01", "branch": world.a_own_branch.pk, "applied": "2021-01-31"}
    assert "年满 18" in clerk.post("/admin/members/candidate/add/", values).content.decode()
    assert not Candidate.objects.exists()


def test_a_branch_whose_people_others_look_after_takes_nobody(world, clerk):
    values = {"name": "单晓燕", "branch": world.county_committee.pk}
    assert "管理范围" in clerk.post("/admin/members/candidate/add/", values).content.decode()
    assert not Candidate.objects.exists()
