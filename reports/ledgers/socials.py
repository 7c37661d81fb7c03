"""台账：社会组织."""

from orgs.choices import Kind
from reports.ledgers import shared
from reports.ledgers.base import Ledger


class Socials(Ledger):
    """Social organizations of a scope on a day."""

    key = "socials"
    title = "社会组织"
    kind = Kind.SOCIAL.value
    heading = "社会组织党建工作台账"
    columns = (
        shared.serial(),
        shared.basics("社会组织名称", "组织类型", firm=False),
        shared.head(also="秘书长"),
        shared.members(),
        shared.branch(),
        shared.secretary(),
        shared.guide(),
        shared.mass(),
        shared.tags(),
        shared.remark(),
    )
    extra = shared.only_read()
