"""Every address of the site; the only module beside the settings that names all apps."""

from functools import partial

from django.contrib import admin
from django.urls import include, path

from liangxin.changes import ANSWERS, KEPT, Source
from liangxin.registers import ON_MANY
from liangxin.site import NAVIGATION, Link
from members import roster
from members.models import (
    Candidate,
    CompleteRoster,
    DuesBand,
    DuesBase,
    DuesPayment,
    Membership,
    PartyMember,
    PersonType,
    Post,
    Relation,
    Reveal,
    Step,
    StepFile,
    Transfer,
    Workplace,
)
from orgs.admin.organizations import TOLD_BESIDE
from orgs.choices import Role
from orgs.log import SOURCES, log
from orgs.models import Option, VenueItem
from orgs.options import SETTERS, called
from reports.ledgers.base import answer_titles
from reports.many import MANY
from reports.models import Acceptance, HeaderAnswer, OriginalDownload, SameAnswer, ValueAnswer
from reports.views.many import choose

ANSWERS.update(roster.TITLES | answer_titles())
KEPT["has"] = VenueItem
SOURCES += [
    Source(PartyMember.history.all(), "党员", naming=("name",)),
    Source(PersonType.history.all(), "人员类别", naming=("member",)),
    Source(Membership.history.all(), "所在党支部", naming=("member", "branch")),
    Source(Relation.history.all(), "组织关系", naming=("member",)),
    Source(Workplace.history.all(), "工作单位", naming=("member", "organization")),
    Source(Post.history.all(), "党内职务", naming=("branch", "position")),
    Source(Candidate.history.all(), "发展党员", naming=("name",)),
    Source(Step.history.all(), "发展步骤", naming=("candidate", "number")),
    Source(StepFile.history.all(), "步骤材料", naming=("file_name",)),
    Source(DuesBand.history.all(), "党费标准", naming=("payer",)),
    Source(DuesBase.history.all(), "党费基数", naming=("member",)),
    Source(DuesPayment.history.all(), "党费", naming=("member", "month")),
    Source(Transfer.history.all(), "组织关系转接", naming=("member",)),
    Source(CompleteRoster.history.all(), "花名册完整", naming=("organization",)),
    Source(Reveal.history.all(), "查看身份号码", naming=("person",)),
    Source(Option.history.all(), "设置", "key", called=called),
    Source(Acceptance.history.all(), "体检已知悉", naming=("record_name",)),
    Source(OriginalDownload.history.all(), "原件", naming=("file_name",)),
    Source(HeaderAnswer.history.all(), "表头对应", naming=("leaf",)),
    Source(ValueAnswer.history.all(), "取值对应", naming=("shown",)),
    Source(SameAnswer.history.all(), "同一家", naming=("name",)),
]
TOLD_BESIDE += [
    lambda one: Source(CompleteRoster.history.filter(organization_id=one.pk), "花名册完整", "organization"),
]

for act in MANY.values():
    ON_MANY.setdefault(act.model, []).append((f"many_{act.key}", act.title, partial(choose, key=act.key)))

COUNTY = frozenset({Role.COUNTY})
IMPORTERS = frozenset({Role.COUNTY, Role.TOWN})
READERS = frozenset({Role.COUNTY, Role.COUNTY_VIEWER, Role.SUPERVISOR, Role.TOWN, Role.TOWN_VIEWER})
VISITORS = READERS | {Role.GUIDE}
REGIONAL = frozenset({Role.COUNTY, Role.COUNTY_VIEWER, Role.TOWN, Role.TOWN_VIEWER})
EVERYBODY = frozenset(Role)

NAVIGATION[:] = [
    ("", [Link("工作台", "reports:workbench", EVERYBODY)]),
    (
        "单位与党组织",
        [
            Link("单位", "admin:orgs_organization_changelist", VISITORS),
            Link("党组织", "admin:orgs_partybranch_changelist", READERS),
            Link("党组织结构", "members:tree", READERS),
            Link("联合党支部", "members:joint", READERS),
            Link("换届", "orgs:terms", READERS),
            Link("活动阵地", "admin:orgs_venue_changelist", READERS),
            Link("组织生活", "admin:orgs_activity_changelist", READERS),
            Link("园区商圈", "admin:orgs_zone_changelist", READERS),
        ],
    ),
    (
        "党员与指导员",
        [
            Link("党员", "admin:members_partymember_changelist", READERS),
            Link("发展党员", "admin:members_candidate_changelist", READERS),
            Link("党费", "members:dues", READERS),
            Link("组织关系转接", "members:transfers", READERS),
            Link("党建指导员", "admin:orgs_guide_changelist", READERS),
            Link("选派", "admin:orgs_posting_changelist", READERS),
            Link("走访", "admin:orgs_visit_changelist", VISITORS),
            Link("记录走访", "orgs:visit_new", frozenset({Role.GUIDE})),
            Link("走访情况", "orgs:guiding", READERS),
            Link("跟踪事项", "admin:orgs_matter_changelist", VISITORS),
        ],
    ),
    (
        "摸排导入",
        [
            Link("导入摸排表", "reports:upload", IMPORTERS),
            Link("导入花名册", "reports:roster_upload", IMPORTERS),
            Link("导入记录", "reports:imports", IMPORTERS),
            Link("摸排轮次", "reports:rounds", IMPORTERS),
            Link("季度确认", "reports:confirmations", READERS),
            Link("单位转入申请", "reports:transfers", IMPORTERS),
            Link("登记名单比对", "reports:registrations", REGIONAL),
            Link("漏报", "reports:missed", READERS - IMPORTERS),  # who imports finds it on the page of rounds
        ],
    ),
    (
        "覆盖率",
        [
            Link("覆盖率报表", "reports:coverage", READERS),
            Link("主要数字", "reports:figures", READERS),
            Link("数据体检", "reports:checks", READERS),
        ],
    ),
    (
        "台账与材料",
        [
            Link("台账", "reports:ledgers", READERS),
            Link("非公企业台账", "reports:ledger", READERS, ("enterprises",)),
            Link("社会组织台账", "reports:ledger", READERS, ("socials",)),
            Link("党组织台账", "reports:ledger", READERS, ("branches",)),
            Link("党员台账", "reports:ledger", READERS, ("members",)),
            Link("发展党员台账", "reports:ledger", READERS, ("candidates",)),
            Link("指导员台账", "reports:ledger", READERS, ("guides",)),
        ],
    ),
    (
        "系统",
        [
            Link("账号", "admin:orgs_user_changelist", frozenset({Role.SYSTEM})),
            Link("辖区", "admin:orgs_region_changelist", READERS),
            Link("任期规定", "admin:orgs_termrule_changelist", COUNTY),
            Link("阵地标准", "admin:orgs_venueitem_changelist", COUNTY),
            Link("设置", "orgs:settings", SETTERS),
            Link("修改记录", "log", frozenset({Role.AUDITOR})),
            Link("使用说明", "reports:help", EVERYBODY),
        ],
    ),
]

urlpatterns = [
    path("log/", log, name="log"),
    path("", include("reports.urls")),
    path("admin/", admin.site.urls),
    path("", include("orgs.urls")),
    path("", include("members.urls")),
]

handler400 = "liangxin.site.bad_request"
handler403 = "liangxin.site.forbidden"
handler404 = "liangxin.site.not_found"
handler500 = "liangxin.site.server_error"
