"""What a row of the roster of members says that cannot be, or does not say though a new member needs it."""

from liangxin.names import normal_person
from members.choices import Person
from members.services.members import date_problems
from reports.imports.drafts import Draft
from reports.rosters.people import People
from reports.rosters.stating import differing


def check_dates(draft: Draft, registered) -> None:
    """Dates that contradict each other, those of the `registered` member included where the row says none."""
    facts = draft.facts
    stated = {name: facts.get(name) or getattr(registered, name, "") for name in ("birth", "joined", "full")}
    if registered is None or differing(registered, stated):  # what is registered so is the data checks' to tell
        for name, sentence in date_problems(**stated).items():
            draft.error("contradiction", name, sentence)
    if facts.get("full") and facts.get("person") == Person.PROBATIONARY:
        draft.error("contradiction", "person", "人员类别是预备党员，却填了转正日期，请核对哪一个写错了")


def check_person(draft: Draft) -> None:
    """A new member is 正式党员 or 预备党员 by what the row says; which of the two is never guessed."""
    facts = draft.facts
    misread = any(one["fact"] == "person" for one in draft.findings)
    if not facts.get("person") and (misread or not facts.get("full")):
        draft.error("required", "person", "看不出是正式党员还是预备党员，请补填人员类别")


def tell_namesake(draft: Draft, people: People) -> None:
    """A new member who shares name and birth with one of another number: the two may be one, mistyped."""
    facts = draft.facts
    for one in people.by_name.get(normal_person(facts["name"]), ()):
        if facts.get("birth") and one.subject.birth == facts["birth"] and not one.subject.left:
            sentence = "登记中有同名、同出生日期的党员，公民身份号码不同，按另一个人新增；是同一人的，请先更正号码"
            draft.warn("several", "name", sentence)
            return
