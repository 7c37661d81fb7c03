"""What a row of a roster states of a Party member, and what of it differs from the register."""

from liangxin.dates import first_day, said
from members import roster
from members.choices import Person, State, TransferState
from members.models import Membership, PartyMember, PersonType, Relation, Transfer, Workplace
from members.scope import branches_for_people
from members.services.starting import since, types_of
from orgs.models import Organization
from reports.imports.changes import make
from reports.imports.register import together
from reports.rosters.finding import SEVERAL, Branches, Organizations
from reports.rosters.loading import load_facts
from reports.rosters.members_checked import check_dates, check_person, tell_namesake
from reports.rosters.people import People, cross_check, keys_of, take_number
from reports.rosters.planner import Planner, Record
from reports.rosters.restating import FACTS
from reports.rosters.stating import running, state_columns, state_period

DATES = {"birth": "出生日期", "joined": "入党日期", "full": "转正日期"}
OWN = ("name", "sex", "birth", "ethnicity", "education", "phone", "joined", "full")
TYPES = dict(Person.choices)
STATES = dict(State.choices)


class MemberPlanner(Planner):
    """Each row is a member with the person type, branch, workplace and state of the 组织关系 on the as-of day."""

    noun = "名党员"

    def load(self, rows):
        """Members by number and name with their facts; branches and organizations by name."""
        self.on = roster.keys_on()
        self.branches = Branches(
            branches_for_people(self.user),
            [row["branch"] for row in rows if row.get("branch")],
            self.limit,
            self.as_of,
        )
        self.organizations = Organizations(
            self.user,
            [row["workplace"] for row in rows if row.get("workplace")],
            [row["workplace_code"] for row in rows if row.get("workplace_code")],
            self.as_of,
        )
        self.people = People(PartyMember.objects.visible_to(self.user), PartyMember, rows)
        load_facts(self.people.records, FACTS, "member")
        self._load_branches()
        self.mark_later(self.people.records)

    def _load_branches(self):
        """Which of the branches that members are in the user looks after, and whose letter is on its way."""
        known = self.people.records
        held = {one.branch_id for record in known.values() for one in running(record.of(Membership), self.as_of)}
        self.own, self.sent = set(), set()
        for chunk in together(held):
            self.own.update(branches_for_people(self.user).filter(pk__among=chunk).values_list("pk", flat=True))
        for chunk in together(known):
            letters = Transfer.objects.filter(member__among=chunk, state=TransferState.SENT)
            self.sent.update(letters.values_list("member", flat=True))

    def find(self, draft):
        """The branch and the workplace that the row names, and the member whom it means."""
        cross_check(draft, follows=self.on)
        draft.branch = self._branch(draft)
        if draft.out:
            return
        self.people.match(draft, together_with=lambda one: self._in_branch(one, draft.branch), noun="党员")

    def _branch(self, draft):
        text = draft.facts.get("branch")
        if not text:
            return None
        found = self.branches.named(text, draft.region if draft.region_stated else None)
        if found == SEVERAL:
            draft.error("several", "branch", f"有几个党组织都叫“{text}”，请补填乡镇（街道），或写党组织全称")
        elif found is None:
            where = draft.region.name
            sentence = f"{where}没有登记叫“{text}”的党组织，请先登记或导入党组织名册，或改成登记的名称"
            draft.error("unknown_branch", "branch", sentence)
        else:
            draft.region = found.region
            return found
        return None

    def _in_branch(self, record, branch) -> bool:
        if branch is None:
            return False
        return any(one.branch_id == branch.pk for one in running(record.of(Membership), self.as_of))

    def keys(self, draft):
        """The number; else name, birth and branch."""
        return keys_of(draft)

    def check(self, draft):
        """Dates that cannot be, and what a new member needs."""
        record = draft.record
        if any(self.is_after(draft, fact, title) for fact, title in DATES.items()):
            return
        check_dates(draft, record and record.subject)
        if record is not None:
            left = record.subject.left
            if left and left <= self.as_of.isoformat():
                sentence = f"登记中这名党员已于{said(left)}离开，表中仍列有；如已回来，请先在党员页面办理恢复"
                draft.error("contradiction", "name", sentence)
            self._check_move(draft)
        elif draft.branch is None and not self._workplace(draft, tell=False):
            draft.error("required", "branch", "新党员要有所在党支部，请补上")
        else:
            check_person(draft)
            tell_namesake(draft, self.people)

    def _check_move(self, draft):
        """Another branch: only from one that the user looks after; a letter on its way is told."""
        held = [one.branch_id for one in running(draft.record.of(Membership), self.as_of)]
        if draft.branch is None or draft.branch.pk in held or not held:
            return
        if not self.own.issuperset(held):
            sentence = "登记的所在党支部不在您的管理范围内，请办理组织关系转接，或请县级管理员导入"
            draft.error("outside_scope", "branch", sentence)
        elif draft.record.subject.pk in self.sent:
            sentence = "这名党员有一封开出、尚未接收的介绍信，按表改变所在党支部后，请把这封介绍信办结"
            draft.warn("contradiction", "branch", sentence)

    def _person(self, facts: dict) -> str | None:
        """The person type that a row states, or that its dates tell."""
        if facts.get("person"):
            return facts["person"]
        return Person.FULL.value if facts.get("full") else None

    def _state_of(self, facts: dict, held: str) -> str | None:
        """The state of the 组织关系 that a row states beside the one that is registered; None for nothing."""
        if facts.get("state"):
            return facts["state"]
        if facts.get("lost"):
            return State.LOST.value
        if facts.get("floating"):
            return State.FLOATING.value
        over = {State.LOST: facts.get("lost") is False, State.FLOATING: facts.get("floating") is False}
        return State.HERE.value if over.get(held) else None

    def _workplace(self, draft, *, tell: bool = True) -> Organization | None:
        """The organization at which the row says that the member works; one that nobody knows is said."""
        facts = draft.facts
        text, code = facts.get("workplace", ""), facts.get("workplace_code", "")
        if not text and not code:
            return None
        found, fact = self.organizations.named(text, code, draft.region), "workplace" if text else "workplace_code"
        if isinstance(found, Organization):
            held = running(draft.record.of(Workplace), self.as_of) if draft.record else ()
            known = any(each.organization_id == found.pk for each in held)  # told by the data checks
            if known or not found.closed or found.closed > self.as_of.isoformat():
                return found
            if tell:
                sentence = f"“{found.name}”已于{said(found.closed)}注销；这次没有写入工作单位"
                draft.warn("unknown_organization", fact, sentence)
            return None
        if tell:
            why = f"有几家单位都叫“{text}”，请补填信用代码" if found else f"登记里没有“{text or code}”，请先登记单位"
            draft.warn("unknown_organization", fact, f"{why}；这次没有写入工作单位")
        return None

    def begin(self, draft):
        """A new member with the first period of each kind, from the days that are known."""
        facts, changes = draft.facts, self.changes
        number = facts.get("id_number") or {}
        values = {name: facts[name] for name in OWN if facts.get(name)}
        one = make(PartyMember, more=roster.more_of(facts, self.on), **values)
        one.id_sealed, one.id_index = number.get("sealed", ""), number.get("index")
        draft.record = Record(one)
        changes.add(one)
        person = self._person(facts)
        for kind, start, end in types_of(person, facts.get("joined", ""), facts.get("full", "")):
            changes.add(make(PersonType, member=one, person=kind, start=start, end=end))
        joined = facts.get("joined", "")
        if draft.branch is not None:
            start = min(since(None, joined, draft.branch.established), self.as_of)
            changes.add(make(Membership, member=one, branch=draft.branch, start=start))
        if place := self._workplace(draft):
            start = min(since(None, joined, place.established), self.as_of)
            job = facts.get("job", "") if "job" in self.on else ""
            changes.add(make(Workplace, member=one, organization=place, job=job, start=start))
        state = self._state_of(facts, State.HERE.value)
        if state not in (None, State.HERE.value):
            changes.add(make(Relation, member=one, state=state, where=facts.get("where", ""), start=self.as_of))
        draft.moves_figure = bool(place)

    def state(self, draft):
        """Columns, the number, roster fields, then the four facts that have periods."""
        one, facts, older = draft.record.subject, draft.facts, draft.record.later is not None
        self.people.rename(draft)
        stated = {name: facts[name] for name in OWN if name in facts}
        state_columns(draft, self.changes, one, stated, fills=older)
        take_number(draft, self.changes)
        self._more(draft, one, older)
        if older:
            return
        self._type(draft)
        self._membership(draft)
        self._relation(draft)
        self._work(draft)

    def _more(self, draft, one, older: bool):
        stated = {key: value for key, value in draft.facts.items() if not (older and one.more.get(key))}
        more = roster.more_of(stated, self.on, one.more)
        for field in roster.MORE:
            old, new = one.more.get(field.key), more.get(field.key)
            if old != new:
                draft.note(field.title, _plain(old), _plain(new))
        self.changes.change(one, more=more)

    def _type(self, draft):
        one, facts, types = draft.record.subject, draft.facts, draft.record.of(PersonType)
        person, held = self._person(facts), running(types, self.as_of)
        if person is None or any(each.person == person for each in held):
            return
        draft.note("人员类别", "、".join(TYPES[each.person] for each in held), TYPES[person])
        full = facts.get("full") if person == Person.FULL else None
        begun = first_day(full) if full else None
        start = begun if begun and all(each.start < begun <= self.as_of for each in held) else None
        if not held and not types:
            for kind, first, end in types_of(person, one.joined, one.full):
                self.changes.add(make(PersonType, member=one, person=kind, start=first, end=end))
        else:
            self._period(draft, PersonType, since=start, person=person)
        draft.moves_figure = True

    def _membership(self, draft):
        branch, held = draft.branch, running(draft.record.of(Membership), self.as_of)
        if branch is None or any(each.branch_id == branch.pk for each in held):
            return
        draft.note("所在党支部", "、".join(each.branch.name for each in held), branch.name)
        self._period(draft, Membership, branch=branch)
        draft.moves_figure = True

    def _relation(self, draft):
        facts, held = draft.facts, running(draft.record.of(Relation), self.as_of)
        now = held[0].state if held else State.HERE.value
        state, where = self._state_of(facts, now), facts.get("where", "")
        if state is None:
            return
        if state == now:
            if held and where and where != held[0].where:
                draft.note("组织关系说明", held[0].where, where)
                self.changes.change(held[0], where=where)
            return
        draft.note("组织关系", STATES[now], STATES[state])
        self._period(draft, Relation, state=state, where=where)
        draft.moves_figure = True

    def _work(self, draft):
        place, held = self._workplace(draft), running(draft.record.of(Workplace), self.as_of)
        job = draft.facts.get("job", "") if "job" in self.on else ""
        same = next((each for each in held if place is not None and each.organization_id == place.pk), None)
        if place is None and held and not draft.facts.get("workplace"):
            same = held[0]
        if same is not None:
            if job and job != same.job:
                draft.note("工作岗位", same.job, job)
                self.changes.change(same, job=job)
        elif place is not None:
            draft.note("工作单位", "、".join(each.organization.name for each in held), place.name)
            self._period(draft, Workplace, organization=place, job=job)
            draft.moves_figure = True

    def _period(self, draft, model, *, since=None, **values):
        one = draft.record.subject

        def new(start, end):
            return make(model, member=one, start=start, end=end, **values)

        state_period(self.changes, draft.record.of(model), self.as_of, new, since=since, in_place=values)


def _plain(value) -> str:
    return "是" if value is True else "否" if value is False else str(value or "")
