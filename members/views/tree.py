"""党组织结构: the tree of branches; 联合党支部: whom each covers, and which should have a branch of their own."""

from collections import defaultdict

from django.core.paginator import Paginator
from django.http import Http404

from liangxin.dates import said, today
from members.queries_branches import NOBODY, numbers_on
from members.tree import tree
from orgs.choices import JOINT_MODES
from orgs.models import Coverage, Organization, PartyBranch, Standing
from orgs.options import option
from orgs.pages import framed, page
from orgs.queries_branches import FOUNDS, joint_on, should_split
from orgs.scope import subtree
from orgs.towns import towns_of

PER_PAGE = 30
OPEN_TO = 60  # a tree of so many branches stands open; a larger one opens where one looks


@page()
def branch_tree(request):
    """Superiors and those below them, as far as the user sees them."""
    day, town, towns = today(), request.GET.get("town", ""), towns_of(request.user)
    if town and town not in dict(towns):
        raise Http404
    tops = tree(request.user, day, subtree("region__code", town) if town else None)
    count = sum(1 for top in tops for _ in top.walk())
    return framed(
        request,
        "members/tree.html",
        "党组织结构",
        tops=tops,
        count=count,
        opened=count <= OPEN_TO,
        town=town,
        towns=towns,
        day_said=said(day.isoformat()),
    )


@page()
def joint_branches(request):
    """Joint branches of the own subtree, the largest first."""
    day, show, town = today(), request.GET.get("show") or "all", request.GET.get("town", "")
    towns, most = towns_of(request.user), option("joint_most")
    if show not in ("all", "crowded", "split", "alone") or (town and town not in dict(towns)):
        raise Http404
    joint = joint_on(day).within(request.user)
    if town:
        joint = joint.filter(subtree("region__code", town))
    groups = {"all": joint, "crowded": joint.filter(covers__gt=most), "alone": joint.filter(covers=1)}
    groups["split"] = joint.filter(pk__in=should_split(day).values("branch"))
    titles = [("all", "联合覆盖"), ("crowded", f"超过 {most} 家"), ("split", "有单位应单建"), ("alone", "只剩一家")]
    pages = Paginator(groups[show].select_related("region").order_by("-covers", "name", "pk"), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    return framed(
        request,
        "members/joint.html",
        "联合党支部",
        lines=_lines(list(shown), request.user, day),
        tabs=[(key, title, groups[key].count(), _address(key, town)) for key, title in titles],
        show=show,
        town=town,
        towns=towns,
        most=most,
        pages=shown,
        span=pages.get_elided_page_range(shown.number, on_each_side=2, on_ends=1),
        here=_address(show, town),
        day_said=said(day.isoformat()),
        editable=request.user.may_edit,
    )


def _address(show, town):
    return f"?show={show}" + (f"&town={town}" if town else "")


def _lines(branches, user, day) -> list[dict]:
    """Each branch with its members and the organizations it covers; those that the user does not see are counted."""
    keys = [branch.pk for branch in branches]
    numbers = numbers_on(day, PartyBranch.objects.filter(pk__in=keys))
    covered, seen = defaultdict(list), set(Organization.objects.visible_to(user).values_list("pk", flat=True))
    coverages = Coverage.objects.on(day).filter(branch__in=keys, mode__in=JOINT_MODES).select_related("organization")
    coverages = coverages.order_by("organization__name")
    full = dict(
        Standing.objects.on(day)
        .filter(organization__in=coverages.order_by().values("organization"))
        .values_list("organization", "full_members")
    )
    for one in coverages:
        covered[one.branch_id].append((one, full.get(one.organization_id)))
    return [
        {
            "branch": branch,
            "numbers": numbers.get(branch.pk, NOBODY),
            "covered": [
                {"coverage": one, "full": count, "split": (count or 0) >= FOUNDS}
                for one, count in covered[branch.pk]
                if one.organization_id in seen
            ],
            "unseen": sum(one.organization_id not in seen for one, _ in covered[branch.pk]),
        }
        for branch in branches
    ]
