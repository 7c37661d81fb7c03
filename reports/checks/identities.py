"""Questions about who an organization is: codes, names and telephones that do not fit, and who is not confirmed."""

from django.db.models import Count, F, Q, Value
from django.db.models.functions import Concat, Substr

from liangxin.codes import credit_code_problem
from liangxin.months import Quarter
from orgs.choices import Kind
from orgs.models.regions import TOWN
from reports.checks.base import ORGANIZATIONS, Act, Severity, check
from reports.confirmations import unconfirmed as still_to_confirm

LOOK, HINT = Severity.LOOK, Severity.HINT
OPEN = Act("补填", "admin:orgs_organization_change")
REGISTER, CODES = "登记规范", "GB 32100 统一社会信用代码"
SAME_PHONE = 3
ENTERPRISE, SOCIAL = ("91", "92", "93"), ("51", "52", "53", "31")


@check(
    "unconfirmed",
    "本季度没有确认",
    ORGANIZATIONS,
    HINT,
    "每家单位每季度确认一次：修改、导入，或者一键无变化。",
    source="每季度更新一次的规定",
    act=Act("核对", "admin:orgs_organization_change"),
)
def unconfirmed(asked):
    return still_to_confirm(asked.user, Quarter.of(asked.day))


@check(
    "no_code",
    "没有统一社会信用代码",
    ORGANIZATIONS,
    HINT,
    "没有信用代码的单位只能按名称认，容易重复登记。",
    source=CODES,
    act=OPEN,
)
def no_code(asked):
    return asked.base().filter(organization__credit_code=None)


@check(
    "code_check",
    "信用代码有误",
    ORGANIZATIONS,
    LOOK,
    "统一社会信用代码的位数、字符或校验位不对，可能抄错。",
    source=CODES,
    act=Act("改正", "admin:orgs_organization_change"),
    tell=lambda row: row.organization.credit_code,
)
def code_check(asked):
    rows = asked.standings().exclude(organization__credit_code=None).order_by()
    codes = rows.values_list("organization_id", "organization__credit_code")
    wrong = [key for key, code in codes if credit_code_problem(code)]
    return asked.standings().filter(organization__among=wrong)


@check(
    "code_kind",
    "信用代码与单位类型不符",
    ORGANIZATIONS,
    LOOK,
    "91、92、93 开头的是企业、个体工商户、合作社，51、52、53、31 开头的是社会组织。",
    source=CODES,
    act=Act("改正", "admin:orgs_organization_change"),
    tell=lambda row: f"{row.organization.get_kind_display()}，代码 {row.organization.credit_code}",
)
def code_kind(asked):
    def begins(prefixes):
        found = Q()
        for prefix in prefixes:
            found |= Q(organization__credit_code__startswith=prefix)
        return found

    crossed = Q(organization__kind=Kind.ENTERPRISE) & begins(SOCIAL)
    return asked.standings().filter(crossed | Q(organization__kind=Kind.SOCIAL) & begins(ENTERPRISE))


@check(
    "same_phone",
    "多家单位同一电话",
    ORGANIZATIONS,
    LOOK,
    f"{SAME_PHONE} 家以上单位的负责人电话相同，可能是代填的电话。",
    source=REGISTER,
    act=Act("核实", "admin:orgs_organization_change"),
    tell=lambda row: f"负责人 {row.organization.head_name or '未填'}",
)
def same_phone(asked):
    known = asked.standings().exclude(organization__head_phone="").order_by()
    shared = known.values("organization__head_phone").annotate(n=Count("pk")).filter(n__gte=SAME_PHONE)
    return asked.standings().filter(organization__head_phone__in=shared.values("organization__head_phone"))


@check(
    "same_name",
    "同一乡镇有同名单位",
    ORGANIZATIONS,
    LOOK,
    "同一乡镇（街道）有两家同名的单位，可能重复登记；确是一家的可以合并。",
    source=REGISTER,
    act=Act("核实", "admin:orgs_organization_change"),
    tell=lambda row: row.organization.credit_code or "没有信用代码",
)
def same_name(asked):
    town = Concat(Substr("region__code", 1, TOWN), Value("|"), F("organization__normal_name"))
    named = asked.standings().annotate(in_town=town)
    twice = named.order_by().values("in_town").annotate(n=Count("pk")).filter(n__gt=1)
    return named.filter(in_town__in=twice.values("in_town"))
