"""Figures as people read them, filters as drop-downs, bars as SVG."""

from datetime import date, datetime
from decimal import Decimal
from urllib.parse import parse_qsl

from django import template
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR
from django.utils import timezone

from liangxin import charts, dates

register = template.Library()
register.filter("percent", charts.percent)


@register.filter
def points(change) -> str:
    """A change between two rates, as a fraction, in 百分点 with a real minus sign; 持平; a dash for None."""
    if change is None:
        return "—"
    shown = round(change * 100, 1)
    return "持平" if not shown else f"{'+' if shown > 0 else '−'}{abs(shown):.1f}"


@register.filter
def whole(rate) -> str:
    """A target in percent, without decimals that say nothing: 0.85 → 85%, 0.875 → 87.5%; a dash for None."""
    return "—" if rate is None else f"{Decimal(str(rate)) * 100:.1f}".removesuffix(".0") + "%"


@register.filter
def money(amount) -> str:
    """An amount of money, to the cent where it has cents: 1,234.50, 15; "" for None."""
    if amount is None or amount == "":
        return ""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


@register.filter
def money_rate(rate) -> str:
    """A percentage as it was set, without zeros that say nothing: 1.500 → 1.5."""
    return "" if rate is None else f"{rate.normalize():f}"


@register.filter
def numeral(number) -> str:
    """一 to 四, for quarters."""
    return "一二三四"[number - 1]


@register.filter
def chinese_day(day) -> str:
    """A date or partial date → 2024年3月1日; "" for none."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return dates.said(day if isinstance(day, str) else day.isoformat()) if day else ""


@register.filter
def said(value):
    """A value of the history in words: yes, no, nothing, a day."""
    if isinstance(value, date):
        return chinese_day(value)
    return {"True": "是", "False": "否", "None": "空", "": "空", "[]": "空", "{}": "空"}.get(str(value), value)


@register.inclusion_tag("lx/bars.html")
def bars(title, rows, before="上年末", value="覆盖率"):
    """Horizontal bars that link (charts.bars has the shape of the rows); `before` and `value` are words of the key."""
    return {"chart": charts.bars(title, rows), "before": before, "value": value}


@register.simple_tag
def menu(spec, given):
    """The options of a list filter as (value, label, selected) when it has a single parameter, else None."""
    options, names = [], set()
    for choice in given:
        query = dict(parse_qsl(choice["query_string"].lstrip("?"), keep_blank_values=True))
        mine = {name: query[name] for name in spec.expected_parameters() if name in query}
        names |= mine.keys()
        options.append((next(iter(mine.values()), ""), choice["display"], choice["selected"]))
    return {"name": names.pop(), "options": options, "on": not options[0][2]} if len(names) == 1 else None


@register.simple_tag
def kept(cl):
    """Parameters of the list that are neither the search, a page nor a filter: the search form carries them on."""
    filtered = {name for spec in cl.filter_specs for name in spec.expected_parameters()}
    return [(name, value) for name, value in cl.params.items() if name not in filtered | {SEARCH_VAR, PAGE_VAR}]


@register.simple_tag
def page_span(cl):
    """First and last row number shown on this page."""
    first = (cl.page_num - 1) * cl.list_per_page + 1
    return first, first + len(cl.result_list) - 1
