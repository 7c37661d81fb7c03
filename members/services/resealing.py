"""Sealing stored ID numbers anew, with the cipher that is selected now and the newest key."""

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from liangxin.vault import Lost
from members.models import Candidate, PartyMember
from members.secrets import head_now, opened, seal

BATCH = 500
KEEPERS = (PartyMember, Candidate, PartyMember.history.model, Candidate.history.model)


def reseal() -> tuple[int, int]:
    """Seal every number anew that another cipher or an older key sealed, history included.

    → (how many were, how many cannot be opened and stay as they are). Nothing that is registered changes, so nothing
    is added to the history; begun again after an interruption, it goes on with what is left.
    """
    sealed = lost = 0
    for model in KEEPERS:
        rows = model._base_manager.exclude(id_sealed="").exclude(id_sealed__startswith=head_now())
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            done, failed = _reseal(model, keys[start : start + BATCH])
            sealed, lost = sealed + done, lost + failed
    return sealed, lost


@transaction.atomic
@sensitive_variables()
def _reseal(model, keys) -> tuple[int, int]:
    done = failed = 0
    rows = model._base_manager.select_for_update().filter(pk__in=keys)
    for key, text in rows.values_list("pk", "id_sealed"):
        try:
            number = opened(text)
        except Lost:
            failed += 1
            continue
        done += model._base_manager.filter(pk=key).update(id_sealed=seal(number).text)
    return done, failed
