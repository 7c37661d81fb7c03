"""Columns that towns' files have beside the ledgers' own: kept as answers, or folded into a fact. One line adds one."""

from orgs.choices import Kind, TagKind
from reports.ledgers.choices import KindOrCategory, TagFlag, YesNo
from reports.ledgers.columns import Answer, Group
from reports.ledgers.shared_branch import party_work
from reports.ledgers.shared_people import PHONES, party_members


def only_read() -> tuple:
    """Columns that towns' files often have beside; kept as answers, or folded into a fact of ours."""
    return (
        KindOrCategory(
            "kind",
            "两新组织类型",
            Kind,
            own=False,
            also="两新类型 两新类别 组织属性 两新组织性质 非公企业社会组织 是非公企业还是社会组织 单位属性 两新属性",
            weak="两新组织类别 类别 类型 性质 单位类别 单位类型 组织类别 组织类型 单位性质 组织性质 具体类别 具体类型",
        ),
        *(TagFlag(tag) for tag in TagKind),
        *party_members(),
        party_work(*party_members()[0].children),
        *_mass_groups(),
        Group(
            "联系人",
            Answer("contact_name", "姓名", also="联系人 联络人 单位联系人"),
            Answer("contact_phone", "联系电话", leaf=PHONES),
            key="contact",
        ),
        Group(
            "党务工作者",
            Answer("worker_name", "姓名", also="党务工作者 党务干部 党务专干"),
            Answer("worker_phone", "联系电话", leaf=PHONES),
            Answer("worker_count", "人数", leaf="数量 专职 党务工作者人数", also="党务工作者数"),
            also="党务干部 党务专干",
            key="worker",
        ),
        Group(
            "基础保障",
            Answer(
                "venue",
                "活动场所",
                leaf="有无活动场所 是否有活动场所",
                also="党组织活动场所 有无活动场所 是否有活动场所",
            ),
            Answer("venue_area", "活动场所面积", leaf="面积", also="党组织活动场所面积 活动场所面积平方米"),
            Answer("funds", "党建经费", leaf="经费", also="工作经费 党组织活动经费 党建工作经费 活动经费"),
            also="保障情况 阵地建设",
            key="venue",
        ),
        Group(
            "落实制度",
            Answer("meetings", "三会一课", also="三会一课落实情况 组织生活"),
            Answer("party_day", "主题党日"),
            also="制度落实 组织生活",
            key="meetings",
        ),
        Answer("business", "经营范围", own=False, also="主营业务 业务范围 主要产品 主营业务范围"),
        Answer("capital", "注册资金", own=False, also="注册资本 注册资金万元 注册资本万元 开办资金 注册资金情况"),
        Answer("tax", "年纳税额", own=False, also="纳税额 上缴税收 年上缴税金 纳税总额 税收"),
        Answer("authority", "业务主管单位", own=False, also="业务主管部门 主管单位 主管部门 行业主管部门"),
        Answer("registrar", "登记机关", own=False, also="登记管理机关 发证机关 登记部门"),
        Answer("survey_state", "摸排情况", own=False),
    )


def _mass_groups():
    """工会, 共青团, 妇联 as parents of their own."""
    leaf = "有无 是否成立 是否组建 是否建有 建立情况 是否有 成立情况 组建情况"
    for key, title, also in (
        ("union", "工会", ""),
        ("league", "共青团", "团组织 团支部"),
        ("women", "妇联", "妇女组织"),
    ):
        yield Group(
            title,
            YesNo(key, "是否建立", leaf=leaf),
            Answer(f"{key}_members", "会员数", leaf="人数 会员人数 成员数 团员数"),
            Answer(f"{key}_head", "负责人", leaf="主席 书记 主席姓名 负责人姓名"),
            also=also,
            key=f"{key}_group",
        )
