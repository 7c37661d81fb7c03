"""Acts on many rows: chosen in a list, asked once, said before, done, and taken back."""

import secrets

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from orgs.choices import Role
from reports.forms.many import ManyForm
from reports.imports.batches import CannotImport
from reports.imports.undoing import foresee as foresee_undo
from reports.imports.undoing import undo
from reports.many import MANY, ManyAct
from reports.many.carrying_out import MOST, Differs, carry_out, chosen_rows, count_of, foresee
from reports.models import ImportBatch, ImportRow
from reports.views.frame import framed, page

EDITORS = frozenset({Role.COUNTY, Role.SUPERVISOR, Role.TOWN})
CHOICES = 5  # choices of rows that are remembered for a session, so that several windows do not mix them up
SHOWN = 200
SESSION = "many"
Outcome, Undo = ImportRow.Outcome, ImportRow.Undo


def choose(request, rows, *, key: str):
    """Remember the rows (a query set of the user's list) for the act `key`, and lead to its page."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        messages.error(request, f"一次最多办理 {MOST} 条，请用上面的条件缩小范围，分几次办理。")
        return None
    token = secrets.token_hex(6)
    kept = [*request.session.get(SESSION, []), [token, key, keys]]
    request.session[SESSION] = kept[-CHOICES:]
    return redirect("reports:many", key, token)


@page(roles=EDITORS, methods=("GET", "HEAD", "POST"))
def many(request, key, token):
    """The form; filled in, what would be done to each row; posted, it is done."""
    act, keys = _chosen(request, key, token)
    form = act.form_class(request.POST or request.GET or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        said = request.POST.get("said", "")
        try:
            batch = carry_out(act, keys, form.cleaned_data, request.user, said=int(said) if said.isdecimal() else -1)
        except Differs:
            messages.warning(request, "您核对之后，登记又有了变化。请按现在的情况再核对一遍。")
        else:
            messages.success(request, f"已办理 {batch.rows.filter(written=True).count()} 条。")
            if warning := act.warned(form.cleaned_data):
                messages.warning(request, warning)
            return redirect("reports:many_done", batch.pk)
    lines = foresee(act, keys, form.cleaned_data, request.user) if form.is_bound and form.is_valid() else None
    return framed(request, "reports/many/act.html", f"批量办理：{act.title}", **_asked(act, keys, form, lines, request))


def _chosen(request, key: str, token: str) -> tuple[ManyAct, list[int]]:
    """The act and the keys that this session remembers under `token`. Raises Http404."""
    for kept, act, keys in request.session.get(SESSION, []):
        if (kept, act) == (token, key) and key in MANY:
            return MANY[key], keys
    raise Http404


def _asked(act: ManyAct, keys, form: ManyForm, lines, request) -> dict:
    counts = count_of(lines or ())
    confirm = act.form_class(form.data, user=request.user, auto_id=False) if lines is not None else None
    return {
        "act": act,
        "form": form,
        "media": form.media,
        "back": _list_of(act),
        "register": act.model._meta.verbose_name_plural,
        "count": len(chosen_rows(act, keys, request.user)) if lines is None else len(lines),
        "lines": lines and lines[:SHOWN],
        "more": max(0, len(lines or ()) - SHOWN),
        "listed": lines is not None,
        "confirm": confirm,
        "changed": counts[Outcome.CHANGED],
        "same": counts[Outcome.SAME],
        "refused": counts[Outcome.ERROR],
    }


def _list_of(act: ManyAct) -> str:
    meta = act.model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")


@page(roles=EDITORS)
def many_done(request, pk):
    """What was done to each row, and after an undo what became of it."""
    batch = _batch(request, pk)
    act, rows = MANY.get(batch.options.get("act", "")), batch.rows.order_by("id")
    undone = batch.state == ImportBatch.State.UNDONE
    return framed(
        request,
        "reports/many/done.html",
        batch.files.get().name,
        batch=batch,
        back=_list_of(act) if act else "/",
        register=act.model._meta.verbose_name_plural if act else "返回",
        lines=rows[:SHOWN],
        more=max(0, rows.count() - SHOWN),
        changed=rows.filter(outcome=Outcome.CHANGED).count(),
        same=rows.filter(outcome=Outcome.SAME).count(),
        refused=rows.filter(outcome=Outcome.ERROR).count(),
        undone=undone,
        stayed=rows.filter(written=True).exclude(undo=Undo.BACK).count() if undone else 0,
    )


@page(roles=EDITORS, methods=("GET", "HEAD", "POST"))
def many_undo(request, pk):
    """Say what an undo would put back, ask, then undo."""
    batch = _batch(request, pk)
    if request.method == "POST":
        try:
            counts = undo(batch, user=request.user)
        except CannotImport as refusal:
            messages.error(request, str(refusal))
        else:
            stayed = counts[Undo.KEPT] + counts[Undo.REFUSED]
            messages.success(
                request, f"已撤销：恢复 {counts[Undo.BACK]} 条" + (f"，{stayed} 条保留。" if stayed else "。")
            )
        return redirect("reports:many_done", pk)
    foreseen = foresee_undo(batch)
    return framed(
        request,
        "reports/many/undo.html",
        f"撤销{batch.files.get().name}",
        batch=batch,
        back=foreseen.counts[Undo.BACK],
        staying=[(name, note) for name, _, note in foreseen.staying[:SHOWN]],
        undoable=batch.state == ImportBatch.State.APPLIED,
    )


def _batch(request, pk) -> ImportBatch:
    """The user's own act, or for the county anybody's. Raises Http404."""
    found = ImportBatch.objects.filter(kind=ImportBatch.Kind.ACTION)
    if not request.user.is_active:
        raise PermissionDenied
    if not request.user.is_county:
        found = found.filter(user=request.user)
    return get_object_or_404(found.select_related("region"), pk=pk)
