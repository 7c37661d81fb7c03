"""What is kept of a branch beside itself: its last term and its secretary, as the row of a roster states them."""

from collections import defaultdict
from datetime import date

from liangxin.months import shifted
from liangxin.names import normal_person
from members.choices import Position
from members.models import Membership, PartyMember, Post
from orgs.models import Organization, PartyBranch, Term, TermRule
from orgs.queries_terms import kind_of
from reports.imports.changes import Changes, make
from reports.imports.drafts import Draft
from reports.imports.register import together
from reports.rosters.finding import names_of
from reports.rosters.stating import running, state_columns

POST = {"secretary_phone": "phone", "secretary_source": "source", "secretary_management": "management"}


def _own(stated: dict, phone: str, member: PartyMember | None) -> dict:
    """What is stated of a post, without a phone that the holder's entry has: the ledger writes it where the post has
    none, and a post needs none of its own then."""
    if not phone and member is not None and stated.get("phone") == member.phone:
        return {column: value for column, value in stated.items() if column != "phone"}
    return stated


class TermsAndPosts:
    """States terms and secretaries; reads once what the rows need for it."""

    def __init__(self, changes: Changes, as_of: date, rows: list[dict], known: dict[int, PartyBranch]):
        self.changes, self.as_of = changes, as_of
        self.rules = list(TermRule.objects.order_by("-start"))
        self.hosts = names_of(Organization, (one.host_id for one in known.values()))
        self.superiors = names_of(PartyBranch, (one.superior_id for one in known.values()))
        self.members: dict[tuple[int, str], list[PartyMember]] = defaultdict(list)
        names = {row["secretary_name"] for row in rows if row.get("secretary_name")}
        for chunk in together(names if known else ()):
            here = Membership.objects.on(as_of).filter(member__name__among=chunk).select_related("member")
            for one in here:
                self.members[one.branch_id, normal_person(one.member.name)].append(one.member)

    def state(self, draft: Draft, level: str):
        """The last term and the secretary of the row's branch, which has this level."""
        started = self._term(draft, level)
        self._secretary(draft, started)

    def _term(self, draft, level) -> date | None:
        """The election that the row states; one that is registered takes its number and its end."""
        one, facts, terms = draft.record.subject, draft.facts, draft.record.of(Term)
        if not facts.get("elected"):
            if facts.get("number") or facts.get("due"):
                self._last_term(draft, terms)
            return None
        elected = date.fromisoformat(facts["elected"])
        held = next((term for term in terms if term.elected == elected), None)
        due = date.fromisoformat(facts["due"]) if facts.get("due") else None
        if held is not None:
            state_columns(draft, self.changes, held, self._stated(facts))
            return None
        due = due or self._due(elected, level, one.is_village)
        if due is None:
            draft.warn("no_rule", "elected", "没有适用的任期规定，请补填届满日期；这次没有写入换届")
            return None
        new = make(Term, branch=one, number=facts.get("number"), elected=elected, due=due)
        if one.pk is not None:
            draft.note("换届日期", "", f"{elected.isoformat()}，{due.isoformat()} 届满")
        terms.append(new)
        self.changes.add(new)
        return elected

    @staticmethod
    def _stated(facts) -> dict:
        stated = {"number": facts.get("number")}
        return stated | {"due": date.fromisoformat(facts["due"]) if facts.get("due") else None}

    def _last_term(self, draft, terms):
        """Number and end without the election: those of the last term, when there is one."""
        begun = sorted((term for term in terms if term.elected <= self.as_of), key=lambda term: term.elected)
        if begun:
            state_columns(draft, self.changes, begun[-1], self._stated(draft.facts))
        else:
            draft.warn("no_start", "due", "没有换届日期，届次和届满日期没有写入，请补填")

    def _due(self, elected: date, level: str, is_village: bool) -> date | None:
        kind = kind_of(level, is_village)
        years = next((rule.years for rule in self.rules if rule.kind == kind and rule.covers(elected)), None)
        return years and shifted(elected, 12 * years)

    def _secretary(self, draft, started: date | None):
        """Who is secretary on the as-of day; another name ends the post of the one before."""
        one, facts, posts = draft.record.subject, draft.facts, draft.record.of(Post)
        name = facts.get("secretary_name")
        held = [post for post in running(posts, self.as_of) if post.position == Position.SECRETARY]
        stated = {column: facts[fact] for fact, column in POST.items() if facts.get(fact)}
        if not name:
            if len(held) == 1 and stated:
                state_columns(draft, self.changes, held[0], _own(stated, held[0].phone, held[0].member))
            return
        same = next((post for post in held if normal_person(post.holder) == normal_person(name)), None)
        if same is not None:
            state_columns(draft, self.changes, same, _own(stated, same.phone, same.member))
            return
        if one.pk is not None:
            draft.note("书记", "、".join(post.holder for post in held), name)
        begin = started if started and all(post.start < started for post in held) else self.as_of
        for post in held:
            if post.start >= begin:
                self.changes.delete(post)
                posts.remove(post)
            else:
                self.changes.change(post, end=begin)
        known = self.members.get((one.pk, normal_person(name)), []) if one.pk else []
        who = {"member": known[0]} if len(known) == 1 else {"name": name}
        stated = _own(stated, "", who.get("member"))
        others = (post.start for post in posts if post.position == Position.SECRETARY and post.start > self.as_of)
        later = min(others, default=None)
        new = make(Post, branch=one, position=Position.SECRETARY.value, start=begin, end=later, **who, **stated)
        posts.append(new)
        self.changes.add(new)
