"""What a transfer needs: who may send, receive or send back, and on which days (domain.md §1)."""

from datetime import date

from django.core.exceptions import ValidationError

from liangxin.dates import said, today
from members.choices import Direction, Left, State, TransferState
from members.models import Transfer
from members.scope import branches_for_people
from members.services.members import need_in_force
from orgs.models import PartyBranch
from orgs.services.writing import OutsideScope


def need_sendable(member, *, sent: date, target, outside: str, valid_until: date | None, by) -> PartyBranch:
    """The branch that sends the letter. Raises ValidationError when none can, or the letter cannot be sent."""
    if bool(target) == bool(outside):
        raise ValidationError("请选择转入的党支部；转出县外的，填写县外党组织")
    _need_free(member, sent, valid_until)
    if member.left:
        raise ValidationError(f"“{member}”已于{said(member.left)}离开，不能再转出")
    running = list(member.memberships.on(sent).select_related("branch"))
    if not running:
        raise ValidationError(f"“{member}”在{_day(sent)}不在任何党支部，请先登记所在党支部")
    if len(running) > 1:
        raise ValidationError(f"“{member}”在{_day(sent)}同时登记在两个党支部，请先更正")
    origin = running[0].branch
    _need_side(origin, by)
    if target:
        if target.pk == origin.pk:
            raise ValidationError(f"“{member}”已在“{origin}”，不用转接")
        need_in_force(target, sent)
    return origin


def need_expectable(member, *, sent: date, target, outside: str, valid_until: date | None, by) -> None:
    """Raises ValidationError unless the member can come into the county by such a letter."""
    if not outside:
        raise ValidationError("请填写开出介绍信的县外党组织")
    _need_free(member, sent, valid_until)
    _need_side(target, by)
    need_in_force(target, sent)
    if member.left and member.left_why != Left.MOVED:
        raise ValidationError(f"“{member}”已离开（{member.get_left_why_display()}），不能转入")
    _need_no_branch(member, sent)


def need_receivable(transfer: Transfer, day: date, *, by) -> None:
    """Raises ValidationError unless the letter can be received on `day`."""
    need_open(transfer, day, by=by)
    member = transfer.member
    if transfer.direction == Direction.IN:
        _need_no_branch(member, day)
    elif member.left:
        raise ValidationError(f"“{member}”已于{said(member.left)}离开，请退回介绍信")
    if transfer.target:
        need_in_force(transfer.target, day)
        if member.memberships.filter(branch=transfer.target).exclude(end__lte=day).exists():
            raise ValidationError(f"“{member}”已在“{transfer.target}”，请核对")
    if later := member.relations.filter(start__gt=day).order_by("start").first():
        raise ValidationError(f"“{member}”从{_day(later.start)}起登记为{later}，不能早于这一天")
    if transfer.direction == Direction.WITHIN and member.memberships.filter(start__gt=day).exists():
        raise ValidationError(f"“{member}”在{_day(day)}以后另有所在党支部，请先更正")


def need_open(transfer: Transfer, day: date, *, by, side: PartyBranch | None = None) -> None:
    """Raises ValidationError unless the letter is on its way on `day` and `by` may settle it (or acts for `side`)."""
    if transfer.state != TransferState.SENT:
        raise ValidationError(f"这封介绍信{transfer.get_state_display()}，不能再办理")
    _need_side(side or transfer.settled_by, by)
    if day < transfer.sent:
        raise ValidationError(f"不能早于开出日期（{_day(transfer.sent)}）")
    if day > today():
        raise ValidationError("不能晚于今天")


def may_act_for(branch: PartyBranch | None, *, by) -> bool:
    """Whether `by` changes what concerns the people of `branch`."""
    return bool(branch and by.may_edit and branches_for_people(by).filter(pk=branch.pk).exists())


def _need_side(branch, by):
    if not branches_for_people(by).filter(pk=branch.pk).exists():
        raise OutsideScope(f"“{branch}”的党员不由您管理，请由管理它的单位或县级管理员办理")


def _need_free(member, sent, valid_until):
    """The member holds no other letter, nothing later is known of the relation, and the days are right."""
    if sent > today():
        raise ValidationError("开出日期不能晚于今天")
    need_lasting(sent, valid_until)
    if member.transfers.filter(state=TransferState.SENT).exists():
        raise ValidationError(f"“{member}”已有一封开出、尚未接收的介绍信，请先接收或退回")
    # Who came with a letter is entered as 应转未转 on the day of entry, which is after that of the letter.
    later = member.relations.filter(start__gte=sent).exclude(state=State.POCKET).order_by("start").first()
    if later:
        raise ValidationError(f"“{member}”从{_day(later.start)}起已登记为{later}，开出日期要晚于这一天")


def need_lasting(sent, valid_until):
    """Raises ValidationError when a letter would end before it is sent."""
    if valid_until and valid_until < sent:
        raise ValidationError("有效期不能早于开出日期")


def _need_no_branch(member, day):
    running = member.memberships.exclude(end__lte=day).select_related("branch").first()
    if running:
        raise ValidationError(f"“{member}”在“{running.branch}”，请由那里办理县内转接")


def _day(day: date) -> str:
    return said(day.isoformat())
