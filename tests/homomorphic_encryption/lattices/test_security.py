"""The security tables: that of 2018 against SEAL's own, that of 2024 against the published one."""

from __future__ import annotations

import pytest
from execml.homomorphic_encryption import InsecureParameters, check_security, max_log2_modulus, security_frame
from tenseal.sealapi import util

# HomomorphicEncryption/SparseLWEkit, Security/README.md, made with the official script of ePrint 2024/463:
# for n from 2^10 on, ternary secrets, classical and quantum.
GUIDELINES = {
    128: {
        10: (26, 20), 11: (53, 40), 12: (106, 80), 13: (214, 161),
        14: (430, 322), 15: (868, 644), 16: (1747, 1289), 17: (3523, 2578),
    },
    192: {
        11: (36, 29), 12: (73, 59), 13: (147, 119), 14: (297, 239), 15: (597, 479), 16: (1199, 959),
        17: (2411, 1920),
    },
    256: {11: (27, 22), 12: (56, 47), 13: (114, 95), 14: (230, 192), 15: (462, 385), 16: (929, 773)},
}  # fmt: skip


@pytest.mark.parametrize("security", [128, 192, 256])
@pytest.mark.parametrize(("adversary", "letters"), [("classical", "tc"), ("quantum", "tq")])
def test_the_standard_of_2018_is_seal_s_for_every_dimension(security, adversary, letters):
    theirs = getattr(util, f"seal_he_std_parms_{security}_{letters}")
    for power in range(10, 16):
        assert max_log2_modulus(1 << power, security, "2018", adversary) == theirs(1 << power)


@pytest.mark.parametrize("security", GUIDELINES)
def test_the_guidelines_of_2024_are_the_published_ones_for_every_dimension(security):
    for power, limits in GUIDELINES[security].items():
        found = tuple(
            max_log2_modulus(1 << power, security, adversary=who) for who in ("classical", "quantum")
        )
        assert found == limits
    shown = security_frame(security).set_index("ring dimension")["2024 quantum"].dropna()
    assert shown.tolist() == [limits[1] for limits in GUIDELINES[security].values()]


def test_the_guidelines_are_never_laxer_than_the_standard():
    for adversary in ("classical", "quantum"):
        for power in range(10, 16):
            old = max_log2_modulus(1 << power, edition="2018", adversary=adversary)
            assert max_log2_modulus(1 << power, adversary=adversary) < old


def test_the_chain_that_was_allowed_in_2018_is_refused_and_the_table_named():
    assert check_security(4096, (40, 20, 49), edition="2018") == 0
    with pytest.raises(InsecureParameters, match=r"add up to 109; .* 2024, classical .* allows 106"):
        check_security(4096, (40, 20, 49))
    with pytest.raises(InsecureParameters, match="quantum adversary, 128 bits of security, allows 161"):
        check_security(8192, (60, 40, 40, 60), adversary="quantum")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((1000,), "ring_dimension=1000 must be one of the table's of 2024"),
        ((1024, 192), "2048"),
        ((65_536, 128, "2018"), "32768"),
        ((4096, 100), "security=100"),
        ((4096, 128, "2023"), "edition='2023'"),
        ((4096, 128, "2024", "alien"), "adversary='alien'"),
    ],
)
def test_what_no_table_holds_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        max_log2_modulus(*arguments)
