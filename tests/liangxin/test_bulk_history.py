"""History that is copied from the rows just written, instead of being sent with them."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from liangxin import bulk
from liangxin.history import ADDED, record, record_written
from orgs.models import Organization, Standing
from tests.liangxin.registered import ODD, made, standing


def test_history_copied_from_the_written_rows_equals_history_sent_with_them(region):
    with transaction.atomic():
        given = [
            made(f"第{n}家", survey={"员工": n, "注": ODD[n % len(ODD)]}, former_names=["原名"]) for n in range(20)
        ]
        organizations = bulk.insert(Organization, given)
        record(organizations, ADDED, batch_id=7, reason="导入 7")
        sent = _history(Organization)
        Organization.history.all().delete()
        record_written(Organization, [one.pk for one in organizations], ADDED, batch_id=7, reason="导入 7")
        standings = bulk.insert(Standing, [standing(one, region, end=date(2025, 1, 1)) for one in organizations])
        record(standings[::2], ADDED)
        record_written(Standing, [one.pk for one in standings[1::2]], ADDED)
    assert _history(Organization) == sent
    assert len(sent) == 20
    kept = {one.id: one for one in Standing.history.all()}
    for one in standings:
        entry = kept.pop(one.pk)
        for column in Standing._meta.concrete_fields:
            assert getattr(entry, column.attname) == getattr(one, column.attname)
    assert not kept


def test_copying_a_row_that_is_gone_is_refused_and_nothing_is_copied(db):
    with transaction.atomic():
        (one,) = bulk.insert(Organization, [made()])
    with pytest.raises(Organization.DoesNotExist), transaction.atomic():
        record_written(Organization, [one.pk, one.pk + 1], ADDED)
    assert not Organization.history.exists()


def test_copying_takes_one_statement_and_only_the_rows_asked_for(db):
    with transaction.atomic():
        several = bulk.insert(Organization, [made(f"第{n}家") for n in range(30)])
        with CaptureQueriesContext(connection) as sent:
            record_written(Organization, [one.pk for one in several[3:20:2]], ADDED)
    assert len(sent) == 1
    assert set(Organization.history.values_list("id", flat=True)) == {one.pk for one in several[3:20:2]}


def _history(model):
    """The entries as plain values, without what tells one writing from the next."""
    return [
        {name: value for name, value in row.items() if name not in ("history_id", "history_date")}
        for row in model.history.order_by("history_id").values()
    ]
