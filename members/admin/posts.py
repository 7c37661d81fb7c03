"""Posts in the form of a branch, with what is amiss with its people and the acts that move them."""

from django.contrib import admin

from liangxin.changes import Source
from liangxin.dates import today
from members.forms.posts import PostForm, PostFormSet
from members.models import Post
from members.notes import notes_on
from orgs.admin.base import FactRows
from orgs.admin.branches import BranchAdmin
from orgs.admin.phones import masked
from orgs.choices import JOINT_MODES
from orgs.models import PartyBranch


class PostRows(FactRows):
    """Who holds which post in the branch."""

    model, form, formset = Post, PostForm, PostFormSet
    verbose_name_plural = "书记、副书记、委员"
    autocomplete_fields = ("member",)

    def get_fields(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return ("position", "member", "name", "phone", "management", "both", "source", "start", "end")
        phone = "phone" if request.user.sees_phones else "phone_masked"
        return ("position", "member", "name", phone, "management", "both", "source", "start", "end")

    def get_readonly_fields(self, request, obj=None):
        return ("phone_masked", "both")

    @admin.display(description="联系电话")
    def phone_masked(self, post):
        return masked(post.phone)

    @admin.display(description="交叉任职")
    def both(self, post):
        """双向进入、交叉任职: a post in the branch and one in the management."""
        return "是" if post.management else "—"


def history_of(branch, user) -> list[Source]:
    """What the history says of posts in the branch, to who looks after its people."""
    if not PartyBranch.objects.within(user).filter(pk=branch.pk).exists():
        return []
    return [Source(Post.history.filter(branch_id=branch.pk), "党内职务", "branch", naming=("position",))]


def acts_on(branch) -> list[tuple[str, str]]:
    """The acts that move members; only an organization covered jointly can be split off."""
    jointly = branch.coverages.on(today()).filter(mode__in=JOINT_MODES).exists()
    return [("撤一建一", "members:replace"), *([("单建", "members:split")] if jointly else [])]


BranchAdmin.more_rows.append(PostRows)
BranchAdmin.more_sources.append(history_of)
BranchAdmin.more_acts.append(acts_on)
BranchAdmin.more_notes.append(lambda branch, user: notes_on(branch, user, today()))
