"""Acts on a member, and the one page that shows an ID number in full."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from liangxin.dates import said
from liangxin.vault import Lost
from members import roster
from members.forms.acts import ComeBackForm, LeaveForm, ReasonForm
from members.models import PartyMember
from members.secrets import masked
from members.services import members
from members.services.numbers import may_reveal, reveal
from orgs.pages import framed
from orgs.queries import Consequence
from orgs.views import Act


class Leave(Act):
    """离开."""

    model, form_class, title = PartyMember, LeaveForm, "离开"
    lead = "去世、转出县外、出党等：从这一天起不再在册，以前的花名册和统计不变。县内换支部请办理组织关系转接。"
    empty = "没有正在生效的支部、单位或职务。"

    def consequences(self, cleaned):
        day = cleaned["day"]
        facts = members.running_facts(self.thing, day)
        return [
            Consequence("取消" if fact.start >= day else "终止", fact._meta.verbose_name, str(fact)) for fact in facts
        ]

    def act(self, by, cleaned):
        members.leave(member=self.thing, by=by, **cleaned)

    def done(self, cleaned):
        return f"“{self.thing}”自{said(str(cleaned['day']))}起不再在册。"


class ComeBack(Act):
    """恢复."""

    model, form_class, title = PartyMember, ComeBackForm, "恢复"
    lead = "登记错了、又转回来的，可以恢复在册。"
    empty = "离开时终止的支部、单位和职务不会恢复，请另行登记。"

    def consequences(self, cleaned):
        return []

    def act(self, by, cleaned):
        members.come_back(member=self.thing, by=by)

    def done(self, cleaned):
        return f"“{self.thing}”已恢复在册。请登记现在的人员类别、支部和单位。"


@method_decorator([login_required, never_cache], name="dispatch")
class Number(View):
    """The ID number in full: asks why, keeps who looked, shows it in this one answer and nowhere else.

    `model` is a register of people with sealed numbers; strangers get 404, who may not look 403.
    """

    model = PartyMember

    def dispatch(self, request, pk):
        self.someone = get_object_or_404(self.model.objects.visible_to(request.user), pk=pk)
        if "id_number" not in roster.keys_on() or not may_reveal(self.someone, by=request.user):
            raise PermissionDenied
        return super().dispatch(request, pk)

    def get(self, request, pk):
        """The question."""
        return self.page(ReasonForm())

    @method_decorator(sensitive_variables("number"))
    def post(self, request, pk):
        """The number, or the question again with the reason why not."""
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        try:
            number = reveal(someone=self.someone, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refused:
            return self.page(form, refused=refused.messages)
        except Lost as lost:
            return self.page(form, refused=[str(lost)])
        return self.page(form, number=" ".join((number[:6], number[6:14], number[14:])))

    def page(self, form, **context):
        """The page of the person."""
        about = {"someone": self.someone, "opts": self.model._meta, "masked": masked(self.someone.id_sealed)}
        title = f"查看公民身份号码：{self.someone}"
        return framed(self.request, "members/number.html", title, form=form, **about, **context)
