"""What can be done to many guides at once."""

from orgs.models import Guide
from orgs.queries_guides import too_many
from orgs.services import postings
from reports.forms import many as forms
from reports.many.base import ManyAct


class HandOver(ManyAct):
    """由另一名指导员接替."""

    key, title, fact = "handover", "由另一名指导员接替", "联系单位"
    lead = "所选指导员联系的单位，从所选日期起都由接替的指导员联系。"
    model, form_class = Guide, forms.GuideForm

    def act(self, row, values, by):
        for posting in row.postings.on(values["day"]).select_related("organization"):
            if posting.guide_id != values["guide"].pk:
                postings.assign_guide(
                    organization=posting.organization, guide=values["guide"], start=values["day"], by=by
                )

    def warned(self, values):
        return too_many(values["guide"], values["day"])

    def told(self, row, values):
        return f"{row.postings.on(values['day']).count()} 家"


class EndAll(ManyAct):
    """终止全部选派."""

    key, title, fact = "endall", "终止全部选派", "联系单位"
    lead = "所选指导员的选派都到所选日期为止，例如调离时。"
    model, form_class = Guide, forms.DayForm

    def act(self, row, values, by):
        for posting in row.postings.on(values["day"]).select_related("organization"):
            postings.end(posting=posting, day=values["day"], by=by)

    told = HandOver.told
