"""Cards x outcomes: what the independent card is like in each row, and what must come of it.

One table for the tests, which hold every row, and for ``bench/chip_matrix.py``, which prints it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import icao_issuer as issuer
from icao_card import PaceOffer, Profile, StrictCard
from icao_curves import BP256, BP384, BP512, P256, P384, P521
from icao_der import integer, seq, tlv
from icao_files import CardFiles, Holder, dg13, field_of, picture, text
from icao_issuer import Envelope, SigningKey, purpose, signer

from kiosk.chip.keys import AccessKey
from kiosk.chip.trust import TrustStore

NOW = datetime(2026, 11, 29, tzinfo=UTC)
TRUST = TrustStore.of([issuer.ROOT.der])
NONE, EMPTY = TrustStore(), Profile(pace=())
CAN, NUMBER = "004321", "999192004321"

ROOMY = Profile(most=65536, extended=True, past_end=0x6282, second_select_ends=False)
"""A card of the lenient kind, where a row is about something else."""


@dataclass(frozen=True)
class Row:
    """``outcome``: the standing and what the chip proved, or the code of the error. ``beside`` of what is missing."""

    group: str
    name: str
    outcome: str
    profile: Profile = Profile()  # noqa: RUF009
    files: CardFiles = field(default_factory=CardFiles)
    trust: TrustStore = TRUST
    now: datetime = NOW
    can: bool = True
    mrz: bool = True

    @property
    def card(self) -> StrictCard:
        return StrictCard(self.files, self.profile)

    @property
    def key(self) -> AccessKey:
        return AccessKey(CAN if self.can else "", self.files.mrz_key if self.mrz else "")


GENUINE, COPY = "genuine, passed, PACE-CAN", "doubtful, failed, PACE-CAN"
FORGED, UNCHECKED = "doubtful, passed, PACE-CAN", "unchecked, not-tried, PACE-CAN"


def _limits() -> Iterator[Row]:
    for most in (256, 192, 128, 96):
        for past in (0x6B00, 0x6700, 0x6C00, 0x6282, 0x9000):
            name = f"{most} bytes an answer, past the end {past:04X}"
            yield Row("limits", name, GENUINE, Profile(most=most, past_end=past if past != 0x9000 else 0))
    for most in (192, 128, 96):
        ends = Profile(most=most, limit_ends_session=True)
        yield Row("limits", f"{most} bytes, more ends the session", GENUINE, ends)
    for most in (1000, 65536):
        for past in (0x6B00, 0x6700, 0x6282):
            profile = Profile(most=most, extended=True, past_end=past)
            yield Row("limits", f"extended, {most} bytes an answer, past the end {past:04X}", GENUINE, profile)
    told = tlv(0x47, b"\x80\x01\x80")
    yield Row("limits", "EF.ATR/INFO says short only", GENUINE, files=CardFiles(atr_info=told))


def _selection() -> Iterator[Row]:
    for sw in (0x6982, 0x6A80, 0x6A81, 0x6A82, 0x6A86, 0x6B00, 0x6D00, 0x6E00, 0x6700, 0x6F00):
        profile = Profile(short_identifiers=sw, second_select_ends=False)
        yield Row("selection", f"short identifiers refused by {sw:04X}", GENUINE, profile)
    yield Row("selection", "no master file to select", GENUINE, Profile(master_file=0x6D00))


def _ways_in() -> Iterator[Row]:
    for sw, name in ((0x6982, "BAC-after-PACE-refused"), (0x6983, "BAC-after-PACE-refused")):
        yield Row("ways in", f"EF.CardAccess refused by {sw:04X}", f"genuine, passed, {name}", Profile(access_file=sw))
    yield Row("ways in", "EF.CardAccess always 6F00", "card.channel", Profile(access_file=0x6F00))
    yield Row("ways in", "no PACE", "genuine, passed, BAC", EMPTY)
    yield Row("ways in", "no PACE, no MRZ key", "card.needs-mrz", EMPTY, mrz=False)
    yield Row("ways in", "no CAN on the card", "genuine, passed, PACE-MRZ", Profile(passwords=("mrz",)))
    yield Row("ways in", "no CAN on the card, no MRZ key", "card.channel", Profile(passwords=("mrz",)), mrz=False)
    refused, second = PaceOffer(cipher="aes256", takes=False), PaceOffer(curve=P256)
    both = Profile(pace=(refused, second))
    yield Row("ways in", "the first of two offers refused", GENUINE, both)
    yield Row("ways in", "every offer refused", "card.channel", Profile(pace=(refused,)))
    signed = CardFiles(signed_offers=(PaceOffer(cipher="aes256"), PaceOffer()))
    yield Row("ways in", "weaker offers than signed", FORGED, files=signed)


def _curves() -> Iterator[Row]:
    for curve in (P256, P384, P521, BP256, BP384, BP512):
        profile = replace(ROOMY, pace=(PaceOffer(curve=curve),), chip_curve=curve)
        yield Row("curves and ciphers", f"PACE, CA, AA over {curve.name}", GENUINE, profile)
    for cipher in ("3des", "aes128", "aes192", "aes256"):
        profile = replace(ROOMY, pace=(PaceOffer(cipher=cipher),), chip_cipher=cipher)
        yield Row("curves and ciphers", f"PACE and CA with {cipher}", GENUINE, profile)
    cam = replace(ROOMY, pace=(PaceOffer("cam"),))
    yield Row("curves and ciphers", "chip authentication mapping", GENUINE, cam)
    yield Row("curves and ciphers", "chip authentication mapping, a copy", COPY, replace(cam, clone=True))
    yield Row("curves and ciphers", "lengths of data objects not the shortest", GENUINE, Profile(long_lengths=True))


def _proofs() -> Iterator[Row]:
    alone = CardFiles(only=(1, 2, 13, 15))
    for kind, hashed in (("ecdsa", "sha256"), ("ecdsa", "sha1"), ("ecdsa-der", "sha256"), ("ecdsa-der", "sha512")):
        profile = replace(ROOMY, active=kind, active_hash=hashed)
        yield Row("proofs", f"AA by {kind}, {hashed}, nothing says so", GENUINE, profile, alone)
        yield Row(
            "proofs",
            f"the same, a copy: {kind}, {hashed}",
            COPY,
            replace(profile, clone=True),
            alone,
        )
    for hashed in ("sha1", "sha256", "sha512"):
        profile = replace(ROOMY, active="rsa", active_hash=hashed)
        yield Row("proofs", f"AA by RSA, {hashed}", GENUINE, profile, alone)
    short = replace(Profile(), active="rsa")
    yield Row("proofs", "AA by RSA, no extended length", UNCHECKED, short, alone)
    yield Row("proofs", "a copy with RSA, no extended length", UNCHECKED, replace(short, clone=True), alone)
    yield Row("proofs", "CA refused by 6A80, AA holds", GENUINE, Profile(chip_refuses=0x6A80))
    yield Row("proofs", "a copy, CA refused by 6A80", COPY, Profile(chip_refuses=0x6A80, clone=True))
    both = Profile(chip_refuses=0x6F00, active="none")
    yield Row("proofs", "CA and AA refused", UNCHECKED, both)
    yield Row("proofs", "CA of an unknown version, AA holds", GENUINE, Profile(chip_version=9))
    only = CardFiles(only=(1, 2, 13, 14))
    unknown = Profile(chip_version=9)
    yield Row("proofs", "CA of an unknown version alone", UNCHECKED, unknown, only)
    yield Row("proofs", "a copy", COPY, Profile(clone=True))
    hidden = CardFiles(without=(0x010E, 0x010F))
    yield Row("proofs", "a copy that hides its keys", COPY, Profile(clone=True), hidden)
    yield Row("proofs", "issued without keys", "genuine, not-offered, PACE-CAN", files=CardFiles(only=(1, 2, 13)))


def _statuses() -> Iterator[Row]:
    outcomes = {0x011D: f"{UNCHECKED}, without SOD", 0x0101: "card.unreadable"}
    names = {0x0101: "DG1", 0x0102: "DG2", 0x010D: "DG13", 0x010E: "DG14", 0x010F: "DG15", 0x011D: "SOD"}
    for place, name in names.items():
        for sw in (0x6982, 0x6F00, 0x6400):
            usual = GENUINE + (f", without {name}" if name in ("DG2", "DG13") else "")
            profile = Profile(refuses={place: sw})
            yield Row("status words", f"{name} always {sw:04X}", outcomes.get(place, usual), profile)
    yield Row(
        "status words", "no SOD", "doubtful, not-tried, PACE-CAN, without SOD", files=CardFiles(without=(0x011D,))
    )


def _signed_by(key: SigningKey, *extensions: bytes, **given: object) -> CardFiles:
    known = {name: given.pop(name) for name in ("first", "last", "country") if name in given}
    return CardFiles(envelope=Envelope(signer(key, *extensions, **known), **given))  # type: ignore[arg-type]


def _certificates() -> Iterator[Row]:
    keys = [SigningKey(curve=curve, hash=name) for curve, name in ((P256, "sha1"), (P384, "sha384"), (BP512, "sha512"))]
    keys += [SigningKey(explicit=True), SigningKey("rsa"), SigningKey("rsa", hash="sha512")]
    keys += [SigningKey("pss", salt=salt) for salt in (0, 20, 32, 64)]
    for key in keys:
        how = f"{key.curve.name}{' written out' if key.explicit else ''}" if key.kind == "ecdsa" else key.kind
        salt = f", salt {key.salt}" if key.kind == "pss" else ""
        yield Row("certificates", f"signed by {how}, {key.hash}{salt}", GENUINE, ROOMY, _signed_by(key))
    plain = SigningKey()
    yield Row("certificates", "named by its key", GENUINE, ROOMY, _signed_by(plain, by_key_identifier=True))
    yield Row("certificates", "written in BER", GENUINE, ROOMY, _signed_by(plain, ber=True))
    for name in ("sha1", "sha384", "sha512"):
        yield Row("certificates", f"groups hashed by {name}", GENUINE, ROOMY, _signed_by(plain, hash=name))
    bare = _signed_by(plain, with_certificate=False)
    yield Row("certificates", "no certificate inside", "unchecked, passed, PACE-CAN", ROOMY, bare)
    beside = TrustStore.of([issuer.ROOT.der, signer(plain).der])
    yield Row("certificates", "no certificate inside, it is known here", GENUINE, ROOMY, bare, beside)
    yield Row("certificates", "no authority known", "intact, passed, PACE-CAN", ROOMY, trust=NONE)
    yield from _unfit(plain)
    yield from _times(plain)


def _unfit(key: SigningKey) -> Iterator[Row]:
    yield Row("certificates", "signer of another country", FORGED, ROOMY, _signed_by(key, country="UT"))
    foreign = CardFiles(holder=Holder(country="UTO"))
    yield Row("certificates", "card of another country", FORGED, ROOMY, foreign)
    lists = _signed_by(key, purpose("2.23.136.1.1.3"))
    yield Row("certificates", "a signer of master lists", FORGED, ROOMY, lists)
    yield Row("certificates", "a server's certificate", FORGED, ROOMY, _signed_by(key, purpose("1.3.6.1.5.5.7.3.1")))
    yield Row("certificates", "for passports alone", FORGED, ROOMY, _signed_by(key, issuer.document_types("P")))
    yield Row("certificates", "for identity cards", GENUINE, ROOMY, _signed_by(key, issuer.document_types("P", "ID")))
    strange = issuer.extension("1.2.3.4.5", seq())
    yield Row("certificates", "a critical extension nobody knows", FORGED, ROOMY, _signed_by(key, strange))
    back = TrustStore.of([issuer.ROOT.der], [issuer.revocation_list(7)])
    yield Row("certificates", "taken back", FORGED, ROOMY, trust=back)
    other = TrustStore.of([issuer.ROOT.der], [issuer.revocation_list(8)])
    yield Row("certificates", "another one taken back", GENUINE, ROOMY, trust=other)
    stale = TrustStore.of([issuer.ROOT.der], [issuer.revocation_list(8, after=datetime(2025, 1, 1, tzinfo=UTC))])
    yield Row("certificates", "the list is from before last year", GENUINE + ", stale lists", ROOMY, trust=stale)
    forged = CardFiles(changed={0x0101: tlv(0x61, tlv(0x5F1F, Holder(name="Khác", sex="M").mrz.encode()))})
    yield Row("certificates", "DG1 changed after signing", FORGED, ROOMY, forged, mrz=False)


def _times(key: SigningKey) -> Iterator[Row]:
    ended = {"last": datetime(2023, 1, 1, tzinfo=UTC)}
    yield Row("times", "signed after the signer's end", FORGED, ROOMY, _signed_by(key, **ended))
    undated = _signed_by(key, signed_at=None, **ended)
    yield Row("times", "no time of signing, DG13 says when", GENUINE, ROOMY, undated)
    mute = replace(undated, only=(1, 2, 14, 15))
    yield Row("times", "nothing says when, the signer has ended", "unchecked, passed, PACE-CAN", ROOMY, mute)
    in_force = replace(_signed_by(key, signed_at=None), only=(1, 2, 14, 15))
    yield Row("times", "nothing says when, the signer is in force", GENUINE, ROOMY, in_force)
    forged = _signed_by(SigningKey(seed="other"))
    forged = replace(forged, envelope=replace(forged.envelope, by=replace(forged.envelope.by, key=key)))
    for year in (1990, 2045):
        now, over = datetime(year, 1, 1, tzinfo=UTC), ", expired" if year == 2045 else ""
        yield Row("times", f"a clock at {year}", GENUINE + over, ROOMY, now=now)
        yield Row("times", f"a forged signature, a clock at {year}", FORGED + over, ROOMY, forged, now=now)
    said = dg13(field_of(12, text("01/10/2025")), field_of(2, text("Hoàng Thị Mận")))
    past = CardFiles(holder=Holder(expires="251001"), national=said)
    yield Row("times", "a card that has ended", GENUINE + ", expired", ROOMY, past)


def _encodings() -> Iterator[Row]:
    yield Row("encodings", "a face by ISO/IEC 39794-5", GENUINE, ROOMY, CardFiles(generation="39794"))
    yield Row("encodings", "a face in JPEG 2000", GENUINE, ROOMY, CardFiles(image=picture("JPEG2000")))
    no_face = GENUINE + ", without DG2"
    yield Row("encodings", "a face that is none", no_face, ROOMY, CardFiles(image=b"nothing of the kind"))
    large = CardFiles(image=picture() + bytes(40_000))
    yield Row("encodings", "a face of 40 kB", GENUINE, ROOMY, large)
    yield Row("encodings", "a face of 40 kB in pieces of 96", GENUINE, Profile(most=96), large)
    births = [
        ("year and month", "9205<<", ""),
        ("year", "92<<<<", ""),
        ("year, a filler as check digit", "45<<<<", "<"),
    ]
    for name, birth, mark in births:
        holder = Holder(birth=birth, birth_check=mark)
        yield Row("encodings", f"of the birth the {name} alone", GENUINE, ROOMY, CardFiles(holder=holder))
    endless = CardFiles(holder=Holder(expires="<<<<<<", expires_check="<"))
    yield Row("encodings", "an expiry of fillers", GENUINE, ROOMY, endless)
    odd = dg13(field_of(2, text("Hoàng Thị Mận")), field_of(9, tlv(0x0C, b"\xc3\x28")), seq(text("không số")))
    yield Row("encodings", "one field of DG13 in no encoding", GENUINE, ROOMY, CardFiles(national=odd))
    numbers = dg13(field_of(1, integer(int(NUMBER))), field_of(2, tlv(0x1E, "Hoàng Thị Mận".encode("utf-16-be"))))
    yield Row("encodings", "DG13 with integers and BMP text", GENUINE, ROOMY, CardFiles(national=numbers))
    sealed = tlv(0x6D, bytes(range(7, 90)))
    yield Row("encodings", "DG13 sealed by an authority", GENUINE + ", without DG13", ROOMY, CardFiles(national=sealed))


def rows() -> list[Row]:
    made = [_limits, _selection, _ways_in, _curves, _proofs, _statuses, _certificates, _encodings]
    return [row for make in made for row in make()]
