"""What acts on many rows may write, so that the undo of imports takes them back."""

from django.apps import apps

from members.models import Membership, PartyMember, PersonType, Post, Relation, Workplace
from orgs.models import Confirmation, Organization, PartyBranch, Term
from reports.imports.pipelines import Kind, Pipeline
from reports.imports.surveys import Surveys
from reports.rosters.restating import restate_for

OF_MEMBERS = (PersonType, Membership, Relation, Workplace)


class Acts(Pipeline):
    """批量办理: of organizations, branches, guides or members; a row says which."""

    kind = Kind.ACTION
    root = Organization
    order = (*Surveys.order, Term, Post, Confirmation, PartyMember, *OF_MEMBERS)
    units = {
        **Surveys.units,
        Organization: {**Surveys.units[Organization], Confirmation: "organization_id"},
        PartyBranch: {**Surveys.units[PartyBranch], Term: "branch_id", Post: "branch_id"},
        PartyMember: {PartyMember: "id"} | dict.fromkeys(OF_MEMBERS, "member_id"),
    }
    key, version = "organization_id", "organization_version"
    noun = "这一条"

    def unit_of(self, row):
        """Rows of other registers than organizations name their model."""
        return (apps.get_model(row.record), row.record_id) if row.record else super().unit_of(row)

    def after(self, batch, *, user):
        """The standings of the organizations whose rosters an undo changed follow (members.services.rosters)."""
        restate_for(batch, user=user)
