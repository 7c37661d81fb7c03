"""ID numbers of members and candidates: put in sealed, unique, and shown in full only with a reason that is kept."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from members.models import Reveal
from members.numbers import birth_of, checked_number, sex_of
from members.secrets import index_of, opened, seal
from orgs.choices import Role

TAKEN_ELSEWHERE = "该公民身份号码已由其他党组织登记，请联系县级管理员"
REVEALERS = frozenset({Role.COUNTY, Role.TOWN})
SHORTEST = 4  # characters of a reason


@sensitive_variables("number")
def set_number(member, number: str, *, by, on: frozenset[str]) -> list[str]:
    """Put a cleaned or typed number into `member`, sealed; sex and birth follow where they are blank. → columns set.

    Raises ValidationError for a number that is wrong or another's.
    """
    number = checked_number(number)
    if number and index_of(number) == member.id_index:
        return []
    sealed = seal(number)
    if sealed.index == member.id_index and sealed.text == member.id_sealed:
        return []
    need_free_number(member, sealed.index, by=by)
    member.id_sealed, member.id_index = sealed.text, sealed.index
    told = {"sex": sex_of(number), "birth": birth_of(number)} if number else {}
    filled = [name for name in told if name in on and not getattr(member, name)]
    for name in filled:
        setattr(member, name, told[name])
    return ["id_sealed", "id_index", *filled]


def need_free_number(member, index: str | None, *, by) -> None:
    """Raises ValidationError when another row of the same register has the number; only who sees it is told whose."""
    model = type(member)
    taken = model.objects.filter(id_index=index).exclude(pk=member.pk).first() if index else None
    if taken is None:
        return
    if model.objects.visible_to(by).filter(pk=taken.pk).exists():
        raise ValidationError(f"该公民身份号码已登记在“{taken}”名下")
    raise ValidationError(TAKEN_ELSEWHERE)


@transaction.atomic
def reveal(*, someone, reason: str, by) -> str:
    """The ID number of a member or candidate in full; who looked, when, whose and why is kept (Reveal).

    Raises PermissionDenied for who may not see it, ValidationError for no reason or no number, and
    liangxin.vault.Lost when it cannot be opened; nothing is kept then, as nothing was shown.
    """
    if not may_reveal(someone, by=by):
        raise PermissionDenied
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST:
        raise ValidationError(f"请写明查看的事由，至少 {SHORTEST} 个字")
    if not someone.id_sealed:
        raise ValidationError(f"“{someone}”没有登记公民身份号码")
    number = opened(someone.id_sealed, index=someone.id_index)
    entry = Reveal(
        user=by,
        user_name=str(by),
        reason=reason,
        record=someone._meta.label_lower,
        record_id=someone.pk,
        person=someone.name,
    )
    entry._history_user = by
    entry.save()
    return number


def may_reveal(someone, *, by) -> bool:
    """Whether `by` may see the number in full: administrators of the county and of towns, of people they may change."""
    return by.role in REVEALERS and type(someone).objects.editable_by(by).filter(pk=someone.pk).exists()
