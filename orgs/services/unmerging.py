"""撤销合并: the two organizations as they were, each with what was its own."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from liangxin import bulk
from liangxin.history import ADDED, CHANGED, DELETED, record
from orgs.models import Merge, Organization
from orgs.services import merging_rest
from orgs.services.images import Image, by_key, key, revived, same
from orgs.services.merging import FACTS, settle, unit
from orgs.services.writing import held, need_editable

CLASH = "合并之后登记的内容与恢复的内容冲突，不能撤销。请在单位页面改正后再试"


@transaction.atomic
def undo(*, merge: Merge, by) -> Organization:
    """Put the two organizations of `merge` back as they were; returns the one that had gone.

    What names the kept one since the merge stays with it. Raises OutsideScope when `by` may not change it, and
    ValidationError with the reason when later edits stand in the way.
    """
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    kept = held(merge.kept, by=by)
    need_undoable(merge, kept)
    said = f"撤销合并“{merge.gone_name}”"
    stamp = {"user": by if by.pk else None, "reason": said}
    try:
        with transaction.atomic():
            _put_back(merge, kept, stamp)
            merging_rest.back(merge.done["moved"], by=by, said=said)
            for one in merge.done["doubled"]:  # the last, as they may clash with what has just gone back
                _again(type(revived(one)), [revived(one)], stamp)
    except IntegrityError as clash:
        raise ValidationError(CLASH) from clash
    gone = Organization.objects.get(pk=merge.gone)
    need_editable(kept, gone, by=by)
    settle(kept, gone, by=by)
    merge.undone, merge.undone_name = timezone.now(), str(by)
    merge.save(update_fields=["undone", "undone_name"])
    return gone


def need_undoable(merge: Merge, kept: Organization) -> None:
    """Raises ValidationError unless everything that the merge wrote is still as it wrote it."""
    if merge.undone:
        raise ValidationError("这次合并已经撤销")
    written, now = by_key(merge.done["after"]), by_key(unit(kept))
    for which, one in written.items():
        if which not in now or not same(one, now[which]):
            raise ValidationError(f"合并之后，{_called(one)}又有修改，不能撤销。要分开，请新增一家单位并改正这一家")
    for which, one in now.items():
        if which not in written:
            raise ValidationError(f"合并之后，又登记了{_called(one)}，不能撤销。要分开，请新增一家单位并改正这一家")
    if merge.gone_code and Organization.objects.filter(credit_code=merge.gone_code).exclude(pk=kept.pk).exists():
        raise ValidationError(f"代码 {merge.gone_code} 已登记给另一家单位，不能撤销")
    for one in merge.done["before"]:
        for named in _missing(revived(one), merge.gone):
            raise ValidationError(f"原来的{named}已被删去，不能撤销")


def _called(one: Image) -> str:
    return f"{revived(one)._meta.verbose_name}"


def _missing(one: models.Model, gone: int):
    """What a row names and is not there any more."""
    for column in one._meta.concrete_fields:
        value, model = getattr(one, column.attname), column.related_model
        if model is None or value is None or (model is Organization and value == gone):
            continue
        if not model._base_manager.filter(pk=value).exists():
            yield column.verbose_name


def _put_back(merge: Merge, kept: Organization, stamp: dict) -> None:
    """What the merge added goes, then the organizations, then their facts: no two rows ever meet on a day."""
    before, after = by_key(merge.done["before"]), by_key(merge.done["after"])
    for model in FACTS:
        label = model._meta.label_lower
        added = [revived(one) for which, one in after.items() if which[0] == label and which not in before]
        record(added, DELETED, **stamp)
        bulk.delete(model, [one.pk for one in added])
    own, other = (revived(before[Organization._meta.label_lower, pk]) for pk in (kept.pk, merge.gone))
    own.version = kept.version + 1
    other.version += 1
    _rewrite(Organization, [own], stamp)
    _again(Organization, [other], stamp)
    for model in FACTS:
        label = model._meta.label_lower
        changed = [revived(one) for which, one in before.items() if which[0] == label and _differs(one, after)]
        for owner in (merge.gone, kept.pk):
            _rewrite(model, [one for one in changed if one.organization_id == owner], stamp)
        _again(
            model, [revived(one) for which, one in before.items() if which[0] == label and which not in after], stamp
        )


def _differs(one: Image, after: dict) -> bool:
    return key(one) in after and not same(one, after[key(one)])


def _rewrite(model, rows: list, stamp: dict) -> None:
    bulk.update(model, rows, [field.attname for field in model._meta.concrete_fields if not field.primary_key])
    record(rows, CHANGED, **stamp)


def _again(model, rows: list, stamp: dict) -> None:
    dated = [field.attname for field in model._meta.concrete_fields if getattr(field, "auto_now_add", False)]
    since = [[getattr(one, name) for name in dated] for one in rows]
    bulk.insert(model, rows)
    if dated:  # they are as old as they were
        for one, days in zip(rows, since, strict=True):
            vars(one).update(zip(dated, days, strict=True))
        bulk.update(model, rows, dated)
    if hasattr(model, "history"):
        record(rows, ADDED, **stamp)
