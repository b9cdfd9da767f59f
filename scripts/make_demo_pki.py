"""Make the synthetic certificates of the demo: what a country's signing authority is, for people who do not exist.

Writes, below ``sandbox/kiosk_sandbox/assets``, ``trust`` (what a kiosk trusts in the demo) and ``issuer`` (what signs
the virtual cards, private keys included: they protect nothing), and ``assets/trust/barred.toml``, by which a kiosk
outside the demo knows them, and the demo's publisher, as nobody to be believed. Run once; the results are kept with
the project.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "sandbox" / "kiosk_sandbox" / "assets"
TRUST, ISSUER = ASSETS / "trust", ASSETS / "issuer"
BARRED = ROOT / "assets" / "trust" / "barred.toml"

FIRST, LAST = datetime(2016, 1, 1, tzinfo=UTC), datetime(2056, 1, 1, tzinfo=UTC)
SHORT_END = datetime(2018, 1, 1, tzinfo=UTC)  # before any card of the demo was signed


def name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Kiosk demo, synthetic"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def certificate(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    serial: int,
    last: datetime = LAST,
) -> x509.Certificate:
    """With the extensions of ICAO 9303-12, tables 1 and 2: of a CSCA, or of a document signer."""
    authority = key is issuer_key
    builder = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer))
    builder = builder.public_key(key.public_key()).serial_number(serial)
    builder = builder.not_valid_before(FIRST).not_valid_after(last)
    if authority:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        builder = builder.add_extension(own, critical=False)
    builder = builder.add_extension(usage(authority=authority), critical=True)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    builder = builder.add_extension(identifier, critical=False)
    return builder.sign(issuer_key, hashes.SHA384())


def usage(*, authority: bool) -> x509.KeyUsage:
    """An authority signs certificates and lists; a document signer signs documents."""
    return x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def pem(*parts: x509.Certificate | ec.EllipticCurvePrivateKey) -> bytes:
    encoded = []
    for part in parts:
        if isinstance(part, x509.Certificate):
            encoded.append(part.public_bytes(serialization.Encoding.PEM))
        else:
            encoded.append(
                part.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
    return b"".join(encoded)


def main() -> None:
    TRUST.mkdir(parents=True, exist_ok=True)
    ISSUER.mkdir(parents=True, exist_ok=True)
    root, stranger = ec.generate_private_key(ec.BrainpoolP384R1()), ec.generate_private_key(ec.BrainpoolP384R1())
    authority = certificate("CSCA demo", root, "CSCA demo", root, serial=1)
    (TRUST / "csca.pem").write_bytes(pem(authority))
    for serial, (kind, issuer, issuer_key, last) in enumerate(
        (
            ("trusted", "CSCA demo", root, LAST),
            ("revoked", "CSCA demo", root, LAST),
            ("expired", "CSCA demo", root, SHORT_END),
            ("stranger", "CSCA elsewhere", stranger, LAST),
        ),
        start=2,
    ):
        key = ec.generate_private_key(ec.BrainpoolP256R1())
        signer = certificate(f"DS {kind}", key, issuer, issuer_key, serial=serial, last=last)
        (ISSUER / f"{kind}.pem").write_bytes(pem(key, signer))
    _chip_key()
    revoked = x509.RevokedCertificateBuilder().serial_number(3).revocation_date(FIRST).build()
    listed = x509.CertificateRevocationListBuilder().issuer_name(authority.subject)
    listed = listed.last_update(FIRST).next_update(LAST).add_revoked_certificate(revoked)
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key())
    listed = listed.add_extension(identifier, critical=False).add_extension(x509.CRLNumber(1), critical=False)
    signed = listed.sign(root, hashes.SHA384())
    (TRUST / "csca.crl").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    BARRED.write_text(barred(), "utf-8")


def barred() -> str:
    """The SHA-256 of the demo's certificates (DER) and of its publisher's public keys (32 bytes), as a page of TOML."""
    files = sorted([*TRUST.glob("*.pem"), *ISSUER.glob("*.pem")])
    held = [x509.load_pem_x509_certificate(path.read_bytes()) for path in files if b"CERTIFICATE" in path.read_bytes()]
    certificates = [one.public_bytes(serialization.Encoding.DER) for one in held]
    keys = json.loads((TRUST / "updates" / "root.json").read_bytes())["signed"]["keys"].values()
    publishers = [bytes.fromhex(key["keyval"]["public"]) for key in keys]
    lines = ["# What never counts outside the demo: everybody has the keys. Made by `python -m scripts.make_demo_pki`."]
    for name, parts in (("certificates", certificates), ("publisher_keys", publishers)):
        lines += [f"{name} = [", *(f'  "{one}",' for one in sorted(sha256(part).hexdigest() for part in parts)), "]"]
    return "\n".join([*lines, ""])


def _chip_key() -> None:
    """Of the virtual cards that sign by RSA."""
    chip = rsa.generate_private_key(65537, 2048)
    (ISSUER / "chip-rsa.pem").write_bytes(
        chip.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


if __name__ == "__main__":
    main()
