"""Two organizations side by side: what each says, whose word a merge takes by default, and what it will do."""

from dataclasses import dataclass

from liangxin.changes import ANSWERS, NOTHING, in_words
from liangxin.codes import credit_code_problem
from liangxin.dates import said, today
from orgs.models import Organization, Standing
from orgs.queries import Consequence, named
from orgs.services import merging_rest
from orgs.services.merging import COURSES, OWN, Combined
from orgs.services.merging_facts import ADD, CHANGE, ERASE
from orgs.services.standings import STATED

KEPT, GONE = "kept", "gone"
COURSE_TITLES = {"standings": "概况沿革", "coverages": "同一天都有覆盖时"}


@dataclass(frozen=True, slots=True)
class Side:
    """One field that is chosen: what both say, and whose word stands unless somebody says otherwise."""

    name: str
    label: str
    kept: str
    gone: str
    suggested: str

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return self.kept != self.gone


def better(one: Organization, other: Organization) -> tuple[Organization, Organization]:
    """(kept, gone) when nobody said which: a valid code first, then the older entry."""

    def rank(organization):
        code = organization.credit_code
        return (not code or bool(credit_code_problem(code)), bool(organization.closed), organization.pk)

    return tuple(sorted((one, other), key=rank))


def sides(kept: Organization, gone: Organization) -> list[Side]:
    """Every field on which the word of one stands, as a table shows it. A fixed number of queries."""
    now = [_standing(one) for one in (kept, gone)]
    later = GONE if now[1].stated_on > now[0].stated_on else KEPT
    found = [_own_side(name, kept, gone) for name in OWN]
    for name in STATED:
        field = Standing._meta.get_field(name)
        texts = [_said(field, one) for one in now]
        found.append(Side(name, str(field.verbose_name), *texts, _suggested(*texts, later)))
    return found + [_course(name, kept, gone, later) for name in COURSES]


def _standing(one: Organization) -> Standing:
    rows = one.standings.select_related("region", "zone", "supervisor")
    return rows.on(today()).first() or rows.last()


def _said(field, row) -> str:
    """A column of a row in words; "" for nothing."""
    if field.remote_field:
        return str(getattr(row, field.name) or "")
    text = in_words(field, getattr(row, field.attname))
    return "" if text == NOTHING else text


def _own_side(name: str, kept: Organization, gone: Organization) -> Side:
    field = Organization._meta.get_field(name)
    if name == "survey":
        texts = [_answers(one, other) for one, other in ((kept, gone), (gone, kept))]
        return Side(name, str(field.verbose_name), *texts, KEPT if len(kept.survey) >= len(gone.survey) else GONE)
    texts = [_said(field, one) for one in (kept, gone)]
    longer = GONE if len(texts[1]) > len(texts[0]) else KEPT
    if name == "credit_code":
        longer = _coded(kept, gone) or KEPT
    elif name == "name" and not (kept.normal_name in gone.normal_name or gone.normal_name in kept.normal_name):
        longer = _coded(kept, gone) or longer
    elif name == "closed":  # of two entries for one organization the one that is open goes on
        return Side(name, str(field.verbose_name), *(text or "未注销" for text in texts), _open(kept, gone))
    elif field.choices or field.get_internal_type() == "BooleanField":
        longer = KEPT
    return Side(name, str(field.verbose_name), *texts, _suggested(*texts, longer))


def _coded(kept: Organization, gone: Organization) -> str:
    """The side that alone has a valid code, as its name is the one under which the code was given; "" for none."""
    valid = [bool(one.credit_code) and not credit_code_problem(one.credit_code) for one in (kept, gone)]
    return "" if valid[0] == valid[1] else KEPT if valid[0] else GONE


def _open(kept: Organization, gone: Organization) -> str:
    return GONE if kept.closed and not gone.closed else KEPT


def _suggested(kept: str, gone: str, otherwise: str) -> str:
    """The side that says something; when both do, `otherwise`."""
    return otherwise if bool(kept) == bool(gone) else KEPT if kept else GONE


def _answers(one: Organization, other: Organization) -> str:
    """The survey's answers on which two differ."""
    keys = [key for key in {**one.survey, **other.survey} if one.survey.get(key) != other.survey.get(key)]
    return "；".join(f"{ANSWERS.get(key, key)}：{one.survey.get(key, '空')}" for key in sorted(keys))


def _course(name: str, kept: Organization, gone: Organization, later: str) -> Side:
    if name == "standings":
        rows = [one.standings.count() for one in (kept, gone)]
        days = [said(str(_standing(one).stated_on)) for one in (kept, gone)]
        texts = [f"{count} 段，最近是{day}的情况" for count, day in zip(rows, days, strict=True)]
        most = later if rows[0] == rows[1] else KEPT if rows[0] > rows[1] else GONE
        return Side(name, COURSE_TITLES[name], *texts, most)
    texts = [_covered(one) for one in (kept, gone)]
    return Side(name, COURSE_TITLES[name], *texts, _suggested(*texts, KEPT))


def _covered(one: Organization) -> str:
    found = one.coverages.on(today()).filter(counts=True).select_related("branch").first()
    return f"以“{found.branch}”（{found.get_mode_display()}）为准" if found else ""


def suggested(found: list[Side]) -> frozenset[str]:
    """The names of the fields for which the word of the one that goes stands by default."""
    return frozenset(side.name for side in found if side.suggested == GONE)


def consequences(plan: Combined) -> list[Consequence]:
    """What a merge will do to the dated facts and to whatever names the one that goes."""
    lines = _standing_lines(plan)
    for step in plan.steps:
        if isinstance(step.thing, Standing):
            continue
        register, text = named(step.thing)
        if step.kind == ERASE:
            lines.append(Consequence("取消", register, f"{text}，并入另一家的同类记录"))
        elif step.kind == ADD:
            lines.append(Consequence("开始", register, text))
        elif step.values.keys() <= {"organization"}:
            lines.append(Consequence("移来", register, text))
        else:
            lines.append(Consequence("调整", register, f"{text}，改为{_period(step)}"))
    lines += [Consequence("移来", what, f"{number} 条") for what, number in merging_rest.count(plan.gone)]
    return lines


def _standing_lines(plan: Combined) -> list[Consequence]:
    steps = [step for step in plan.steps if isinstance(step.thing, Standing)]
    gone = sum(step.kind == ERASE for step in steps)
    lines = [Consequence("取消", "概况", f"另一家的 {gone} 段概况不再单列，每一天只有一段")]
    for step in steps:
        if step.kind == ADD:
            lines.append(Consequence("开始", "概况", f"从{said(str(step.thing.start))}起按所选的内容"))
        elif step.kind == CHANGE and step.values.keys() - {"organization", "end"}:
            lines.append(Consequence("调整", "概况", "现在这一段按所选的内容改正"))
    return lines


def _period(step) -> str:
    start = step.values.get("start", step.thing.start)
    end = step.values.get("end", step.thing.end)
    return f"{said(str(start))}起" + (f"，到{said(str(end))}为止" if end else "，现在仍有效")
