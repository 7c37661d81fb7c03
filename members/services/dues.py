"""Acts on dues: bases from a month on, and the payments of a branch's grid (domain.md §3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from liangxin import bulk
from liangxin.among import Several
from liangxin.history import ADDED, CHANGED, DELETED, record
from members.models import DuesBase, DuesPayment, Membership, PartyMember
from members.scope import branches_for_people
from orgs.models import PartyBranch
from orgs.services.writing import OutsideScope


@dataclass(frozen=True)
class Paid:
    """What a cell of the grid says: a member's amount for a month, None for no payment."""

    member: int
    month: date
    amount: Decimal | None


@dataclass(frozen=True)
class Based:
    """A member's base from the first day of a month on."""

    member: int
    payer: str
    base: Decimal


@transaction.atomic
def save_grid(
    *, branch: PartyBranch, payments: Iterable[Paid], bases: Iterable[Based], since: date, paid: date | None, by
) -> int:
    """Write the changed cells of a branch's grid in one act; returns how many rows were written.

    `since` is the first day of the month from which the bases hold, `paid` the day of the payments. Raises
    ValidationError: outside the scope, a member who is not of the branch, a month that another branch has taken.
    """
    payments, bases = list(payments), list(bases)
    need_editable_branch(branch, by=by)
    keys = sorted({one.member for one in (*payments, *bases)})
    _lock(keys, branch)
    return _set_bases(bases, since, by) + _set_payments(branch, payments, paid, by)


def need_editable_branch(branch: PartyBranch, *, by) -> None:
    """Raises OutsideScope unless `by` looks after the people of `branch` and may change registers."""
    if not by.may_edit or not branches_for_people(by).filter(pk=branch.pk).exists():
        raise OutsideScope(f"党组织“{branch}”的党费不在您的管理范围内")


def _lock(keys, branch):
    """Hold the members, so that two who save at once come one after the other."""
    held = PartyMember.objects.select_for_update().filter(pk__among=Several(keys)).order_by("pk")
    list(held.values_list("pk", flat=True))
    own = Membership.objects.filter(branch=branch, member__among=Several(keys)).values_list("member", flat=True)
    taken = DuesPayment.objects.filter(branch=branch, member__among=Several(keys)).values_list("member", flat=True)
    if set(keys) - set(own) - set(taken):
        raise ValidationError("有人不在这个党支部，请重新打开这一页")


def _set_bases(bases, since, by) -> int:
    """A base that begins on `since` is changed; the one that runs there ends, and what comes later stays."""
    rows: dict[int, list[DuesBase]] = {one.member: [] for one in bases}
    for row in DuesBase.objects.filter(member__among=Several(rows)).order_by("member_id", "start"):
        rows[row.member_id].append(row)
    added, changed = [], []
    for one in bases:
        running = next((row for row in rows[one.member] if row.covers(since)), None)
        if running and (running.payer, running.base) == (one.payer, one.base):
            continue
        values = {"payer": one.payer, "base": one.base}
        if running and running.start == since:
            running.payer, running.base = one.payer, one.base
            changed.append(running)
            continue
        later = min((row.start for row in rows[one.member] if row.start > since), default=None)
        end = running.end if running else later
        added.append(DuesBase(member_id=one.member, start=since, end=end, **values))
        if running:
            running.end = since
            changed.append(running)
    bulk.update(DuesBase, changed, ["payer", "base", "end"])
    record(changed, CHANGED, user=by if by.pk else None)
    record(bulk.insert(DuesBase, added), ADDED, user=by if by.pk else None)
    return len(changed) + len(added)


def _set_payments(branch, payments, paid, by) -> int:
    months = {one.month for one in payments}
    rows = DuesPayment.objects.filter(month__in=months, member__among=Several(sorted({one.member for one in payments})))
    known = {(row.member_id, row.month): row for row in rows.select_related("branch")}
    added, changed, deleted = [], [], []
    for one in payments:
        row = known.get((one.member, one.month))
        if row and row.branch_id != branch.pk:
            raise ValidationError(f"{one.month.month} 月的党费已在“{row.branch}”缴纳，不能在这里登记")
        if row is None and one.amount is not None:
            added.append(
                DuesPayment(member_id=one.member, branch=branch, month=one.month, amount=one.amount, paid=paid)
            )
        elif row and one.amount is None:
            deleted.append(row)
        elif row and row.amount != one.amount:
            row.amount, row.paid = one.amount, paid
            changed.append(row)
    stamp = {"user": by if by.pk else None}
    record(deleted, DELETED, **stamp)
    bulk.delete(DuesPayment, [row.pk for row in deleted])
    bulk.update(DuesPayment, changed, ["amount", "paid"])
    record(changed, CHANGED, **stamp)
    record(bulk.insert(DuesPayment, added), ADDED, **stamp)
    return len(deleted) + len(changed) + len(added)
