"""bittensor 10.5.0, unmodified: a subnet from its registration to the emission its miner earns.

usage: sdk10_subtensor.py ENDPOINT, by the interpreter of the SDK, on a chain whose first registered subnet this is.
"""

import bittensor
from bittensor import Balance
from bittensor.core.extrinsics.pallets import AdminUtils, Sudo
from sdk10_wallets import development_wallet, endpoint, passed

bittensor.logging.off()
subtensor = bittensor.Subtensor(network=endpoint())
alice, bob, charlie = (development_wallet(name) for name in ("Alice", "Bob", "Charlie"))
ONE_TAO = Balance.from_tao(1)


def free(wallet, block=None):
    return subtensor.get_balance(wallet.coldkeypub.ss58_address, block=block)


def succeeded(response):
    """The response, which must be one of success; fees and receipt are filled in by the SDK."""
    assert response.success, (response.message, response.error)
    return response


def block_of(response):
    """The number of the block that includes an extrinsic."""
    return subtensor.substrate.get_block_number(response.extrinsic_receipt.block_hash)


def by_owner(call, wallet):
    return succeeded(subtensor.sign_and_send_extrinsic(call=call, wallet=wallet, wait_for_finalization=True))


def by_sudo(call):
    """Dispatch a call as root; what became of it stands in the event `Sudid`, for the extrinsic itself succeeds."""
    response = by_owner(Sudo(subtensor).sudo(call=call), alice)
    outcomes = [
        event["event"]["attributes"]
        for event in response.extrinsic_receipt.triggered_events
        if event["event"]["event_id"] == "Sudid"
    ]
    assert len(outcomes) == 1, response.extrinsic_receipt.triggered_events
    assert "Ok" in str(outcomes[0]), outcomes
    return response


# the chain

assert subtensor.block > 0
assert subtensor.is_fast_blocks()
assert subtensor.substrate.get_chain_head().startswith("0x")
assert subtensor.get_existential_deposit() == Balance.from_rao(500)
passed("connect")

assert free(bob, block=1) == Balance.from_tao(1_000_000)
many = subtensor.get_balances(alice.coldkeypub.ss58_address, bob.hotkey.ss58_address)
assert many[bob.hotkey.ss58_address] == Balance(0)
passed("balance")

before = free(alice), free(bob)
sent = succeeded(
    subtensor.transfer(
        wallet=bob, destination_ss58=alice.coldkeypub.ss58_address, amount=ONE_TAO, wait_for_finalization=True
    )
)
assert sent.extrinsic_fee.rao > 0
# The SDK's estimate is of an immortal extrinsic, which is one byte shorter than what it then sends.
assert sent.extrinsic_fee - sent.transaction_tao_fee == Balance.from_rao(1), (
    sent.transaction_tao_fee,
    sent.extrinsic_fee,
)
assert free(alice) - before[0] == ONE_TAO
assert before[1] - free(bob) == ONE_TAO + sent.extrinsic_fee
assert free(alice, block=block_of(sent) - 1) == before[0]
passed("transfer")

poor = bittensor.Wallet(name="poor")
poor.set_coldkey(keypair=bittensor.Keypair.create_from_uri("//Poor"), encrypt=False, overwrite=True)
poor.set_coldkeypub(keypair=bittensor.Keypair.create_from_uri("//Poor"), encrypt=False, overwrite=True)
refused = subtensor.transfer(wallet=poor, destination_ss58=alice.coldkeypub.ss58_address, amount=ONE_TAO)
assert not refused.success and "Not enough balance" in refused.message, refused
passed("transfer without funds is refused")

# a subnet

netuid = subtensor.get_total_subnets()
cost = subtensor.get_subnet_burn_cost()
assert cost == Balance.from_tao(1000), cost
before_registration = free(alice)
registered = succeeded(subtensor.register_subnet(wallet=alice))
assert subtensor.subnet_exists(netuid)
assert before_registration - free(alice) == cost + registered.extrinsic_fee
assert subtensor.get_subnet_burn_cost() > cost
info = subtensor.subnet(netuid)
assert info.owner_coldkey == alice.coldkeypub.ss58_address
assert info.owner_hotkey == alice.hotkey.ss58_address
assert info.tempo == 10
assert subtensor.get_uid_for_hotkey_on_subnet(alice.hotkey.ss58_address, netuid) == 0
passed("register a subnet")

by_sudo(AdminUtils(subtensor).sudo_set_admin_freeze_window(window=0))
assert subtensor.get_admin_freeze_window() == 0
passed("sudo")

by_owner(AdminUtils(subtensor).sudo_set_commit_reveal_weights_enabled(netuid=netuid, enabled=False), alice)
assert subtensor.commit_reveal_enabled(netuid) is False
by_sudo(AdminUtils(subtensor).sudo_set_weights_set_rate_limit(netuid=netuid, weights_set_rate_limit=0))
assert subtensor.weights_rate_limit(netuid) == 0
passed("hyperparameters set by owner and root")

stranger = subtensor.sign_and_send_extrinsic(
    call=AdminUtils(subtensor).sudo_set_commit_reveal_weights_enabled(netuid=netuid, enabled=True), wallet=bob
)
assert not stranger.success and "BadOrigin" in str(stranger.message), stranger
passed("a stranger may not set hyperparameters")

assert not subtensor.is_subnet_active(netuid)
succeeded(subtensor.start_call(wallet=alice, netuid=netuid, wait_for_finalization=True))
assert subtensor.is_subnet_active(netuid)
again = subtensor.start_call(wallet=alice, netuid=netuid, wait_for_finalization=True)
assert not again.success and "FirstEmissionBlockNumberAlreadySet" in str(again.message), again
passed("start the subnet")

# neurons

burn = subtensor.recycle(netuid)
before_burn = free(bob)
joined = succeeded(subtensor.burned_register(wallet=bob, netuid=netuid))
paid = before_burn - free(bob) - joined.extrinsic_fee
assert 0 < paid.rao <= burn.rao, (paid, burn)
miner = subtensor.get_uid_for_hotkey_on_subnet(bob.hotkey.ss58_address, netuid)
assert miner == 1
assert subtensor.is_hotkey_registered(bob.hotkey.ss58_address, netuid=netuid)
assert subtensor.get_hotkey_owner(bob.hotkey.ss58_address) == bob.coldkeypub.ss58_address
assert netuid in subtensor.get_netuids_for_hotkey(bob.hotkey.ss58_address)
passed("burned_register")

limited = succeeded(subtensor.register(wallet=charlie, netuid=netuid))
assert subtensor.get_uid_for_hotkey_on_subnet(charlie.hotkey.ss58_address, netuid) == 2
assert limited.extrinsic_fee.rao > 0
passed("register with a price limit")

axon = bittensor.Axon(wallet=bob, port=8091, ip="127.0.0.1", external_ip="20.20.20.20", external_port=8091)
succeeded(subtensor.serve_axon(netuid=netuid, axon=axon))
served = subtensor.neuron_for_uid(miner, netuid).axon_info
assert (served.ip, served.port, served.hotkey) == ("20.20.20.20", 8091, bob.hotkey.ss58_address), served
passed("serve_axon")

# stake

amount = Balance.from_tao(100)
before_stake = free(alice)
owned = subtensor.get_stake(alice.coldkeypub.ss58_address, alice.hotkey.ss58_address, netuid)
staked = succeeded(
    subtensor.add_stake(wallet=alice, netuid=netuid, hotkey_ss58=alice.hotkey.ss58_address, amount=amount)
)
stake = subtensor.get_stake(alice.coldkeypub.ss58_address, alice.hotkey.ss58_address, netuid, block=block_of(staked))
assert stake.rao > owned.rao
assert before_stake - free(alice) == amount + staked.extrinsic_fee, (before_stake, free(alice), staked.extrinsic_fee)
assert staked.data["stake_after"].rao >= stake.rao
passed("add_stake")

held = subtensor.get_stake_info_for_coldkey(alice.coldkeypub.ss58_address)
assert [(entry.hotkey_ss58, entry.netuid) for entry in held] == [(alice.hotkey.ss58_address, netuid)], held
per_subnet = subtensor.get_stake_for_coldkey_and_hotkey(alice.coldkeypub.ss58_address, alice.hotkey.ss58_address)
assert per_subnet[netuid].stake.rao >= stake.rao
passed("stake info")

safe = succeeded(
    subtensor.add_stake(
        wallet=bob,
        netuid=netuid,
        hotkey_ss58=alice.hotkey.ss58_address,
        amount=ONE_TAO,
        safe_staking=True,
        rate_tolerance=0.1,
    )
)
nominated = subtensor.get_stake(bob.coldkeypub.ss58_address, alice.hotkey.ss58_address, netuid)
assert nominated.rao > 0
too_strict = subtensor.add_stake(
    wallet=bob,
    netuid=netuid,
    hotkey_ss58=alice.hotkey.ss58_address,
    amount=Balance.from_tao(1000),
    safe_staking=True,
    rate_tolerance=0.001,
)
assert not too_strict.success, too_strict
passed("safe staking")

# weights and what they earn

subtensor.wait_for_block(subtensor.get_next_epoch_start_block(netuid) + 1)
assert subtensor.neuron_for_uid(0, netuid).validator_permit
passed("validator permit")

weighed = succeeded(subtensor.set_weights(wallet=alice, netuid=netuid, uids=[miner], weights=[1.0]))
assert dict(subtensor.weights(netuid))[0] == [(miner, 65535)], subtensor.weights(netuid)
passed("set_weights")

by_charlie = subtensor.set_weights(wallet=charlie, netuid=netuid, uids=[0], weights=[1.0])
assert not by_charlie.success and "NeuronNoValidatorPermit" in str(by_charlie.message), by_charlie
passed("set_weights without permit names its error")

for _ in range(2):
    subtensor.wait_for_block(subtensor.get_next_epoch_start_block(netuid) + 1)
metagraph = subtensor.metagraph(netuid)
assert metagraph.n.item() == 3
assert list(metagraph.hotkeys) == [wallet.hotkey.ss58_address for wallet in (alice, bob, charlie)]
assert list(metagraph.coldkeys) == [wallet.coldkeypub.ss58_address for wallet in (alice, bob, charlie)]
assert bool(metagraph.validator_permit[0])
assert metagraph.axons[miner].ip == "20.20.20.20"
assert metagraph.tempo == 10
passed("metagraph")

assert metagraph.incentive[miner] == 1.0 and metagraph.incentive[0] == 0 and metagraph.incentive[2] == 0
assert metagraph.dividends[0] == 1.0
assert metagraph.emission[miner] > 0 and metagraph.emission[2] == 0
assert metagraph.validator_trust[0] == 1.0 and metagraph.consensus[miner] == 1.0
neurons = {neuron.uid: neuron for neuron in subtensor.neurons(netuid)}
assert neurons[miner].incentive == 1.0 and neurons[miner].emission > 0
assert neurons[0].weights == [(miner, 65535)], neurons[0].weights
lite = {neuron.uid: neuron for neuron in subtensor.neurons_lite(netuid)}
assert lite[miner].incentive == 1.0
earned = subtensor.get_stake(bob.coldkeypub.ss58_address, bob.hotkey.ss58_address, netuid)
assert earned.rao > 0
assert subtensor.bonds(netuid)[0][1], subtensor.bonds(netuid)
passed("incentives and emission")

whole = subtensor.metagraph(netuid, lite=False)
assert whole.W[0][miner] == 1.0, whole.W
earlier = subtensor.metagraph(netuid, block=block_of(staked))
assert earlier.incentive[miner] == 0
passed("metagraph with weights, and of the past")

fields = subtensor.get_metagraph_info(netuid)
assert fields.num_uids == 3 and fields.hotkeys[miner] == bob.hotkey.ss58_address
assert fields.incentives[miner] == 1.0
selected = subtensor.get_metagraph_info(netuid, selected_indices=[0, 52, 72])
assert selected.hotkeys[miner] == bob.hotkey.ss58_address and selected.coldkeys is None
permitted = [uid for uid, neuron in lite.items() if neuron.validator_permit]
assert selected.validators == permitted and 0 in permitted and 2 not in permitted, (selected.validators, permitted)
passed("metagraph info")

hyperparameters = subtensor.get_subnet_hyperparameters(netuid)
assert hyperparameters.tempo == 10
assert hyperparameters.weights_rate_limit == 0
assert hyperparameters.commit_reveal_weights_enabled is False
assert hyperparameters.subnet_is_active is True
assert hyperparameters.immunity_period == subtensor.immunity_period(netuid) == 5000
assert hyperparameters.kappa == 32767
passed("hyperparameters")

# and back

taken = succeeded(
    subtensor.unstake(
        wallet=bob, netuid=netuid, hotkey_ss58=alice.hotkey.ss58_address, amount=nominated.set_unit(netuid)
    )
)
left = subtensor.get_stake(bob.coldkeypub.ss58_address, alice.hotkey.ss58_address, netuid)
assert left.rao < nominated.rao
passed("unstake")

succeeded(subtensor.root_register(wallet=alice))
assert subtensor.is_hotkey_registered(alice.hotkey.ss58_address, netuid=0)
succeeded(subtensor.start_call(wallet=alice, netuid=0, wait_for_finalization=True))
succeeded(subtensor.add_stake(wallet=alice, netuid=0, hotkey_ss58=alice.hotkey.ss58_address, amount=ONE_TAO))
assert subtensor.get_stake(alice.coldkeypub.ss58_address, alice.hotkey.ss58_address, 0) == ONE_TAO
passed("root_register and stake on root")

delegate = subtensor.get_delegate_by_hotkey(alice.hotkey.ss58_address)
assert delegate.owner_ss58 == alice.coldkeypub.ss58_address
assert 0 in delegate.registrations and netuid in delegate.registrations
assert abs(delegate.take - 11796 / 65535) < 1e-9
passed("delegate")

subnets = subtensor.all_subnets()
assert [subnet.netuid for subnet in subnets] == list(range(netuid + 1))
assert subnets[netuid].price.tao > 0
prices = subtensor.get_subnet_prices()
assert prices[netuid].rao > 0 and prices[0] == ONE_TAO
passed("all subnets and prices")

subtensor.close()
