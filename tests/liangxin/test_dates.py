"""Dates are read as people write them, and never guessed."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from liangxin import dates
from liangxin.dates import DayField, PartialDateField, PartialDateFormField, UnreadableDate, read_partial

pytestmark = pytest.mark.nodb

READ = [
    ("20190701", "2019-07-01"),
    (20190701, "2019-07-01"),
    (20190701.0, "2019-07-01"),
    ("201907", "2019-07"),
    (201907, "2019-07"),
    ("2019", "2019"),
    (2019, "2019"),
    (2019.0, "2019"),
    ("2019年", "2019"),
    ("2019.7.1", "2019-07-01"),
    ("2019.07.01", "2019-07-01"),
    ("2019.7.1.", "2019-07-01"),
    ("2019.7月", "2019-07"),
    ("2019、7", "2019-07"),
    ("2019，7，1", "2019-07-01"),
    ("2019。7。1", "2019-07-01"),
    ("2019.07", "2019-07"),
    (2019.07, "2019-07"),
    (2019.7, "2019-07"),
    (2019.12, "2019-12"),
    (2019.11, "2019-11"),
    ("2021.1", "2021-01"),
    ("2021.10", "2021-10"),
    (Decimal("2021.10"), "2021-10"),
    ("2019-7", "2019-07"),
    ("2019/7/1", "2019-07-01"),
    ("2019-07-01", "2019-07-01"),
    ("2019—7—1", "2019-07-01"),
    ("2019年7月", "2019-07"),
    ("2019年7月份", "2019-07"),
    ("2019年7", "2019-07"),
    ("2019年7月1日", "2019-07-01"),
    ("2019年07月01号", "2019-07-01"),
    ("2019年7月1", "2019-07-01"),
    ("２０１９年７月１日", "2019-07-01"),
    ("２０１９．７", "2019-07"),
    (" 2019 年 7 月 1 日 ", "2019-07-01"),
    ("2019年\n7月", "2019-07"),
    ("2019 . 7", "2019-07"),
    ("'2019-07-01", "2019-07-01"),
    ("2019-07-01 00:00:00", "2019-07-01"),
    ("2019/7/1 0:00", "2019-07-01"),
    ("2019-07-01T08:30:00", "2019-07-01"),
    ("2019年7月1日 10:20", "2019-07-01"),
    ("86.7", "1986-07"),
    (86.7, "1986-07"),
    ("86.7.1", "1986-07-01"),
    ("86年7月", "1986-07"),
    ("86-7-1", "1986-07-01"),
    ("03.5", "2003-05"),
    (date(2019, 7, 1), "2019-07-01"),
    (datetime(2019, 7, 1, 12, 30), "2019-07-01"),
    (43647, "2019-07-01"),
    (43647.0, "2019-07-01"),
    (43647.5, "2019-07-01"),
    (20000, "1954-10-03"),
    (60000, "2064-04-08"),
    ("2020-02-29", "2020-02-29"),
    ("", ""),
    ("  ", ""),
    (None, ""),
]

REFUSED = [
    "2019.13",
    "2019.00",
    "2019-02-30",
    "2019-02-29",
    "1900-02-29",
    "2019-7-32",
    "2019-7-0",
    "20191301",
    "20190230",
    "201913",
    "1899",
    "2101",
    "1899-12-31",
    "0019-07-01",
    "约2019年",
    "2019年左右",
    "2019年底",
    "2019年度",
    "2019年初",
    "二〇二五年底",
    "二〇一九年七月",
    "2019年7月至今",
    "2019-2020",
    "2019.7-8",
    "2019年7-8月",
    "2019年7月①",
    "2019-07-01、2020-01-01",
    "2019-07-01 25:00",
    "2019 7 1",
    "2019 1 2",
    "2 019",
    "7月1日",
    "7.1",
    "01/02/2019",
    "01/02/19",
    "19-7-1",
    "32",
    "86",
    "43647",
    "1",
    "无",
    "不详",
    "-",
    "长期",
    "٢٠١٩",
    32,
    86,
    0,
    -2019,
    1899,
    2101,
    19999,
    60001,
    20190230,
    2021.1,
    86.1,
    2019.13,
    2019.071,
    7.1,
    float("nan"),
    float("inf"),
    float("-inf"),
    1e300,
    10**40,
    True,
    False,
    date(1899, 12, 31),
    date(2101, 1, 1),
    ["2019"],
]

partials = st.dates(date(1900, 1, 1), date(2100, 12, 31)).flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
)


@pytest.mark.parametrize(("written", "stored"), READ, ids=repr)
def test_a_date_is_read_with_the_precision_it_was_written_in(written, stored):
    assert read_partial(written) == stored


@pytest.mark.parametrize("written", REFUSED, ids=repr)
def test_what_is_not_plainly_one_date_is_refused(written):
    with pytest.raises(UnreadableDate):
        read_partial(written)


def test_the_refusal_names_the_value_and_says_what_to_write():
    with pytest.raises(UnreadableDate, match="日期看不懂：约2019年。请写成 2024-03-01、2024年3月 或 2024"):
        read_partial("约2019年")


def test_a_two_digit_year_is_never_after_this_year():
    this_year = dates.today().year
    assert read_partial(f"{this_year % 100:02}.5") == f"{this_year}-05"
    assert read_partial(f"{(this_year + 1) % 100:02}.5") == f"{this_year - 99}-05"


@given(partials)
def test_a_stored_date_reads_as_itself_and_its_words_read_back(text):
    assert read_partial(text) == text
    assert read_partial(dates.said(text)) == text
    assert dates.is_partial(text)


@given(st.one_of(st.text(alphabet="0123456789.-/年月日 :'T底约０", max_size=14), st.integers(), st.floats()))
def test_reading_gives_a_real_date_or_a_refusal_and_nothing_else(value):
    try:
        text = read_partial(value)
    except UnreadableDate:
        return
    assert dates.is_partial(text)
    assert not text or dates.first_day(text) <= dates.last_day(text)


@given(partials, st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_text_order_is_counts_from_its_first_day(text, day):
    assert (text <= day.isoformat()) == (dates.first_day(text) <= day)


def test_the_days_that_a_partial_date_can_mean():
    assert dates.first_day("2019") == date(2019, 1, 1)
    assert dates.last_day("2019") == date(2019, 12, 31)
    assert dates.first_day("2020-02") == date(2020, 2, 1)
    assert dates.last_day("2020-02") == date(2020, 2, 29)
    assert dates.first_day("2020-02-03") == dates.last_day("2020-02-03") == date(2020, 2, 3)
    for days in (dates.first_day, dates.last_day):
        with pytest.raises(ValueError):
            days("")


def test_partial_dates_are_said_in_chinese():
    assert [dates.said(text) for text in ("2019-07-01", "2019-07", "2019", "")] == [
        "2019年7月1日",
        "2019年7月",
        "2019年",
        "",
    ]


def test_a_finer_date_refines_a_coarser_one_and_itself():
    assert dates.refines("2019-07-01", "2019-07")
    assert dates.refines("2019-07", "2019-07")
    assert dates.refines("2019", "")
    assert not dates.refines("2019-07", "2019-07-01")
    assert not dates.refines("2019-08", "2019-07")
    assert not dates.refines("", "2019")


def test_the_form_field_reads_notations_longer_than_what_is_stored():
    field = PartialDateField("成立时间").formfield()
    assert isinstance(field, PartialDateFormField)
    assert field.clean("2019年07月01日") == "2019-07-01"
    assert field.clean("") == ""
    assert field.widget.attrs["placeholder"] == "2019-07-01 或 2019年7月"
    with pytest.raises(ValidationError, match="日期看不懂：2019年底"):
        field.clean("2019年底")


def test_an_unchanged_form_value_is_no_change():
    field = PartialDateField("成立时间").formfield()
    assert not field.has_changed("2019-07", "2019年7月")
    assert field.has_changed("2019-07", "2019-07-01")


def test_the_day_field_needs_a_whole_day():
    assert DayField().clean("2019.7.1") == date(2019, 7, 1)
    assert DayField().clean(date(2019, 7, 1)) == date(2019, 7, 1)
    assert DayField(required=False).clean("") is None
    with pytest.raises(ValidationError, match="请写出年月日"):
        DayField().clean("2019年7月")
    with pytest.raises(ValidationError, match="日期看不懂"):
        DayField().clean("2019-02-30")


def test_the_model_field_refuses_what_is_no_partial_date():
    field = PartialDateField("成立时间")
    for wrong in ("2019-7", "2019-13", "2019-02-30", "约2019", "1899", "2019-07-01\n"):
        with pytest.raises(ValidationError):
            field.clean(wrong, None)
    assert field.clean("2019-07", None) == "2019-07"
    assert field.clean("", None) == ""


def test_the_model_field_keeps_its_migration_short():
    name, path, arguments, options = PartialDateField("成立时间").deconstruct()
    assert path == "liangxin.dates.PartialDateField"
    assert options == {"verbose_name": "成立时间", "blank": True, "max_length": 10}
