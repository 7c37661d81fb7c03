"""Header words as towns write them (domain.md §5): each is read as what it means, or as nothing, never as another."""

import pytest

from reports.imports.layouts_match import match

pytestmark = pytest.mark.nodb

# fact key: header words without a parent
ALONE = {
    "name": "单位名称 组织名称 企业名称 社会组织名称 企业（单位）名称 单位名称（全称）"
    " 企业名称（必填） 名称 企业全称 公司名称 学校名称"
    " 单\n位\n名\n称 两新组织名称 非公企业名称 单位︵全称︶ *单位名称 1.单位名称 企业（社会组织）名称",
    "former_names": "曾用名 曾用名称",
    "credit_code": "统一社会信用代码 社会信用代码 信用代码 统一社会信用代码（18位）"
    " 登记证号（统一社会信用代码） 统一信用代码"
    " 统一社会信用代码/注册号 营业执照统一社会信用代码 组织机构代码（统一社会信用代码）",
    "category": "企业类型 单位类别 登记类型 企业性质 组织类型 企业类别（私营、港澳台、外资） 注册类型",
    "kind": "两新组织类型 两新类别",
    "industry": "行业 所属行业 行业类别 行业门类 所属行业（按国标）",
    "town": "乡镇 乡镇（街道） 镇街 所属乡镇（街道） 所在乡镇 填报单位 乡（镇、街道） 镇（街道）",
    "village": "村（社区） 所在村 所属村（社区） 所\n在\n村 村、社区 所在村（社区） 行政村",
    "zone": "园区 所在园区 所属园区 园区（商圈、楼宇、市场） 商圈楼宇",
    "address": "地址 经营地址 单位地址 详细地址 办学地址 办公地址 住所 地址（住所） 生产经营地址 经营场所",
    "registered_address": "注册地址 登记地址",
    "established": "成立时间 成立日期 注册时间 登记时间 成立（注册）时间 开业时间 成立时间（年/月/日）"
    " 单位成立时间 成立年月",
    "closed": "注销时间 注销日期",
    "closed_reason": "注销原因",
    "supervisor": "归口党（工）委 归口党工委 归口管理党委 归口",
    "direct": "是否直管 直管",
    "operating": "是否三有 是否“三有”单位 是否实体运营 是否正常经营 是否“三有”组织 经营状况",
    "above_scale": "是否规上 是否规模以上 是否规模以上企业 规上企业 是否规上企业（是/否）",
    "employees": "从业人员数 职工总数 员工人数 从业人员数量（名） 从业人员（人） 专职人员数量（名）"
    " 专职工作人员数 工作人员数 在职职工"
    " 员工总数 用工人数 教职工数 职工人数（人） 员工数 从业人员",
    "revenue": "年营业收入 营业收入（万元） 年产值（万元） 上年度营业收入（万元）",
    "full_members": "正式党员 正式党员数 其中：正式党员 正式党员（名） 正式党员人数",
    "probationary_members": "预备党员 预备党员数 其中：预备党员",
    "activists": "入党积极分子 积极分子 入党积极分子数",
    "elsewhere_members": "组织关系不在本单位党员数 组织关系不在本单位的党员 组织关系未转入党员",
    "members_total": "党员数 党员总数 党员人数 中共党员数 党员（名）",
    "head_name": "负责人 法定代表人 法人代表 出资人 企业主 负责人姓名 法定代表人姓名 出资人（负责人）"
    " 出资人（负责人）姓名 法人 校长（园长）"
    " 企业负责人 主要负责人姓名 经营者 业主 理事长",
    "head_phone": "联系电话 负责人电话 负责人联系电话 法定代表人联系电话 出资人手机 电话 手机号码",
    "head_is_member": "负责人是否党员 出资人政治面貌 法定代表人是否党员",
    "head_is_secretary": "出资人是否兼任书记 是否兼任党组织书记",
    "built": "是否建立党组织 是否已建党组织 有无党组织 是否组建党组织 党组织是否建立"
    " 是否建立党组织（是/否） 是否建有党组织",
    "mode": "组建方式 组建形式 党组织组建方式 组建方式（单独、联合、挂靠） 党组织组建形式 党组织设置方式",
    "branch_name": "党组织名称 党组织全称 党支部名称 所在党组织名称 所建党组织名称 所属党组织"
    " 党\n组\n织\n名\n称 隶属党组织 支部名称",
    "branch_level": "党组织类别 党组织类型 党组织级别",
    "branch_established": "党组织成立时间 党组织成立日期 党组织组建时间 党支部成立时间 党组织成立年月 组建时间",
    "superior": "上级党组织 上级党组织名称",
    "unbuilt_reason": "未建立党组织原因 未建原因 未建党组织原因 未组建原因 未建立党组织的原因",
    "unbuilt_text": "未建原因说明",
    "plan_note": "一企一策 一企一策措施",
    "charter_on": "党建入章时间",
    "guide_name": "党建指导员姓名 指导员姓名 联络员 党建指导员 指导员 党建联络员姓名 党建指导员︵姓名︶"
    " 党建指导员（联络员）姓名",
    "guide_unit": "党建指导员单位 指导员所在单位 指导员工作单位 联络员单位 指导员单位及职务 党建指导员所在单位",
    "guide_post": "指导员职务 党建指导员职务",
    "guide_phone": "指导员电话 党建指导员联系电话 联络员电话 指导员联系方式",
    "union": "工会 是否建立工会 有无工会 是否有工会 是否建有工会 是否成立工会 工会组织",
    "league": "共青团 是否建立共青团组织 有无共青团 是否有团组织 团组织 是否建立团组织",
    "women": "妇联 是否建立妇联 有无妇联 妇联组织 是否建立妇联组织",
    "tags": "新兴领域 新兴领域类型",
    "tag_small": "是否小个专 是否“小个专”",
    "secretary_name": "书记姓名 党组织书记 党支部书记姓名 党组织书记姓名 党组织负责人",
    "secretary_phone": "书记电话 党组织书记联系电话 书记联系方式",
    "secretary_source": "书记来源 党组织书记来源",
    "contact_name": "联系人 联络人",
    "contact_phone": "联系人电话",
    "remark": "备注",
    "serial": "序号 编号",
}

# fact key: parent/leaf
UNDER = {
    "name": "基本情况/单位名称 单位/名称 企业基本情况/企业名称 企业情况/名称",
    "established": "基本情况/成立时间 单位基本情况/登记时间 企业基本情况/注册时间",
    "employees": "从业人员/总数（人） 职工情况/总人数 基本情况/从业人员数 职工/人数 从业人员情况/从业人员总数",
    "members_total": "党员情况/党员总数 党员/总数 从业人员/其中党员 党员队伍/人数 党建情况/党员数",
    "full_members": "党员情况/正式党员 党员/正式 党员总数/其中：正式党员 党员数/正式党员"
    " 党建工作情况/正式党员数 从业人员/正式党员",
    "probationary_members": "党员数/预备 党员队伍情况/预备党员数",
    "activists": "党员队伍/入党积极分子",
    "head_name": "负责人/姓名 出资人（负责人）情况/姓名 法定代表人/姓名 企业主要负责人/姓名"
    " 企业出资人/姓名 校长（园长）/姓名",
    "head_phone": "负责人/联系\n电话 法定代表人/手机号码 出资人/联系方式 法人代表/手机",
    "head_is_member": "负责人/是否党员 出资人/政治面貌",
    "built": "党组织组建情况/是否建立党组织 党组织/是否建立 党组织设置情况/是否组建 党的组织/有无",
    "mode": "党组织/组建形式 党组织设置/组建方式 党组织情况/方式 党建情况/组建方式",
    "branch_name": "党组织/名称 党组织设置/党组织名称 党组织情况/全称 党\n组\n织/名称"
    " 党组织组建情况/组织名称 党支部/名称",
    "branch_level": "党组织/类别 党组织组建情况/组织类别 党组织设置/类型",
    "branch_established": "党组织/成立时间 党组织组建情况/成立日期 党组织设置/组建时间 党组织/批准成立时间",
    "secretary_name": "书记/姓名 党组织书记/姓名 党组织/书记姓名 党组织/书记 党组织/负责人",
    "secretary_phone": "党组织书记/联系电话",
    "guide_name": "党建指导员/姓名 指导员（联络员）/姓名 选派党建指导员情况/姓名 党建指导员选派情况/姓名",
    "guide_unit": "党建指导员/单位 党建指导员/单位及职务 联络员/工作单位 党建指导员/所在单位",
    "guide_phone": "党建联络员/电话 党建指导员/联系电话",
    "unbuilt_reason": "未建党组织/原因 未建立党组织情况/未建原因",
    "union": "群团组织/工会 群团/工会 群团组织/是否有工会 工会/有无 工会组织/是否建立",
    "league": "群团组织建立情况/共青团 群团/团组织",
    "women": "群团组织/妇联 群团组织/妇女组织",
}

# What must stay unread rather than be taken for something else.
STRANGERS = """
工会/成立时间 工会/负责人电话 党员活动室/数量 党组织活动场所/名称 党建品牌/名称 党务工作者/联系地址 示范点/名称
党组织/党员数 联系领导/姓名 联系领导/电话 包联干部/姓名 联系县领导/职务 股东/姓名 财务负责人/联系电话
党代表/姓名 人大代表/人数 获奖情况/时间 党员活动经费/总数 其他 是否 数量 人数 总数 职务 满意度 面积 类别/其他
"""


def keys(path: str) -> list[str]:
    """What a header may mean, the surest first."""
    return [one.column.key for one in match(tuple(path.split("/")))]


@pytest.mark.parametrize(
    ("key", "header"), [(key, one) for key, text in ALONE.items() for one in text.split(" ") if one]
)
def test_a_word_without_a_parent(key, header):
    found = match((header.replace("/", "／"),))
    assert found, "nobody knows it"
    assert found[0].column.key == key


@pytest.mark.parametrize(("key", "path"), [(key, one) for key, text in UNDER.items() for one in text.split(" ") if one])
def test_a_word_under_its_parent(key, path):
    assert keys(path)[:1] == [key]


@pytest.mark.parametrize("path", STRANGERS.split())
def test_a_word_of_another_subject_is_not_read(path):
    assert keys(path) == []
