"""A certificate authority of one's own for this computer, and the SuperLink's certificate, made afresh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from execml.course.measure.loopback import LOOPBACK


@dataclass(frozen=True)
class Certificates:
    """Where the files lie.

    Attributes:
        authority: the authority's certificate, which every node and the command line trust.
        certificate: the server's, for ``localhost`` and 127.0.0.1.
        key: the server's private key.
    """

    authority: Path
    certificate: Path
    key: Path


def write_certificates(folder: Path, days: int = 1) -> Certificates:
    """Write an authority and a server certificate that it signed; the authority's own key is thrown away.

    Args:
        folder: an existing folder.
        days: how long they hold.
    """
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    signing, serving = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = _name(x509, "Harbour Bank lesson authority")
    now = datetime.now(UTC)

    def begun(subject: Any, public: Any) -> Any:
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
        builder = builder.serial_number(x509.random_serial_number())
        return builder.not_valid_before(now - timedelta(minutes=5)).not_valid_after(
            now + timedelta(days=days)
        )

    authority = (
        begun(issuer, signing.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(signing, hashes.SHA256())
    )
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address(LOOPBACK))]
    server = (
        begun(_name(x509, "localhost"), serving.public_key())
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(signing, hashes.SHA256())
    )
    files = Certificates(folder / "ca.crt", folder / "server.pem", folder / "server.key")
    files.authority.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    files.certificate.write_bytes(server.public_bytes(serialization.Encoding.PEM))
    files.key.touch(mode=0o600)
    files.key.write_bytes(
        serving.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


def _name(x509: Any, text: str) -> Any:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])
