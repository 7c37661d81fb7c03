"""上次有、这次没有: who is in the register and not in the file, and what the clerk says became of them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from orgs.models import Organization
from reports.forms.absences import FATES, CoversForm, FateForm, initial_of, said_of
from reports.imports import absent
from reports.imports.batches import CannotImport
from reports.imports.leaving import answer
from reports.imports.missing import Missing
from reports.imports.questions import steps
from reports.models import Absence, ImportBatch
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
    view = Answering(request, found)
    if request.method == "POST":
        act = {"covers": view.narrow, "selection": view.answer_selection}.get(request.POST.get("act"), view.answer_page)
        if act():
            return redirect(view.address())
    return view.page()


class Answering:
    """The page about one batch for one user: its forms, and what their answers come to."""

    def __init__(self, request, batch: ImportBatch):
        self.request, self.batch, self.user = request, batch, request.user
        self.missing = Missing(batch, self.user, request.GET.get("town", ""))
        self.show = "answered" if request.GET.get("show") == "answered" else "open"
        self.takes = batch.state != State.UNDONE
        listed = self.missing.answered() if self.show == "answered" else self.missing.unanswered()
        self.pages = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
        self.covers = self.forms = self.common = None  # what was posted, when it is shown again

    def address(self) -> str:
        """Where the list goes on after a POST."""
        kept = {name: self.request.GET[name] for name in ("show", "town", "page") if name in self.request.GET}
        return f"{self.request.path}?{urlencode(kept)}" if kept else self.request.path

    # What is asked -------------------------------------------------------------------------------------------------

    def narrow(self) -> bool:
        """Keep what the clerk says that the file covers."""
        self.covers = CoversForm(self.request.POST, places=self.missing.coverable())
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
        if not self.common.is_valid():
            return False
        given = self.common.given()
        there = self.missing.picked(self.request.POST.getlist("picked"))
        if given is None or not there:
            messages.error(self.request, "请先勾选单位，再选它们的去向。")
            return True
        wrong = self.missing.refused(there, given)
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
        return FateForm(
            data, prefix=str(organization.pk), initial=initial, towns=self.missing.towns, organization=organization
        )

    def _common(self, data=None):
        return FateForm(data, prefix="all", initial={"day": self.batch.as_of}, towns=self.missing.towns)

    def page(self):
        """The whole page."""
        known, number = self.missing.known(), self.missing.absent.count()
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
            here=f"?{urlencode({'show': self.show, 'town': self.missing.town})}",
            open=self.missing.open.count(),
            answered=self.batch.absences.count(),
            covered=self.missing.covered(),
            known=known,
            number=number,
            many=known and number / known > MANY,
            narrowing={**self.missing.covering(), "errors": self.covers.errors.values() if self.covers else ()},
            towns=self.missing.towns_open(),
            town=self.missing.town,
        )

    def _lines(self) -> list[dict]:
        self.forms = self.forms or (self._forms() if self.takes else {})
        return [
            {
                **line,
                "said": said_of(line["absence"]) if line["absence"] else "",
                "form": self.forms.get(line["pk"]),
            }
            for line in self.missing.lines(self.pages)
        ]


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
