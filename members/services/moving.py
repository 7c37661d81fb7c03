"""What moves from one branch to another on a day: memberships, posts, people on the way into the Party, letters.

Called by the acts of members/services/branches.py inside their transaction, after they hold both branches.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, QuerySet

from liangxin import bulk
from liangxin.among import Several
from liangxin.history import ADDED, CHANGED, record
from members.choices import TransferState
from members.models import Candidate, Membership, PartyMember, Post, Transfer, Workplace
from members.queries_moving import posts_of, still
from orgs.models import PartyBranch
from orgs.services.writing import erase, write


def move_members(memberships: QuerySet[Membership], to: PartyBranch, day: date, *, by) -> list[int]:
    """`memberships` that still hold on `day` go on in `to`: those begun before end there and new ones begin.

    One that begins that day or later only changes its branch. Returns the keys of the organizations at which these
    members work, whose standings the caller lets be restated.
    """
    ended, added, turned = [], [], []
    for one in memberships.filter(still(day)).select_for_update(of=("self",)):
        if one.start >= day:
            one.branch = to
            turned.append(one)
        else:
            added.append(Membership(member_id=one.member_id, branch=to, start=day, end=one.end))
            one.end = day
            ended.append(one)
    bulk.update(Membership, ended, ["end"])
    bulk.update(Membership, turned, ["branch_id"])
    user = by if by.pk else None
    record([*ended, *turned], CHANGED, user=user)
    record(bulk.insert(Membership, added), ADDED, user=user)
    members = Several({one.member_id for one in (*ended, *turned)})
    PartyMember.objects.filter(pk__among=members).update(version=F("version") + 1)
    return list(Workplace.objects.filter(member__among=members).values_list("organization", flat=True).distinct())


def move_posts(posts: Iterable[Post], to: PartyBranch | None, day: date, *, by) -> None:
    """`posts`, which still hold on `day`, go on in `to`; without it they end that day, or never begin."""
    for post in posts:
        if post.start >= day:
            if to is None:
                erase(post, by=by)
            else:
                post.branch = to
                write(post, by=by, fields=["branch"])
            continue
        until, post.end = post.end, day
        write(post, by=by, fields=["end"])
        if to is not None:
            kept = ("member", "name", "phone", "position", "management", "source")
            write(Post(branch=to, start=day, end=until, **{name: getattr(post, name) for name in kept}), by=by)


def move_candidates(candidates: QuerySet[Candidate], to: PartyBranch, *, by) -> None:
    """People on the way into the Party are brought up by `to` from now on."""
    for candidate in candidates.filter(ended=""):
        candidate.branch = to
        write(candidate, by=by, fields=["branch"])


def move_letters(branch: PartyBranch, to: PartyBranch, *, by) -> None:
    """Letters on their way from or to `branch` come from or go to `to`."""
    for side in ("origin", "target"):
        _turn(Transfer.objects.filter(**{side: branch}), side, to, by=by)


def move_letters_of(members: Iterable[int], branch: PartyBranch, to: PartyBranch, *, by) -> None:
    """Letters that `branch` sent for `members` come from `to`: a member is where the letter comes from until then."""
    _turn(Transfer.objects.filter(origin=branch, member__in=members), "origin", to, by=by)


def _turn(letters, side, to, *, by):
    for letter in letters.filter(state=TransferState.SENT):
        setattr(letter, side, to)
        write(letter, by=by, fields=[side])


def end_posts(branch: PartyBranch, day: date, *, by) -> None:
    """The posts in a branch that is dissolved on `day` end with it."""
    move_posts(list(posts_of(branch, day)), None, day, by=by)
