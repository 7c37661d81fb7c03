"""Bulk writes store what the ORM would, on both databases, in few statements."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from liangxin import bulk
from liangxin.history import ADDED, record
from orgs.models import Organization, Standing
from tests.liangxin.registered import ODD, made, standing, stored


def test_bulk_rows_equal_the_rows_that_save_makes(region):
    def several(prefix):
        first = made(
            f"{prefix}一", former_names=["甲", "乙\n丙"], survey={"员工": 3, "空": None, "真": True, "数": 1.5}
        )
        second = made(
            f"{prefix}二", credit_code=None, established="2019-07", head_is_member=None, head_is_secretary=False
        )
        return [first, second]

    saved, written = several("同"), several("同")
    for one in saved:
        one.save()
        standing(one, region, end=date(2025, 1, 1)).save()
        standing(one, region, start=date(2025, 1, 1), revenue=None, operating=None, employees=0).save()
    organizations, standings = stored(Organization), stored(Standing)
    for row in standings:
        row.pop("organization")
    Standing.objects.all().delete()
    Organization.objects.all().delete()

    for one in written:
        one.derive()
    bulk.insert(Organization, written)
    bulk.insert(
        Standing,
        [
            row
            for one in written
            for row in (
                standing(one, region, end=date(2025, 1, 1)),
                standing(one, region, start=date(2025, 1, 1), revenue=None, operating=None, employees=0),
            )
        ],
    )
    again = stored(Standing)
    assert [row.pop("organization") for row in again] == [one.pk for one in written for _ in range(2)]
    assert stored(Organization) == organizations
    assert again == standings


@pytest.mark.django_db
@pytest.mark.parametrize("text", ODD)
def test_odd_text_comes_back_unchanged_after_insert_and_update(text):
    (one,) = bulk.insert(Organization, [made(address=text, survey={text: [text]}, former_names=[text])])
    read = Organization.objects.get()
    assert (read.address, read.survey, read.former_names) == (text, {text: [text]}, [text])
    one.address, one.survey = text * 2, {"答": text}
    assert bulk.update(Organization, [one], ["address", "survey"]) == 1
    read = Organization.objects.get()
    assert (read.address, read.survey, read.former_names) == (text * 2, {"答": text}, [text])


class AnyText(TestCase):
    @given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40), max_size=5))
    def test_any_text_comes_back_unchanged(self, texts):
        bulk.insert(Organization, [made(address=text, survey={"文": text}) for text in texts])
        read = Organization.objects.order_by("pk")
        assert [(one.address, one.survey["文"]) for one in read] == [(text, text) for text in texts]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"address": "a\0b"}, {"survey": {"k": "a\0b"}}, {"former_names": ["\0"]}])
def test_nul_is_refused_on_both_databases(wrong):
    with pytest.raises(ValueError, match="NUL"):
        bulk.insert(Organization, [made(**wrong)])
    bulk.insert(Organization, [made(survey={"k": "a\\u0000b"})])
    assert Organization.objects.get().survey == {"k": "a\\u0000b"}


@pytest.mark.django_db
def test_what_is_no_partial_date_is_refused():
    with pytest.raises(ValueError, match="日期看不懂"):
        bulk.insert(Organization, [made(established="2019-13")])


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["version", "address", "survey", "head_is_member"])
def test_expressions_are_refused_and_nothing_is_written(field):
    with pytest.raises(TypeError, match="an expression cannot be written in bulk"):
        bulk.insert(Organization, [made(**{field: F("id")})])
    assert not Organization.objects.exists()


@pytest.mark.django_db
def test_keys_are_given_in_order_and_never_twice():
    first = bulk.insert(Organization, [made("甲"), made("乙")])
    assert first[0].pk < first[1].pk
    assert not first[0]._state.adding
    saved = made("丙")
    saved.save()
    last = bulk.insert(Organization, [made("丁")])[0]
    assert len({first[0].pk, first[1].pk, saved.pk, last.pk}) == 4
    gone = last.pk
    last.delete()
    assert bulk.insert(Organization, [made("戊")])[0].pk != gone


@pytest.mark.django_db
def test_objects_with_a_key_of_their_own_keep_it():
    mixed = bulk.insert(Group, [Group(pk=1_000_001, name="甲"), Group(name="乙"), Group(name="丙")])
    assert mixed[0].pk == 1_000_001
    assert set(Group.objects.values_list("name", flat=True)) == {"甲", "乙", "丙"}


def test_a_relation_saved_after_its_assignment_is_found(region):
    organization = made()
    row = standing(organization, region)
    with pytest.raises(ValueError, match="organization is not saved"):
        bulk.insert(Standing, [row])
    bulk.insert(Organization, [organization])
    bulk.insert(Standing, [row])
    assert Standing.objects.get().organization == organization


@pytest.mark.django_db
def test_moments_keep_their_instant_and_choices_their_value():
    (one,) = bulk.insert(Organization, [made()])
    record([one], ADDED, batch_id=7)
    entry = one.history.get()
    assert (entry.batch_id, entry.history_type, entry.kind) == (7, "+", "enterprise")
    assert datetime.now(UTC) - entry.history_date < timedelta(minutes=5)
    east = datetime(2025, 1, 1, 7, 30, 15, 123456, tzinfo=timezone(timedelta(hours=8)))
    entry.history_date = east
    bulk.update(type(entry), [entry], ["history_date"])
    assert one.history.get().history_date == east


def test_update_writes_only_the_named_fields(region):
    one, two = bulk.insert(Organization, [made("甲", address="旧"), made("乙", address="旧")])
    row = bulk.insert(Standing, [standing(one, region)])[0]
    one.address, one.head_name, two.address = "新", "未写", "更新"
    assert bulk.update(Organization, [one, two], ["address", "address"]) == 2
    assert list(Organization.objects.order_by("pk").values_list("address", "head_name")) == [("新", ""), ("更新", "")]
    row.organization, row.end, row.revenue, row.operating = two, date(2025, 1, 1), None, False
    bulk.update(Standing, [row], ["organization", "end", "revenue", "operating"])
    row = Standing.objects.get()
    assert (row.organization, row.end, row.revenue, row.operating) == (two, date(2025, 1, 1), None, False)


@pytest.mark.django_db
def test_columns_are_written_like_objects():
    bulk.insert(Group, [Group(name="甲")])
    bulk.insert_columns(Group, {"name": ["乙", "丙\t\n\\"]})
    bulk.insert_columns(Group, {"id": [1_000_001], "name": ["丁"]})
    bulk.insert_columns(Group, {"name": []})
    assert list(Group.objects.order_by("pk").values_list("name", flat=True)) == ["甲", "乙", "丙\t\n\\", "丁"]
    with pytest.raises(ValueError, match="NUL"):
        bulk.insert_columns(Group, {"name": ["a\0"]})
    with pytest.raises(ValueError, match="name of Group not given"):
        bulk.insert_columns(Group, {"id": [7]})


@pytest.mark.django_db
def test_an_update_that_misses_a_row_is_an_error():
    one, two = bulk.insert(Organization, [made("甲"), made("乙")])
    Organization.objects.filter(pk=one.pk).delete()
    with pytest.raises(Organization.DoesNotExist, match="1 of 2 rows are gone"):
        bulk.update(Organization, [one, two], ["address"])
    with pytest.raises(ValueError, match="given twice"):
        bulk.update(Organization, [two, two], ["address"])
    with pytest.raises(ValueError, match="primary key"):
        bulk.update(Organization, [two], ["id"])


@pytest.mark.django_db
def test_delete_counts_what_was_there():
    rows = bulk.insert(Organization, [made(name) for name in "甲乙丙"])
    assert bulk.delete(Organization, [rows[0].pk, rows[1].pk, rows[0].pk, 10**9]) == 2
    assert Organization.objects.get().name == "丙"


@pytest.mark.django_db
def test_nothing_to_do_needs_no_statement():
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert bulk.insert(Organization, []) == []
        assert bulk.update(Organization, [], ["name"]) == 0
        assert bulk.update(Organization, [Organization(pk=1)], []) == 0
        assert bulk.delete(Organization, []) == 0
    assert len(queries) == 0


@pytest.mark.django_db
def test_constraints_hold_and_the_transaction_can_go_on():
    bulk.insert(Organization, [made(credit_code="91350100M000100Y43")])
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Organization, [made("又", credit_code="91350100M000100Y43")])
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Organization, [made("")])
    assert Organization.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written():
    for act in (
        lambda: bulk.insert(Organization, [made()]),
        lambda: bulk.update(Organization, [Organization(pk=1)], ["name"]),
        lambda: bulk.delete(Organization, [1]),
    ):
        with pytest.raises(TransactionManagementError):
            act()
    assert not Organization.objects.exists()


def test_statements_do_not_grow_with_the_rows_beyond_one_for_each_ten_thousand(region):
    counts = {}
    for rows in (10, 30_000):
        organizations = [made(f"{rows}-{number}") for number in range(rows)]
        with CaptureQueriesContext(connection) as inserting:
            bulk.insert(Organization, organizations)
        for one in organizations:
            one.address = "新"
        with CaptureQueriesContext(connection) as updating:
            bulk.update(Organization, organizations, ["address"])
        with CaptureQueriesContext(connection) as deleting:
            assert bulk.delete(Organization, [one.pk for one in organizations]) == rows
        counts[rows] = [len(inserting), len(updating), len(deleting)]
    few, many = counts[10], counts[30_000]
    assert all(count >= 1 for count in few)
    assert [after - before <= 3 - 1 for before, after in zip(few, many, strict=True)] == [True] * 3
    assert few[0] <= 2
    assert few[1] <= 3
    assert few[2] == 1
