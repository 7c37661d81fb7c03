"""What is amiss with one branch, said at the top of its page: size, secretary, term, joint coverage."""

from datetime import date

from liangxin.dates import said
from members.queries_branches import few_for_long, findings, without_secretary
from orgs.models import PartyBranch
from orgs.options import option
from orgs.queries_branches import crowded_joint, should_split, working_on
from orgs.queries_terms import electing, is_due_soon, is_overdue


def notes_on(branch: PartyBranch, user, day: date) -> list[str]:
    """Sentences about `branch` on `day`; none to who does not look after it."""
    if not PartyBranch.objects.within(user).filter(pk=branch.pk).exists():
        return []
    mine = working_on(day).filter(pk=branch.pk)
    found = [finding.text for finding in findings(day, mine).get(branch.pk, [])]
    if few_for_long(day, mine).exists():
        found.append("正式党员不足 3 名已满 6 个月")
    if without_secretary(day, mine).exists():
        found.append("没有登记现任书记")
    return found + _terms(branch, day) + _joint(branch, user, day)


def _terms(branch, day) -> list[str]:
    term = electing(day).filter(pk=branch.pk)
    for condition, words in ((is_overdue, "已届满，还没有换届"), (is_due_soon, "届满，请准备换届")):
        due = term.filter(condition(day)).values_list("term_due", flat=True).first()
        if due:
            return [f"{said(due.isoformat())}{words}"]
    return []


def _joint(branch, user, day) -> list[str]:
    found = []
    crowded = crowded_joint(day).filter(pk=branch.pk).values_list("covers", flat=True).first()
    if crowded:
        found.append(f"联合覆盖 {crowded} 家单位，一般不超过 {option('joint_most')} 家")
    leaving = should_split(day).filter(branch=branch).visible_to(user).select_related("organization")
    found += [f"“{one.organization}”正式党员达到 3 名，应单独建立党支部" for one in leaving]
    return found
