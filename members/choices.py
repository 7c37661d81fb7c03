"""The closed lists of the members' registers; spellings that people use stand in members/spellings.py."""

from members.spellings import SPELLINGS
from orgs.choices import Spelled
from orgs.spellings import SPELLINGS as KNOWN

KNOWN.update(SPELLINGS)


class Sex(Spelled):
    """性别, GB/T 2261.1."""

    MALE = "1", "男"
    FEMALE = "2", "女"


class Person(Spelled):
    """人员类别: what kind of Party member a person is during a period (domain.md §1)."""

    FULL = "full", "正式党员"
    PROBATIONARY = "probationary", "预备党员"


class State(Spelled):
    """组织关系状态 of a member during a period (domain.md §1, Transfer)."""

    HERE = "here", "在本支部"
    LETTER = "letter", "已出具证明信"
    ARRIVED = "arrived", "已转入"
    POCKET = "pocket", "应转未转"
    FLOATING = "floating", "流动党员"
    LOST = "lost", "失联"


# States in which a member's 组织关系 lies in the branch of the membership; in the others it lies elsewhere (§2, traps).
RELATED = (State.HERE, State.ARRIVED)


class Education(Spelled):
    """学历, GB/T 4658."""

    POSTGRADUATE = "10", "研究生"
    BACHELOR = "20", "大学本科"
    COLLEGE = "30", "大学专科"
    VOCATIONAL = "40", "中等职业教育"
    HIGH_SCHOOL = "60", "普通高级中学"
    MIDDLE_SCHOOL = "70", "初级中学"
    PRIMARY = "80", "小学"
    OTHER = "90", "其他"


class Left(Spelled):
    """Why a person is no member of the county's registers any more."""

    MOVED = "moved", "转出县外"
    DIED = "died", "去世"
    EXPELLED = "expelled", "开除党籍"
    QUIT = "quit", "退党或除名"
    CANCELLED = "cancelled", "取消预备党员资格"
    OTHER = "other", "其他"


class Position(Spelled):
    """党内职务 in a branch."""

    SECRETARY = "secretary", "书记"
    DEPUTY = "deputy", "副书记"
    COMMITTEE = "committee", "委员"
    FIRST_SECRETARY = "first_secretary", "第一书记"


class SecretarySource(Spelled):
    """党组织书记来源 (domain.md §3)."""

    OWNER = "owner", "出资人"
    MANAGER = "manager", "中层管理人员"
    SENT = "sent", "上级选派"
    OTHER = "other", "其他"


class Ended(Spelled):
    """How a person's development ended before 25 归档."""

    CANCELLED = "cancelled", "取消预备党员资格"
    STOPPED = "stopped", "不再培养"
    WITHDRAWN = "withdrawn", "本人撤回申请"
    MOVED = "moved", "转往县外"


class Direction(Spelled):
    """Which way a transfer goes, seen from the county."""

    WITHIN = "within", "县内转接"
    OUT = "out", "转出县外"
    IN = "in", "县外转入"


class TransferState(Spelled):
    """Where a transfer stands."""

    SENT = "sent", "已开出"
    RECEIVED = "received", "已接收"
    BACK = "back", "已退回"


class Payer(Spelled):
    """党费缴纳类别 (domain.md §3)."""

    WORKING = "working", "在职"
    RETIRED = "retired", "离退休"
    SPECIAL = "special", "特殊"
