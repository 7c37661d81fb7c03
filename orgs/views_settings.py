"""设置: the committee's own numbers and choices, each with its default, and who changed them when."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect

from liangxin.changes import Source, acts
from orgs.forms.options import OptionsForm
from orgs.models import Option
from orgs.options import SETTERS, called
from orgs.pages import framed, page
from orgs.services.options import set_options


@page(roles=SETTERS, methods=("GET", "HEAD", "POST"))
def settings(request):
    """The form with all settings; below it their history."""
    form = OptionsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        changed = set_options(values=form.values(), by=request.user)
        messages.success(request, f"已修改：{'；'.join(changed)}。" if changed else "没有改动。")
        return redirect("orgs:settings")
    told = acts([Source(Option.history.all(), "设置", "key", called=called)])
    past = Paginator(told, 20).get_page(request.GET.get("p"))
    return framed(request, "orgs/settings.html", "设置", form=form, past=past)
