"""The page of one person on the way into the Party: the path, and every act on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from liangxin import vault
from liangxin.attaching import sent
from liangxin.dates import today
from liangxin.keys import key_asked
from members import path
from members.development_shown import shown
from members.forms.development import EndForm, ExtendForm, FilesForm, StepForm
from members.models import Candidate, StepFile
from members.services import development
from orgs.pages import framed, page

STALE = "您打开之后，别人改过这条登记。下面已是最新的情况，请核对后再保存一次。"


@page(methods=("GET", "HEAD", "POST"))
def development_page(request, pk):
    """The path with the form for the next step, or for the one that `step` in the address names."""
    found = Candidate.objects.visible_to(request.user).select_related("branch", "organization", "member")
    candidate = get_object_or_404(found, pk=pk)
    may_edit = Candidate.objects.editable_by(request.user).filter(pk=pk).exists()
    if request.method != "POST":
        return _page(request, candidate, may_edit)
    if not may_edit:
        raise PermissionDenied
    act = ACTS.get(request.POST.get("act"))
    if act is None:
        raise Http404
    with transaction.atomic():
        version = Candidate.objects.select_for_update().values_list("version", flat=True).get(pk=pk)
        stale = request.POST.get("version") != str(version)
        form, refused = (None, [STALE]) if stale else act(request, candidate)
    if form is None and not refused:
        return redirect("members:development", pk)
    candidate = found.get(pk=pk)
    return _page(request, candidate, may_edit, refused=refused, bound=form)


@page()
def development_file(request, pk):
    """A file of a step, for who sees the person."""
    file = get_object_or_404(StepFile.objects.visible_to(request.user), pk=pk)
    try:
        return sent(file)
    except vault.Lost as lost:
        messages.error(request, str(lost))
        return redirect("members:development", file.step.candidate_id)


def _page(request, candidate, may_edit, *, refused=(), bound=None):
    steps = _steps(candidate)
    whole = shown(candidate, steps)
    number = _number(request, whole)
    return framed(
        request,
        "members/development.html",
        f"{candidate}的发展经过",
        candidate=candidate,
        path=whole,
        opts=Candidate._meta,
        may_edit=may_edit,
        refused=refused,
        today=today(),
        chosen=steps.get(number),
        bound=bound,
        **(_forms(request, candidate, steps, whole, number, bound) if may_edit else {}),
    )


def _forms(request, candidate, steps, whole, number, bound) -> dict:
    """The forms of the page; `bound` is the one that was refused."""
    forms = {"files_form": FilesForm()}
    if not candidate.ended:
        last = whole.reached
        if number:
            forms["step_form"] = _step_form(request, candidate, steps, number)
        if path.ADMITTED <= last < path.DISCUSSED and not candidate.extended_on:
            forms["extend_form"] = ExtendForm()
        if last < path.CONFIRMED:
            forms["end_form"] = EndForm(candidate=candidate)
    for name, one in forms.items():
        if type(one) is type(bound):
            forms[name] = bound
    return forms


def _step_form(request, candidate, steps, number, data=None, files=None):
    missing = 0 if number < max(steps, default=0) else len([one for one in range(1, number) if one not in steps])
    kwargs = {"candidate": candidate, "user": request.user, "step": steps.get(number), "missing": missing}
    return StepForm(data, files, number=number, **kwargs)


def _steps(candidate):
    return {one.number: one for one in candidate.steps.prefetch_related("files")}


def _number(request, whole) -> int:
    """The step that the address or the form names, else the next one; 0 for none."""
    asked = key_asked(request.POST.get("step", "") or request.GET.get("step", ""))
    if 1 <= asked <= len(path.PATH):
        return asked
    return whole.next.stride.number if whole.next else 0


# Each act takes (request, candidate) and gives (form that was refused or None, sentences why not).


def _take(request, candidate):
    steps = _steps(candidate)
    number = key_asked(request.POST.get("step", ""))
    if not 1 <= number <= len(path.PATH):
        raise Http404
    form = _step_form(request, candidate, steps, number, request.POST, request.FILES)
    if not form.is_valid():
        return form, []
    cleaned, step = form.cleaned_data, steps.get(number)
    try:
        if step:
            done = development.correct_step(step=step, facts=form.facts(), by=request.user)
        else:
            done = development.take_step(
                candidate=candidate,
                number=number,
                facts=form.facts(),
                files=cleaned["files"],
                skip=cleaned.get("skip", False),
                member=cleaned.get("member"),
                by=request.user,
            )
    except ValidationError as refused:
        return form, refused.messages
    messages.success(request, f"第 {number} 步“{path.stride(number).title}”{'已更正' if step else '已登记'}。")
    for warning in done.warnings:
        messages.warning(request, warning)
    return None, []


def _take_back(request, candidate):
    number = development.take_back(candidate=candidate, by=request.user)
    messages.success(request, f"已收回第 {number} 步“{path.stride(number).title}”。")


def _unextend(request, candidate):
    development.unextend(candidate=candidate, by=request.user)
    messages.success(request, "已收回延长预备期。")


def _resume(request, candidate):
    development.resume(candidate=candidate, by=request.user)
    messages.success(request, "已恢复，可以继续登记。")


def _remove_file(request, candidate):
    files = StepFile.objects.editable_by(request.user).filter(step__candidate=candidate)
    file = get_object_or_404(files, pk=key_asked(request.POST.get("file", "")))
    development.remove_file(file=file, by=request.user)
    messages.success(request, f"已删除“{file}”。")


def _extend(request, candidate):
    form = ExtendForm(request.POST)
    return form, lambda: development.extend(candidate=candidate, by=request.user, **form.cleaned_data), "已延长预备期。"


def _end(request, candidate):
    form = EndForm(request.POST, candidate=candidate)
    return form, lambda: development.end(candidate=candidate, by=request.user, **form.cleaned_data), "已终止。"


def _add_files(request, candidate):
    step = get_object_or_404(candidate.steps, number=key_asked(request.POST.get("step", "")))
    form = FilesForm(request.POST, request.FILES)
    add = lambda: development.add_files(step=step, files=form.cleaned_data["files"], by=request.user)  # noqa: E731
    return form, add, "材料已保存。"


def _plain(act):
    """An act without a form."""

    def run(request, candidate):
        try:
            act(request, candidate)
        except ValidationError as refused:
            return None, refused.messages
        return None, []

    return run


def _asking(act):
    """An act with a form of its own."""

    def run(request, candidate):
        form, write, done = act(request, candidate)
        if not form.is_valid():
            return form, []
        try:
            write()
        except ValidationError as refused:
            return form, refused.messages
        messages.success(request, done)
        return None, []

    return run


ACTS = {
    "step": _take,
    "take_back": _plain(_take_back),
    "unextend": _plain(_unextend),
    "resume": _plain(_resume),
    "remove_file": _plain(_remove_file),
    "extend": _asking(_extend),
    "end": _asking(_end),
    "files": _asking(_add_files),
}
