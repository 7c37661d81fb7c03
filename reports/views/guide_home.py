"""A guide's first page: the own organizations, those not visited this month first, and what is to follow there."""

from django.db.models import Count

from liangxin.dates import said, today
from orgs import queries_guides as guiding
from orgs.choices import MatterState
from orgs.models import Matter, Posting, Visit
from reports.coverage import Question
from reports.coverage.reasons import OUTSIDE, behind, described
from reports.views.frame import framed


def guide_home(request):
    """The page. The count of queries does not depend on how many organizations there are."""
    day = today()
    question = Question(request.user, day)
    lines = described(behind(question, "total"), day) + described(behind(question, OUTSIDE), day, counted=False)
    mine = Posting.objects.on(day).visible_to(request.user).filter(guide=request.user.guide_id)
    postings = {one.organization_id: one for one in guiding.with_last_visit(mine, day)}
    waiting = Matter.objects.visible_to(request.user).exclude(state=MatterState.DONE)
    matters = dict(waiting.order_by().values_list("organization").annotate(n=Count("pk")))
    rows = [_row(line, postings.get(line.organization.pk), matters, day) for line in lines]
    return framed(
        request,
        "reports/guide.html",
        "工作台",
        day=day,
        day_said=said(day.isoformat()),
        rows=sorted(rows, key=lambda row: (row["visited"], row["last"] or day.min)),
        visited=sum(row["visited"] for row in rows),
        waiting=sum(matters.values()),
        saved=_saved(request),
    )


def _row(line, posting, matters, day) -> dict:
    last = posting and posting.last
    return {
        "line": line,
        "posting": posting and posting.pk,
        "visited": bool(posting and posting.this_month),
        "last": last,
        "ago": (day - last).days if last else None,
        "months": guiding.months_without(posting, day) if posting else 0,
        "matters": matters.get(line.organization.pk, 0),
    }


def _saved(request) -> Visit | None:
    """The visit that was recorded a moment ago, when it is one of the guide's own."""
    asked = request.GET.get("saved", "")
    if not (asked.isdecimal() and len(asked) < 18):
        return None
    mine = Visit.objects.visible_to(request.user).filter(posting__guide=request.user.guide_id, pk=asked)
    return mine.select_related("posting__organization").first()
