"""The inventory: the form of CycloneDX, what falls, and Mosca's margin."""

import json

import pytest
from execml.quantum_ml import Asset, cryptographic_inventory, mosca_margin
from execml.quantum_ml.migration.inventory import PROGRAMME, falls, property_of
from execml.quantum_ml.migration.primitives import PRIMITIVES

# The words of CycloneDX 1.6 for primitive and cryptoFunctions.
KINDS = {
    "drbg",
    "mac",
    "block-cipher",
    "stream-cipher",
    "signature",
    "hash",
    "pke",
    "xof",
    "kdf",
    "key-agree",
    "kem",
    "ae",
    "combiner",
    "other",
    "unknown",
}
FUNCTIONS = {
    "generate",
    "keygen",
    "encrypt",
    "decrypt",
    "digest",
    "tag",
    "keyderive",
    "sign",
    "verify",
    "encapsulate",
    "decapsulate",
    "other",
    "unknown",
}


def test_the_form_is_that_of_cyclonedx():
    bill = json.loads(json.dumps(cryptographic_inventory()))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert len({part["bom-ref"] for part in bill["components"]}) == len(bill["components"]) == len(PROGRAMME)
    for part in bill["components"]:
        said = part["cryptoProperties"]["algorithmProperties"]
        assert part["type"] == "cryptographic-asset"
        assert said["primitive"] in KINDS
        assert set(said["cryptoFunctions"]) <= FUNCTIONS
        assert 0 <= said["nistQuantumSecurityLevel"] <= 6


def test_what_rests_on_factoring_and_discrete_logarithms_falls_and_nothing_else():
    fallen = {name for name, used in PRIMITIVES.items() if used.falls}
    words = ("RSA", "Paillier", "DH", "25519", "P-256")
    assert fallen == {name for name in PRIMITIVES if any(word in name for word in words)}
    assert all(used.successor and not used.quantum_level for used in PRIMITIVES.values() if used.falls)
    parts = {part["name"]: falls(part) for part in cryptographic_inventory()["components"]}
    assert parts["encrypted sums of defaults"]
    assert not parts["encrypted scoring of clients"] and not parts["encrypted counts of refusals"]


def test_mosca_s_margin_is_that_of_the_inequality():
    assert mosca_margin(10, 3, 12) == -1
    assets = [Asset("archive", "RSA-2048", 10, 3), Asset("disk", "AES-256", 30, 3)]
    first, second = cryptographic_inventory(assets, 12)["components"]
    assert property_of(first, "moscaMarginYears") == "-1"
    assert property_of(second, "moscaMarginYears") == "does not apply"


def test_wrong_assets_are_told():
    for assets, words in (
        ([Asset("a", "RSA-2047", 1, 1)], "algorithm='RSA-2047'.*RSA-2048"),
        ([PROGRAMME[0], PROGRAMME[0]], "names of their own"),
        ([], "at least 1"),
        ([Asset("a", "CKKS", -1, 1)], "secret_years=-1"),
    ):
        with pytest.raises(ValueError, match=words):
            cryptographic_inventory(assets)
