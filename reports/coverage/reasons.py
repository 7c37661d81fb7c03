"""Why an organization counts or does not on a day, in words (the lists behind the figures)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from liangxin.dates import first_day, said
from orgs.choices import Category, Leaf, Mode, UnbuiltReason
from orgs.coverage import ENOUGH, FIGURES, LEAVES, with_status
from orgs.models import Coverage, MassGroup, Posting, Region, Standing
from orgs.models.regions import TOWN, VILLAGE
from reports.coverage.questions import Question

OUTSIDE = "outside"  # beside the figures: organizations that exist in the register but do not count on the day


@dataclass
class Listed:
    """One line of a list."""

    standing: Standing
    leaf: Leaf | None  # None outside the base
    town: str = ""
    village: str = ""
    why: str = ""
    guides: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    @property
    def organization(self):
        """The organization of the line."""
        return self.standing.organization

    @property
    def status(self) -> str:
        """The leaf status in words."""
        return self.leaf.label if self.leaf else "不计入"


def outside(question: Question):
    """Standings of organizations that do not count on the question's day: closed, not yet founded, not operating."""
    return question.all_standings().exclude(pk__in=question.standings().values("pk"))


def behind(question: Question, figure: str):
    """The standings behind a figure (a key of FIGURES, or OUTSIDE), annotated with the leaf status, in list order."""
    if figure == OUTSIDE:
        found = with_status(outside(question), question.day)
    else:
        found = FIGURES[figure].filter(with_status(question.standings(), question.day))
    return found.order_by("region__code", "organization_id")


def described(standings, day: date, *, counted: bool = True) -> list[Listed]:
    """The lines for some annotated standings (one page, or all of an export); five queries whatever their number."""
    standings = list(standings.select_related("organization", "region"))
    organizations = [standing.organization_id for standing in standings]
    covers = _by_organization(Coverage, day, organizations, "branch")
    postings = _by_organization(Posting, day, organizations, "guide")
    groups = _by_organization(MassGroup, day, organizations)
    towns = _town_names(standings)
    lines = []
    for standing in standings:
        code, key = standing.region.code, standing.organization_id
        line = Listed(standing, LEAVES[standing.leaf] if counted else None)
        line.town = towns.get(code[:TOWN], standing.region.name)
        line.village = standing.region.name if len(code) == VILLAGE else ""
        line.why = why(line.leaf, standing, covers[key]) if counted else why_not(standing, day)
        line.guides = [posting.guide.name for posting in postings[key]]
        line.groups = [group.get_kind_display() for group in groups[key]]
        lines.append(line)
    return lines


def _by_organization(model, day, organizations, *related):
    found = defaultdict(list)
    for fact in model.objects.on(day).filter(organization__in=organizations).select_related(*related).order_by("start"):
        found[fact.organization_id].append(fact)
    return found


def _town_names(standings):
    codes = {standing.region.code[:TOWN] for standing in standings}
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


def why(leaf: Leaf, standing: Standing, covers: list[Coverage]) -> str:
    """Why an organization of the base has its leaf status."""
    if leaf in (Leaf.SHOULD_BUILD, Leaf.SOME_MEMBERS, Leaf.NO_MEMBERS):
        text = _unbuilt(standing)
    else:
        counting = [cover for cover in covers if cover.counts == (leaf != Leaf.FUNCTIONAL)]
        text = "；".join(_covered(leaf, cover) for cover in counting)
    return text if standing.organization.established else f"{text}（成立时间不详）"


def _covered(leaf, cover):
    mode = Mode(cover.mode)
    name = "联合" if leaf == Leaf.JOINT else leaf.label
    if leaf == Leaf.JOINT and mode != Mode.JOINT:
        name += f"（{mode.label}）"
    note = "，不计入组织覆盖" if leaf == Leaf.FUNCTIONAL else ""
    return f"{name}：{cover.branch.name}，{_since(cover)}起{note}"


def _since(cover):
    """The start of a coverage, only as exact as the branch's founding when it began with that."""
    founded = cover.branch.established
    if founded and first_day(founded) == cover.start:
        return said(founded)
    return said(cover.start.isoformat())


def _unbuilt(standing):
    members, organization = standing.full_members, standing.organization
    if members is None:
        text = "未建：党员数未填，按没有党员计"
    elif members >= ENOUGH:
        text = f"未建：正式党员 {members} 名，应建"
    elif members:
        text = f"未建：正式党员 {members} 名"
    else:
        text = "未建：没有正式党员"
    if standing.probationary_members:
        text += f"，预备党员 {standing.probationary_members} 名"
    if organization.unbuilt_reason:
        text += f"；原因：{UnbuiltReason(organization.unbuilt_reason).label}"
    return text


def why_not(standing: Standing, day: date) -> str:
    """Why an organization is outside the base on `day`."""
    organization, text = standing.organization, day.isoformat()
    if organization.closed and organization.closed <= text:
        reason = f"（{organization.closed_reason}）" if organization.closed_reason else ""
        return f"不计入：{said(organization.closed)}已注销{reason}"
    if organization.established > text:
        return f"不计入：{said(organization.established)}才成立"
    if standing.operating is False:
        return "不计入：非“三有”" + (f"（{standing.operating_reason}）" if standing.operating_reason else "")
    if standing.category == Category.SELF_EMPLOYED or (organization.credit_code or "").startswith("92"):
        return "不计入：个体工商户"
    return "不计入"
