"""The log of all registers, for the auditor: who changed what, the newest first."""

from heapq import nlargest

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render

from liangxin.changes import Source, Telling
from orgs import models
from orgs.admin.phones import masked
from orgs.choices import Role

ROWS = 50  # entries on a page
LAST_PAGE = 200  # farther back one asks the history of the thing itself

SOURCES = [  # an app above adds its own in liangxin/urls.py
    Source(models.Organization.history.all(), "单位", naming=("name",)),
    Source(models.Standing.history.all(), "概况", naming=("organization",)),
    Source(models.Coverage.history.all(), "覆盖关系", naming=("organization", "branch")),
    Source(models.Posting.history.all(), "选派", naming=("organization", "guide")),
    Source(models.MassGroup.history.all(), "群团组织", naming=("organization", "kind")),
    Source(models.Tag.history.all(), "标签", naming=("organization", "tag")),
    Source(models.PartyBranch.history.all(), "党组织", naming=("name",)),
    Source(models.BranchLevel.history.all(), "党组织类别", naming=("branch",)),
    Source(models.Term.history.all(), "换届", naming=("branch", "elected")),
    Source(models.BranchFile.history.all(), "党组织文件", naming=("branch", "file_name")),
    Source(models.TermRule.history.all(), "任期规定", naming=("kind",)),
    Source(models.Venue.history.all(), "活动阵地", naming=("name",)),
    Source(models.VenueItem.history.all(), "阵地标准", naming=("name",)),
    Source(models.Guide.history.all(), "党建指导员", naming=("name",)),
    Source(models.Visit.history.all(), "走访", naming=("day",)),
    Source(models.Activity.history.all(), "组织生活", naming=("branch", "day")),
    Source(models.Matter.history.all(), "跟踪事项", naming=("organization", "found")),
    Source(models.Confirmation.history.all(), "季度确认", naming=("organization", "day")),
    Source(models.Region.history.all(), "辖区", naming=("name",)),
    Source(models.Zone.history.all(), "园区商圈", naming=("name",)),
    Source(models.User.history.all(), "账号", naming=("username",)),
]


@login_required
def log(request):
    """One page of the log, `?p=2` the next older one. Raises PermissionDenied for all but auditors."""
    if request.user.role != Role.AUDITOR:
        raise PermissionDenied
    text = request.GET.get("p", "1")
    number = min(max(int(text), 1), LAST_PAGE) if text.isdecimal() else 1
    found, more = page(number)
    context = {
        **admin.site.each_context(request),
        "title": "修改记录",
        "acts": found,
        "number": number,
        "newer": number - 1,
        "older": number + 1 if more and number < LAST_PAGE else None,
    }
    return render(request, "orgs/log.html", context)


def page(number: int):
    """→ (acts of page `number`, whether there are older ones). Reads a fixed number of queries."""
    end = number * ROWS
    latest = nlargest(
        end + 1,
        (
            (when, key, place)
            for place, source in enumerate(SOURCES)
            for when, key in source.entries.order_by("-history_date", "-history_id").values_list(
                "history_date", "history_id"
            )[: end + 1]
        ),
    )
    told = Telling(frozenset(), masked)  # the auditor follows who changed what, and calls nobody
    for place, source in enumerate(SOURCES):
        keys = [key for _, key, where in latest[end - ROWS : end] if where == place]
        if keys:
            _tell(told, source, keys)
    return told.acts(), len(latest) > end


def _tell(told, source, keys):
    """Tell the entries with `keys`, each as a change from the one before it."""
    entries = source.entries.model.objects.filter(history_id__in=keys)
    earlier = source.entries.model.objects.filter(id__in=entries.values("id")).order_by("history_date", "history_id")
    before = {}
    for entry in earlier:
        if entry.history_id in keys:
            told.take(source, entry, before.get(entry.id))
        before[entry.id] = entry
