"""The history page reads: old → new in words, facts and imports included, in a constant number of queries."""

from datetime import date

import pytest
from django.urls import reverse

from liangxin.history import CHANGED, record
from orgs.choices import Category, Mode
from orgs.models import Guide, Organization, Posting
from orgs.services import coverages, standings


@pytest.fixture
def history(world):
    return reverse("admin:orgs_organization_history", args=[world.a_should.pk])


def read(client, address):
    text = client.get(address).content.decode()
    for tag in (
        "<del>",
        "</del>",
        "<ins>",
        "</ins>",
        '<span class="lx-arrow">',
        "</span>",
        "<dt>",
        "</dt>",
        "<dd>",
        "</dd>",
    ):
        text = text.replace(tag, "")
    return text


def test_values_are_told_as_old_and_new(as_user, world, history):
    world.a_should.address, world.a_should.head_is_member = "滨河路 8 号", True
    world.a_should.save(update_fields=["address", "head_is_member"])
    text = read(as_user("town_a_clerk"), history)
    assert "经营地址青溪路1号 → 滨河路 8 号" in text
    assert "负责人是否党员空 → 是" in text


def test_choices_are_labels_and_dates_are_chinese(as_user, world, history):
    world.a_should.unbuilt_reason, world.a_should.established = "other", "2018"
    world.a_should.save(update_fields=["unbuilt_reason", "established"])
    text = read(as_user("town_a_clerk"), history)
    assert "未建原因出资人（负责人）不支持 → 其他" in text
    assert "成立时间2018年9月12日 → 2018年" in text


def test_a_change_of_the_standing_is_told_against_the_one_before(as_user, world, history):
    standings.change(
        organization=world.a_should,
        values={"full_members": 6, "category": Category.PRIVATE, "region": world.town_a},
        day=date(2026, 9, 30),
        by=world.town_a_clerk,
    )
    text = read(as_user("town_a_clerk"), history)
    assert "变动</b> 概况（从2026年9月30日起）" in text
    assert "正式党员4 → 6" in text
    assert "单位类别空 → 私营企业" in text
    assert "所在辖区南街社区 → 城关镇" in text
    assert "张伟" in text


def test_facts_name_their_branch(as_user, world, history):
    coverages.begin(
        organization=world.a_should,
        branch=world.a_joint_branch,
        mode=Mode.JOINT,
        start=date(2025, 3, 1),
        by=world.town_a_clerk,
    )
    text = read(as_user("town_a_clerk"), history)
    assert "覆盖关系“中共城关镇商贸联合支部委员会”" in text
    assert "组建方式联合组建" in text
    assert "起始日期2025年3月1日" in text


def test_an_import_is_named(as_user, world, history):
    Organization.objects.filter(pk=world.a_should.pk).update(address="滨河路 8 号")
    world.a_should.refresh_from_db()
    record([world.a_should], CHANGED, user=world.county_admin, batch_id=12)
    text = read(as_user("town_a_clerk"), history)
    assert "导入 12 号批次" in text
    assert "经营地址青溪路1号 → 滨河路 8 号" in text


def test_the_newest_comes_first_and_pages_hold_fifty(as_user, world, history):
    for number in range(1, 62):
        world.a_should.head_name = f"第{number}任"
        world.a_should.save(update_fields=["head_name"])
        world.a_should.history.filter(head_name=f"第{number}任").update(
            history_date=f"2026-01-{1 + number // 3:02} 0{number % 3}:00+08:00"
        )
    client = as_user("town_a_clerk")
    first, second = read(client, history), read(client, history + "?p=2")
    assert "第60任 → 第61任" in first
    assert "第60任 → 第61任" not in second
    assert "第1任 → 第2任" in second


def test_queries_do_not_grow_with_the_changes(as_user, world, history, django_assert_max_num_queries):
    client = as_user("town_a_clerk")

    def count():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(history)
        return len(queries)

    standings.change(
        organization=world.a_should, values={"region": world.town_a}, day=date(2025, 1, 5), by=world.town_a_clerk
    )
    few = count()
    for month in range(1, 12):
        standings.change(
            organization=world.a_should,
            values={"full_members": month, "region": (world.town_a, world.village_a1)[month % 2]},
            day=date(2026, month, 1) if month < 11 else date(2026, 10, 15),
            by=world.town_a_clerk,
        )
    assert count() == few


def test_strangers_get_404(as_user, history):
    assert as_user("town_b_clerk").get(history).status_code == 404


def test_the_auditor_reads_the_log_of_all_registers(as_user, world):
    world.a_should.address = "滨河路 8 号"
    world.a_should.save(update_fields=["address"])
    text = read(as_user("auditor"), reverse("log"))
    assert "单位“海涛物流有限公司”" in text
    assert "经营地址青溪路1号 → 滨河路 8 号" in text


def test_the_log_names_what_was_deleted_since(as_user, world):
    gone = Guide.objects.create(name="陆远", region=world.town_a)
    posting = Posting.objects.create(guide=gone, organization=world.a_none, start=date(2025, 1, 5))
    posting.delete()
    gone.delete()
    assert f"选派“{world.a_none}，陆远（已删除）”" in read(as_user("auditor"), reverse("log"))


def test_the_log_tells_that_a_telephone_changed_and_hides_its_middle(as_user, world):
    world.guide.phone = "13812345678"
    world.guide.save(update_fields=["phone"])
    text = read(as_user("auditor"), reverse("log"))
    assert "138****0001 → 138****5678" in text
    assert "13812345678" not in text


@pytest.mark.parametrize("name", ["county_admin", "town_a_clerk", "system_admin", "guide_user"])
def test_nobody_else_reads_the_log(as_user, name):
    assert as_user(name).get(reverse("log")).status_code == 403


def test_answers_of_a_survey_have_the_titles_of_their_columns(as_user, world, history):
    world.a_should.survey = {"secretary_name": "沈立新", "business": "货运"}
    world.a_should.save(update_fields=["survey"])
    client = as_user("town_a_clerk")
    text = read(client, history)
    assert "党组织书记姓名空 → 沈立新" in text
    assert "经营范围空 → 货运" in text
    form = client.get(reverse("admin:orgs_organization_change", args=[world.a_should.pk])).content.decode()
    assert "<dt>党组织书记姓名</dt><dd>沈立新</dd>" in form
