"""Words for the made-up county: no place, firm or person here exists."""

from orgs.choices import Category, Industry, TagKind, VisitKind, ZoneKind


def listed(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


COUNTY_CODE, COUNTY = "330199", "青溪县"  # a code that is not given to any county

# name, share of the organizations, organization coverage today and at last year-end
TOWNS = (
    ("城关镇", 59, 0.80, 0.73),
    ("东湖街道", 66, 0.92, 0.82),
    ("河西街道", 37, 0.92, 0.81),
    ("经济开发区", 60, 0.96, 0.85),
    ("双河镇", 34, 0.94, 0.85),
    ("柳林镇", 51, 0.86, 0.78),
    ("石桥镇", 35, 0.75, 0.68),
    ("龙泉镇", 28, 0.61, 0.53),
    ("青山乡", 17, 0.71, 0.48),
    ("白云乡", 14, 0.50, 0.44),
    ("溪口镇", 20, 0.85, 0.76),
    ("竹山乡", 10, 0.70, 0.60),
)
COUNTY_LEVEL = (6, 0.83, 0.66)  # organizations that belong to no town

ZONES = (  # name, kind, level, town
    ("青溪工业园", ZoneKind.PARK, "省级", "经济开发区"),
    ("双河物流园", ZoneKind.PARK, "市级", "双河镇"),
    ("东湖商圈", ZoneKind.DISTRICT, "县级", "东湖街道"),
    ("青溪创业大厦", ZoneKind.BUILDING, "县级", "河西街道"),
    ("城关建材市场", ZoneKind.MARKET, "县级", "城关镇"),
)

VILLAGE_HEADS = listed(
    "新民 团结 向阳 红星 大湾 桥头 东门 黄泥 石板 清水 长岭 杨柳 太平 南山 北塘 古井 梅花 莲塘 前进 光明"
)
VILLAGE_TAILS = ("", "东", "西", "上", "下")
ROADS = listed("人民路 建设路 青溪大道 兴业路 滨河路 文昌街 迎宾路 工业一路 工业二路 创新路 学院路 东环路")

FIRST = listed(
    "恒达 瑞丰 鼎盛 宏远 华泰 兴隆 天顺 金禾 广源 永昌 盛世 凯旋 东升 顺达 利民 博雅 康宁 众诚 启明 佳和 "
    "万通 振兴 嘉禾 远大 明珠 新宇 百川 正阳 长青 春晖 银河 三江 云峰 聚贤 安泰 卓越 丰泽 晨光 祥瑞 精诚 "
    "立信 大成 合力 腾飞 海纳 星辰 绿源 九鼎"
)
SECOND = listed("新 源 达 信 泰 康 乐 安 福 祥 盈 隆 润 辉 茂 荣 宇 邦 凯 朗 悦 诺 威 铭")

TRADES = (  # trade in a name, industry, tag
    ("机械制造", Industry.C, None),
    ("精密模具", Industry.C, None),
    ("电子", Industry.C, None),
    ("纺织", Industry.C, None),
    ("建材", Industry.C, None),
    ("食品", Industry.C, None),
    ("包装", Industry.C, None),
    ("农业开发", Industry.A, None),
    ("建筑工程", Industry.E, None),
    ("装饰工程", Industry.E, None),
    ("商贸", Industry.F, TagKind.SMALL),
    ("医药连锁", Industry.F, None),
    ("电子商务", Industry.F, TagKind.ECOMMERCE),
    ("物流", Industry.G, TagKind.DELIVERY),
    ("快运", Industry.G, TagKind.DELIVERY),
    ("网约车服务", Industry.G, TagKind.RIDE_HAILING),
    ("餐饮管理", Industry.H, None),
    ("外卖配送", Industry.H, TagKind.TAKEAWAY),
    ("网络科技", Industry.I, TagKind.INTERNET),
    ("物业服务", Industry.K, TagKind.PROPERTY),
    ("人力资源", Industry.L, None),
    ("检测技术", Industry.M, None),
    ("环境工程", Industry.N, None),
    ("文化传媒", Industry.R, None),
)
COMPANY_ENDS = ("有限公司",) * 7 + ("有限责任公司", "股份有限公司")
COMPANY_CATEGORIES = (Category.PRIVATE,) * 22 + (Category.HMT, Category.FOREIGN, Category.MIXED)

SOCIAL_FORMS = (  # ending, category, class of the code, industry, tag, trades it can be of
    ("商会", Category.ASSOCIATION, "51", Industry.S, None, True),
    ("行业协会", Category.ASSOCIATION, "51", Industry.S, None, True),
    ("志愿者协会", Category.ASSOCIATION, "51", Industry.S, None, False),
    ("幼儿园", Category.SERVICE, "52", Industry.P, TagKind.SCHOOL, False),
    ("培训学校", Category.SERVICE, "52", Industry.P, TagKind.SCHOOL, False),
    ("养老服务中心", Category.SERVICE, "52", Industry.Q, None, False),
    ("医院", Category.SERVICE, "52", Industry.Q, TagKind.HOSPITAL, False),
    ("社会工作服务中心", Category.SERVICE, "52", Industry.Q, None, False),
    ("慈善基金会", Category.FOUNDATION, "53", Industry.S, None, False),
    ("律师事务所", Category.LAW_FIRM, "31", Industry.L, TagKind.LAW_FIRM, False),
)

SURNAMES = listed("王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 朱 马 胡 郭 何 林 罗 高 覃 单 仇 曾 解 查 区 欧阳 尉迟")
GIVEN = listed(
    "建国 志强 秀英 丽华 文斌 晓燕 国庆 明远 春梅 海涛 玉兰 家豪 思敏 立新 俊 芳 磊 静 雨桐 思源 建明 晓芸 德胜 "
    "永福 小红 正华 子轩 佳慧 一鸣 佩琪"
)
UNITS = listed(
    "县委组织部 县委社会工作部 县市场监督管理局 县民政局 县工商联 县税务局 县司法局 县教育局 县总工会 团县委"
)
POSTS = listed("科员 四级主任科员 副股长 股长 一级科员 党建专员")

JOINT_THEMES = listed("商贸 物流 工业集中区 农产品 物业 网络 教育 商圈 建材 餐饮 电子 纺织 医药 文化")
UNBUILT_TEXTS = ("骨干流动大，正在物色负责人", "党员组织关系多在户籍地", "新落户企业，筹备中")
PLANS = (
    "已动员 2 名党员转入组织关系，争取年底前单独组建。",
    "与相邻企业商议联合组建，指导员每月上门一次。",
    "先建工会，再发展积极分子，明年上半年组建党支部。",
    "出资人已同意支持，待上级党组织批复。",
)
STOPPED = ("停产待转型", "无固定经营场所", "已无从业人员，待注销")
CLOSED = ("经营期满注销", "企业搬迁", "合并注销", "停止经营")
SECRETARY_SOURCES = ("出资人", "中层管理人员", "上级选派", "其他")

VISITS = {
    VisitKind.REGULAR: (
        "了解生产经营和职工情况，宣讲惠企政策。",
        "核对党员名册，动员组织关系转入。",
        "与负责人谈组建打算，送学习资料。",
        "看望一线职工，了解工会活动开展情况。",
    ),
    VisitKind.NEW: ("指导新建党支部开展第一次党员大会。", "帮助落实活动场所和制度上墙。"),
    VisitKind.MATTER: ("参加企业搬迁协调会，帮助联系用工。",),
    VisitKind.DIFFICULTY: ("走访困难职工，联系工会给予帮扶。", "了解订单下滑情况，对接金融机构。"),
    VisitKind.FESTIVAL: ("节前慰问坚守岗位的党员和职工。",),
}
PROBLEMS = ("", "", "", "党员流动大，组织生活难集中。", "负责人顾虑影响经营，需继续做工作。", "活动场所还没有落实。")
