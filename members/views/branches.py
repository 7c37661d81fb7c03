"""撤一建一 and 单建, each a page that lists what moves before it moves it."""

from django.contrib import messages

from liangxin.dates import said
from members.forms.branches import ReplaceForm, SplitForm
from members.queries_moving import moved_stamp, replacing, splitting
from members.services import branches
from orgs.choices import BranchPaper
from orgs.models import PartyBranch
from orgs.views import Act


class Founding(Act):
    """An act after which the page of the new branch opens; the paper goes to it."""

    model = PartyBranch
    paper_about = BranchPaper.FOUNDED
    new = None

    def asked(self, request):
        """The address may name the organization already; the form is filled in when it has a day."""
        return "day" in request.GET

    def stamp(self, thing):
        """Members and posts move as well, and their changes leave the branch's version alone."""
        return f"{thing.version}-{moved_stamp(thing)}"

    def goal(self):
        return self.new

    def keep_paper(self, paper, by):
        paper.keep(self.new, BranchPaper.FOUNDED, by=by)


class Replace(Founding):
    """撤一建一."""

    form_class, title = ReplaceForm, "撤一建一"
    lead = "撤销这个党组织，同一天成立新的党组织接续：覆盖的单位、党员、下级党组织等一并转入。"

    def consequences(self, cleaned):
        return replacing(self.thing, cleaned["name"], cleaned["day"], posts_go_on=cleaned["posts_go_on"])

    def act(self, by, cleaned):
        self.new = branches.replace(branch=self.thing, by=by, **cleaned)

    def keep_paper(self, paper, by):
        paper.keep(self.thing, BranchPaper.DISSOLVED, by=by)
        super().keep_paper(paper, by)

    def done(self, cleaned):
        return f"已撤销“{self.thing}”，成立“{self.new}”，自{said(str(cleaned['day']))}起。"


class Split(Founding):
    """单建."""

    form_class, title = SplitForm, "单建"
    lead = "联合党支部覆盖的单位，正式党员达到 3 名的分出单独建立党支部；在这家单位工作的党员一并转入。"

    def form(self, data, **kwargs):
        return super().form(data, initial={"organization": self.request.GET.get("organization")}, **kwargs)

    def consequences(self, cleaned):
        return splitting(self.thing, cleaned["organization"], cleaned["name"], cleaned["day"])

    def act(self, by, cleaned):
        self.new = branches.split(branch=self.thing, by=by, **cleaned)
        messages.info(self.request, "请在新党支部登记书记，并登记换届。")

    def done(self, cleaned):
        return f"“{cleaned['organization']}”已单独建立“{self.new}”，自{said(str(cleaned['day']))}起。"
