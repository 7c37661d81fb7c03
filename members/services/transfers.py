"""Transfers (组织关系转接): a letter is sent, then received or sent back; what each does to the member (domain.md §1).

On its way (已出具证明信) the member stays in the branch that sent it, so no day is without a branch and none has two.
Who looks after the branch that sent it sends; who looks after the one that it goes to receives it or sends it back. Of
a letter over the county's border the side in the county does both.
"""

from datetime import date

from django.db import transaction

from members.choices import Direction, Left, State, TransferState
from members.models import Membership, PartyMember, Relation, Transfer
from members.services.members import end_fact, leave, workplaces_of
from members.services.rosters import restate
from members.services.transfer_checks import need_expectable, need_lasting, need_open, need_receivable, need_sendable
from orgs.models import PartyBranch
from orgs.services.writing import held, raise_version, write


@transaction.atomic
def send(
    *,
    member: PartyMember,
    sent: date,
    by,
    target: PartyBranch | None = None,
    outside: str = "",
    letter: str = "",
    valid_until: date | None = None,
    reason: str = "",
) -> Transfer:
    """开出介绍信: to the branch `target` of the county, or to a Party organization `outside` it.

    From `sent` on the member's relation is 已出具证明信. Raises ValidationError when need_sendable does.
    """
    member = held(member, by=by)
    origin = need_sendable(member, sent=sent, target=target, outside=outside, valid_until=valid_until, by=by)
    return _written(
        Transfer(
            member=member,
            direction=Direction.WITHIN if target else Direction.OUT,
            origin=origin,
            target=target,
            outside=outside,
            letter=letter,
            sent=sent,
            valid_until=valid_until,
            reason=reason,
        ),
        by=by,
    )


@transaction.atomic
def expect(
    *,
    member: PartyMember,
    target: PartyBranch,
    outside: str,
    sent: date,
    by,
    letter: str = "",
    valid_until: date | None = None,
    reason: str = "",
) -> Transfer:
    """县外转入: the member holds a letter from `outside` to the branch `target`, which has not handed it in yet.

    The member is in no branch of the county. Raises ValidationError when need_expectable does.
    """
    member = held(member, by=by)
    need_expectable(member, sent=sent, target=target, outside=outside, valid_until=valid_until, by=by)
    return _written(
        Transfer(
            member=member,
            direction=Direction.IN,
            target=target,
            outside=outside,
            letter=letter,
            sent=sent,
            valid_until=valid_until,
            reason=reason,
        ),
        by=by,
    )


def _written(transfer: Transfer, *, by) -> Transfer:
    """A new letter, and the relation of who holds it. Who holds one that should have come long ago stays 应转未转."""
    member = transfer.member
    write(transfer, by=by)
    pocketed = member.relations.filter(state=State.POCKET, end=None).exists()
    if transfer.origin_id or not (member.left or pocketed):
        _relate(member, State.LETTER, transfer.sent, str(transfer.target or transfer.outside), by=by)
    _tell(transfer, by=by)
    return transfer


@transaction.atomic
def receive(*, transfer: Transfer, day: date, by) -> Transfer:
    """接收 (for a letter to outside: 收到回执): from `day` on the member is in the branch that the letter goes to.

    The membership of the branch that sent it, and the posts held there, end that day; the relation is 已转入. Who was
    sent out of the county has left. Raises ValidationError when need_receivable does.
    """
    transfer = held(transfer, by=by)
    member = _locked(transfer)
    need_receivable(transfer, day, by=by)
    if transfer.direction == Direction.OUT:
        leave(member=member, day=day, why=Left.MOVED, by=by)
    else:
        for fact in leaving(transfer, day):
            end_fact(fact, day, by=by)
        _welcome(member, day, by=by)
        write(Membership(member=member, branch=transfer.target, start=day), by=by)
        _relate(member, State.ARRIVED, day, "", by=by)
    return _settled(transfer, TransferState.RECEIVED, day, by=by)


@transaction.atomic
def send_back(*, transfer: Transfer, day: date, reason: str, by) -> Transfer:
    """退回: the letter goes back on `day`; the member's relation is again what it was before it was sent."""
    transfer = held(transfer, by=by)
    member = _locked(transfer)
    need_open(transfer, day, by=by)
    if not member.left:
        _unrelate(member, day, by=by)
    transfer.reason = "；".join(filter(None, (transfer.reason, reason)))[:500]
    return _settled(transfer, TransferState.BACK, day, by=by)


@transaction.atomic
def amend(*, transfer: Transfer, letter: str, valid_until: date | None, reason: str, by) -> Transfer:
    """更正介绍信: its number, its last day and the remark of a letter that is on its way."""
    transfer = held(transfer, by=by)
    need_open(transfer, transfer.sent, by=by, side=transfer.origin or transfer.target)
    need_lasting(transfer.sent, valid_until)
    transfer.letter, transfer.valid_until, transfer.reason = letter, valid_until, reason
    return write(transfer, by=by, fields=["letter", "valid_until", "reason"])


def leaving(transfer: Transfer, day: date) -> list:
    """What of the member ends when a letter within the county is received on `day`: membership and posts."""
    origin = transfer.origin_id
    rows = [*transfer.member.memberships.filter(branch=origin), *transfer.member.posts.filter(branch=origin)]
    return [one for one in rows if one.end is None or one.end > day]


def _locked(transfer) -> PartyMember:
    """The member, held until the transaction ends. The branch that receives does not see who is not there yet."""
    member = PartyMember.objects.select_for_update(of=("self",)).get(pk=transfer.member_id)
    transfer.member = member
    return member


def _relate(member, state, day, where, *, by):
    """From `day` on the member's relation is `state`."""
    running = member.relations.on(day).first()
    if running and running.start == day:
        running.state, running.where, running.end = state, where[:200], None
        write(running, by=by, fields=["state", "where", "end"])
        return
    if running:
        running.end = day
        write(running, by=by, fields=["end"])
    write(Relation(member=member, state=state, where=where[:200], start=day), by=by)


def _unrelate(member, day, *, by):
    """The letter is back: the relation is what it was before; without an earlier one it is 在本支部 again."""
    running = member.relations.on(day).first()
    if running is None or running.state != State.LETTER:
        return
    before, until = member.relations.filter(end=running.start).first(), running.end
    end_fact(running, day, by=by)
    if before and before.end == day:
        before.end = until
        write(before, by=by, fields=["end"])
    elif before:
        write(Relation(member=member, state=before.state, where=before.where, start=day, end=until), by=by)


def _welcome(member, day, *, by):
    """Who had gone out of the county and comes back is a member again, of the type of that time."""
    if not member.left:
        return
    last = member.persontypes.order_by("-start").first()
    member.left = member.left_why = ""
    write(member, by=by, fields=["left", "left_why"])
    if last and last.end and last.end <= day:
        write(type(last)(member=member, person=last.person, start=day), by=by)


def _settled(transfer, state, day, *, by) -> Transfer:
    transfer.state, transfer.settled = state, day
    write(transfer, by=by, fields=["state", "settled", "reason"])
    _tell(transfer, by=by)
    return transfer


def _tell(transfer, *, by):
    """Versions and numbers follow."""
    raise_version(transfer.member, transfer.origin, transfer.target)
    restate(workplaces_of(transfer.member), by=by)
