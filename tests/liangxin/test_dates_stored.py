"""Stored partial dates compare by date on both databases."""

from datetime import date

import pytest
from django.db import connection, transaction

from liangxin.dates import PartialDateField
from orgs.choices import Kind
from orgs.models import Organization

pytestmark = pytest.mark.django_db

STORED = ["", "1986", "2019", "2019-07", "2019-07-01", "2019-07-02", "2019-10", "2020"]


@pytest.fixture
def organizations():
    for text in reversed(STORED):
        Organization.objects.create(kind=Kind.ENTERPRISE, name=f"成立于{text}", established=text)


@pytest.mark.parametrize(
    ("day", "count"), [(date(2019, 6, 30), 3), (date(2019, 7, 1), 5), (date(2019, 9, 30), 6), (date(2019, 10, 1), 7)]
)
@pytest.mark.parametrize("form", [lambda day: day, lambda day: day.isoformat()], ids=["date", "text"])
def test_a_partial_date_counts_from_its_first_day(organizations, day, count, form):
    found = Organization.objects.filter(established__lte=form(day)).order_by("established")
    assert list(found.values_list("established", flat=True)) == STORED[:count]


def test_partial_dates_sort_by_date(organizations):
    assert list(Organization.objects.order_by("established").values_list("established", flat=True)) == STORED


def test_postgresql_compares_by_bytes_whatever_its_locale():
    parameters = PartialDateField("成立时间").db_parameters(connection)
    assert parameters.get("collation") == ("C" if connection.vendor == "postgresql" else None)


def test_save_refuses_what_is_no_partial_date():
    with pytest.raises(ValueError, match="日期看不懂：2019-7"), transaction.atomic():
        Organization.objects.create(kind=Kind.ENTERPRISE, name="鑫达", established="2019-7")
    assert not Organization.objects.exists()
