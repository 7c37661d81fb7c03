"""The rates of domain.md §2, each as the keys of two figures (orgs.coverage.FIGURES): the part and the whole."""

from dataclasses import dataclass

from orgs.coverage import FIGURES


@dataclass(frozen=True)
class RateKind:
    """One indicator: `key` names it in JSON and addresses, `rule` is its 口径 in words."""

    key: str
    title: str
    part: str
    whole: str
    rule: str

    def __post_init__(self):
        for figure in (self.part, self.whole):
            if figure not in FIGURES:
                raise TypeError(f"rate {self.key}: no figure {figure}")


RATES = {
    rate.key: rate
    for rate in (
        RateKind("organization", "党的组织覆盖率", "covered", "total", "单独、联合、挂靠 ÷ 单位数"),
        RateKind("single", "单独组建率", "single", "total", "单独 ÷ 单位数"),
        RateKind("independent", "独立组建率", "independent", "total", "单独、联合（不含挂靠）÷ 单位数"),
        RateKind("work", "党的工作覆盖率", "work_covered", "total", "组织覆盖，或有指导员，或有群团组织 ÷ 单位数"),
        RateKind("should_build", "应建尽建率", "should_built", "should_build", "已建 ÷ 有3名以上正式党员的单位"),
        RateKind("scale", "规上覆盖率", "scale_covered", "scale", "已覆盖 ÷ 规模以上单位"),
        RateKind("fifty", "50人以上有党员率", "fifty_member", "fifty", "有党员 ÷ 从业人员50人以上单位"),
        RateKind("hundred", "100人以上有组织率", "hundred_covered", "hundred", "已覆盖 ÷ 从业人员100人以上单位"),
        RateKind("guide", "指导员覆盖率", "unbuilt_guided", "unbuilt", "有指导员 ÷ 未建党组织的单位"),
    )
}
IN_JSON = ("organization", "single", "independent", "work", "should_build")  # design.md, Command line
