"""取值: what the values mean that a choice, a place or a branch column does not know."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from orgs.models import Region
from reports.forms.values import ValuesForm
from reports.imports.answering import answer_values
from reports.imports.batches import CannotImport
from reports.imports.questions import steps
from reports.imports.values import near_branches, open_values, said, unknown_values, with_options
from reports.ledgers.fields import field_title
from reports.models import ImportBatch
from reports.views.acting import visible_batch
from reports.views.again import again
from reports.views.frame import framed

PER_PAGE = 40


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def values(request, pk):
    """Ask about each value once; POST remembers what was answered, or forgets one of this batch, and reads again."""
    found = visible_batch(request, pk)
    waits = found.state == ImportBatch.State.PLANNED
    if request.method == "POST" and "forget" in request.POST:
        return _forget(request, found)
    asked = [*unknown_values(found), *near_branches(found, request.user)] if waits else []
    pages = Paginator(asked, PER_PAGE).get_page(request.GET.get("page"))
    shown = with_options(list(pages), found, request.user)
    form = ValuesForm(request.POST if request.method == "POST" else None, values=shown)
    if form.is_bound and waits and form.is_valid():
        return _answer(request, found, form)
    return framed(
        request,
        "reports/imports/values.html",
        "取值对应",
        batch=found,
        waits=waits,
        steps=steps(found, here="values"),
        form=form,
        values=shown,
        once=_once(found),
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here="?",
    )


def _once(found: ImportBatch) -> list[tuple[int, str, str, str]]:
    """(number, field, text, meaning) of the answers that hold for this batch only."""
    given = found.options.get("values", ())
    names = dict(Region.objects.filter(code__in=[one[3] for one in given]).values_list("code", "name"))
    return [(at, field_title(one[0]), one[1], said(one[0], one[1], one[3], names)) for at, one in enumerate(given)]


def _answer(request, found, form):
    given = form.given()
    if not given:
        messages.warning(request, "还没有选择。请为每种写法选它是什么。")
        return redirect(request.get_full_path())
    return _remember(request, found, given, f"已记住 {len(given)} 种写法，并重新读取。")


def _forget(request, found):
    """Take back an answer that holds for this batch only."""
    once = found.options.get("values", ())
    number = request.POST["forget"]
    if not number.isdecimal() or int(number) >= len(once):
        return redirect("reports:import_values", found.pk)
    fact, text, code, _ = once[int(number)]
    town = Region.objects.filter(code=code).first() if code else None
    return _remember(request, found, [(fact, text, town, None, False)], "已忘掉这个回答，并重新读取。")


def _remember(request, found, given, sentence):
    try:
        answer_values(found, given, user=request.user)
    except CannotImport as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:import", found.pk)
    return again(request, found, "reread", sentence, "reports:import_values", open_values)
