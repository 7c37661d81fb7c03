"""Remembered answers: looked through by words, forgotten, and what was forgotten taken back."""

import json

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce

from liangxin import bulk
from liangxin.history import ADDED, DELETED, record
from orgs.models import Organization, Region, User
from reports.imports.batches import CannotImport
from reports.ledgers.fields import field_title, fields
from reports.models import HeaderAnswer, SameAnswer, ValueAnswer

FORGOTTEN, TAKEN_BACK = "忘掉", "取回"  # reasons in the history
KINDS = {"headers": HeaderAnswer, "values": ValueAnswer, "same": SameAnswer}
ROW = ("town", "name", "credit_code")  # what an answer about a row goes by


@transaction.atomic
def forget(given: QuerySet, *, by) -> None:
    """Forget answers, all of one model, so that the next file is asked about again; the history says who did."""
    gone = list(given.select_for_update(of=("self",)))
    record(gone, DELETED, user=by if by.pk else None, reason=FORGOTTEN)
    bulk.delete(given.model, [one.pk for one in gone])


def all_about(given: SameAnswer) -> QuerySet[SameAnswer]:
    """All that was answered of the row of an answer: forgetting one of them would leave the row half asked."""
    return SameAnswer.objects.filter(**_row(given))


def forgotten(kind: str, user) -> QuerySet:
    """Entries in the history of the answers of `kind` that `user` may take back, newest first.

    One entry for each row that answers of "same" are about. Not listed: what was taken back or answered anew.
    """
    model = KINDS[kind]
    entry = model.history.model
    seen = type(model.objects.all())(entry).visible_to(user)
    later = entry.objects.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    found = seen.filter(~Exists(later), history_type=DELETED, history_change_reason=FORGOTTEN)
    if kind == "headers":
        anew = model.objects.filter(fingerprint=OuterRef("fingerprint"))
    elif kind == "values":
        anew = model.objects.annotate(place=Coalesce("region_id", 0)).filter(
            fact=OuterRef("fact"), text=OuterRef("text"), place=Coalesce(OuterRef("region_id"), 0)
        )
    else:
        about = {name: OuterRef(name) for name in ROW}
        anew = model.objects.filter(**about)
        together = entry.objects.filter(**about, history_date=OuterRef("history_date"), history_type=DELETED)
        found = found.exclude(Exists(together.filter(history_id__lt=OuterRef("history_id"))))
    return found.exclude(Exists(anew)).select_related("history_user").order_by("-history_id")


@transaction.atomic
def take_back(entry, *, by) -> None:
    """Let an answer that was forgotten (an entry of `forgotten`) hold again, as it was given then.

    Raises CannotImport when somebody has answered in between.
    """
    entries = [entry]
    if entry.instance_type is SameAnswer:
        together = {"history_date": entry.history_date, "history_change_reason": FORGOTTEN, **_row(entry)}
        entries = list(entry.instance_type.history.filter(**together))
    back = [one.instance for one in entries]
    there = set(User.objects.filter(pk__in={one.user_id for one in back}).values_list("pk", flat=True))
    for one in back:
        one.user_id = one.user_id if one.user_id in there else None
    try:
        with transaction.atomic():
            bulk.insert(entry.instance_type, back)
            record(back, ADDED, user=by if by.pk else None, reason=TAKEN_BACK)
    except IntegrityError as taken:
        raise CannotImport("这一项刚才已经有人重新回答，不用取回") from taken


def _row(one) -> dict:
    return {name: getattr(one, name) for name in ROW}


def matching(kind: str, given: QuerySet, words: str, user) -> QuerySet:
    """Answers of `kind`, or entries of their history, in which each of the words occurs, who answered included."""
    if kind == "headers":
        given = given.annotate(above=Cast("parents", TextField()))
    for word in words.split():
        given = given.filter(_SEARCHED[kind](word, user) | Q(user_name__icontains=word))
    return given


def _of_header(word: str, user) -> Q:
    titled = Q(column__in=[key for key in fields() if word in field_title(key)])
    # SQLite keeps characters outside of ASCII as JSON escapes, PostgreSQL as they are.
    above = Q(above__contains=word) | Q(above__contains=json.dumps(word)[1:-1])
    return Q(leaf__icontains=word) | titled | above | Q(column__endswith=f"={word}")


def _of_value(word: str, user) -> Q:
    titled = Q(fact__in=[key for key in fields() if word in field_title(key)])
    places = Q(value__in=Region.objects.filter(name__contains=word).values("code"), fact__in=("town", "village"))
    return Q(shown__icontains=word) | Q(value__icontains=word) | Q(region__name__contains=word) | titled | places


def _of_same(word: str, user) -> Q:
    called = Organization.objects.visible_to(user).filter(name__icontains=word)
    return Q(name__icontains=word) | Q(credit_code__icontains=word) | Q(organization__in=called.values("pk"))


_SEARCHED = {"headers": _of_header, "values": _of_value, "same": _of_same}
