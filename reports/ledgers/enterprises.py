"""台账：非公企业."""

from orgs.choices import Kind
from reports.ledgers import shared_beside, shared_branch, shared_paper, shared_people, shared_unit
from reports.ledgers.base import Ledger


class Enterprises(Ledger):
    """Non-public enterprises of a scope on a day."""

    key = "enterprises"
    title = "非公企业"
    kind = Kind.ENTERPRISE.value
    heading = "非公有制企业党建工作台账"
    on_paper = shared_paper.ORGANIZATIONS
    columns = (
        shared_unit.serial(),
        shared_unit.basics("企业名称", "企业类型", firm=True),
        shared_people.head(),
        shared_people.members(),
        shared_branch.branch(),
        shared_people.secretary(),
        shared_people.guide(),
        shared_branch.mass(),
        shared_unit.tags(),
        shared_unit.remark(),
    )
    extra = shared_beside.only_read()
