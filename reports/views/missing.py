"""上次有、这次没有: who is in the register and not in the file, and what the clerk says became of them."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from liangxin.dates import said
from orgs.choices import Kind
from orgs.models import Coverage, Organization, Region, Standing
from orgs.models.regions import TOWN, VILLAGE
from reports.forms.absences import FATES, CoversForm, FateForm, initial_of, said_of
from reports.imports import absent
from reports.imports.batches import CannotImport
from reports.imports.leaving import answer, why_not
from reports.imports.questions import steps
from reports.models import Absence, ImportBatch, TransferRequest
from reports.views.acting import visible_batch
from reports.views.frame import framed, page

State = ImportBatch.State
PER_PAGE = 50
MANY = 0.5  # of the register missing: the file is probably a part only


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def missing(request, pk):
    """List them with an answer each; POST keeps the answers of a page or of the selection, or what the file covers."""
    found = visible_batch(request, pk)
    if found.state not in (State.PLANNED, State.APPLIED, State.UNDONE):
        raise Http404
    view = Missing(request, found)
    if request.method == "POST":
        act = {"covers": view.narrow, "selection": view.answer_selection}.get(request.POST.get("act"), view.answer_page)
        if act():
            return redirect(view.address())
    return view.page()


class Missing:
    """The page about one batch for one user."""

    def __init__(self, request, batch: ImportBatch):
        self.request, self.batch, self.user = request, batch, request.user
        self.reach = absent.reach_of(batch)
        self.show = "answered" if request.GET.get("show") == "answered" else "open"
        self.takes = batch.state != State.UNDONE
        self.absent = absent.absent(batch, self.user, self.reach)
        self.open = self.absent.exclude(pk__in=batch.absences.values("organization"))
        # Names of places are no secret, and an organization may have moved to any town of the county.
        self.regions = {one.code: one for one in Region.objects.under(Region.objects.root().code)}
        self.towns = [one for one in self.regions.values() if one.level == TOWN]
        self.town = town if (town := request.GET.get("town", "")) in self.regions else ""
        self.pages = Paginator(self._listed(), PER_PAGE).get_page(request.GET.get("page"))
        self.covers = self.forms = self.common = None  # what was posted, when it is shown again

    def _listed(self):
        """Organizations still open, or answers given."""
        if self.show == "answered":
            return self.batch.absences.select_related("region").order_by("name", "pk")
        found = self.open
        if self.town:
            placed = Standing.objects.on(self.batch.as_of).filter(absent.Reach((self.town,), ()).condition())
            found = found.filter(pk__in=placed.values("organization"))
        return found.order_by("name", "pk")

    def address(self) -> str:
        """Where the list goes on after a POST."""
        kept = {name: self.request.GET[name] for name in ("show", "town", "page") if name in self.request.GET}
        return f"{self.request.path}?{urlencode(kept)}" if kept else self.request.path

    # What is asked -------------------------------------------------------------------------------------------------

    def narrow(self) -> bool:
        """Keep what the clerk says that the file covers."""
        self.covers = CoversForm(self.request.POST, places=self._choices())
        if not self.covers.is_valid():
            return False
        try:
            absent.cover(self.batch, **self.covers.cleaned_data)
        except CannotImport as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, "已按这个范围重新列出。")
        return True

    def answer_page(self) -> bool:
        """Keep the answers of the page, each with its organization."""
        self.forms = self._forms(self.request.POST)
        if not all(form.is_valid() for form in self.forms.values()):
            return False
        given = {pk: form.given() for pk, form in self.forms.items() if form.has_changed()}
        return self._keep({pk: one for pk, one in given.items() if one or self.show == "answered"})

    def answer_selection(self) -> bool:
        """Keep one answer for all ticked organizations; those it cannot be true of are named."""
        self.common = self._common(self.request.POST)
        open_ones = {str(pk): pk for pk in self.open.values_list("pk", flat=True)}
        picked = [open_ones[key] for key in self.request.POST.getlist("picked") if key in open_ones]
        if not self.common.is_valid():
            return False
        given = self.common.given()
        if given is None or not picked:
            messages.error(self.request, "请先勾选单位，再选它们的去向。")
            return True
        there = self.open.in_bulk(picked)
        wrong = {pk: problem for pk, one in there.items() if (problem := why_not(one, given))}
        for pk, problem in wrong.items():
            messages.error(self.request, f"{there[pk].name}：{problem}")
        return self._keep({pk: given for pk in there if pk not in wrong})

    def _keep(self, given) -> bool:
        try:
            counts = answer(self.batch, given, user=self.user)
        except CannotImport as refusal:
            messages.error(self.request, str(refusal))
            return True
        words = "，".join(f"{label} {counts[key]} 家" for key, label in Absence.Answer.choices if counts[key])
        if words:
            after = "已经办理。" if self.batch.state == State.APPLIED else "写入这次导入时一并办理，写入前都可以改。"
            messages.success(self.request, f"已记下：{words}。{after}")
        asked = sum(one is not None for one in given.values())
        if held := max(0, asked - counts.total()):
            messages.error(self.request, f"有 {held} 家没有办理，原因写在“已答”里；不在其中的，请刷新后再看。")
        elif given and not asked:
            messages.success(self.request, "已改回未答。")
        return True

    # What is shown -------------------------------------------------------------------------------------------------

    def _forms(self, data=None) -> dict[int, FateForm]:
        """A form for each organization of the page that can still be answered."""
        if self.show == "open":
            return {one.pk: self._form(one, {"day": self.batch.as_of, "reason": ""}, data) for one in self.pages}
        waiting = [one for one in self.pages if not one.written]
        known = Organization.objects.in_bulk([one.organization_id for one in waiting])
        return {
            one.organization_id: self._form(known[one.organization_id], initial_of(one), data)
            for one in waiting
            if one.organization_id in known
        }

    def _form(self, organization, initial, data):
        return FateForm(data, prefix=str(organization.pk), initial=initial, towns=self.towns, organization=organization)

    def _common(self, data=None):
        return FateForm(data, prefix="all", initial={"day": self.batch.as_of}, towns=self.towns)

    def page(self):
        """The whole page."""
        known = absent.known_in(self.batch, self.user, self.reach)
        number = self.absent.count()
        return framed(
            self.request,
            "reports/imports/missing.html",
            "上次有、这次没有",
            batch=self.batch,
            steps=steps(self.batch, here="missing"),
            show=self.show,
            takes=self.takes,
            applied=self.batch.state == State.APPLIED,
            fates=FATES,
            common=self.common or self._common(),
            lines=self._lines(),
            asks=bool(self.forms),
            pages=self.pages,
            span=self.pages.paginator.get_elided_page_range(self.pages.number),
            here=f"?{urlencode({'show': self.show, 'town': self.town})}",
            open=self.open.count(),
            answered=self.batch.absences.count(),
            covered=self._said(),
            known=known,
            number=number,
            many=known and number / known > MANY,
            narrowing=self._narrowing(),
            towns=self._towns_open(),
            town=self.town,
        )

    def _lines(self) -> list[dict]:
        self.forms = self.forms or (self._forms() if self.takes else {})
        absences = {one.organization_id: one for one in self.pages} if self.show == "answered" else {}
        keys = absences or [one.pk for one in self.pages]
        organizations = list(Organization.objects.visible_to(self.user).filter(pk__in=keys))
        known = {one.pk: one for one in organizations}
        seen = absent.last_seen(organizations, self.batch)
        standings = Standing.objects.on(self.batch.as_of).filter(organization__in=known).select_related("region")
        places = {one.organization_id: one.region for one in standings}
        covers = Coverage.objects.on(self.batch.as_of).filter(organization__in=known, counts=True)
        branches = dict(covers.values_list("organization", "branch__name"))
        requests = {one.organization_id: one for one in TransferRequest.objects.filter(batch_id=self.batch.pk)}
        lines = []
        for one in self.pages:
            pk = one.organization_id if self.show == "answered" else one.pk
            place, last = places.get(pk), seen.get(pk)
            lines.append(
                {
                    "pk": pk,
                    "name": one.name,
                    "organization": known.get(pk),
                    "place": self._place(place) if place else "",
                    "seen": f"{said(last.as_of.isoformat())}的摸排" if last else "没有摸排过",
                    "cover": branches.get(pk),
                    "request": requests.get(pk),
                    "absence": absences.get(pk),
                    "said": said_of(absences[pk]) if absences else "",
                    "form": self.forms.get(pk),
                }
            )
        return lines

    def _place(self, region: Region) -> str:
        """A village after its town."""
        town = self.regions.get(region.town_code) if region.level == VILLAGE else None
        return f"{town} {region}" if town else str(region)

    def _said(self) -> str:
        """What the file covers, in words: 城关镇的非公企业."""
        alike = {}
        for code in self.reach.places:
            kinds = tuple(kind for kind in self.reach.kinds if (code, kind) not in self.reach.without)
            if code in self.regions and kinds:
                alike.setdefault(kinds, []).append(self.regions[code].name)
        return "；".join(
            f"{'、'.join(places[:6])}{f' 等 {len(places)} 处' if len(places) > 6 else ''}"
            f"的{'、'.join(Kind(kind).label for kind in kinds)}"
            for kinds, places in alike.items()
        )

    def _choices(self) -> list[tuple[str, str]]:
        """Every place that the rows name, with the villages of its town."""
        shown = self.reach if "covers" not in self.batch.options else absent.shown_reach(self.batch)
        towns = {code[:TOWN] for code in shown.places}
        codes = [code for code in self.regions if code[:TOWN] in towns and code.startswith(self.batch.region.code)]
        return [(code, self.regions[code].name) for code in sorted(codes)]

    def _narrowing(self) -> dict:
        """The boxes of what the file covers: kinds, and places by town."""
        towns = []
        for code, name in self._choices():
            box = {"code": code, "name": name, "on": code in self.reach.places}
            if len(code) < VILLAGE or not towns:
                towns.append({**box, "villages": []})
            else:
                towns[-1]["villages"].append(box)
        for town in towns:
            town["open"] = any(one["on"] for one in town["villages"]) or len(towns) == 1
        kinds = [{"code": kind, "name": label, "on": kind in self.reach.kinds} for kind, label in Kind.choices]
        return {"towns": towns, "kinds": kinds, "errors": self.covers.errors.values() if self.covers else ()}

    def _towns_open(self) -> list[tuple[str, str, int]]:
        """(code, name, how many are still open) of each town, when there are several."""
        counts = Counter()
        for code, number in absent.by_place(self.open, self.batch.as_of).items():
            counts[code[:TOWN]] += number
        towns = [(code, self.regions[code].name, counts[code]) for code in sorted(counts) if code in self.regions]
        return towns if len(towns) > 1 else []


@page()
def missed(request):
    """漏报: organizations that a file forgot, until a later survey has them. A town sees its own."""
    found = absent.missed(request.user).order_by("-batch__as_of", "name", "pk")
    pages = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return framed(
        request,
        "reports/imports/missed.html",
        "漏报",
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here="?",
    )
