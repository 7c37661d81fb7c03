"""Acts of a transfer, each with what it will do before it does: 转出, 县外转入, 接收, 退回, 更正介绍信."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from liangxin.dates import said
from members.choices import Direction, State
from members.forms.transfers import AmendForm, BackForm, ExpectForm, ReceiveForm, SendForm
from members.models import PartyMember, Transfer
from members.services import transfers
from members.services.transfer_checks import may_act_for
from orgs.queries import Consequence
from orgs.views import Act

LISTED = "组织关系转接"


class Send(Act):
    """转出."""

    model, form_class, title = PartyMember, SendForm, "转出组织关系"
    lead = "开出介绍信。对方接收以前，党员仍在原党支部，组织关系为“已出具证明信”。"

    def consequences(self, cleaned):
        day, to = said(str(cleaned["sent"])), cleaned["to"]["target"] or cleaned["to"]["outside"]
        return [
            Consequence("开始", LISTED, f"{day}从“{cleaned['origin']}”向“{to}”开出介绍信"),
            Consequence("开始", "组织关系", f"从{day}起为{State.LETTER.label}，按花名册计数时列入组织关系不在本单位"),
            Consequence("保留", "所在党支部", f"“{cleaned['origin']}”，到对方接收那一天为止"),
        ]

    def act(self, by, cleaned):
        letter = {name: cleaned[name] for name in ("sent", "valid_until", "letter", "reason")}
        transfers.send(member=self.thing, **cleaned["to"], **letter, by=by)

    def done(self, cleaned):
        return f"已为“{self.thing}”开出介绍信，等对方接收。"

    def after(self):
        return f"{reverse('members:transfers')}?tab=sent"


class Expect(Act):
    """县外转入."""

    model, form_class, title = PartyMember, ExpectForm, "县外转入"
    lead = "登记县外党组织开来的介绍信。介绍信交到党支部后，再办理接收。"

    def consequences(self, cleaned):
        day = said(str(cleaned["sent"]))
        lines = [Consequence("开始", LISTED, f"{day}“{cleaned['outside']}”向“{cleaned['target']}”开出介绍信")]
        return [*lines, Consequence("保留", "所在党支部", "接收以前不在本县任何党支部")]

    def act(self, by, cleaned):
        names = ("target", "outside", "sent", "valid_until", "letter", "reason")
        transfers.expect(member=self.thing, **{name: cleaned[name] for name in names}, by=by)

    def done(self, cleaned):
        return f"已登记“{self.thing}”的介绍信，等“{cleaned['target']}”接收。"

    def after(self):
        return f"{reverse('members:transfers')}?tab=waiting"


class TransferAct(Act):
    """An act on a letter, by the side that it is up to."""

    model, template = Transfer, "members/transfer_act.html"

    def get(self, request, pk):
        self.need_side()
        return super().get(request, pk)

    def post(self, request, pk):
        self.need_side()
        return super().post(request, pk)

    def side(self):
        """The branch for which the act is done."""
        return self.thing.settled_by

    def need_side(self):
        """Raises PermissionDenied unless the user looks after the people of that branch."""
        if not may_act_for(self.side(), by=self.request.user):
            raise PermissionDenied

    def stamp(self, thing):
        return f"{thing.state} {thing.letter} {thing.valid_until}"

    def home(self):
        return reverse("members:transfer", args=[self.thing.pk])

    def after(self):
        return self.home()


class Receive(TransferAct):
    """接收."""

    form_class, title = ReceiveForm, "接收"
    lead = "接收介绍信；转出县外的，收到对方回执后办理。"

    def consequences(self, cleaned):
        day, one = said(str(cleaned["day"])), self.thing
        if one.direction == Direction.OUT:
            return [Consequence("终止", "党员", f"“{one.member}”自{day}起转出县外，支部、单位、职务都到这一天为止")]
        lines = [
            Consequence("终止", fact._meta.verbose_name, f"{fact}，到{day}为止")
            for fact in transfers.leaving(one, cleaned["day"])
        ]
        return [
            *(lines if one.direction == Direction.WITHIN else ()),
            Consequence("开始", "所在党支部", f"从{day}起在“{one.target}”"),
            Consequence("开始", "组织关系", f"从{day}起为{State.ARRIVED.label}"),
        ]

    def act(self, by, cleaned):
        transfers.receive(transfer=self.thing, day=cleaned["day"], by=by)

    def done(self, cleaned):
        return f"已接收“{self.thing.member}”的介绍信。"


class SendBack(TransferAct):
    """退回."""

    form_class, title = BackForm, "退回"
    lead = "退回介绍信，党员的组织关系恢复到开出以前。"

    def consequences(self, cleaned):
        day, one = said(str(cleaned["day"])), self.thing
        lines = [Consequence("终止", LISTED, f"{day}退回“{one.origin_said}”")]
        if one.origin:
            lines.append(Consequence("恢复", "组织关系", f"从{day}起恢复到开出以前，仍在“{one.origin}”"))
        return lines

    def act(self, by, cleaned):
        transfers.send_back(transfer=self.thing, **cleaned, by=by)

    def done(self, cleaned):
        return f"已退回“{self.thing.member}”的介绍信。"


class Amend(TransferAct):
    """更正介绍信."""

    form_class, title = AmendForm, "更正介绍信"
    lead = "更正编号、有效期和说明。抬头开错的请退回后重新开出。"
    empty = "只改介绍信本身，别的记录不变。"

    def side(self):
        return self.thing.origin or self.thing.target

    def consequences(self, cleaned):
        return []

    def act(self, by, cleaned):
        transfers.amend(transfer=self.thing, **cleaned, by=by)

    def done(self, cleaned):
        return f"已更正“{self.thing.member}”的介绍信。"
