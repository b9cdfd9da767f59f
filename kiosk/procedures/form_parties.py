"""Who stands at the kiosk as which party of a procedure: whose card it is, what it fills, what is theirs to answer;
and to which other procedure a case leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from kiosk.domain.citizen import CardIdentity, Citizen, Method, Sex
from kiosk.domain.form import FormContext
from kiosk.domain.party_card import PartyCard, PartyOffer
from kiosk.domain.procedure import FormPage, ProcedureRoute, Text
from kiosk.forms.case import CardData, Circumstances, FormCase, PartyPresence
from kiosk.forms.elements import CardNeed, PartySpec
from kiosk.forms.form import Form
from kiosk.forms.names import CARD
from kiosk.forms.sheet import ProcedureVersion


def card_data(citizen: Citizen) -> CardData:
    """What a card says, as a form writes it; what it does not say is left out."""
    data = {name: _written(getattr(citizen, name)) for name in CARD}
    if citizen.birth_date is None and citizen.partial_birth is not None:
        data["birth_date"] = str(citizen.partial_birth)
    return {name: text for name, text in data.items() if text}


def _written(value: object) -> str:
    if isinstance(value, Sex):
        return "" if value is Sex.UNKNOWN else value.value
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")


def party_card(identity: CardIdentity) -> PartyCard:
    """A card of another than the visitor, as a visit keeps it."""
    standing = identity.standing.value
    return PartyCard(card_data(identity.citizen), identity.method.value, identity.access, standing, identity.expired)


def presences(version: ProcedureVersion, context: FormContext) -> Mapping[str, PartyPresence]:
    """Everybody whose card was read in this visit, by party; the visitor is who their own card says."""
    others = {key: PartyPresence(one.card, one.by_chip, one.consent) for key, one in context.others.items()}
    return others | _visitor(version, context.identity, context.today)


def _visitor(version: ProcedureVersion, identity: CardIdentity | None, today: date) -> dict[str, PartyPresence]:
    if identity is None:
        return {}
    presence = PartyPresence(card_data(identity.citizen), identity.method is Method.CHIP)
    return {visiting_party(version, presence, today): presence}


def visiting_party(version: ProcedureVersion, presence: PartyPresence, today: date) -> str:
    """As whom the visit's own person stands here: the first that takes any card, or that this card fits; else the
    first of all."""
    fitting = (one.key for one in version.parties if fits(version, one, presence, today))
    return next(fitting, version.parties[0].key)


def fits(version: ProcedureVersion, party: PartySpec, presence: PartyPresence, today: date) -> bool:
    if party.fits is None:
        return True
    return FormCase(version, {}, Circumstances(today, {party.key: presence})).holds(party.fits.text)


def there(form: Form) -> Iterator[PartySpec]:
    """The parties of this case."""
    for one in form.version.parties:
        if one.relevant is None or form.case.holds(one.relevant.text):
            yield one


def signing(form: Form) -> tuple[str, ...]:
    """The parties of this case who sign on the glass, wherever they are."""
    return tuple(one.key for one in there(form) if _signs(form, one))


def _signs(form: Form, party: PartySpec) -> bool:
    return party.signature if isinstance(party.signature, bool) else form.case.holds(party.signature.text)


def offers(form: Form, page: FormPage, others: Mapping[str, PartyCard]) -> tuple[PartyOffer, ...]:
    """Whose cards could fill some of what ``page`` asks: of those not read yet, or not agreed to."""
    wanted = {form.case.party_of(form.version.by_key[key]) for key in page.fields if _fillable(form, key)}
    here = {key for key, one in form.context.parties.items() if one.consent}
    return tuple(
        PartyOffer(one.key, party_name(form.version, one.key), one.owns, one.key in others, one.may_be)
        for one in there(form)
        if one.key in wanted - here and one.card is not CardNeed.NONE and not _takes_any(form.version, one)
    )


def _takes_any(version: ProcedureVersion, party: PartySpec) -> bool:
    """Whoever stands here is this party: their card is the visit's own."""
    return party is version.parties[0] and party.fits is None


def _fillable(form: Form, key: str) -> bool:
    item = form.version.by_key.get(key)
    return item is not None and bool(item.party) and form.asks(key)


def party_name(version: ProcedureVersion, key: str) -> Text:
    return version.texts.text(f"parties.{key}.name")


def party_of_page(version: ProcedureVersion, page: FormPage) -> str:
    """The one party whose part of the sheet all of ``page`` is; empty where it is nobody's alone."""
    whole = (group for group in version.groups if not group.spec.source_if)
    sources = {group.key: group.spec.source.removeprefix("party.") for group in whole}
    owners = {sources.get(key.partition(".")[0], "") for key in page.fields}
    return owners.pop() if len(owners) == 1 else ""


def route_of(form: Form, rule: str) -> ProcedureRoute | None:
    """Where a rule that names another procedure leads, with what is known of the fields that it carries."""
    leads = next((one for one in form.version.rules if one.spec.key == rule and one.spec.to), None)
    if leads is None:
        return None
    return ProcedureRoute(leads.spec.to, leads.text, form.carried(leads))
