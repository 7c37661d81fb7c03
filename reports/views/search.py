"""The results of the search box in the head of every page."""

from django.core.paginator import Paginator

from liangxin.codes import is_id_number
from orgs.choices import Role
from reports.search import LONGEST, REGISTERS, all_url, hit, matching, search, words_of
from reports.views.frame import READERS, framed, page

PER_PAGE = 50


@page(roles=READERS | {Role.GUIDE})
def results(request):
    """What was found: a few of each register, or with `in` everything in one."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    if is_id_number(text):  # it is neither looked up by nor shown again
        return framed(request, "reports/search.html", "查找", refused=True)
    chosen = [one for one in REGISTERS if one.key == request.GET.get("in") and one.seen(request.user)]
    if chosen and words_of(text):
        return _whole(request, text, chosen[0])
    groups = search(request.user, text)
    return framed(
        request,
        "reports/search.html",
        "查找",
        searched=text,
        groups=[(group, all_url(group.register, text) if group.is_more else "") for group in groups],
    )


def _whole(request, text, register):
    """Every hit in one register, by pages."""
    words = words_of(text)
    pages = Paginator(matching(register, request.user, words), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    rows = register.detail(shown.object_list)
    return framed(
        request,
        "reports/search_all.html",
        f"查找{register.title}",
        searched=text,
        register=register,
        count=pages.count,
        pages=shown,
        span=pages.get_elided_page_range(shown.number, on_each_side=2, on_ends=1),
        here=all_url(register, text),
        hits=[hit(register, row, words, request.user) for row in rows],
    )
