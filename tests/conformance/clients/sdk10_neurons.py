"""bittensor 10.5.0, unmodified: hotkeys in and out of networks, where they serve, and what they publish.

usage: sdk10_neurons.py ENDPOINT [async], by the interpreter of the SDK, on a fresh chain.
"""

import bittensor
from bittensor import Balance
from bittensor.core.extrinsics.pallets import AdminUtils, Commitments, SubtensorModule
from sdk10_client import as_root, connected, extrinsic, refused, send, stored, succeeded
from sdk10_wallets import account, development_wallet, passed

NETUID = 2
ONE_TAO = Balance.from_tao(1)

subtensor = connected()
alice, bob, charlie, dave = (development_wallet(name) for name in ("Alice", "Bob", "Charlie", "Dave"))
BOB, HOTKEY, MINER = bob.coldkeypub.ss58_address, alice.hotkey.ss58_address, bob.hotkey.ss58_address
NOBODY = account("Nobody")

succeeded(subtensor.register_subnet(wallet=alice))
assert not subtensor.is_hotkey_registered_any(MINER) and not subtensor.does_hotkey_exist(MINER)
assert subtensor.get_hotkey_owner(MINER) is None and subtensor.get_owned_hotkeys(BOB) == []
unknown = subtensor.get_neuron_for_pubkey_and_subnet(MINER, NETUID)
assert unknown.is_null and unknown.hotkey == unknown.coldkey == "000000000000000000000000000000000000000000000000"
refused(subtensor.burned_register(wallet=bob, netuid=77), "Subnet 77 does not exist")
succeeded(subtensor.start_call(wallet=alice, netuid=NETUID))
passed("registration refused")

price, before = subtensor.recycle(NETUID), subtensor.get_balance(BOB)
joined = succeeded(subtensor.burned_register(wallet=bob, netuid=NETUID))
assert Balance(0) < joined.data["recycle_amount"] <= price
paid = before - subtensor.get_balance(BOB) - joined.extrinsic_fee
assert 0 < paid.rao <= price.rao, (paid, price)
assert subtensor.get_uid_for_hotkey_on_subnet(MINER, NETUID) == 1 == stored(subtensor, "Uids", NETUID, MINER)
assert subtensor.get_uid_for_hotkey_on_subnet(NOBODY, NETUID) is None
assert subtensor.is_hotkey_registered(MINER) and subtensor.is_hotkey_registered(MINER, netuid=NETUID)
assert subtensor.is_hotkey_registered_any(MINER) and subtensor.is_hotkey_registered_on_subnet(MINER, NETUID)
assert not subtensor.is_hotkey_registered_on_subnet(MINER, 1)
assert subtensor.does_hotkey_exist(MINER) and subtensor.get_hotkey_owner(MINER) == BOB
assert subtensor.get_owned_hotkeys(BOB) == [MINER] and subtensor.get_netuids_for_hotkey(MINER) == [NETUID]
assert subtensor.filter_netuids_by_registered_hotkeys([0, 1, NETUID], None, [bob], None) == [NETUID]
assert subtensor.filter_netuids_by_registered_hotkeys([0, 1, NETUID], [1], [bob], None) == [1]
assert subtensor.subnetwork_n(NETUID) == 2
again = succeeded(subtensor.burned_register(wallet=bob, netuid=NETUID))
assert again.message == "Already registered."
passed("burned_register")

low = subtensor.register_limit(wallet=charlie, netuid=NETUID, limit_price=Balance.from_rao(1))
refused(low, "RegistrationPriceLimitExceeded")
succeeded(subtensor.register_limit(wallet=charlie, netuid=NETUID, limit_price=ONE_TAO * 10))
assert subtensor.get_uid_for_hotkey_on_subnet(charlie.hotkey.ss58_address, NETUID) == 2
succeeded(subtensor.register(wallet=dave, netuid=NETUID))
assert subtensor.get_uid_for_hotkey_on_subnet(dave.hotkey.ss58_address, NETUID) == 3
stranger = bittensor.Wallet(name="mixed", hotkey="default")
stranger.set_coldkey(keypair=dave.coldkey, encrypt=False, overwrite=True)
stranger.set_coldkeypub(keypair=dave.coldkeypub, encrypt=False, overwrite=True)
stranger.set_hotkey(keypair=alice.hotkey, encrypt=False, overwrite=True)
refused(subtensor.register(wallet=stranger, netuid=1), "NonAssociatedColdKey")
passed("register_limit and register")

succeeded(subtensor.root_register(wallet=alice))
assert subtensor.is_hotkey_registered(HOTKEY, netuid=0) and subtensor.neurons(0)[0].hotkey == HOTKEY
assert subtensor.root_register(wallet=alice).message == "Already registered on root network."
twice = send(subtensor, alice, SubtensorModule(subtensor).root_register(hotkey=HOTKEY))
refused(twice, "HotKeyAlreadyRegisteredInSubNet")
refused(subtensor.root_register(wallet=development_wallet("Fred")), "Insufficient balance")
passed("root_register")

everyone = subtensor.neurons(NETUID)
lite = subtensor.neurons_lite(NETUID)
assert [neuron.uid for neuron in everyone] == [neuron.uid for neuron in lite] == [0, 1, 2, 3]
assert [neuron.hotkey for neuron in everyone] == [neuron.hotkey for neuron in lite]
one = subtensor.neuron_for_uid(1, NETUID)
assert one == subtensor.get_neuron_for_pubkey_and_subnet(MINER, NETUID) == everyone[1], one
assert (one.hotkey, one.coldkey, one.netuid, one.axon_info.is_serving) == (MINER, BOB, NETUID, False)
assert subtensor.neuron_for_uid(9, NETUID).is_null
graph = subtensor.metagraph(NETUID)
assert graph.n.item() == 4 and list(graph.hotkeys) == [neuron.hotkey for neuron in everyone]
assert subtensor.get_subnet_validator_permits(NETUID) == stored(subtensor, "ValidatorPermit", NETUID)
weights = [weight / 65535 for weight in stored(subtensor, "StakeWeight", NETUID)]
assert subtensor.get_stake_weight(NETUID) == weights, weights
assert subtensor.blocks_since_last_update(NETUID, 1) < 200
passed("neurons as the chain tells of them")

axon = bittensor.Axon(wallet=bob, port=8091, ip="127.0.0.1", external_ip="127.0.0.1", external_port=8091)
refused(subtensor.serve_axon(netuid=NETUID, axon=axon), "InvalidIpAddress")
axon = bittensor.Axon(wallet=bob, port=8091, ip="127.0.0.1", external_ip="20.20.20.20", external_port=8091)
succeeded(subtensor.serve_axon(netuid=NETUID, axon=axon))
info = subtensor.neuron_for_uid(1, NETUID).axon_info
assert (info.ip, info.port, info.hotkey, info.coldkey) == ("20.20.20.20", 8091, MINER, BOB), info
assert subtensor.serve_axon(netuid=NETUID, axon=axon).message.startswith("Axon already served")
serve = extrinsic(subtensor, "serving", "serve")
where = {"wallet": bob, "port": 8092, "protocol": 4, "netuid": NETUID}
refused(serve(ip="21.21.21.21", **where), "ServingRateLimitExceeded")
succeeded(serve(ip="2a01::7", **where | {"wallet": charlie}))
assert subtensor.neuron_for_uid(2, NETUID).axon_info.ip == "2a01::7"
passed("serve_axon")

certificate = "?A certificate, 1"
assert subtensor.get_neuron_certificate(dave.hotkey.ss58_address, NETUID) is None
secured = bittensor.Axon(wallet=dave, port=8093, ip="127.0.0.1", external_ip="22.22.22.22", external_port=8093)
succeeded(subtensor.serve_axon(netuid=NETUID, axon=secured, certificate=certificate))
assert subtensor.get_neuron_certificate(dave.hotkey.ss58_address, NETUID) == certificate
assert subtensor.get_all_neuron_certificates(NETUID) == {dave.hotkey.ss58_address: certificate}
passed("serve_axon with a certificate")

refused(subtensor.set_commitment(wallet=development_wallet("Eve"), netuid=NETUID, data="Hello"), "AccountNotAllowed")
assert subtensor.get_all_commitments(NETUID) == {} and subtensor.get_commitment(NETUID, 1) == ""
succeeded(subtensor.set_commitment(wallet=bob, netuid=NETUID, data="Hello World!"))
assert subtensor.get_commitment(NETUID, 1) == "Hello World!"
assert subtensor.get_all_commitments(NETUID) == {MINER: "Hello World!"}
kept = subtensor.get_commitment_metadata(NETUID, MINER)
assert kept == stored(subtensor, "CommitmentOf", NETUID, MINER, pallet="Commitments"), kept
as_root(subtensor, alice, Commitments(subtensor).set_max_space(new_limit=5))
refused(subtensor.set_commitment(wallet=bob, netuid=NETUID, data="Hello World!"), "SpaceLimitExceeded")
as_root(subtensor, alice, Commitments(subtensor).set_max_space(new_limit=3_000))
passed("set_commitment")

publish = extrinsic(subtensor, "serving", "publish_metadata")
assert subtensor.get_last_commitment_bonds_reset_block(NETUID, 1) is None
succeeded(publish(wallet=bob, netuid=NETUID, data_type="Raw3", data=b"abc", reset_bonds=True))
reset_at = subtensor.get_last_commitment_bonds_reset_block(NETUID, 1)
assert reset_at == getattr(subtensor.get_last_bonds_reset(NETUID, MINER), "value", None) > 0, reset_at
passed("publish_metadata with a reset of bonds")

outsider = subtensor.set_reveal_commitment(wallet=development_wallet("Eve"), netuid=NETUID, data="later")
refused(outsider, "AccountNotAllowedCommit")
sealed = succeeded(subtensor.set_reveal_commitment(wallet=charlie, netuid=NETUID, data="later", blocks_until_reveal=1))
waiting = subtensor.get_commitment_metadata(NETUID, charlie.hotkey.ss58_address)
assert sealed.data["reveal_round"] > 0 and "TimelockEncrypted" in str(waiting), waiting
assert subtensor.get_revealed_commitment(NETUID, 2) is None and subtensor.get_all_revealed_commitments(NETUID) == {}
assert subtensor.get_revealed_commitment_by_hotkey(NETUID, charlie.hotkey.ss58_address) is None
passed("set_reveal_commitment")

administration = AdminUtils(subtensor)
as_root(subtensor, alice, administration.sudo_set_admin_freeze_window(window=0))
as_root(subtensor, alice, administration.sudo_set_immunity_period(netuid=NETUID, immunity_period=1))
as_root(subtensor, alice, administration.sudo_set_min_allowed_uids(netuid=NETUID, min_allowed_uids=1))
as_root(subtensor, alice, administration.sudo_trim_to_max_allowed_uids(netuid=NETUID, max_n=16))
assert stored(subtensor, "MaxAllowedUids", NETUID) == 16 and subtensor.subnetwork_n(NETUID) == 4
passed("sudo_trim_to_max_allowed_uids")

subtensor.close()
