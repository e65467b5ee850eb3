"""The cryptographic inventory, in the form of CycloneDX: which keys are where, and which fall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from execml.course.validation import at_least_zero, instance, several, text
from execml.quantum_ml.migration.deadlines import mosca_margin
from execml.quantum_ml.migration.primitives import PRIMITIVES, primitive


@dataclass(frozen=True)
class Asset:
    """One use of cryptography.

    Attributes:
        name: what is protected, and where.
        algorithm: a name of :data:`PRIMITIVES`.
        secret_years: how long the data must stay secret, or the signature must hold.
        migration_years: how long it takes until the last use of the old key.
        recorded: whether somebody may store today what is sent, to read it later; not so for signatures.
    """

    name: str
    algorithm: str
    secret_years: float
    migration_years: float
    recorded: bool = True


# What the programme itself uses; years as Harbour Bank's security office might set them, made up for the
# course. Unit 5.1 allows Paillier's scheme for what may be known in ten years.
PROGRAMME = (
    Asset("key agreement of the link between sites", "X25519", 10, 2),
    Asset("certificates of the sites", "ECDSA P-256", 1, 3, recorded=False),
    Asset("masks of the federation", "DH-2048", 10, 2),
    Asset("content of the link between sites", "AES-256", 10, 1),
    Asset("encrypted sums of defaults", "Paillier-2048", 10, 3),
    Asset("encrypted scoring of clients", "CKKS", 10, 1),
    Asset("encrypted counts of refusals", "BFV", 10, 1),
    Asset("fingerprints of pages and models", "SHA-256", 5, 1, recorded=False),
)


def cryptographic_inventory(assets: Sequence[Asset] = PROGRAMME, years_left: float = 10.0) -> dict[str, Any]:
    """Return an inventory as CycloneDX 1.6 has it (ECMA-424), each asset with what a board asks about it.

    Args:
        assets: what is used where.
        years_left: until a quantum computer breaks what falls to Shor's algorithm, an assumption.

    Returns:
        a mapping that ``json.dump`` can write; ``properties`` hold whether an asset falls, to what,
        Mosca's margin in years, and what to move to.

    Raises:
        ValueError: if there is no asset, two have one name, or an algorithm is not listed.

    >>> bill = cryptographic_inventory()
    >>> [part["name"] for part in bill["components"] if falls(part)][0]
    'key agreement of the link between sites'
    """
    listed = [instance("assets", asset, Asset) for asset in several("assets", assets)]
    left = at_least_zero("years_left", years_left)
    names = [text("name", asset.name) for asset in listed]
    if len(set(names)) != len(names):
        raise ValueError(f"assets={names} must have names of their own")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "components": [_component(asset, left) for asset in listed],
    }


def falls(component: dict[str, Any]) -> bool:
    """Return whether a component of an inventory falls to a known quantum algorithm."""
    return property_of(component, "falls") == "yes"


def property_of(component: dict[str, Any], name: str) -> str:
    """Return what an inventory says of a component, by the last part of the property's name."""
    found = {entry["name"]: entry["value"] for entry in component["properties"]}
    return str(found[f"execml:{name}"])


def _component(asset: Asset, years_left: float) -> dict[str, Any]:
    used = primitive(asset.algorithm)
    properties: dict[str, Any] = {
        "primitive": used.kind,
        "parameterSetIdentifier": used.name,
        "cryptoFunctions": list(used.functions),
        "nistQuantumSecurityLevel": used.quantum_level,
    }
    if used.classical_bits is not None:
        properties["classicalSecurityLevel"] = used.classical_bits
    margin = mosca_margin(asset.secret_years, asset.migration_years, years_left)
    said = {
        "falls": "yes" if used.falls else "no",
        "attack": used.attack or "none known",
        "moscaMarginYears": f"{margin:g}" if used.falls else "does not apply",
        "recordedToday": "yes" if asset.recorded else "no",
        "moveTo": used.successor or "stays",
    }
    return {
        "type": "cryptographic-asset",
        "bom-ref": f"crypto/{list(PRIMITIVES).index(used.name)}/{asset.name.replace(' ', '-')}",
        "name": asset.name,
        "cryptoProperties": {"assetType": "algorithm", "algorithmProperties": properties},
        "properties": [{"name": f"execml:{name}", "value": value} for name, value in said.items()],
    }
