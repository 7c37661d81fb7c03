"""Groups of columns for which an import may be told how to treat what the register already holds.

One line says which facts a group has; answers kept in Organization.survey belong to the last. A ledger names other
defaults in its `manners` (group key → Manner); without, what the file says is written.
"""

from django.db import models


class Manner(models.TextChoices):
    """What an import does with the columns of a group."""

    OVERWRITE = "overwrite", "按表写入"
    FILL = "fill", "只补空白"
    LEAVE = "leave", "不写入"


GROUPS = {  # key → (title, what it holds in words, facts)
    "basics": (
        "基本信息",
        "名称、信用代码、单位类型、地址、负责人、成立和注销时间",
        "name former_names credit_code kind address registered_address head_name head_phone head_is_member"
        " head_is_secretary established closed closed_reason",
    ),
    "standing": (
        "概况",
        "所在辖区、类别、行业、园区、归口、三有、规上、从业人员、营业收入、党员数",
        "town group_town village category industry zone supervisor direct operating operating_reason above_scale"
        " revenue employees full_members probationary_members activists elsewhere_members",
    ),
    "branch": (
        "党组织与覆盖",
        "是否建立、组建方式、党组织名称和类别、成立时间、未建原因、党建入章",
        "built mode branch_name branch_level branch_established unbuilt_reason unbuilt_text plan_note charter_on",
    ),
    "guide": ("指导员", "姓名、工作单位、职务、电话", "guide_name guide_unit guide_post guide_phone"),
    "mass": ("群团组织", "工会、共青团、妇联", "union league women"),
    "rest": ("标签与其他", "新兴领域标签、书记、备注等其他栏目", "tags survey"),
}
FACTS_OF = {key: tuple(facts.split()) for key, (_, _, facts) in GROUPS.items()}
