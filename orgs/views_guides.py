"""Guides: a visit recorded on a phone, a guide's year, and who lacks visits or has too many organizations."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode

from liangxin.dates import said, today
from orgs import queries_guides as guiding
from orgs.admin.today import town_on
from orgs.choices import Role
from orgs.forms.guides import EndPostingForm, VisitEntryForm
from orgs.models import Guide, Posting, Region, Standing, Visit
from orgs.models.regions import TOWN
from orgs.options import option
from orgs.pages import READERS, framed, page
from orgs.queries import Consequence, named
from orgs.scope import subtree
from orgs.services import postings, visits
from orgs.views import Act

GUIDES = frozenset({Role.GUIDE})
PER_PAGE = 50
FIRST_YEAR = 2000
SILENT, MONTH, OVER, EVERY = "silent", "month", "over", "guides"


@page(roles=GUIDES, methods=("GET", "HEAD", "POST"))
def new_visit(request):
    """The form for a phone: the guide's own organizations as big buttons, those not visited this month first."""
    mine = Posting.objects.on(today()).visible_to(request.user).filter(guide=request.user.guide_id)
    mine = guiding.with_last_visit(mine, today()).select_related("organization", "guide")
    mine = mine.order_by("this_month", F("last").asc(nulls_first=True), "pk")
    known = {str(one.pk): one for one in mine}
    chosen = request.GET.get("posting", "")
    if chosen not in known:
        chosen = next(iter(known)) if len(known) == 1 else ""
    form = VisitEntryForm(request.POST or None, postings=mine, initial={"posting": chosen})
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("posting", "day", "kind", "problems")}
        try:
            saved = visits.record(**given, content=form.told(), by=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return redirect(f"/?{urlencode({'saved': saved.pk})}")
    choices = [(box, known[str(box.data["value"])]) for box in form["posting"]]
    return framed(request, "orgs/visit_new.html", "记录走访", form=form, choices=choices, many=len(choices) > 8)


@page(roles=READERS | GUIDES)
def guide_year(request, pk):
    """A guide's year: visits by month and organization, and the visits themselves (of a month, an organization)."""
    guide = get_object_or_404(Guide.objects.visible_to(request.user), pk=pk)
    day = today()
    asked = request.GET.get("year", "")
    year = min(max(int(asked), FIRST_YEAR), day.year) if asked.isdecimal() and len(asked) == 4 else day.year
    found = Visit.objects.visible_to(request.user).filter(posting__guide=guide, day__year=year, day__lte=day)
    limits = {}
    for name, column in (("month", "day__month"), ("organization", "posting__organization")):
        if (value := request.GET.get(name, "")).isdecimal() and len(value) < 18:
            limits[name] = value
            found = found.filter(**{column: int(value)})
    found = found.select_related("posting__organization").prefetch_related("matters")
    pages = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return framed(
        request,
        "orgs/guide_year.html",
        f"{guide.name} {year}年走访",
        guide=guide,
        told=guiding.year_of(guide, year, day=day, user=request.user),
        months=range(1, 13),
        before=year - 1 if year > FIRST_YEAR else None,
        after=year + 1 if year < day.year else None,
        day_said=said(day.isoformat()),
        limits=limits,
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here=f"?{urlencode({'year': year, **limits})}",
    )


@page()
def situation(request):
    """走访情况 as of a day: postings in name only, postings not visited this month, guides over the limit, all."""
    day = asked_day(request)
    places = [one for one in Region.objects.visible_to(request.user).order_by("code") if one.level == TOWN]
    town = next((one for one in places if one.code == request.GET.get("town")), None)
    lists = {key: rows.visible_to(request.user) for key, rows in _lists(day, town).items()}
    show = request.GET.get("list") if request.GET.get("list") in lists else SILENT
    pages = Paginator(_in_order(lists[show], show, day), PER_PAGE).get_page(request.GET.get("page"))
    kept = {"day": day.isoformat(), **({"town": town.code} if town else {})}
    if show in (SILENT, MONTH):
        for one in pages:
            one.months = guiding.months_without(one, day)
    return framed(
        request,
        "orgs/guiding.html",
        "走访情况",
        day=day,
        day_said=said(day.isoformat()),
        places=places if len(places) > 1 else [],
        town=town,
        counts=[(key, WORDS[key], rows.count()) for key, rows in lists.items()],
        show=show,
        word=WORDS[show],
        most=option("guide_most"),
        silent_months=option("guide_silent_months"),
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        kept=urlencode(kept),
        here=f"?{urlencode({**kept, 'list': show})}",
    )


WORDS = {SILENT: "挂名不管事", MONTH: "当月未走访", OVER: "超过上限", EVERY: "全部指导员"}


def asked_day(request) -> date:
    """The day in the address, today without one, or with one that is none or is to come."""
    try:
        return min(date.fromisoformat(request.GET.get("day", "")), today())
    except ValueError:
        return today()


def _lists(day: date, town: Region | None) -> dict:
    """The lists of `day`, inside `town` when there is one."""
    there = Standing.objects.on(day).filter(subtree("region__code", town.code)) if town else None
    posted = Posting.objects.on(day)
    if town:
        posted = posted.filter(Exists(there.filter(organization=OuterRef("organization"))))
    guides = Guide.objects.filter(Exists(posted.filter(guide=OuterRef("pk"))))
    return {
        SILENT: guiding.silent(day).filter(pk__in=posted.values("pk")) if town else guiding.silent(day),
        MONTH: guiding.unvisited(day).filter(pk__in=posted.values("pk")) if town else guiding.unvisited(day),
        OVER: guiding.overloaded(day).filter(pk__in=guides.values("pk")),
        EVERY: guiding.with_load(guides, day),
    }


def _in_order(rows, show: str, day: date):
    if show in (OVER, EVERY):
        return rows.select_related("region").order_by("-load", "pk")
    rows = rows.select_related("organization", "guide").annotate(place=town_on(day))
    return rows.order_by(F("last").asc(nulls_first=True), "start", "pk")


class EndPosting(Act):
    """终止选派."""

    model, form_class, title = Posting, EndPostingForm, "终止选派"
    lead = "终止后这名指导员不再联系这家单位，以前的走访和统计不变。"

    def stamp(self, thing):
        return f"{thing.start} {thing.end}"

    def consequences(self, cleaned):
        """The posting ends; who else looks after the organization, what is still to be settled there."""
        posting, day = self.thing, cleaned["day"]
        lines = [Consequence("终止", *named(posting))]
        others = posting.organization.postings.on(day).exclude(pk=posting.pk).select_related("guide")
        lines += [Consequence("保留", *named(other)) for other in others]
        if not lines[1:]:
            lines.append(Consequence("提醒", "单位", f"“{posting.organization}”从这一天起没有指导员"))
        waiting = posting.organization.matters.filter(settled=None).count()
        if waiting:
            lines.append(Consequence("保留", "跟踪事项", f"{waiting} 件还没有办结，请另行跟踪"))
        return lines

    def act(self, by, cleaned):
        postings.end(posting=self.thing, day=cleaned["day"], by=by)

    def done(self, cleaned):
        return f"{self.thing.guide.name}自{said(str(cleaned['day']))}起不再联系“{self.thing.organization}”。"
