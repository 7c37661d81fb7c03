"""台账：社会组织."""

from orgs.choices import Kind
from reports.ledgers import shared_beside, shared_branch, shared_paper, shared_people, shared_unit
from reports.ledgers.base import Ledger


class Socials(Ledger):
    """Social organizations of a scope on a day."""

    key = "socials"
    title = "社会组织"
    kind = Kind.SOCIAL.value
    heading = "社会组织党建工作台账"
    on_paper = shared_paper.ORGANIZATIONS
    columns = (
        shared_unit.serial(),
        shared_unit.basics("社会组织名称", "组织类型", firm=False),
        shared_people.head(also="秘书长"),
        shared_people.members(),
        shared_branch.branch(),
        shared_people.secretary(),
        shared_people.guide(),
        shared_branch.mass(),
        shared_unit.tags(),
        shared_unit.remark(),
    )
    extra = shared_beside.only_read()
