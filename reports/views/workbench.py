"""The workbench at the root: what each role finds first."""

from django.contrib import admin
from django.urls import reverse

from liangxin.dates import said, today
from liangxin.months import Quarter
from orgs import queries_guides as guiding
from orgs.choices import Role
from orgs.models import Matter
from reports.checks import Asked as CheckAsked
from reports.checks import Severity
from reports.checks.counting import urgent
from reports.confirmations import whole_progress
from reports.coverage import RATES, table
from reports.coverage.days import last_year_end
from reports.coverage.screen import bars
from reports.imports.absent import missed
from reports.imports.outcome import totals_of
from reports.models import ImportBatch, TransferRequest
from reports.registrations.comparing import DIFFERENCES, Comparison
from reports.rounds import running
from reports.views.asking import Asked
from reports.views.frame import EVERYBODY, READERS, REGIONAL, framed, page
from reports.views.guide_home import guide_home

TILES = (  # rate, what its numerator is called, the figure still open and what that is called
    ("organization", "已覆盖", "uncovered", "未覆盖"),
    ("work", "已覆盖", "not_work_covered", "未覆盖"),
    ("should_build", "已建", "should_unbuilt", "未建"),
)
RECENT = 4


@page(roles=EVERYBODY)
def workbench(request):
    """The first page after signing in."""
    if request.user.role in READERS:
        return _figures(request)
    if request.user.role == Role.GUIDE:
        return guide_home(request)
    navigation = admin.site.each_context(request)["navigation"]
    links = [(group, items) for group, items in navigation if group]
    return framed(request, "reports/index.html", "工作台", groups=links)


def _figures(request):
    day = today()
    before = last_year_end(day)
    now = table(request.user, day)
    past = table(request.user, before, region=now.question.region)
    asked = Asked(now.question, before, "region", {}, [])
    round = running(request.user)
    return framed(
        request,
        "reports/workbench.html",
        "工作台",
        day_said=said(day.isoformat()),
        before_said=said(before.isoformat()),
        place=asked.place,
        tiles=[_tile(asked, now, past, *tile) for tile in TILES],
        bars=bars(asked, now, past),
        places="各村（社区）" if asked.region and len(asked.region.code) > 6 else "各乡镇",
        todo=[item for item in _todo(request.user, asked, now, round) if item["count"]],
        batches=_recent(request.user),
        round=round if round and len(round[1]) == 1 else None,
        coverage_url=asked.url("coverage"),
    )


def _tile(asked, now, past, key, done, rest, open_word):
    rate, kind = now.total.rate(key), RATES[key]
    change = rate.points(past.total.rate(key))
    return {
        "name": kind.title,
        "text": rate.text,
        "change": change + (" 个百分点" if change[:1] in "+−" else ""),
        "done": done,
        "part": rate.part,
        "whole": rate.whole,
        "part_url": _list(asked, now, kind.part),
        "whole_url": _list(asked, now, kind.whole),
        "rest": now.total.counts[rest],
        "rest_word": open_word,
        "rest_url": _list(asked, now, rest),
    }


def _list(asked, now, figure):
    return asked.url("organizations", figure=figure) if now.total.counts[figure] else ""


def _todo(user, asked, now, round):
    """What waits: each with its count, its words, and the address of its list."""
    counts, day = now.total.counts, now.question.day
    if round and len(round[1]) > 1:
        owing = sum(count for _, count in round[2])
        due = f"截止 {said(round[0].due.isoformat())}"
        yield _item(owing, f"个乡镇没有完成{round[0].name}", due, reverse("reports:round", args=[round[0].pk]))
    should = _list(asked, now, "unbuilt_should")
    yield _item(counts["unbuilt_should"], "家应建未建", "正式党员 3 名以上，没有党组织", should)
    unguided = _list(asked, now, "unguided")
    yield _item(counts["unguided"], "家未建单位没有指导员", "可选派党建指导员", unguided)
    waiting = ImportBatch.objects.visible_to(user).filter(state=ImportBatch.State.PLANNED).count()
    yield _item(waiting, "批导入等待写入", "预览后写入或放弃", f"{reverse('reports:imports')}?state=planned")
    if user.role in REGIONAL and (comparison := Comparison(user)).lists:
        lists = sum(comparison.rows(DIFFERENCES[key]).count() for key in ("unsurveyed", "cancelled", "renamed"))
        yield _item(lists, "家要按登记名单核实", "新登记、已注销、改名", reverse("reports:registrations"))
    yield _item(missed(user).count(), "家漏报待补", "报来的表里没有写的单位", reverse("reports:missed"))
    yield _unconfirmed(user, day)
    yield from _guiding(user, day)
    requests = TransferRequest.objects.visible_to(user).filter(state=TransferRequest.State.WAITING).count()
    yield _item(requests, "件单位转入申请待处理", "由县级管理员决定", reverse("reports:transfers"))
    checks = f"{reverse('reports:checks')}?severity={Severity.MUST}"
    yield _item(urgent(CheckAsked(user, today())), "条体检问题须处理", "数据体检中程度为“须处理”的", checks)


def _unconfirmed(user, day):
    """What is still to be confirmed this quarter, with how far the user's scope is."""
    quarter = Quarter.of(day)
    told = whole_progress(user, quarter)
    note = f"{quarter}已确认 {told.done} / {told.owed} 家，{told.rate.text}"
    return _item(told.open, "家本季度还没有确认", note, reverse("reports:confirmations"))


def _guiding(user, day):
    """What waits among guides: postings in name only, matters whose day has passed."""
    silent = guiding.silent(day).visible_to(user).count()
    yield _item(silent, "条选派挂名不管事", "好几个月没有走访", f"{reverse('orgs:guiding')}?list=silent")
    late = Matter.objects.visible_to(user).filter(due__lt=day, settled=None).count()
    yield _item(late, "件跟踪事项已逾期", "走访发现的问题", f"{reverse('admin:orgs_matter_changelist')}?due=over")


def _item(count, what, note, url):
    return {"count": count, "what": what, "note": note, "url": url}


def _recent(user):
    """The latest imports with their counts; four queries."""
    batches = list(ImportBatch.objects.visible_to(user).prefetch_related("files").order_by("-pk")[:RECENT])
    counts = totals_of(batches)
    return [{"batch": batch, "name": _files(batch), "counts": counts[batch.pk]} for batch in batches]


def _files(batch):
    names = [file.name for file in batch.files.all()]
    return f"{names[0]} 等 {len(names)} 个文件" if len(names) > 1 else (names[0] if names else str(batch))
