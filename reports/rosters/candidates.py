"""The roster of people on the way into the Party (发展党员名册): who they are, and the days of their steps."""

from datetime import date

from liangxin.dates import refines, said
from members import roster
from members.models import Candidate, PartyMember, Step
from members.path import ADMITTED, CONFIRMED, DISCUSSED
from members.path import Person as OnTheWay
from members.path_checks import Problem, check_all, check_extension
from members.scope import branches_for_people
from orgs.models import Option, Organization, PartyBranch, Region, Standing
from reports.imports.changes import make
from reports.imports.pipelines import Kind
from reports.rosters.admitting import Admitting
from reports.rosters.finding import SEVERAL, Branches, Organizations, names_of
from reports.rosters.loading import load_facts
from reports.rosters.people import People, cross_check, keys_of, take_number
from reports.rosters.planner import Planner, Record
from reports.rosters.restating import FACTS, restate_for
from reports.rosters.roster import Roster
from reports.rosters.stating import state_columns

OWN = ("name", "sex", "birth", "ethnicity", "education", "phone", "note")
DAYS = ("extended_until", "extended_on")
SETTLED = (ADMITTED, DISCUSSED, CONFIRMED)  # steps whose days stand in the roster of members too


class CandidatePlanner(Planner):
    """Each row is a person with the steps taken up to the as-of day."""

    noun = "个人"

    def load(self, rows):
        """Candidates by number and name with their steps; members whom they may have become; branches, workplaces."""
        self.on = roster.keys_on()
        named = [row["branch"] for row in rows if row.get("branch")]
        self.branches = Branches(branches_for_people(self.user), named, self.limit, self.as_of)
        places, codes = ([row[key] for row in rows if row.get(key)] for key in ("workplace", "workplace_code"))
        self.organizations = Organizations(self.user, places, codes, self.as_of)
        self.people = People(Candidate.objects.visible_to(self.user), Candidate, rows)
        load_facts(self.people.records, (Step,), "candidate")
        self.admitting = Admitting(self.changes, self.user, self.as_of, rows, self.people.records)
        self.held = {pk: record.subject.branch_id for pk, record in self.people.records.items()}
        self.names = names_of(PartyBranch, self.held.values())
        works = (record.subject.organization_id for record in self.people.records.values())
        self.work_names = names_of(Organization, works)
        self.mark_later(self.people.records)

    def find(self, draft):
        """The branch that the row names, and the person whom it means."""
        cross_check(draft, follows=self.on)
        text = draft.facts.get("branch")
        if text:
            found = self.branches.named(text, draft.region if draft.region_stated else None)
            if found == SEVERAL:
                draft.error("several", "branch", f"有几个党组织都叫“{text}”，请补填乡镇（街道），或写党组织全称")
            elif found is None:
                sentence = f"{draft.region.name}没有登记叫“{text}”的党组织，请先登记或导入党组织名册，或改成登记的名称"
                draft.error("unknown_branch", "branch", sentence)
            else:
                draft.branch, draft.region = found, found.region
        if not draft.out:
            self.people.match(draft, together_with=lambda one: self._is_in(one, draft.branch), noun="发展党员")

    @staticmethod
    def _is_in(record, branch) -> bool:
        return branch is not None and record.subject.branch_id == branch.pk

    def keys(self, draft):
        """The number; else name, birth and branch."""
        return keys_of(draft)

    def check(self, draft):
        """The rules of the path: too early keeps the row out, too late is said (domain.md §3)."""
        facts, record = draft.facts, draft.record
        late = [n for n in range(1, 26) if facts.get(f"step_{n}", "") > self.as_of.isoformat()]
        for number in late:
            draft.error("contradiction", f"step_{number}", f"晚于情况日期 {self.as_of.isoformat()}，请核对")
        if record is None and draft.branch is None:
            draft.error("required", "branch", "要有培养的党支部，请补上")
        ended = record.subject.ended if record else ""
        if "" < ended <= self.as_of.isoformat() and not facts.get("ended"):
            draft.error("contradiction", "name", f"登记中已于{said(ended)}终止，表中仍列有；请先在发展党员页面恢复")
        if draft.out:
            return
        steps, before = self._steps(draft), record.of(Step) if record else []
        if record is not None and record.subject.member_id:
            self._settled(draft, before)
        person = self._person(draft)
        known = {found.text for found in check_all(before, self._registered(record))} if before else set()
        stated = {f"第 {number} 步" for number in self._stated(draft)}
        for found in check_all(steps, person):
            if found.text not in known and (found.error or _is_late(found, stated)):
                self._say(draft, found)
        self._check_extension(draft, person, {step.number: step.day for step in steps})
        if not draft.out:
            self.admitting.check(draft, {step.number: step.day for step in steps})

    @staticmethod
    def _say(draft, found: Problem):
        number = found.text.removeprefix("第 ").partition(" ")[0]
        fact = f"step_{number}" if number.isdecimal() else ""
        (draft.error if found.error else draft.warn)("too_early" if found.error else "late", fact, found.text)

    def _settled(self, draft, before: list[Step]):
        """Days that stand in the roster of members too are corrected where both are written."""
        held = {step.number: step.day.isoformat() for step in before}
        for number in SETTLED:
            stated = draft.facts.get(f"step_{number}")
            if stated and number in held and stated != held[number]:
                sentence = f"登记的是{said(held[number])}，已写入党员花名册，请在发展党员页面更正这一步"
                draft.error("contradiction", f"step_{number}", sentence)

    def _check_extension(self, draft, person: OnTheWay, days: dict[int, date]):
        one = draft.record.subject if draft.record else None
        if all(getattr(person, name) == getattr(one, name, None) for name in DAYS):
            return
        if person.extended_on is None or person.extended_until is None:
            draft.error("required", "extended_until", "延长决定日期和预备期延长至要一起填写")
            return
        for found in check_extension(person.extended_on, person.extended_until, days):
            draft.error("too_early", "extended_until", found.text)

    def _stated(self, draft) -> dict[int, str]:
        """The steps of the row that are not registered on that day: number → ISO day."""
        held = {step.number: step.day.isoformat() for step in draft.record.of(Step)} if draft.record else {}
        stated = {number: draft.facts.get(f"step_{number}") for number in range(1, 26)}
        return {number: day for number, day in stated.items() if day and day != held.get(number)}

    def _steps(self, draft) -> list[Step]:
        """All steps as they are after the row, as new objects."""
        found = {}
        for step in draft.record.of(Step) if draft.record else ():
            plain = {field.attname: getattr(step, field.attname) for field in Step._meta.concrete_fields}
            found[step.number] = Step(**plain)
        for number in range(1, 26):
            values = self._values(draft.facts, number)
            if number in found:
                for name, value in values.items():
                    setattr(found[number], name, value)
            elif "day" in values:
                found[number] = Step(number=number, **values)
        return [found[number] for number in sorted(found)]

    @staticmethod
    def _values(facts: dict, number: int) -> dict:
        """The columns of a step that a row states."""
        values = {"people": facts.get(f"people_{number}"), "hours": facts.get(f"hours_{number}")}
        if day := facts.get(f"step_{number}"):
            values["day"] = date.fromisoformat(day)
        return {name: value for name, value in values.items() if value}

    @staticmethod
    def _registered(record) -> OnTheWay:
        one = record.subject
        return OnTheWay(one.birth, one.extended_on, one.extended_until)

    def _person(self, draft) -> OnTheWay:
        one, facts = draft.record.subject if draft.record else None, draft.facts
        days = [date.fromisoformat(facts[name]) if facts.get(name) else getattr(one, name, None) for name in DAYS]
        held = getattr(one, "birth", "")
        birth = facts.get("birth", "") if not held or refines(facts.get("birth", ""), held) else held
        return OnTheWay(birth or held, days[1], days[0])

    def begin(self, draft):
        """A new person with the steps that the row states."""
        facts, number = draft.facts, draft.facts.get("id_number") or {}
        values = {name: facts[name] for name in (*OWN, "ended", "ended_why") if facts.get(name)}
        values |= {name: date.fromisoformat(facts[name]) for name in DAYS if facts.get(name)}
        one = make(Candidate, branch=draft.branch, **values)
        one.id_sealed, one.id_index = number.get("sealed", ""), number.get("index")
        if place := self._workplace(draft):
            one.organization = place
        draft.record = Record(one)
        for number in range(1, 26):
            self._begin_step(draft, number, note=False)
        self.admitting.state(draft)  # before the person is taken up: it may name the member
        self.changes.add(one)
        for step in draft.record.of(Step):
            self.changes.add(step)

    def _begin_step(self, draft, number: int, *, note: bool) -> Step | None:
        values = self._values(draft.facts, number)
        if "day" not in values:
            if values:
                draft.warn("no_start", f"people_{number}", f"没有第 {number} 步的日期，有关内容没有写入，请补填日期")
            return None
        step = make(Step, candidate=draft.record.subject, number=number, **values)
        if note:
            draft.note(f"第 {number} 步", "", said(values["day"].isoformat()))
        draft.record.of(Step).append(step)
        return step

    def state(self, draft):
        """Columns, the number, branch and workplace, the steps, and what they do to the roster of members."""
        one, facts, older = draft.record.subject, draft.facts, draft.record.later is not None
        self.people.rename(draft)
        state_columns(draft, self.changes, one, {name: facts[name] for name in OWN if name in facts}, fills=older)
        take_number(draft, self.changes)
        if not older:
            self._places(draft, one)
            self._end(draft, one)
            days = {name: date.fromisoformat(facts[name]) for name in DAYS if facts.get(name)}
            state_columns(draft, self.changes, one, days)
        held = {step.number: step for step in draft.record.of(Step)}
        for number in range(1, 26):
            if number in held:
                if not older:
                    values = self._values(facts, number)
                    state_columns(draft, self.changes, held[number], values)
            elif step := self._begin_step(draft, number, note=True):
                self.changes.add(step)
        self.admitting.state(draft)

    def _places(self, draft, one):
        """Another branch or workplace."""
        if draft.branch is not None and draft.branch.pk != one.branch_id:
            draft.note("培养的党支部", self.names.get(one.branch_id, ""), draft.branch.name)
            self.changes.change(one, branch=draft.branch)
        place = self._workplace(draft)
        if place is not None and place.pk != one.organization_id:
            draft.note("工作单位", self.work_names.get(one.organization_id, ""), place.name)
            self.changes.change(one, organization=place)

    def _end(self, draft, one):
        """终止培养; of somebody who is a member it is an act of the register of development."""
        facts = draft.facts
        stated = {name: facts[name] for name in ("ended", "ended_why") if facts.get(name)}
        if stated and one.member_id and not one.ended:
            sentence = "已是预备党员，终止要同时处理党员花名册，请在发展党员页面办理；这次没有写入"
            draft.warn("not_listed", "ended", sentence)
        else:
            state_columns(draft, self.changes, one, stated)

    def _workplace(self, draft) -> Organization | None:
        text, code = draft.facts.get("workplace", ""), draft.facts.get("workplace_code", "")
        if not text and not code:
            return None
        found = self.organizations.named(text, code, draft.region)
        if isinstance(found, Organization):
            return found
        why = f"有几家单位都叫“{text}”，请补填信用代码" if found else f"登记里没有“{text or code}”，请先登记单位"
        draft.warn("unknown_organization", "workplace" if text else "workplace_code", f"{why}；这次没有写入工作单位")
        return None


def _is_late(found: Problem, stated: set[str]) -> bool:
    """Whether a warning is about a step, stated just now, that was taken too late."""
    return "：超期" in found.text and any(found.text.startswith(step) for step in stated)


class Candidates(Roster):
    """发展党员名册."""

    kind = Kind.CANDIDATES
    ledger = "candidates"
    words = "积极分子|发展对象|发展党员|入党申请"
    noun = "这名发展党员"
    word = "名"
    columns = ("姓名", "身份号码（出生日期）")
    record = "members.candidate"
    root = Candidate
    order = (PartyMember, *FACTS, Candidate, Step, Standing)
    own = (PartyMember, *FACTS, Candidate, Step)
    named = (PartyMember, Candidate)
    units = {
        Candidate: {Candidate: "id", Step: "candidate_id"},
        PartyMember: {PartyMember: "id"} | dict.fromkeys(FACTS, "member_id"),  # whom step 15 made
        Organization: {Standing: "organization_id"},
    }
    reads = (Region, Option, PartyBranch, Organization)
    planner = CandidatePlanner

    def off(self):
        """The fields of a person that the county switched off."""
        on = roster.keys_on()
        return frozenset(field.key for field in roster.FIELDS if field.key not in on)

    def named_in(self, facts):
        """The name, and the ID number with its middle hidden, else the birth."""
        number = facts.get("id_number")
        return str(facts.get("name", "")), number["shown"] if number else str(facts.get("birth", ""))

    def after(self, batch, *, user):
        """The standings follow the members whom step 15 made."""
        restate_for(batch, user=user)
