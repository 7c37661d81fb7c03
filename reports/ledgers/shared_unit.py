"""Columns that both ledgers share: what an organization is, and where. Spellings: real workbooks (domain.md §5)."""

from orgs.choices import Category, Industry, Kind
from reports.ledgers.choices import IndustryChoice, KindOrCategory, Tags, YesNo
from reports.ledgers.columns import Answer, Group, Serial, Text
from reports.ledgers.numbers import CreditCode, Money, PartialDate
from reports.ledgers.people import Address, Name, Names, RegionName, Town

NAMES = (
    "单位名称 组织名称 企业名称 社会组织名称 两新组织名称 非公企业名称 非公有制企业名称"
    " 非公有制经济组织名称 非公有制企业全称"
    " 企业全称 单位全称 名称全称 公司名称 企业单位名称 机构名称 社会组织全称 登记名称 单位组织名称 企业社会组织名称"
    " 两新组织单位名称 两新组织全称 非公经济组织名称 非公有制经济组织 市场主体名称"
    " 经营主体名称 企业名称全称 单位名称全称"
    " 学校名称 社团名称 民办非企业单位名称 企业组织名称 新经济组织名称 新社会组织名称 组织全称 企业字号名称"
)


def basics(name_title: str, category_title: str, *, firm: bool) -> Group:
    """基本情况. firm: with the columns that only enterprises have."""
    return Group(
        "基本情况",
        Name(
            "name",
            name_title,
            generic=NAMES,
            weak="名称 单位 企业 全称 组织 社会组织 覆盖企业 覆盖单位 覆盖企业名称 覆盖单位名称 覆盖组织 被联系单位"
            " 被联系单位名称 联系企业 联系单位 联系企业名称 联系单位名称 指导企业 指导单位 派驻企业 派驻单位"
            " 派驻企业名称"
            " 派驻单位名称 联系组织 覆盖企业单位 联系企业单位 服务企业 服务企业名称 所在企业 所在单位",
            width=32,
            most=200,
        ),
        Names(
            "former_names",
            "曾用名",
            also="曾用名称 原名称 原名 单位曾用名 企业曾用名 变更前名称 原企业名称 原单位名称 更名前名称"
            " 更名前单位名称 原组织名称",
            width=18,
            most=200,
        ),
        CreditCode(
            "credit_code",
            "统一社会信用代码",
            also="社会信用代码 信用代码 统一信用代码 统一社会信用代码证号 统一社会信用代码注册号 组织机构代码"
            " 统一社会信用代码号 社会统一信用代码 统一社会信用码 营业执照代码 统一代码",
            generic="机构代码 代码",
            width=22,
            most=18,
        ),
        KindOrCategory(
            "category",
            category_title,
            Category,
            kind=Kind.ENTERPRISE if firm else Kind.SOCIAL,
            also="单位类别 企业类型 企业类别 企业性质 组织类型 社会组织类型 社会组织类别 登记类型"
            " 注册类型 经济类型 所有制性质"
            " 企业登记注册类型 登记注册类型 企业经济类型 组织形式 主体类型 社会组织性质",
            weak="具体类别 具体类型 性质 类别 类型 单位性质 单位类型 组织类别 组织性质 两新组织类型 两新组织类别 种类",
            width=18,
        ),
        IndustryChoice(
            "industry",
            "行业门类",
            Industry,
            also="行业 行业代码 所属行业 行业类别 行业类型 所在行业 所处行业 行业分类 国民经济行业 从事行业"
            " 经营行业 产业类别",
            width=16,
        ),
        Town(
            "town",
            "乡镇（街道）",
            also="乡镇 街道 镇街 乡镇街道 镇街道 镇乡街道 乡镇街道办 所属乡镇 所在乡镇 所属镇街"
            " 所在镇街 所属街道 所在街道"
            " 所属乡镇街道 所在乡镇街道 所属乡镇街 乡镇名称 乡镇场 乡镇场街道 乡镇办 镇办 街镇"
            " 填报单位 报送单位 上报单位 乡镇园区"
            " 所在乡镇园区 所在镇街道 属地乡镇 属地镇街 乡镇街道名称 所属镇街道 所在乡镇街道名称"
            " 街道乡镇 乡镇街道园区 园镇街",
            generic="镇 乡 街道",
            weak="单位 属地 所在地 座落地 坐落地 辖区 区域 所属辖区 所属区域 所在区域 归属地 所属地"
            " 填表单位 地区 所在辖区 所属地区",
            width=14,
        ),
        RegionName(
            "village",
            "村（社区）",
            also="所在村 所属村 所在社区 所属社区 所在村社区 所属村社区 村居 所在村居 行政村 村名 社区名称"
            " 村居社区 村级 村委会 居委会 村社 所属村居 村社区名称 所在行政村 村社区居委会",
            generic="村 社区 村社区",
            weak="属地 所在地 座落地 坐落地 单位",
            width=14,
        ),
        Text(
            "zone",
            "园区（商圈、楼宇、市场）",
            also="所在园区 所属园区 园区名称 所在商圈 所在楼宇 园区商圈 商圈楼宇 所属商圈 所属楼宇 园区商圈楼宇"
            " 所在工业园区 所在工业园区名称 所属工业园区 所在产业园区 楼宇名称 商圈名称 市场名称 所在园区名称"
            " 所在园区商圈楼宇市场 专业市场 商圈市场 所在园区商圈 工业园区 所在市场",
            generic="园区 商圈 楼宇 市场",
            width=18,
            most=100,
        ),
        Address(
            "address",
            "经营地址",
            also="单位地址 企业地址 办公地址 经营场所 生产经营地址 生产经营场所 实际经营地址 办公地点 经营地点"
            " 办公场所地址 机构地址 办公住所 办学地址 单位住所 企业住所 生产地址 经营场所地址 公司地址 学校地址",
            generic="地址 详细地址 住址 联系地址 实际地址 通讯地址 所在地址 住所 具体地址",
            weak="所在地 座落地 坐落地",
            width=28,
            most=300,
        ),
        Address(
            "registered_address",
            "注册地址",
            also="登记地址 注册地 登记住所 注册住所 注册登记地址 住所地",
            width=28,
            most=300,
        ),
        PartialDate(
            "established",
            "成立时间",
            also="单位成立时间 企业成立时间 组织成立时间 社会组织成立时间 注册成立时间 单位成立日期 企业成立日期"
            " 公司成立时间 学校成立时间 法人登记时间",
            generic="成立日期 成立年月 成立登记时间 成立登记日期 成立注册时间 登记成立时间 注册时间 注册日期"
            " 注册登记时间"
            " 登记时间 登记日期 创办时间 创建时间 设立时间 设立日期 开办时间 开业时间 批准成立时间 办学时间 建立时间"
            " 注册登记日期 核准日期 登记注册时间",
            width=12,
        ),
        PartialDate(
            "closed",
            "注销时间",
            also="注销日期 关闭时间 停业时间 终止时间 吊销时间 注销关闭时间 注销吊销时间",
            width=12,
        ),
        Text("closed_reason", "注销原因", also="关闭原因 停业原因 注销说明 终止原因", width=14, most=200),
        Text(
            "supervisor",
            "归口党（工）委",
            also="归口党委 归口党工委 归口管理 归口管理单位 归口单位 归口管理党工委 归口管理党委"
            " 归口管理党组织 主管党委 归口党组织"
            " 隶属党工委 隶属党委 主管党工委 所属党工委 所属党委 归口",
            width=20,
            most=200,
        ),
        YesNo(
            "direct", "是否直管", also="直管 是否县直管 是否直接管理 是否两新工委直管", yes="直管", no="非直管", width=8
        ),
        YesNo(
            "operating",
            "是否“三有”实体运营",
            also="是否三有 三有 三有企业 是否三有企业 是否实体运营 实体运营 是否正常经营 是否正常运营"
            " 是否三有单位 是否三有组织 三有组织 是否为三有组织 是否为三有单位 是否正常运行"
            " 是否为三有企业 是否实体经营 三有情况",
            weak="经营状态 经营状况 运营状态 生产经营状态 单位状态 企业状态 存续状态",
            yes="正常 正常经营 正常运营 在营 在业 存续 实体运营 正常运行 经营正常 开业 三有 三有企业 三有单位 三有组织",
            no="停业 歇业 停产 空壳 吊销 僵尸企业 非正常 不正常 未运营 未经营 停止经营 非三有 不属于 注销"
            " 已注销 已吊销 关闭 已关闭 已停业 已歇业 已停产 关停",
            width=10,
        ),
        Text(
            "operating_reason",
            "非“三有”说明",
            also="非三有原因 不属于三有的原因 不符合三有原因 非实体运营原因 未正常经营原因 非正常经营原因",
            width=16,
            most=200,
        ),
        *(firm_columns(firm)),
        neutral=True,
        also="基本信息 单位基本情况 企业基本情况 社会组织基本情况 概况 单位情况 企业情况 单位 企业 组织 社会组织"
        " 登记信息 登记情况 注册登记 注册信息 基础信息 属地 所在地 座落地 坐落地 位置 区域 公司 学校 机构 登记 注册"
        " 非公企业 两新组织 经营情况 生产经营",
    )


def firm_columns(firm: bool):
    """规模以上 and revenue: in the ledger of enterprises, only read elsewhere."""
    return (
        YesNo(
            "above_scale",
            "是否规模以上",
            also="规模以上 是否规上 规上 是否规上企业 规模以上企业 是否规模以上企业 是否为规上企业"
            " 是否为规模以上企业 规上企业 企业规模",
            yes="规上 规模以上 规上企业 规模以上企业",
            no="规下 规模以下 规下企业 规模以下企业 小微 小微企业 非规上",
            width=10,
            own=firm,
        ),
        Money(
            "revenue",
            "年营业收入（万元）",
            also="年营业收入 营业收入 年产值 上年营业收入 上年度营业收入 年销售收入 销售收入 年营业额"
            " 营业额 年度营业收入 年主营业务收入"
            " 主营业务收入 上年度产值 产值 年收入",
            width=14,
            own=firm,
        ),
    )


def serial() -> Serial:
    """序号."""
    return Serial("serial", "序号", also="编号 序 号 No 排序 总序号 单位序号 顺序号", width=6)


def tags() -> Tags:
    """新兴领域."""
    return Tags(
        "tags",
        "新兴领域标签",
        also="新兴领域 行业领域 标签 所属新兴领域 新兴领域类别 新兴领域类型 新业态 所属领域 新业态类型"
        " 新兴业态 重点领域",
        width=16,
    )


def remark() -> Answer:
    """备注."""
    return Answer("remark", "备注", also="备注说明 其他需要说明的情况 说明 备注栏 其他说明 需要说明的情况", width=16)
