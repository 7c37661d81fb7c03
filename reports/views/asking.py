"""What a page is asked for in its address: the day, the day it is compared with, the place, the rows."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import Http404
from django.urls import reverse

from liangxin.dates import DayField, today
from orgs.choices import Kind
from orgs.models import Region
from reports.coverage import GROUPS, Question
from reports.coverage.days import last_year_end
from reports.coverage.questions import own_region

KINDS = [("", "全部"), *Kind.choices]
WHERE = tuple(key for key in GROUPS if key != "region")  # the region is asked for by `region`


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class DaysForm(forms.Form):
    """The two days; empty ones are today and the last year-end."""

    day = DayField(label="日期", required=False, widget=DayInput)
    before = DayField(label="比较日期", required=False, widget=DayInput)


@dataclass
class Asked:
    """An address, read. `params` is what the address said, for the addresses that lead on from it."""

    question: Question
    before: date
    by: str
    params: dict[str, str]
    errors: list[str]

    @property
    def group(self):
        """The group of the table."""
        return GROUPS[self.by]

    @property
    def day(self) -> date:
        """The day asked about."""
        return self.question.day

    @property
    def region(self) -> Region | None:
        """The place asked about; None while no region is registered."""
        return self.question.region

    @property
    def place(self) -> str:
        """The place in words."""
        return self.region.name if self.region else "全县"

    def url(self, name: str, *args, **changes: str | None) -> str:
        """The address `name` with what was asked here, and `changes` (None takes a parameter away)."""
        params = {key: value for key, value in {**self.params, **changes}.items() if value}
        return reverse(f"reports:{name}", args=args) + (f"?{urlencode(params)}" if params else "")

    def limits(self) -> list[tuple[str, str, str]]:
        """What the rows are limited to, beside kind: (group's title, row's label, address without the limit)."""
        return [
            (GROUPS[group].title, GROUPS[group].label(key, self.region), self.url("coverage", **{group: None}))
            for group, key in self.question.where
            if group != "kind"
        ]


def asked(request) -> Asked:
    """The address of `request`, read. A place or row that the user cannot see, or that cannot exist, is Http404."""
    days = DaysForm(request.GET)
    errors = [f"{days.fields[name].label}：{error}" for name, found in days.errors.items() for error in found]
    day = days.cleaned_data.get("day") or today()
    before = days.cleaned_data.get("before") or last_year_end(day)
    by = request.GET.get("by") or "region"
    if by not in GROUPS:
        raise Http404
    region = asked_region(request.user, request.GET.get("region", ""))
    where = tuple((key, request.GET[key]) for key in WHERE if request.GET.get(key))
    params = {
        "day": days.cleaned_data.get("day") and day.isoformat(),
        "before": days.cleaned_data.get("before") and before.isoformat(),
        "region": request.GET.get("region"),
        "by": request.GET.get("by"),
        **dict(where),
    }
    question = Question(request.user, day, region, where)
    check(question)
    return Asked(question, before, by, params, errors)


def asked_region(user, code: str) -> Region | None:
    """The region with `code` if the user may ask about it; the user's own one for ""."""
    own = own_region(user)
    if not code:
        return own
    region = Region.objects.visible_to(user).filter(code=code).first() if code.isdecimal() else None
    if region is None or not region.code.startswith(own.code if own else ""):
        raise Http404
    return region


def check(question: Question):
    """Raise Http404 when the question names a row that cannot exist, or a zone or branch that the user cannot see."""
    try:
        for group, key in question.where:
            GROUPS[group].condition(key, question.day, question.region)
            if not GROUPS[group].seen_by(question.user, key) and not question.standings().exists():
                raise Http404
    except ValueError:
        raise Http404 from None


def tidy(request) -> str:
    """The address of `request` without the parameters that are empty: drop-downs left on 全部."""
    query = request.GET.copy()
    for key in [key for key, value in request.GET.items() if value == ""]:
        del query[key]
    return f"{request.path}?{query.urlencode()}" if query else request.path
