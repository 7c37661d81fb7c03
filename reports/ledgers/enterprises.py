"""台账：非公企业."""

from orgs.choices import Kind
from reports.ledgers import shared
from reports.ledgers.base import Ledger


class Enterprises(Ledger):
    """Non-public enterprises of a scope on a day."""

    key = "enterprises"
    title = "非公企业"
    kind = Kind.ENTERPRISE.value
    heading = "非公有制企业党建工作台账"
    columns = (
        shared.serial(),
        shared.basics("企业名称", "企业类型", firm=True),
        shared.head(),
        shared.members(),
        shared.branch(),
        shared.secretary(),
        shared.guide(),
        shared.mass(),
        shared.tags(),
        shared.remark(),
    )
    extra = shared.only_read()
