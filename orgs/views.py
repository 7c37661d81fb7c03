"""Acts on one row, each a page that lists what it will end before it does: 注销, 恢复, 迁移, 撤销 (domain.md §3).

GET with a filled-in form lists; POST acts, and only on what was listed: the version of the row goes along, and when it
has changed in between, the page lists again instead.
"""

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View

from liangxin.dates import said
from orgs import queries
from orgs.choices import BranchPaper
from orgs.forms.acts import CloseForm, DissolveForm, HandOverForm, MoveForm, ReopenForm
from orgs.forms.branches import PaperForm
from orgs.models import Organization, PartyBranch
from orgs.options import option
from orgs.services import branches, organizations

STALE = "您核对之后，这条登记又有了变化。请按现在的情况再核对一遍。"


def page_of(thing) -> str:
    """The address of a row's page in its register."""
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


@method_decorator(login_required, name="dispatch")
class Act(View):
    """Strangers get 404, readers 403. A subclass says what it asks, what it lists and what it does."""

    model = Organization
    form_class = None
    title = ""  # the act in two characters
    lead = ""  # one sentence below the title
    empty = ""  # what the page says when nothing is listed
    template = "orgs/act.html"
    paper_about = ""  # what the paper is about that the act may rest on (BranchPaper); "" asks for none

    def dispatch(self, request, pk):
        self.thing = get_object_or_404(self.model.objects.visible_to(request.user), pk=pk)
        if not self.model.objects.editable_by(request.user).filter(pk=pk).exists():
            raise PermissionDenied
        return super().dispatch(request, pk)

    def get(self, request, pk):
        """The form; once it is filled in, what the act will do."""
        return self.page(request, self.form(request.GET if self.asked(request) else None))

    def post(self, request, pk):
        """The act, or the page again with the reasons why not."""
        form, paper = self.form(request.POST), PaperForm(request.POST, request.FILES)
        if not (form.is_valid() and self.answered(request, form) and paper.is_valid()):
            return self.page(request, form, paper=paper)
        try:
            with transaction.atomic():
                fresh = self.model.objects.select_for_update().get(pk=pk)
                if self.stamp(fresh) != request.POST.get("version"):
                    raise ValidationError(STALE)
                self.act(request.user, form.cleaned_data)
                if self.paper_about:
                    self.keep_paper(paper, request.user)
        except ValidationError as refused:
            self.thing.refresh_from_db()
            return self.page(request, form, refused=refused.messages, paper=paper)
        messages.success(request, self.done(form.cleaned_data))
        return redirect(self.after())

    def keep_paper(self, paper, by):
        """The paper goes to the branch that the act was about."""
        paper.keep(self.thing, self.paper_about, by=by)

    def goal(self):
        """The row whose page opens after the act."""
        return self.thing

    def home(self) -> str:
        """The address from which the act is done, to which its links lead back."""
        return page_of(self.thing)

    def after(self) -> str:
        """The address that opens after the act."""
        return page_of(self.goal())

    def stamp(self, thing) -> str:
        """What changes with every change of the row, so that only what was listed is done."""
        return str(thing.version)

    def asked(self, request) -> bool:
        """Whether the address holds an answer to the form."""
        return any(name in request.GET for name in self.form_class.base_fields) or not self.form_class.base_fields

    def form(self, data, **kwargs):
        """The form about the row."""
        return self.form_class(data, thing=self.thing, user=self.request.user, **kwargs)

    def answered(self, request, form) -> bool:
        """Whether what the listing itself asks is answered."""
        return True

    def page(self, request, form, refused=(), paper=None):
        """Form, list and confirmation."""
        listed = form.is_bound and form.is_valid()
        context = {
            **admin.site.each_context(request),
            "title": f"{self.title}：{self.thing}",
            "act": self,
            "opts": self.model._meta,
            "form": form,
            "adminform": AdminForm(form, [(None, {"fields": list(form.fields)})], {}),
            "media": form.media,
            "refused": refused,
            "paper": (paper or PaperForm()) if self.paper_about else None,
            "listed": listed,
            "stamp": self.stamp(self.thing),
            "home": self.home(),
            **(self.listing(form) if listed else {}),
        }
        if listed:
            context["confirm"] = self.form(form.data, auto_id=False)
        return render(request, self.template, context)

    def listing(self, form) -> dict:
        """What the template needs to list the consequences of a valid form."""
        return {"consequences": self.consequences(form.cleaned_data)}


class Close(Act):
    """注销单位."""

    form_class, title = CloseForm, "注销"
    lead = "注销后不再计入注销日期以后的统计，以前的统计不变。"
    empty = "没有正在生效的覆盖关系、选派或群团组织。"

    def consequences(self, cleaned):
        return queries.closing(self.thing, cleaned["day"])

    def act(self, by, cleaned):
        organizations.close(organization=self.thing, by=by, **cleaned)

    def done(self, cleaned):
        return f"已注销“{self.thing}”，自{said(str(cleaned['day']))}起。"


class Reopen(Act):
    """恢复单位."""

    form_class, title = ReopenForm, "恢复"
    lead = "统一社会信用代码不变的单位可以恢复；代码变了的是新单位，请新增并填写前身单位。"
    empty = "注销时没有终止别的记录。"

    def consequences(self, cleaned):
        return queries.reopening(self.thing)

    def act(self, by, cleaned):
        organizations.reopen(organization=self.thing, by=by)

    def done(self, cleaned):
        return f"已恢复“{self.thing}”。注销时终止的记录没有恢复，需要时请重新登记。"


class Move(Act):
    """迁移单位."""

    form_class, title = MoveForm, "迁移"
    lead = "迁移只改变这一天起的辖区，以前的统计仍算在原辖区。"

    def consequences(self, cleaned):
        return queries.moving(self.thing, cleaned["region"], cleaned["day"])

    def act(self, by, cleaned):
        organizations.move(organization=self.thing, by=by, **cleaned)

    def done(self, cleaned):
        return f"“{self.thing}”自{said(str(cleaned['day']))}起在{cleaned['region']}。"


class Dissolve(Act):
    """撤销党组织."""

    model, form_class, title = PartyBranch, DissolveForm, "撤销"
    lead = "撤销后不再计入党组织个数。它还覆盖的单位，要逐家说明由谁接着覆盖。"
    empty = "没有别的记录受影响。"
    template = "orgs/dissolve.html"
    paper_about = BranchPaper.DISSOLVED
    handovers = None

    def listing(self, form):
        day = form.cleaned_data["day"]
        self.handovers = self.handovers or self.hand_over_forms(None, day)
        media = form.media
        for each in self.handovers:
            media += each.media
        return {"consequences": queries.dissolving(self.thing, day), "handovers": self.handovers, "media": media}

    def hand_over_forms(self, data, day):
        covered = queries.covered_on(self.thing, day)
        return [HandOverForm(data, coverage=coverage, user=self.request.user) for coverage in covered]

    def answered(self, request, form):
        self.handovers = self.hand_over_forms(request.POST, form.cleaned_data["day"])
        return all(each.is_valid() for each in self.handovers)

    def act(self, by, cleaned):
        instead = {each.coverage.organization_id: each.instead() for each in self.handovers}
        branches.dissolve(branch=self.thing, instead=instead, by=by, **cleaned)
        for branch in {following.branch for following in instead.values() if following}:
            if count := queries.crowded(branch, cleaned["day"]):
                messages.warning(
                    self.request, f"“{branch}”现在联合覆盖 {count} 家单位，按规定一般不超过 {option('joint_most')} 家。"
                )

    def done(self, cleaned):
        return f"已撤销“{self.thing}”，自{said(str(cleaned['day']))}起。"
