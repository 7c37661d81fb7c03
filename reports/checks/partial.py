"""Partial dates compared in the database, where only what is certain counts: "2003" is not before "2003-07"."""

from datetime import date

from django.db.models import F, IntegerField, Q
from django.db.models.functions import Cast, Length, Substr


def too_soon(rows, first: str, then: str, years: int):
    """Those of `rows` whose `then` surely lies less than `years` years after `first`: the last day that `then` can mean
    is before the first day on which the years after `first` can be over. Both are columns of partial dates."""
    parts = {f"{name}_{at}": Substr(name, start, 2) for name in (first, then) for at, start in (("m", 6), ("d", 9))}
    known = (
        rows.exclude(**{first: ""})
        .exclude(**{then: ""})
        .annotate(
            **parts,
            passed=Cast(Substr(then, 1, 4), IntegerField()) - Cast(Substr(first, 1, 4), IntegerField()),
            **{f"{name}_long": Length(name) for name in (first, then)},
        )
    )
    months = Q(**{f"{first}_long__gte": 7, f"{then}_long__gte": 7})
    earlier_month = months & Q(**{f"{then}_m__lt": F(f"{first}_m")})
    days = Q(**{f"{first}_long": 10, f"{then}_long": 10, f"{then}_m": F(f"{first}_m")})
    earlier_day = days & Q(**{f"{then}_d__lt": F(f"{first}_d")})
    return known.filter(Q(passed__lt=years) | Q(passed=years) & (earlier_month | earlier_day))


def surely_before(column: str, day: date) -> Q:
    """The condition that a partial date is known and every day that it can mean lies before `day`."""
    text = day.isoformat()
    return Q(**{f"{column}__lt": text}) & ~Q(**{f"{column}__in": ("", text[:4], text[:7])})
