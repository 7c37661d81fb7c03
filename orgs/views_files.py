"""Files of branches, back to who sees the branch."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from liangxin import vault
from liangxin.attaching import sent
from orgs.models import BranchFile
from orgs.pages import page


@page()
def branch_file(request, pk):
    """The file as it was uploaded."""
    file = get_object_or_404(BranchFile.objects.visible_to(request.user), pk=pk)
    try:
        return sent(file)
    except vault.Lost as loss:
        messages.error(request, str(loss))
        return redirect("admin:orgs_partybranch_change", file.branch_id)
