"""What the steps of an imported row do to the roster of members: step 15 makes a 预备党员, step 24 a 正式党员.

As members.services.becoming does for one person, with the dates that the steps carry; here for all rows of a batch.
"""

from datetime import date

from liangxin.dates import refines, said
from liangxin.names import normal_person
from members.choices import Person
from members.models import Candidate, Membership, PartyMember, PersonType, Workplace
from members.path import ADMITTED, CONFIRMED, DISCUSSED
from members.services.becoming import CARRIED
from reports.imports.changes import Changes, make
from reports.imports.drafts import Draft
from reports.imports.register import together
from reports.rosters.loading import load_facts
from reports.rosters.people import People, may_be
from reports.rosters.planner import Record
from reports.rosters.stating import running


class Admitting:
    """Finds or makes the member of a row, and has the member become 正式党员."""

    def __init__(self, changes: Changes, user, as_of: date, rows: list[dict], records: dict[int, Record]):
        self.changes, self.as_of = changes, as_of
        admitted = [row for row in rows if row.get(f"step_{ADMITTED}")]
        visible = PartyMember.objects.visible_to(user)
        self.people = People(visible, PartyMember, admitted)
        of_candidates = {record.subject.member_id for record in records.values()} - {None}
        for chunk in together(of_candidates):
            self.people.take(list(PartyMember.objects.filter(pk__among=chunk)))
        load_facts(self.people.records, (PersonType,), "member")
        self.taken = set()
        for chunk in together(self.people.records):
            self.taken.update(Candidate.objects.filter(member__among=chunk).values_list("member", flat=True))
        self.found: dict[int, Record] = {}  # id of the draft → its member, who is registered

    def check(self, draft: Draft, days: dict[int, date]):
        """Whom the row became: somebody of the roster, somebody new, or it cannot be told and the row stays out."""
        if ADMITTED not in days or (draft.record and draft.record.subject.member_id):
            return
        facts, number = draft.facts, draft.facts.get("id_number")
        if number and number["index"] in self.people.foreign:
            draft.outcome = "outside"
            sentence = "花名册上已有同一身份号码的党员，不在您的管理范围内，请联系县级管理员核对"
            draft.error("outside_scope", "id_number", sentence, number["shown"])
            return
        record = self.people.by_index.get(number["index"]) if number else None
        if record is None:
            namesakes = self.people.by_name.get(normal_person(facts["name"]), ())
            found = [one for one in namesakes if may_be(one.subject, facts) and one.subject.pk not in self.taken]
            if len(found) > 1 or (found and not (facts.get("birth") and found[0].subject.birth)):
                draft.outcome = "several"
                sentence = "花名册上有同名的党员，无法确定是不是同一人，请补填公民身份号码或出生日期"
                draft.error("several", "name", sentence)
                return
            record = found[0] if found else None
        if record is None:
            return
        if record.subject.pk in self.taken:
            draft.error("contradiction", "name", "花名册上的这名党员已经对应另一条发展登记，请核对")
        elif not refines(days[ADMITTED].isoformat(), record.subject.joined):
            joined = said(record.subject.joined)
            sentence = f"花名册上的入党日期是{joined}，与接收预备党员的日期不同，请核对哪一个写错了"
            draft.error("contradiction", f"step_{ADMITTED}", sentence)
        else:
            self.taken.add(record.subject.pk)
            self.found[id(draft)] = record

    def state(self, draft: Draft):
        """Write the member whom the steps make."""
        one, days = draft.record.subject, {step.number: step.day for step in self._steps(draft)}
        if ADMITTED not in days and not one.member_id:
            return
        if one.member_id:
            member = self.people.records.get(one.member_id)
        else:
            member = self.found.get(id(draft)) or self._made(draft, days[ADMITTED])
            if one.pk is None:
                one.member = member.subject
            else:
                self.changes.change(one, member=member.subject)
                draft.note("对应的党员", "", member.subject.name)
            if member.subject.pk is None:
                self.changes.change(one, made_member=True)
        if member is not None:
            self._confirm(draft, member, days)

    @staticmethod
    def _steps(draft):
        return draft.record.facts.get("Step", [])

    def _made(self, draft, day: date) -> Record:
        one = draft.record.subject
        values = {name: getattr(one, name) for name in CARRIED}
        member = make(PartyMember, joined=day.isoformat(), **values)
        record = Record(member)
        self.changes.add(member)
        self._add(record, make(PersonType, member=member, person=Person.PROBATIONARY.value, start=day))
        branch = draft.branch or one.branch
        self.changes.add(make(Membership, member=member, branch=branch, start=day))
        if one.organization_id:
            self.changes.add(make(Workplace, member=member, organization=one.organization, start=day))
        draft.moves_figure = True
        return record

    def _add(self, record: Record, kind: PersonType):
        record.of(PersonType).append(kind)
        self.changes.add(kind)

    def _confirm(self, draft, record: Record, days: dict[int, date]):
        """正式党员 from step 24 on; 转正日期 is the day of step 23. Who is it already stays so."""
        member, types = record.subject, record.of(PersonType)
        if not types:
            self._add(record, make(PersonType, member=member, person=Person.PROBATIONARY.value, start=days[ADMITTED]))
        if CONFIRMED not in days or any(one.person == Person.FULL for one in types):
            return
        day = days[CONFIRMED]
        for one in running(types, day):
            if one.start >= day:
                return
            self.changes.change(one, end=day)
        full = days.get(DISCUSSED, day).isoformat()
        self.changes.change(member, full=full)
        self._add(record, make(PersonType, member=member, person=Person.FULL.value, start=day))
        if draft.outcome != "new" and member.pk is not None:
            draft.note("人员类别", "预备党员", "正式党员")
            self.changes.touch(member)
        draft.moves_figure = True
