"""Forms of the page of one person on the way into the Party."""

from django import forms

from liangxin.attaching import ACCEPT, SAID, check
from liangxin.dates import PartialDateFormField, today
from liangxin.fields import NoColon, PartialDateInput, day_field
from members import path
from members.choices import Ended
from members.models import PartyMember
from members.services.development import endings

MOST = 32767  # what the columns hold
MOST_FILES = 10


class SeveralFiles(forms.FileInput):
    """A file box that takes several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """Several files, each of a kind and size that is kept."""

    def __init__(self, **kwargs):
        widget = SeveralFiles(attrs={"accept": ACCEPT, "multiple": True})
        super().__init__(**{"widget": widget, "help_text": SAID, **kwargs})

    def clean(self, data, initial=None):
        """A list of files. Raises ValidationError for each that is not kept."""
        files = [super(FilesField, self).clean(file, initial) for file in data or []]
        if self.required and not files:
            raise forms.ValidationError("请选择文件")
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"一次最多 {MOST_FILES} 个文件，请分几次上传")
        for file in files:
            check(file)
        return files


def number_field(label, **kwargs):
    """A whole number that a column holds."""
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, **kwargs)


class StepForm(NoColon, forms.Form):
    """One step: it asks what the step's rules ask about, and nothing else."""

    day = day_field(label="日期")

    def __init__(self, data=None, files=None, *, number, candidate, user, step=None, missing=0):
        facts = {name: getattr(step, name) for name in self.stored()} if step else {}
        super().__init__(data, files, initial={"day": today(), **facts})
        self.number, self.rules = number, path.stride(number)
        add = self.fields.__setitem__
        if self.rules.people:
            add("people", forms.CharField(label=self.rules.people_title, max_length=200, required=False))
            self.fields["people"].help_text = "几人用顿号隔开"
        if self.rules.votes:  # of those entitled to vote
            add("entitled", number_field("应到人数"))
            add("present", number_field("实到人数"))
            add("approved", number_field("赞成人数"))
        if self.rules.training:
            add("training_days", number_field("培训天数", required=False))
            add("hours", number_field("培训学时", required=False, help_text="天数和学时填一项即可"))
        if number == path.ADMITTED and step is None:
            self._ask_for_namesakes(candidate, user)
        add("note", forms.CharField(label="说明", max_length=500, required=False))
        if step is None:
            add("files", FilesField(label="材料", required=False))
        if missing:
            words = f"跳过前面没有资料的 {missing} 步"
            add("skip", forms.BooleanField(label=words, required=False, help_text="以后找到资料可以补登"))

    @staticmethod
    def stored():
        """The columns of a step that forms show."""
        return ("day", "people", "entitled", "present", "approved", "hours", "training_days", "note")

    def _ask_for_namesakes(self, candidate, user):
        """Whether a member of the same name, or ID number, in the roster is this person: never guessed."""
        seen = PartyMember.objects.visible_to(user).filter(candidate=None, left="")
        same = seen.filter(name=candidate.name) | seen.filter(id_index=candidate.id_index or "-")
        if same.exists():
            field = forms.ModelChoiceField(
                same.order_by("pk"),
                label="花名册上的党员",
                required=False,
                empty_label="不在花名册上，新建",
                help_text="花名册上有同名或同号的党员，是同一人的请选择",
            )
            field.label_from_instance = lambda one: f"{one.name}　{one.birth or '出生日期未填'}"
            self.fields["member"] = field

    def facts(self) -> dict:
        """The columns of the step, of a valid form."""
        return {name: self.cleaned_data[name] for name in self.stored() if name in self.cleaned_data}


class FilesForm(NoColon, forms.Form):
    """More files of a step."""

    files = FilesField(label="添加材料")


class ExtendForm(NoColon, forms.Form):
    """延长预备期."""

    on = day_field(label="支部大会决定日期")
    until = day_field(label="延长至", help_text="从预备期满算起，不少于半年、不超过一年，只能一次")


class EndForm(NoColon, forms.Form):
    """终止."""

    day = PartialDateFormField(label="终止时间", widget=PartialDateInput)
    why = forms.ChoiceField(label="终止原因")

    def __init__(self, *args, candidate, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = [(one.value, Ended(one).label) for one in endings(candidate)]
