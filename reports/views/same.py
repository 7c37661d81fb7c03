"""同一家: rows that may mean a registered organization, both sides field by field, asked once for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from liangxin.keys import key_asked
from reports.forms.same import SameForm
from reports.imports import forgetting, sameness
from reports.imports.questions import steps
from reports.imports.sides import questions_of
from reports.models import ImportBatch, SameAnswer
from reports.views.acting import visible_batch
from reports.views.again import again
from reports.views.frame import framed

PER_PAGE = 10


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def same(request, pk):
    """Ask; POST remembers the answers of a page, or forgets one, and plans the batch again."""
    found = visible_batch(request, pk)
    waits = found.state == ImportBatch.State.PLANNED
    rows = sameness.questions(found).select_related("file") if waits else found.rows.none()
    pages = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    asked = questions_of(list(pages), user=request.user, as_of=found.as_of)
    forms = [SameForm(request.POST if request.method == "POST" else None, question=one) for one in asked]
    if request.method == "POST" and waits:
        if "forget" in request.POST:
            return _forget(request, found)
        if all(form.is_valid() for form in forms):
            return _answer(request, found, forms)
    return framed(
        request,
        "reports/imports/same.html",
        "是不是同一家",
        batch=found,
        waits=waits,
        steps=steps(found, here="same"),
        forms=forms,
        several=sum(len(file.sheets) for file in found.files.all()) > 1,
        remembered=sameness.remembered(request.user, found),
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here="?",
    )


def _answer(request, found, forms):
    """Remember what was answered, and plan again."""
    given = [form for form in forms if form.answered()]
    gone = any(not form.question.organizations for form in forms)
    for form in given:
        row, organizations = form.question.row, form.question.organizations
        sameness.answer(row, same=form.same(), asked=organizations, user=request.user)
    if not given and not gone:
        messages.warning(request, "还没有回答。请选“是”或“不是”，再保存。")
        return redirect(request.get_full_path())
    return _planned(request, found, f"已记住 {len(given)} 个回答，以后不再问。")


def _forget(request, found):
    """Forget an answer about a row of this batch."""
    known = [one.pk for one, _ in sameness.remembered(request.user, found)]
    given = get_object_or_404(SameAnswer.objects.filter(pk__in=known), pk=key_asked(request.POST["forget"]))
    forgetting.forget(forgetting.all_about(given), by=request.user)
    return _planned(request, found, "已忘掉这个回答，重新问一次。")


def _planned(request, found, sentence):
    """Plan the batch again with the answers; come back while questions are left."""
    return again(
        request, found, "replan", sentence, "reports:import_same", lambda one: sameness.questions(one).exists()
    )
