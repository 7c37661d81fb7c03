"""The roster of Party members (党员花名册): the national system's export as it is, and our own ledger."""

from members import roster
from members.models import PartyMember, Transfer
from orgs.models import Option, Organization, PartyBranch, Region, Standing
from reports.imports.pipelines import Kind
from reports.rosters.members_planning import MemberPlanner
from reports.rosters.restating import FACTS, restate_for
from reports.rosters.roster import Roster


class Members(Roster):
    """党员花名册."""

    kind = Kind.MEMBERS
    ledger = "members"
    words = "党员(?:花名册|名册|名单|信息|台账|基本信息)?"
    noun = "这名党员"
    word = "名"
    columns = ("姓名", "身份号码（出生日期）")
    record = "members.partymember"
    root = PartyMember
    order = (PartyMember, *FACTS, Standing)
    own = (PartyMember, *FACTS)
    named = (PartyMember,)
    units = {
        PartyMember: {PartyMember: "id"} | dict.fromkeys(FACTS, "member_id"),
        Organization: {Standing: "organization_id"},  # what the roster restates
    }
    reads = (Region, Option, PartyBranch, Organization, Transfer)
    planner = MemberPlanner

    def off(self):
        """The roster fields that the county switched off, by the keys of the ledger."""
        on = roster.keys_on()
        return frozenset(field.key for field in roster.FIELDS if field.key not in on)

    def named_in(self, facts):
        """The name, and the ID number with its middle hidden, else the birth."""
        number = facts.get("id_number")
        return str(facts.get("name", "")), number["shown"] if number else str(facts.get("birth", ""))

    def after(self, batch, *, user):
        """The standings of the organizations whose rosters changed follow (members.services.rosters)."""
        restate_for(batch, user=user)
