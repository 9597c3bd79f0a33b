"""bittensor 10.5.0, unmodified: networks made, started late, named, and run by their owners' own clock.

usage: sdk10_networks.py ENDPOINT [async], by the interpreter of the SDK, on a fresh chain.
"""

import bittensor
from bittensor import Balance
from bittensor.core.extrinsics.pallets import AdminUtils
from sdk10_client import as_root, complains, connected, extrinsic, plain, refused, rows, send, stored, succeeded, wait
from sdk10_wallets import development_wallet, passed

NETUID = 2
ONE_TAO = Balance.from_tao(1)

subtensor = connected()
alice, bob = (development_wallet(name) for name in ("Alice", "Bob"))
ALICE, HOTKEY = alice.coldkeypub.ss58_address, alice.hotkey.ss58_address
administration = AdminUtils(subtensor)


def by_root(call):
    as_root(subtensor, alice, call)


assert subtensor.get_total_subnets() == 2 and subtensor.get_all_subnets_netuid() == [0, 1]
assert not subtensor.subnet_exists(NETUID) and subtensor.subnet(NETUID) is None
assert subtensor.get_subnet_info(NETUID) is None and subtensor.get_subnet_hyperparameters(NETUID) is None
by_root(administration.sudo_set_start_call_delay(delay=20))
assert subtensor.get_start_call_delay() == 20
cost, before = subtensor.get_subnet_burn_cost(), subtensor.get_balance(ALICE)
made = succeeded(subtensor.register_subnet(wallet=alice))
assert before - subtensor.get_balance(ALICE) == cost + made.extrinsic_fee and cost == ONE_TAO * 1000
assert subtensor.get_subnet_burn_cost() > cost and subtensor.get_total_subnets() == 3
assert subtensor.get_subnet_owner_hotkey(NETUID) == HOTKEY and not subtensor.is_subnet_active(NETUID)
refused(subtensor.start_call(wallet=alice, netuid=NETUID), "NeedWaitingMoreBlocksToStarCall")
refused(subtensor.start_call(wallet=bob, netuid=NETUID), "BadOrigin")
subtensor.wait_for_block(stored(subtensor, "NetworkRegisteredAt", NETUID) + 21)
succeeded(subtensor.start_call(wallet=alice, netuid=NETUID))
assert subtensor.is_subnet_active(NETUID)
passed("register_subnet, start_call with delay")

poor = development_wallet("Dave")
succeeded(subtensor.transfer(wallet=poor, destination_ss58=ALICE, amount=ONE_TAO * 1500))
refused(subtensor.register_subnet(wallet=poor), "balance")
passed("register_subnet without funds is refused")

subnets = {subnet.netuid: subnet for subnet in subtensor.all_subnets()}
assert list(subnets) == [0, 1, NETUID]
mine = subtensor.subnet(NETUID)
assert (mine.owner_hotkey, mine.owner_coldkey, mine.tempo, mine.symbol) == (HOTKEY, ALICE, 10, "β"), mine
assert (mine.tao_in, mine.alpha_in.rao) == (ONE_TAO * 1000, 10**12) == (subnets[NETUID].tao_in, 10**12), mine
now = subtensor.get_current_block()
information = subtensor.get_subnet_info(NETUID, block=now)
assert information == {each.netuid: each for each in subtensor.get_all_subnets_info(block=now)}[NETUID]
assert (information.immunity_period, information.max_n, information.difficulty) == (5000, 256, 10_000_000), information
assert subtensor.get_subnet_price(NETUID) == subtensor.get_subnet_prices()[NETUID] == mine.price
assert subtensor.get_subnet_price(0) == ONE_TAO
assert (subtensor.tempo(NETUID), subtensor.immunity_period(NETUID), subtensor.subnetwork_n(NETUID)) == (10, 5000, 1)
assert (subtensor.difficulty(NETUID), subtensor.max_weight_limit(NETUID)) == (10_000_000, 1.0)
assert (subtensor.min_allowed_weights(NETUID), subtensor.weights_rate_limit(NETUID)) == (1, 100)
assert subtensor.commit_reveal_enabled(NETUID) and subtensor.get_subnet_reveal_period_epochs(NETUID) == 1
decaying = [subtensor.recycle(NETUID, block=stored(subtensor, "NetworkRegisteredAt", NETUID) + age) for age in (0, 9)]
assert decaying[0] == ONE_TAO > decaying[1] > ONE_TAO * 0.9, decaying
assert subtensor.get_minimum_required_stake() == Balance(0)
passed("what a new network is like")

quote = subtensor.sim_swap(origin_netuid=0, destination_netuid=NETUID, amount=ONE_TAO)
assert quote.tao_fee == subtensor.get_stake_add_fee(ONE_TAO, NETUID) and quote.tao_fee.rao == 503_547, quote
back = subtensor.sim_swap(origin_netuid=NETUID, destination_netuid=0, amount=Balance.from_tao(1, NETUID))
assert back.alpha_fee.rao == 503_547 and 0 < back.tao_amount.rao < 10**9, back
assert subtensor.get_unstake_fee(NETUID, Balance.from_tao(1, NETUID)).rao > 0
across = subtensor.sim_swap(origin_netuid=NETUID, destination_netuid=1, amount=Balance.from_tao(1, NETUID))
assert subtensor.get_stake_movement_fee(NETUID, 1, Balance.from_tao(1, NETUID)) == across.tao_fee
assert across.alpha_amount.rao > 0
passed("sim_swap and the fees of trades")

words = {"github_repo": "g", "subnet_contact": "c", "subnet_url": "u", "logo_url": "l", "discord": "d"}
identity = bittensor.SubnetIdentity(subnet_name="woven", description="cloth", additional="none", **words)
assert mine.subnet_identity is None
succeeded(subtensor.set_subnet_identity(wallet=alice, netuid=NETUID, subnet_identity=identity))
assert subtensor.subnet(NETUID).subnet_identity == identity
assert (
    subtensor.get_metagraph_info(NETUID).identity == vars(identity) and subtensor.subnet(NETUID).subnet_name == "woven"
)
refused(subtensor.set_subnet_identity(wallet=bob, netuid=NETUID, subnet_identity=identity), "NotSubnetOwner")
passed("set_subnet_identity")

schedule = subtensor.get_epoch_schedule_state(NETUID)
asked_at = schedule.current_block
assert schedule.tempo == 10 and 0 <= schedule.blocks_since_last_step <= 11, schedule
assert schedule.last_epoch_block == subtensor.get_last_epoch_block(NETUID, block=asked_at)
assert schedule.pending_epoch_at == subtensor.get_pending_epoch_at(NETUID, block=asked_at) == 0
assert schedule.subnet_epoch_index == subtensor.get_subnet_epoch_index(NETUID, block=asked_at)
following = subtensor.get_next_epoch_start_block(NETUID, block=asked_at)
assert subtensor.blocks_until_next_epoch(NETUID, block=asked_at) == following - asked_at
subtensor.wait_for_block(following + 1)
assert stored(subtensor, "LastEpochBlock", NETUID, block=following) == following
assert subtensor.get_subnet_epoch_index(NETUID, block=following) == schedule.subnet_epoch_index + 1
assert subtensor.blocks_since_last_step(NETUID, block=following) == 0
passed("the epochs run when they are announced")

window = extrinsic(subtensor, "sudo", "sudo_set_admin_freeze_window")
assert subtensor.get_admin_freeze_window() == 10 and subtensor.is_in_admin_freeze_window(0) is False
assert subtensor.is_in_admin_freeze_window(NETUID)
refused(subtensor.set_tempo(wallet=alice, netuid=NETUID, tempo=400), "AdminActionProhibitedDuringWeightsWindow")
succeeded(window(wallet=alice, window=0))
assert subtensor.get_admin_freeze_window() == 0 and not subtensor.is_in_admin_freeze_window(NETUID)
passed("the freeze window")

limits = subtensor.get_min_tempo(), subtensor.get_max_tempo()
assert limits == (360, 50_400), limits
refused(subtensor.set_tempo(wallet=alice, netuid=NETUID, tempo=4), "TempoOutOfBounds")
refused(subtensor.set_tempo(wallet=bob, netuid=NETUID, tempo=400), "BadOrigin")
succeeded(subtensor.set_tempo(wallet=alice, netuid=NETUID, tempo=400))
assert subtensor.tempo(NETUID) == 400
refused(subtensor.trigger_epoch(wallet=alice, netuid=NETUID), "DynamicTempoBlockedByCommitReveal")
by_root(administration.sudo_set_commit_reveal_weights_enabled(netuid=NETUID, enabled=False))
index = subtensor.get_subnet_epoch_index(NETUID)
triggered = succeeded(subtensor.trigger_epoch(wallet=alice, netuid=NETUID))
due = subtensor.get_pending_epoch_at(NETUID)
reached = subtensor.substrate.get_block_number(triggered.extrinsic_receipt.block_hash)
subtensor.wait_for_block(max(due, reached) + 2)
assert subtensor.get_subnet_epoch_index(NETUID) == index + 1 and subtensor.get_pending_epoch_at(NETUID) == 0
refused(subtensor.trigger_epoch(wallet=bob, netuid=NETUID), "BadOrigin")
passed("set_tempo and trigger_epoch")

bounds = subtensor.get_min_activity_cutoff_factor_milli(), subtensor.get_max_activity_cutoff_factor_milli()
assert bounds == (1_000, 50_000) and stored(subtensor, "MaxEpochsPerBlock") == 32, bounds
# The SDK asks for a constant that the chain has as storage; it says so on any chain of this interface.
with complains(Exception, "Unable to retrieve MaxEpochsPerBlock constant"):
    subtensor.get_max_epochs_per_block()
refused(subtensor.set_activity_cutoff_factor(wallet=alice, netuid=NETUID, factor_milli=1), "ActivityCutoffFactor")
succeeded(subtensor.set_activity_cutoff_factor(wallet=alice, netuid=NETUID, factor_milli=2_000))
assert subtensor.get_activity_cutoff_factor_milli(NETUID) == 2_000
succeeded(subtensor.root_set_activity_cutoff_factor(wallet=alice, netuid=NETUID, factor_milli=3_000))
assert subtensor.get_activity_cutoff_factor_milli(NETUID) == 3_000
stranger = subtensor.root_set_activity_cutoff_factor(wallet=bob, netuid=NETUID, factor_milli=3_000)
refused(stranger, "Invalid signing address")
succeeded(subtensor.root_set_pending_childkey_cooldown(wallet=alice, cooldown=33))
assert plain(subtensor.query_subtensor("PendingChildKeyCooldown")) == 33
refused(subtensor.root_set_pending_childkey_cooldown(wallet=bob, cooldown=33), "Invalid signing address")
passed("activity cutoff and child key cooldown")

assert subtensor.get_mechanism_count(NETUID) == 1 and subtensor.get_mechanism_emission_split(NETUID) is None
by_root(administration.sudo_set_max_allowed_uids(netuid=NETUID, max_allowed_uids=128))
succeeded(extrinsic(subtensor, "sudo", "sudo_set_mechanism_count")(wallet=alice, netuid=NETUID, mech_count=2))
assert subtensor.get_mechanism_count(NETUID) == 2
split = extrinsic(subtensor, "sudo", "sudo_set_mechanism_emission_split")
succeeded(split(wallet=alice, netuid=NETUID, maybe_split=[30, 70]))
assert subtensor.get_mechanism_emission_split(NETUID) == [30, 70]
refused(split(wallet=bob, netuid=NETUID, maybe_split=[50, 50]), "Invalid signing address")
graphs = subtensor.get_all_metagraphs_info(all_mechanisms=True)
assert [(each.netuid, each.mechid) for each in graphs] == [(0, 0), (1, 0), (NETUID, 0), (NETUID, 1)], graphs
assert subtensor.get_metagraph_info(NETUID, mechid=1).num_uids == 1
passed("mechanisms and their split")

refused(subtensor.start_call(wallet=alice, netuid=77), "SubnetNotExists")
refused(send(subtensor, bob, administration.sudo_set_tempo(netuid=NETUID, tempo=3)), "BadOrigin")
assert dict(rows(subtensor, subtensor.query_map_subtensor("SubnetOwner")))[NETUID] == ALICE
assert wait(subtensor, subtensor.block) > 0
passed("networks refused")

subtensor.close()
