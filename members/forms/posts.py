"""Posts as rows of a branch's form."""

from django.core.exceptions import ValidationError

from liangxin.fields import Form
from members.choices import Position
from members.models import Post
from orgs.forms.facts import FactFormSet


class PostForm(Form):
    """A post; whoever is in the roster is chosen, others are named."""

    class Meta:
        model = Post
        fields = ("position", "member", "name", "phone", "management", "source", "start", "end")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("member"):
            cleaned["name"] = ""  # one holder, one name
        elif not cleaned.get("name"):
            self.add_error("member", "请选择党员，不在花名册上的填写姓名")
        of_secretary = cleaned.get("position") in (None, "", Position.SECRETARY, Position.FIRST_SECRETARY)
        if cleaned.get("source") and not of_secretary:
            self.add_error("source", "书记来源只在书记一行填写")
        return cleaned


class PostFormSet(FactFormSet):
    """One 书记 at a time, and nobody holds the same post twice at once."""

    message = "“{one}”与另一行的时间重叠：同一天只有一名书记，一个人的同一职务只登记一次。请先给前一行填写终止日期"

    def excludes(self, one, other):
        if one.position != other.position:
            return False
        return one.position == Position.SECRETARY or (one.member_id, one.name) == (other.member_id, other.name)

    def clean(self):
        """Also that no post begins after the branch was dissolved."""
        super().clean()
        dissolved = self.instance.dissolved
        if any(self.errors) or not dissolved:
            return
        for form in self.forms:
            if form.has_changed() and self._stays(form) and form.instance.start.isoformat() >= dissolved:
                raise ValidationError("这个党组织已撤销，职务不能从撤销以后开始")
