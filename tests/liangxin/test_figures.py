"""Rates, changes and bars say what is so, to the last organization."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from hypothesis import assume, given
from hypothesis import strategies as st

from liangxin.charts import bars, percent
from liangxin.figures import Rate
from liangxin.templatetags import lx

pytestmark = pytest.mark.nodb

counts = st.integers(0, 3_000_000)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (835, 1000, "83.5%"),
        (0, 0, "—"),
        (0, 7, "0.0%"),
        (7, 7, "100.0%"),
        (1, 10_000, "0.1%"),
        (9_999, 10_000, "99.9%"),
        (1, 8, "12.5%"),
        (1, 2000, "0.1%"),
        (2, 3, "66.7%"),
    ],
)
def test_a_rate_has_one_decimal_and_nothing_to_divide_by_is_a_dash(part, whole, text):
    assert Rate(part, whole).text == text


@given(counts, counts)
def test_only_all_is_a_hundred_percent_and_only_none_is_nought(part, whole):
    assume(0 < whole >= part)
    rate = Rate(part, whole)
    for text in (rate.text, percent(rate.value)):
        assert (text == "100.0%") == (part == whole)
        assert (text == "0.0%") == (part == 0)
    assert rate.value == part / whole


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (Rate(85, 100), Rate(838, 1000), "+1.2"),
        (Rate(838, 1000), Rate(85, 100), "−1.2"),
        (Rate(1, 2), Rate(50, 100), "持平"),
        (Rate(50_001, 100_000), Rate(1, 2), "持平"),
        (Rate(0, 0), Rate(1, 2), "—"),
        (Rate(1, 2), Rate(0, 0), "—"),
    ],
)
def test_a_change_is_in_percentage_points_with_a_real_minus(now, before, text):
    assert now.points(before) == text
    if text != "—":
        assert lx.points(now.value - before.value) == text


def test_a_bar_is_as_long_as_its_rate_and_marks_what_it_is_compared_with():
    chart = bars(
        "各乡镇",
        [
            {"label": "城关镇", "url": "/a", "rate": Rate(9, 10), "before": Rate(1, 2), "target": 0.85, "note": "9 家"},
            {"label": "石桥镇", "url": "/b", "value": 0.8, "before": None, "target": 0.85},
            {"label": "柳溪乡", "url": "/c", "rate": Rate(0, 0), "target": 0.85},
        ],
    )
    assert [(row.length, row.past, row.mark, row.short, row.text) for row in chart.rows] == [
        ("90.00%", "50.00%", "85.00%", False, "90.0%"),
        ("80.00%", None, "85.00%", True, "80.0%"),
        (None, None, "85.00%", False, "—"),
    ]
    assert (chart.target, chart.compared, chart.short) == (0.85, True, True)


def test_the_chart_is_rows_of_links_without_scripts_or_styles():
    rows = [{"label": "<城关镇>", "url": "/a?x=1&y=2", "rate": Rate(9, 10), "before": 0.5, "note": '"九"家'}]
    html = Template('{% load lx %}{% bars "各乡镇" rows before="上季末" %}').render(Context({"rows": rows}))
    assert '<a href="/a?x=1&amp;y=2" title="&quot;九&quot;家"><span>&lt;城关镇&gt;</span>' in html
    assert '<rect class="lx-bar" width="90.00%"' in html
    assert '<circle class="lx-past" cx="50.00%"' in html
    assert "90.0%" in html
    assert "上季末" in html
    assert "目标" not in html
    assert "未达目标" not in html
    assert "style" not in html
    assert "script" not in html


def test_a_chart_without_rows_is_an_empty_list():
    html = Template('{% load lx %}{% bars "各乡镇" rows %}').render(Context({"rows": []}))
    assert "<li>" not in html


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ rate|percent }}", "83.5%"),
        ("{{ none|percent }}", "—"),
        ("{{ none|points }}", "—"),
        ("{{ target|whole }}", "57%"),
        ("{{ half|whole }}", "87.5%"),
        ("{{ none|whole }}", "—"),
        ("{{ day|chinese_day }}", "2024年3月1日"),
        ("{{ month|chinese_day }}", "2024年3月"),
        ("{{ moment|chinese_day }}", "2024年3月2日"),
        ("{{ none|chinese_day }}", ""),
        ("{{ day|said }}", "2024年3月1日"),
        ("{{ yes|said }}", "是"),
        ("{{ none|said }}", "空"),
        ("{{ text|said }}", "甲"),
    ],
)
def test_template_filters_write_for_people(source, text):
    values = {
        "rate": Rate(835, 1000),
        "target": 0.57,
        "half": 0.875,
        "day": date(2024, 3, 1),
        "month": "2024-03",
        "moment": datetime(2024, 3, 1, 20, tzinfo=UTC),
        "none": None,
        "yes": True,
        "text": "甲",
    }
    assert Template("{% load lx %}" + source).render(Context(values)) == text
