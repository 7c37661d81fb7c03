"""换届: who has to elect, by when, and who is late; 登记换届 as an act."""

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import Http404

from liangxin.dates import said, today
from orgs.choices import BranchPaper, Level
from orgs.forms.acts import ElectForm
from orgs.models import PartyBranch
from orgs.options import option
from orgs.pages import framed, page
from orgs.queries import Consequence
from orgs.queries_terms import electing, is_due_soon, is_overdue, is_unknown
from orgs.scope import subtree
from orgs.services import terms
from orgs.towns import towns_of
from orgs.views import Act

PER_PAGE = 50
LEVELS = dict(Level.choices)
STATES = {"overdue": is_overdue, "soon": is_due_soon, "unknown": is_unknown}


@page()
def term_list(request):
    """Branches of the own subtree by when their term ends."""
    day, show, town = today(), request.GET.get("show") or "overdue", request.GET.get("town", "")
    if show not in (*STATES, "all"):
        raise Http404
    everybody = electing(day).within(request.user)
    towns = towns_of(request.user)
    if town:
        if town not in dict(towns):
            raise Http404
        everybody = everybody.filter(subtree("region__code", town))
    asked = {name: Count("pk", filter=condition(day)) for name, condition in STATES.items()}
    counts = everybody.aggregate(**asked, all=Count("pk"))
    listed = everybody if show == "all" else everybody.filter(STATES[show](day))
    listed = listed.select_related("region").order_by(F("term_due").asc(nulls_last=True), "region__code", "pk")
    pages = Paginator(listed, PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    months = option("term_remind_months")
    tabs = [("overdue", "届满未换"), ("soon", f"{months} 个月内届满"), ("unknown", "没有登记届次"), ("all", "全部")]
    return framed(
        request,
        "orgs/terms.html",
        "换届",
        lines=[_line(branch, day) for branch in shown],
        tabs=[(key, title, counts[key], _address(key, town)) for key, title in tabs],
        show=show,
        town=town,
        towns=towns,
        pages=shown,
        span=pages.get_elided_page_range(shown.number, on_each_side=2, on_ends=1),
        here=_address(show, town),
        day_said=said(day.isoformat()),
        editable=request.user.may_edit,
    )


def _address(show, town):
    return f"?show={show}" + (f"&town={town}" if town else "")


def _line(branch, day):
    left = branch.term_due and (branch.term_due - day).days
    return {"branch": branch, "level": LEVELS.get(branch.level, ""), "left": left, "late": left is not None and -left}


class Elect(Act):
    """登记换届."""

    model, form_class, title = PartyBranch, ElectForm, "登记换届"
    lead = "登记一次换届选举；届满日期留空时按任期规定算出。"
    paper_about = BranchPaper.ELECTED

    def consequences(self, cleaned):
        due, number = self.due(cleaned), cleaned.get("number")
        words = f"{said(str(cleaned['elected']))}换届，{said(str(due))}届满"
        return [Consequence("开始", "届次", (f"第 {number} 届，" if number else "") + words)]

    def due(self, cleaned):
        return cleaned.get("due") or terms.due_by_rule(self.thing, cleaned["elected"])

    def act(self, by, cleaned):
        terms.elect(branch=self.thing, by=by, **cleaned)

    def done(self, cleaned):
        return f"已登记“{self.thing}”换届，{said(str(self.due(cleaned)))}届满。请核对书记和委员。"
