"""bittensor 10.5.0, unmodified: root stakers choose what becomes of their dividends, claim, and are refused by name.

usage: sdk10_claims.py ENDPOINT, by the interpreter of the SDK, on a fresh chain.
"""

import bittensor
from bittensor.core.extrinsics.pallets import AdminUtils, SubtensorModule, Sudo
from sdk10_wallets import development_wallet, endpoint, passed

bittensor.logging.off()
subtensor = bittensor.Subtensor(network=endpoint())
alice, bob = (development_wallet(name) for name in ("Alice", "Bob"))
coldkey = bob.coldkeypub.ss58_address


def choose(choice):
    response = subtensor.set_root_claim_type(bob, new_root_claim_type=choice, mev_protection=False)
    return response.success, subtensor.get_root_claim_type(coldkey)


def claim(*netuids):
    return subtensor.claim_root(bob, netuids=list(netuids), mev_protection=False)


assert subtensor.get_root_claim_type(coldkey) == "Swap"
assert choose("Keep") == (True, "Keep")
some = {"KeepSubnets": {"subnets": [1, 2]}}
assert choose(some) == (True, some)
assert choose("Swap") == (True, "Swap")
passed("set_root_claim_type")

assert claim(1).success
assert claim(0).success
refused = claim(*range(1, 7))
assert not refused.success and "InvalidSubnetNumber" in refused.message, refused
passed("claim_root")

module, administration = SubtensorModule(subtensor), AdminUtils(subtensor)


def by_sudo(call):
    return subtensor.sign_and_send_extrinsic(call=Sudo(subtensor).sudo(call=call), wallet=alice).success


assert by_sudo(module.sudo_set_num_root_claims(new_value=7))
assert subtensor.query_subtensor("NumRootClaim").value == 7
passed("sudo_set_num_root_claims")

owner_hotkey = alice.hotkey.ss58_address
assert by_sudo(administration.sudo_set_subnet_owner_hotkey(netuid=1, hotkey=owner_hotkey))
assert subtensor.get_subnet_owner_hotkey(1) == owner_hotkey
passed("sudo_set_subnet_owner_hotkey")
