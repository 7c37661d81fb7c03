"""Accepting findings with a reason until a day (已知悉), and taking that back."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin.among import Several
from liangxin.dates import today
from orgs.services.writing import erase, write
from reports.checks.base import Asked, Check, rows_of
from reports.checks.counting import accepted
from reports.models import Acceptance

LONGEST = timedelta(days=366)


@transaction.atomic
def accept(one: Check, keys: Iterable[int], *, reason: str, until: date, by) -> int:
    """Accept the findings of a rule about the records `keys` until `until`; returns how many.

    Only records that the rule finds and `by` may change. Raises ValidationError with a sentence when there is none, or
    the day lies in the past or more than a year ahead.
    """
    if not today() < until <= today() + LONGEST:
        raise ValidationError("有效期请填明天以后、一年以内的日期")
    asked = Asked(by, today())
    found = _named(one, asked, keys)
    mine = set(one.noun.record.objects.editable_by(by).filter(pk__among=Several(found)).values_list("pk", flat=True))
    if not mine:
        raise ValidationError("没有办理：勾选的各项已经不在列表里，或者不在您的管理范围内。请刷新后再勾选。")
    known = {
        row.record_id: row
        for row in Acceptance.objects.select_for_update().filter(
            rule=one.key, record=one.noun.label, record_id__among=Several(mine)
        )
    }
    for key in sorted(mine):
        _keep(known.get(key), one, key, found[key], {"reason": reason, "until": until}, by)
    return len(mine)


def _keep(row, one, key, name, said, by):
    said |= {"record_name": name[:200], "user": by, "user_name": str(by)}
    if row is None:
        write(Acceptance(rule=one.key, record=one.noun.label, record_id=key, **said), by=by)
        return
    for field, value in said.items():
        setattr(row, field, value)
    write(row, by=by, fields=list(said))


@transaction.atomic
def take_back(one: Check, keys: Iterable[int], *, by) -> int:
    """Let accepted findings show again; returns how many. Raises ValidationError when `by` may not for any."""
    mine = one.noun.record.objects.editable_by(by).filter(pk__among=Several(keys)).values_list("pk", flat=True)
    rows = accepted(one, Asked(by, today())).filter(record_id__among=Several(mine))
    for row in (found := list(rows)):
        erase(row, by=by)
    if not found:
        raise ValidationError("没有办理：勾选的各项已经不在列表里，或者不在您的管理范围内。请刷新后再勾选。")
    return len(found)


def _named(one, asked, keys) -> dict[int, str]:
    rows = rows_of(one, asked).filter(**{f"{one.noun.key}__among": Several(keys)}).select_related(*one.noun.related)
    return {getattr(row, one.noun.key): one.noun.name_of(row) for row in rows}
