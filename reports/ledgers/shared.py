"""The columns that both ledgers share: one function for each group, as the titles differ a little by kind.

The further spellings are those of real survey workbooks (domain.md §5). To add a survey column add one line here.
"""

from orgs.choices import Category, Industry, Kind, Level, Mode, TagKind, UnbuiltReason
from reports.ledgers.choices import (
    Built,
    Choice,
    IndustryChoice,
    KindOrCategory,
    MassList,
    ModeChoice,
    TagFlag,
    Tags,
    UnbuiltChoice,
    YesNo,
)
from reports.ledgers.columns import Answer, Group, Serial, Text
from reports.ledgers.numbers import CreditCode, Money, Number, PartialDate
from reports.ledgers.people import Address, GuideName, Name, Names, Person, PersonAndPhone, Phone, RegionName, Town

NAMES = (
    "单位名称 组织名称 企业名称 社会组织名称 两新组织名称 非公企业名称 非公有制企业名称"
    " 非公有制经济组织名称 非公有制企业全称"
    " 企业全称 单位全称 名称全称 公司名称 企业单位名称 机构名称 社会组织全称 登记名称 单位组织名称 企业社会组织名称"
    "两新组织单位名称 两新组织全称 非公经济组织名称 非公有制经济组织 市场主体名称"
    " 经营主体名称 企业名称全称 单位名称全称"
    " 学校名称 社团名称 民办非企业单位名称 企业组织名称 新经济组织名称 新社会组织名称 组织全称 企业字号名称"
)
PHONES = "电话 手机 手机号 手机号码 联系方式 电话号码 联系号码 联系手机 办公电话 移动电话"
UNITS = "单位 工作单位 所在单位 单位及职务 现工作单位 派出单位 单位名称"
POSTS = "现任职务 单位职务 职务职级 行政职务"


def basics(name_title: str, category_title: str, *, firm: bool) -> Group:
    """基本情况. firm: with the columns that only enterprises have."""
    return Group(
        "基本情况",
        Name("name", name_title, also=NAMES, weak="名称 单位 企业 全称 组织 社会组织", width=32, most=200),
        Names(
            "former_names", "曾用名", also="曾用名称 原名称 原名 单位曾用名 企业曾用名 变更前名称", width=18, most=200
        ),
        CreditCode(
            "credit_code",
            "统一社会信用代码",
            also="社会信用代码 信用代码 统一信用代码 统一社会信用代码证号 统一社会信用代码注册号"
            " 机构代码 组织机构代码"
            " 统一社会信用代码号 社会统一信用代码 统一社会信用码 营业执照代码 代码",
            width=22,
            most=18,
        ),
        KindOrCategory(
            "category",
            category_title,
            Category,
            also="单位类别 企业类型 企业类别 企业性质 组织类型 社会组织类型 社会组织类别 登记类型"
            " 注册类型 经济类型 所有制性质"
            " 企业登记注册类型 登记注册类型 企业经济类型 组织形式 主体类型 社会组织性质",
            weak="性质 类别 类型 单位性质 单位类型 组织类别 组织性质 两新组织类型 两新组织类别 种类",
            width=18,
        ),
        IndustryChoice(
            "industry",
            "行业门类",
            Industry,
            also="行业 所属行业 行业类别 行业类型 所在行业 所处行业 行业分类 国民经济行业 从事行业 经营行业 产业类别",
            width=16,
        ),
        Town(
            "town",
            "乡镇（街道）",
            also="乡镇 街道 镇街 乡镇街道 镇街道 镇乡街道 乡镇街道办 所属乡镇 所在乡镇 所属镇街"
            " 所在镇街 所属街道 所在街道 镇 乡"
            "所属乡镇街道 所在乡镇街道 所属乡镇街 乡镇名称 乡镇场 乡镇场街道 乡镇办 镇办 街镇"
            " 填报单位 报送单位 上报单位 乡镇园区"
            "所在乡镇园区 所在镇街道 属地乡镇 属地镇街 乡镇街道名称 所属镇街道 所在乡镇街道名称"
            " 街道乡镇 乡镇街道园区 园镇街",
            weak="单位 属地 所在地 座落地 坐落地 辖区 区域 所属辖区 所属区域 所在区域 归属地 所属地"
            " 填表单位 地区 所在辖区 所属地区",
            width=14,
        ),
        RegionName(
            "village",
            "村（社区）",
            also="村 社区 村社区 所在村 所属村 所在社区 所属社区 所在村社区 所属村社区 村居 所在村居"
            " 行政村 村名 社区名称 村居社区"
            " 村级 村委会 居委会 村社 所属村居 村社区名称 所在行政村",
            weak="属地 所在地 座落地 坐落地",
            width=14,
        ),
        Text(
            "zone",
            "园区（商圈、楼宇、市场）",
            also="园区 所在园区 所属园区 园区名称 商圈 楼宇 市场 所在商圈 所在楼宇 园区商圈 商圈楼宇"
            " 所属商圈 所属楼宇 园区商圈楼宇"
            " 所在园区商圈楼宇市场 专业市场 商圈市场 所在园区商圈 工业园区",
            width=18,
            most=100,
        ),
        Address(
            "address",
            "经营地址",
            also="地址 单位地址 企业地址 详细地址 办公地址 经营场所 生产经营地址 生产经营场所"
            " 实际经营地址 住址 联系地址 办公地点"
            " 经营地点 办公场所地址 实际地址 通讯地址 所在地址 机构地址 住所 办公住所",
            weak="所在地 座落地 坐落地",
            width=28,
            most=300,
        ),
        Address(
            "registered_address", "注册地址", also="登记地址 注册地 登记住所 注册住所 注册登记地址", width=28, most=300
        ),
        PartialDate(
            "established",
            "成立时间",
            also="成立日期 单位成立时间 企业成立时间 注册时间 登记时间 登记日期 注册日期 成立登记时间"
            " 企业成立日期 创办时间 组织成立时间"
            "设立时间 设立日期 开办时间 成立年月 注册登记时间 成立登记日期 社会组织成立时间"
            " 创建时间 注册成立时间 批准成立时间"
            " 办学时间 单位成立日期",
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
            " 是否三有单位 是否正常运行"
            " 是否为三有企业 经营状态 经营状况 运营状态 是否实体经营 生产经营状态 三有情况",
            yes="正常 正常经营 正常运营 在营 在业 存续 实体运营 正常运行 经营正常 开业",
            no="停业 歇业 停产 空壳 吊销 僵尸企业 非正常 不正常 未运营 未经营 停止经营 非三有 不属于",
            width=10,
        ),
        Text(
            "operating_reason",
            "非“三有”说明",
            also="非三有原因 不属于三有的原因 不符合三有原因 非实体运营原因 未正常经营原因 非正常经营原因",
            width=16,
            most=200,
        ),
        *(_firm_columns(firm)),
        neutral=True,
        also="基本信息 单位基本情况 企业基本情况 社会组织基本情况 概况 单位情况 企业情况 单位 企业"
        " 组织 社会组织 登记信息 基础信息",
    )


def _firm_columns(firm: bool):
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


def head(also: str = "") -> Group:
    """负责人 (出资人)."""
    people = (
        "负责人 出资人 法定代表人 法人代表 法人 企业主 主要负责人 单位负责人 企业负责人"
        " 社会组织负责人 出资人负责人 法人代表人"
    )
    return Group(
        "负责人",
        Person(
            "head_name",
            "姓名",
            leaf="名字",
            also=f"{people} 理事长 会长 校长 负责人出资人 法人姓名 经营者 业主 投资人 董事长 老板",
            weak="姓名",
            width=10,
            most=100,
        ),
        Phone("head_phone", "联系电话", leaf=PHONES, weak=f"联系电话 {PHONES}", width=16, most=100),
        YesNo(
            "head_is_member",
            "是否党员",
            leaf="是否为党员 是否中共党员 党员 政治面貌 中共党员",
            weak="是否党员 政治面貌 是否中共党员",
            also="负责人是否党员 出资人是否党员 法人是否党员 负责人政治面貌 出资人政治面貌 法人政治面貌",
            yes="中共党员 党员 正式党员 预备党员 中共预备党员 中国共产党党员",
            no="群众 非党员 团员 共青团员 无党派 无党派人士 民主党派 民盟 民建 民进 农工党 九三学社"
            " 民革 致公党 非中共党员 积极分子",
            width=10,
        ),
        YesNo(
            "head_is_secretary",
            "是否兼任党组织书记",
            leaf="是否兼任书记 兼任书记 是否担任书记 是否书记 兼任党组织书记 是否担任党组织书记"
            " 是否兼任党支部书记 兼任支部书记",
            also="出资人是否兼任书记 是否由出资人担任书记 书记是否由出资人担任 出资人兼任书记"
            " 负责人兼任书记 是否兼任党组织书记 是否书记"
            " 是否兼任书记 出资人是否担任党组织书记 负责人是否担任书记 书记是否由负责人担任",
            width=12,
        ),
        PersonAndPhone(
            "head_both",
            "姓名及电话",
            "head_name",
            "head_phone",
            leaf="姓名及联系电话 姓名电话 姓名联系电话 姓名联系方式 姓名及联系方式 及联系电话 及电话 及联系方式",
        ),
        also=f"{people} 理事长 会长 校长 经营者 业主 投资人 董事长 {also}",
        key="head",
    )


def members() -> Group:
    """从业人员和党员."""
    return Group(
        "从业人员和党员",
        Number(
            "employees",
            "从业人员数",
            also="从业人员 从业人数 职工总数 员工人数 员工总数 职工人数 员工数 职工数 从业人员数量"
            " 从业人员总数 从业人员人数 用工人数 用工总数"
            "在职职工数 在岗职工数 职工总人数 员工总人数 现有职工数 工作人员数 专职工作人员数"
            " 在职人数 教职工数 教职工人数 教职工总数 在册人数"
            " 专职人员数 员工规模 职工",
            leaf="总人数 职工 员工",
            width=10,
        ),
        Number(
            "full_members",
            "正式党员数",
            leaf="正式 正式党员人数",
            also="正式党员 正式党员人数 其中正式党员 其中正式党员数 正式党员总数 现有正式党员 正式党员数量 正式党员名",
            width=10,
        ),
        Number(
            "probationary_members",
            "预备党员数",
            leaf="预备",
            also="预备党员 预备党员人数 其中预备党员 其中预备党员数 预备党员总数 预备党员数量",
            width=10,
        ),
        Number(
            "activists",
            "入党积极分子数",
            leaf="积极分子",
            also="入党积极分子 积极分子 积极分子数 入党积极分子人数 积极分子人数 入党积极分子数量",
            width=10,
        ),
        Number(
            "elsewhere_members",
            "组织关系不在本单位的党员数",
            leaf="组织关系不在本单位 组织关系不在 组织关系在外 隐形党员 口袋党员 组织关系未转入",
            also="组织关系不在本单位党员数 组织关系不在本单位党员 组织关系不在本单位"
            " 组织关系未转入党员数 关系不在本单位党员 流入党员 流动党员"
            "组织关系不在本企业党员数 组织关系不在本企业的党员数 组织关系在外党员数 流动党员数"
            " 组织关系未转入 组织关系不在本企业党员"
            " 组织关系不在本组织党员数 组织关系未转入党员",
            width=12,
        ),
        Number(
            "members_total",
            "党员总数",
            own=False,
            leaf="总数 人数 数量 合计 小计 总人数 名 数",
            also="党员 党员数 党员总数 党员人数 党员数量 中共党员数 中共党员 现有党员 现有党员数"
            " 党员总人数 中共党员人数 党员名数 党员情况",
        ),
        Answer("applicants", "入党申请人数", own=False, leaf="申请人 入党申请人", also="入党申请人 递交入党申请书人数"),
        Answer("candidates", "发展对象数", own=False, leaf="发展对象", also="发展对象 发展对象人数"),
        Answer("developed", "发展党员数", own=False, also="发展党员 今年发展党员数 当年发展党员数 年内发展党员数"),
        also="党员 党员队伍 党员情况 党员人数 党员数 党员队伍情况 从业人员 人员情况 职工情况 党员总数 人员",
        key="members",
    )


def branch() -> Group:
    """党组织设置, with why there is none."""
    return Group(
        "党组织设置",
        Built(
            "built",
            "是否建立党组织",
            leaf="是否建立 是否组建 是否已建 是否已建立 有无 是否成立 建立情况 是否建立党支部",
            also="是否建立党组织 是否已建党组织 是否建有党组织 是否组建党组织 是否已建立党组织"
            " 是否成立党组织 有无党组织 是否建立党支部 党组织是否建立"
            "是否建党组织 建立党组织 是否有党组织 是否已建立党组织 党组织建立情况"
            " 是否单独建立或联合建立党组织 是否已组建党组织 是否成立党支部"
            " 是否有党支部 已建党组织 建立党组织情况 党的组织是否覆盖 党组织覆盖",
            width=10,
        ),
        ModeChoice(
            "mode",
            "组建方式",
            Mode,
            leaf="方式 形式 组建情况 覆盖方式 建立方式 组建类型 设置方式 组建形式 建立形式 设置形式",
            also="组建形式 党组织组建方式 党组织组建形式 建立方式 组建类型 党组织设置方式"
            " 党组织建立方式 设置形式 覆盖方式 党组织覆盖方式 组建情况"
            " 党组织组建情况 党组织组建类型 建立形式 党组织设置形式 党组织建立形式 组织覆盖方式 设置方式",
            width=12,
        ),
        Text(
            "branch_name",
            "党组织名称",
            leaf="名称 全称 党组织全称",
            also="党支部名称 党组织全称 所在党组织 所属党组织 所在党支部 所属党支部 支部名称"
            " 覆盖党组织名称 隶属党组织 所在党组织名称 所属党组织名称"
            " 党支部 所在支部 已建党组织名称 基层党组织名称 组建党组织名称 党组织名称全称 所属党支部名称",
            width=32,
            most=200,
        ),
        Choice(
            "branch_level",
            "党组织类别",
            Level,
            leaf="类别 类型 级别 层级 设置类型 种类",
            also="党组织类型 党组织级别 党组织层级 党组织形式 党组织种类 党组织设置类型 党组织设置类别 党组织性质",
            width=12,
        ),
        PartialDate(
            "branch_established",
            "党组织成立时间",
            leaf="成立时间 成立日期 组建时间 建立时间 组建日期 批准成立时间 批复时间 成立年月",
            also="党组织组建时间 党组织成立日期 党组织建立时间 党支部成立时间 组建时间 建立党组织时间"
            " 支部成立时间 党组织批复时间 党组织批准成立时间"
            " 成立党组织时间 党支部组建时间 党组织组建日期 建党时间 党支部成立日期 党组织成立年月",
            width=14,
        ),
        Answer(
            "superior",
            "上级党组织",
            leaf="上级 隶属关系",
            also="上级党组织名称 上级党委 隶属上级党组织 上一级党组织",
            width=20,
        ),
        UnbuiltChoice(
            "unbuilt_reason",
            "未建立党组织原因",
            UnbuiltReason,
            leaf="未建原因 未组建原因 未建立原因 原因 未建党组织原因",
            also="未建原因 未建党组织原因 未组建原因 未组建党组织原因 未建立党组织的原因 未建立原因"
            " 未成立党组织原因 没有建立党组织的原因 未建立党组织主要原因"
            " 未建党组织的原因 未覆盖原因",
            width=18,
        ),
        Text(
            "unbuilt_text",
            "未建原因说明",
            leaf="说明 具体原因",
            also="未建立党组织原因说明 未建具体原因 其他原因说明 未建原因备注 其他原因请注明 未组建原因说明",
            width=18,
            most=300,
        ),
        Text(
            "plan_note",
            "一企一策",
            lines=True,
            leaf="组建计划 下步打算",
            also="一企一策措施 一企一策组建措施 组建计划 下步打算 下一步打算 下步措施 工作措施"
            " 组建措施 拟采取措施 下一步措施 组建党组织措施",
            width=24,
        ),
        PartialDate(
            "charter_on", "党建入章时间", also="党建写入章程时间 党建工作写入章程时间 党建入章日期 党建入章", width=12
        ),
        also="党组织 党组织情况 党支部 党组织建设 组织设置 党的组织 党组织设置情况 党组织组建"
        " 党组织基本情况 组建情况 党组织建立 未建党组织 未建立党组织"
        " 党建 党建情况 党建工作 党组织覆盖 未建情况",
        key="branch",
    )


def secretary() -> Group:
    """党组织书记: answers for now, as posts of members come later."""
    return Group(
        "党组织书记",
        Answer(
            "secretary_name",
            "姓名",
            leaf="名字",
            also="书记 党组织书记 党支部书记 支部书记 党组织负责人 书记姓名 党组织负责人姓名",
            width=10,
        ),
        Answer("secretary_phone", "联系电话", leaf=PHONES, width=16),
        Answer("secretary_source", "来源", leaf="书记来源 选任方式 产生方式", also="书记来源", width=12),
        Answer("secretary_post", "职务", own=False, leaf=POSTS),
        Answer("secretary_education", "学历", own=False, leaf="文化程度"),
        Answer("secretary_age", "年龄", own=False, leaf="出生年月 出生日期"),
        Answer("secretary_sex", "性别", own=False),
        also="书记 党支部书记 支部书记 党组织书记情况 党组织负责人 支部负责人 党组织书记姓名 党支部负责人",
        key="secretary",
    )


def guide() -> Group:
    """党建指导员: 无 ends a posting."""
    names = (
        "指导员 党建指导员 联络员 党建联络员 党建工作指导员 选派指导员 指导员联络员"
        " 驻企指导员 党建工作联络员 党建指导员联络员 党建辅导员 驻企联络员"
    )
    return Group(
        "党建指导员",
        GuideName("guide_name", "姓名", leaf="名字 名称", also=names, width=10, most=60),
        Text("guide_unit", "工作单位", leaf=UNITS, width=20, most=120),
        Text("guide_post", "职务", leaf=POSTS, width=12, most=80),
        Phone("guide_phone", "联系电话", leaf=PHONES, width=16, most=60),
        PersonAndPhone(
            "guide_both",
            "姓名及电话",
            "guide_name",
            "guide_phone",
            leaf="姓名及联系电话 姓名电话 姓名联系电话 姓名联系方式 姓名及联系方式 及联系电话 及电话 及联系方式",
        ),
        also=names,
        key="guide",
    )


def mass() -> Group:
    """群团组织."""
    yes, no = "有 已建", "未建 无"
    return Group(
        "群团组织",
        YesNo(
            "union",
            "工会",
            also="是否建立工会 是否建有工会 有无工会 工会组织 是否成立工会 建立工会 是否有工会 是否组建工会 工会情况",
            yes=yes,
            no=no,
            width=8,
        ),
        YesNo(
            "league",
            "共青团",
            leaf="团组织 团支部 共青团组织 团委",
            also="是否建立共青团 是否建立团组织 有无团组织 团组织 共青团组织 是否建有共青团"
            " 是否建立共青团组织 是否有共青团 是否成立共青团 团支部 是否有团组织"
            " 建立共青团 是否组建共青团 共青团情况",
            yes=yes,
            no=no,
            width=8,
        ),
        YesNo(
            "women",
            "妇联",
            leaf="妇女组织 妇联组织 妇委会",
            also="是否建立妇联 是否建立妇女组织 有无妇联 妇联组织 妇女组织 是否建有妇联"
            " 是否建立妇联组织 是否有妇联 是否成立妇联 建立妇联 是否组建妇联 妇联情况",
            yes=yes,
            no=no,
            width=8,
        ),
        MassList(
            "mass_list",
            "群团组织",
            own=False,
            also="群团组织情况 群团组织建立情况 建立群团组织情况 工青妇组织 群团 已建群团组织",
            leaf="建立情况",
        ),
        also="群团 群众组织 群团组织情况 群团建设 群团工作 群团组织建设 工青妇 群团组织建立情况",
        key="mass",
    )


def tags() -> Tags:
    """新兴领域."""
    return Tags(
        "tags",
        "新兴领域标签",
        also="新兴领域 标签 所属新兴领域 新兴领域类别 新兴领域类型 新业态 所属领域 新业态类型 新兴业态 重点领域",
        width=16,
    )


def remark() -> Answer:
    """备注."""
    return Answer("remark", "备注", also="备注说明 其他需要说明的情况 说明 备注栏 其他说明 需要说明的情况", width=16)


def serial() -> Serial:
    """序号."""
    return Serial("serial", "序号", also="编号 序 号 No 排序 总序号 单位序号 顺序号", width=6)


def only_read() -> tuple:
    """Columns that towns' files often have beside; kept as answers, or folded into a fact of ours."""
    return (
        KindOrCategory(
            "kind",
            "两新组织类型",
            Kind,
            own=False,
            also="两新类型 两新类别 组织属性 两新组织性质 非公企业社会组织 是非公企业还是社会组织 单位属性 两新属性",
            weak="两新组织类别 类别 类型 性质 单位类别 单位类型 组织类别 组织类型 单位性质 组织性质",
        ),
        *(TagFlag(tag) for tag in TagKind),
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
