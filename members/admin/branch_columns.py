"""What the list and the page of branches say of people: the 书记, the members, their dues, to who looks after them."""

from django.contrib import admin
from django.db.models import Case, Count, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html

from liangxin.dates import today
from members.choices import Position
from members.models import Membership, Post
from members.queries import not_left
from members.scope import READERS, branch_reach, branches_for_people
from orgs.admin.branches import BranchAdmin


def with_secretary(branches, user):
    """`branches` with the name of today's 书记."""
    posts = Post.objects.on(today()).filter(branch_reach(user), branch=OuterRef("pk"), position=Position.SECRETARY)
    name = Case(When(member=None, then=F("name")), default=F("member__name"))
    return branches.annotate(secretary_name=Subquery(posts.order_by("-start").values_list(name)[:1]))


def with_members(branches, user):
    """`branches` with how many members they have today."""
    here = Membership.objects.on(today()).filter(branch_reach(user), not_left(today(), "member__"))
    counted = here.filter(branch=OuterRef("pk")).order_by().values("branch").annotate(n=Count("member", distinct=True))
    return branches.annotate(members_today=Coalesce(Subquery(counted.values("n")), 0))


@admin.display(description="书记")
def secretary(branch):
    """The name, as annotated."""
    return branch.secretary_name


@admin.display(description="党员", ordering="members_today")
def members(branch):
    """The number, which opens the list of them."""
    if not branch.members_today:
        return 0
    address = reverse("admin:members_partymember_changelist")
    return format_html('<a href="{}?branch={}&amp;open=yes">{}</a>', address, branch.pk, branch.members_today)


def links_of(branch, user) -> list[tuple[str, str]]:
    """The members and the dues of the branch, to who may read them."""
    if user.role not in READERS or not branches_for_people(user).filter(pk=branch.pk).exists():
        return []
    people = f"{reverse('admin:members_partymember_changelist')}?branch={branch.pk}&open=yes"
    return [("党员", people), ("党费", reverse("members:dues_grid", args=[branch.pk, today().year]))]


BranchAdmin.more_links.append(links_of)
BranchAdmin.more_columns += [(with_secretary, secretary), (with_members, members)]
