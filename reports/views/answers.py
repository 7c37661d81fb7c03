"""记住的对应: what clerks answered about headers and values, for everybody who imports; any of it can be forgotten."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import CharField, Value
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from liangxin.keys import key_asked
from orgs.models import Region
from reports.imports.batches import CannotImport
from reports.imports.forgetting import KINDS, all_about, forget, forgotten, matching, take_back
from reports.imports.sameness import with_organizations
from reports.imports.values import PLACES, meaning_said
from reports.ledgers.fields import field_title
from reports.views.frame import IMPORTERS, framed

PER_PAGE = 50
FORGOTTEN = "forgotten"
TABS = {"headers": "表头", "values": "取值", "same": "同一家", FORGOTTEN: "已忘记"}
POSTED = {"header": "headers", "value": "values", "same": "same"}  # name of the button → kind

CALLED = {"headers": "leaf", "values": "shown", "same": "name"}  # what an answer is about, as the file has it


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answers(request):
    """One of the lists, searched and paged; POST forgets one answer (`header`, `value`, `same`) or takes one `back`."""
    if request.user.role not in IMPORTERS:
        raise PermissionDenied
    if request.method == "POST":
        return _take_back(request) if "back" in request.POST else _forget(request)
    words = request.GET.get("q", "").replace("\x00", "").strip()
    found = {key: _found(key, words, request.user) for key in TABS}
    counts = {key: rows.count() for key, rows in found.items()}
    show = request.GET.get("show")
    show = show if show in TABS else next((key for key, count in counts.items() if count), "headers")
    pages = Paginator(found[show], PER_PAGE).get_page(request.GET.get("page"))
    searched = {"q": words} if words else {}
    return framed(
        request,
        "reports/imports/answers.html",
        "记住的对应",
        tabs=[(key, label, counts[key], urlencode({"show": key, **searched})) for key, label in TABS.items()],
        show=show,
        words=words,
        lines=_gone(pages, request.user) if show == FORGOTTEN else _said(show, pages, request.user),
        pages=pages,
        span=pages.paginator.get_elided_page_range(pages.number),
        here="?" + urlencode({"show": show, **searched}),
    )


def _found(key: str, words: str, user):
    """The rows of a tab; of 已忘记 the (kind, number of the entry), the latest first."""
    if key != FORGOTTEN:
        rows = matching(key, KINDS[key].objects.visible_to(user), words, user)
        return rows.select_related("region") if key == "values" else rows.order_by("-pk") if key == "same" else rows
    entries = [
        matching(kind, forgotten(kind, user), words, user)
        .order_by()
        .annotate(answers=Value(kind, CharField()))
        .values_list("answers", "history_id", "history_date")
        for kind in KINDS
    ]
    return entries[0].union(*entries[1:], all=True).order_by("-history_date", "-history_id")


def _gone(pages, user) -> list[tuple]:
    """(kind, entry, its line) of what was forgotten, in the order of the page."""
    lines = {}
    for kind in KINDS:
        keys = [number for one, number, _ in pages if one == kind]
        entries = forgotten(kind, user).filter(history_id__in=keys) if keys else ()
        lines |= {(kind, line[0].history_id): (kind, line[0], line) for line in _said(kind, entries, user)}
    return [lines[kind, number] for kind, number, _ in pages if (kind, number) in lines]


def _said(kind: str, rows, user) -> list[tuple]:
    """Answers, or entries of their history, each with what it says in words."""
    if kind == "headers":
        return [(one, said(one.column)) for one in rows]
    if kind == "same":
        return with_organizations(rows, user)
    rows = list(rows)
    codes = {one.value for one in rows if one.fact in PLACES}
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    return [(one, field_title(one.fact), meaning_said(one, names)) for one in rows]


def _forget(request):
    """Forget one answer; of those about a row all, so that it is asked again."""
    name = next((name for name in POSTED if name in request.POST), None)
    if name is None:
        raise Http404
    known = KINDS[POSTED[name]].objects
    one = get_object_or_404(known.visible_to(request.user), pk=key_asked(request.POST[name]))
    forget(all_about(one) if name == "same" else known.filter(pk=one.pk), by=request.user)
    what = f"关于“{one.name}”的回答" if name == "same" else f"“{one}”"
    messages.success(request, f"已忘掉{what}。已经写入的内容不变，以后的文件重新问。忘错了可以在“已忘记”里取回。")
    return redirect(request.get_full_path())


def _take_back(request):
    """Let what was forgotten hold again: `back` is "kind number of the entry"."""
    kind, _, number = request.POST["back"].partition(" ")
    if kind not in KINDS:
        raise Http404
    entry = get_object_or_404(forgotten(kind, request.user), history_id=key_asked(number))
    try:
        take_back(entry, by=request.user)
        messages.success(request, f"已取回关于“{getattr(entry, CALLED[kind])}”的回答，以后的文件照办。")
    except CannotImport as refusal:
        messages.error(request, str(refusal))
    return redirect(request.get_full_path())


def said(column: str) -> str:
    """What a header was answered to mean, in words."""
    key, _, choice = column.partition("=")
    title = field_title(key) if key else ""
    return f"{title}：{choice}" if choice else title or "不导入"
