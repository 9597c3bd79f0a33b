"""bittensor 10.5.0, unmodified: what a fresh localnet with fast blocks holds at block 1.

usage: sdk10_genesis.py ENDPOINT, by the interpreter of the SDK; whatever happened since block 1 does not matter.
"""

import bittensor
from bittensor import Balance
from sdk10_wallets import account, endpoint, passed

FIRST = 1
NOBODY = "5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM"
RICH, FUNDED, POOR = ("Alice", "Bob", "Charlie"), ("Dave", "Eve", "Ferdie", "One", "Two", "Three"), ("Fred", "Alice_hk")

subtensor = bittensor.Subtensor(network=endpoint())
substrate = subtensor.substrate


def constant(pallet, name):
    return substrate.get_constant(pallet, name).value


def stored(name, *keys, pallet="SubtensorModule"):
    value = substrate.query(pallet, name, list(keys), block_hash=subtensor.get_block_hash(FIRST))
    return getattr(value, "value", value)


def alike(found, expected):
    """Fail naming everything that is not as expected."""
    different = {name: (found(name), value) for name, value in expected.items() if found(name) != value}
    assert not different, f"(found, expected): {different}"


for names, tao in ((RICH, 1_000_000), (FUNDED, 2_000), (POOR, 0)):
    alike(
        lambda name: subtensor.get_balance(account(name), block=FIRST),
        {name: Balance.from_tao(tao) for name in names},
    )
assert stored("Key", pallet="Sudo") == account("Alice")
passed("accounts")

assert substrate.chain == "Bittensor"
assert substrate.rpc_request("system_chainType", [])["result"] == "Local"
properties = substrate.rpc_request("system_properties", [])["result"]
assert (properties["ss58Format"], properties["tokenDecimals"], properties["tokenSymbol"]) == (42, 9, "TAO"), properties
alike(
    lambda name: constant(*name.split(".")),
    {
        "Aura.SlotDuration": 250,
        "System.SS58Prefix": 42,
        "System.BlockHashCount": 2400,
        "Balances.ExistentialDeposit": 500,
        "SubtensorModule.InitialStartCallDelay": 0,
        "SubtensorModule.KeySwapCost": 100_000_000,
        "SubtensorModule.InitialTempo": 10,
    },
)
passed("constants")

assert subtensor.get_total_subnets(block=FIRST) == 2
assert subtensor.get_all_subnets_netuid(block=FIRST) == [0, 1]
assert subtensor.get_subnet_burn_cost(block=FIRST) == Balance.from_tao(1000)
assert subtensor.get_delegates(block=FIRST) == []
assert subtensor.tx_rate_limit(block=FIRST) == 1000
assert subtensor.get_start_call_delay(block=FIRST) == 0
assert subtensor.get_owner_hyperparam_rate_limit(block=FIRST) == 2
assert subtensor.get_admin_freeze_window(block=FIRST) == 10
alike(
    stored,
    {
        "TxDelegateTakeRateLimit": 216_000,
        "MaxDelegateTake": 11_796,
        "NominatorMinRequiredStake": 0,
        "StakeThreshold": 0,
        "NetworkRateLimit": 0,
        "SubnetLimit": 128,
        "CommitRevealWeightsVersion": 4,
        "PendingChildKeyCooldown": 15,
        "ColdkeySwapAnnouncementDelay": 50,
        "ColdkeySwapReannouncementDelay": 10,
        "MaxEpochsPerBlock": 32,
    },
)
passed("network parameters")

root, first = subtensor.subnet(0, block=FIRST), subtensor.subnet(1, block=FIRST)
alike(
    lambda name: getattr(root, name),
    {
        "subnet_name": "root",
        "symbol": "\N{GREEK CAPITAL LETTER TAU}",
        "owner_coldkey": account("Alice"),
        "owner_hotkey": account("Alice_hk"),
        "tempo": 100,
        "is_dynamic": False,
        "price": Balance.from_tao(1),
        "network_registered_at": 0,
        "subnet_identity": None,
        "moving_price": 0.0,
    },
)
alike(
    lambda name: getattr(first, name),
    {
        "subnet_name": "apex",
        "symbol": "α",
        "owner_coldkey": NOBODY,
        "owner_hotkey": NOBODY,
        "tempo": 100,
        "is_dynamic": True,
        "tao_in": Balance.from_tao(10),
        "alpha_in": Balance.from_tao(10).set_unit(1),
        "alpha_out": Balance.from_tao(1).set_unit(1),
        "price": Balance.from_tao(1),
        "network_registered_at": 0,
        "subnet_identity": None,
        "moving_price": 0.0,
    },
)
passed("subnets 0 and 1")

information = {netuid: subtensor.get_subnet_info(netuid, block=FIRST) for netuid in (0, 1)}
alike(
    lambda name: getattr(information[1], name),
    {
        "kappa": 32767,
        "difficulty": 10_000_000,
        "immunity_period": 4096,
        "max_allowed_validators": 64,
        "min_allowed_weights": 0,
        "max_weight_limit": 65535,
        "subnetwork_n": 1,
        "max_n": 256,
        "tempo": 100,
        "burn": Balance.from_tao(0.1),
        "owner_ss58": NOBODY,
    },
)
assert (information[0].subnetwork_n, information[0].max_n, information[0].owner_ss58) == (0, 64, account("Alice"))
passed("subnet info")

alike(
    lambda name: getattr(subtensor.get_subnet_hyperparameters(1, block=FIRST), name),
    {
        "kappa": 32767,
        "immunity_period": 4096,
        "min_allowed_weights": 0,
        "max_weight_limit": 65535,
        "tempo": 100,
        "weights_version": 0,
        "weights_rate_limit": 100,
        "activity_cutoff": 1388,
        "activity_cutoff_factor": 13889,
        "registration_allowed": True,
        "target_regs_per_interval": 2,
        "min_burn": 500_000,
        "max_burn": 100_000_000_000,
        "bonds_moving_avg": 900_000,
        "max_regs_per_block": 1,
        "serving_rate_limit": 50,
        "max_validators": 64,
        "commit_reveal_period": 1,
        "commit_reveal_weights_enabled": True,
        "alpha_high": 58982,
        "alpha_low": 45875,
        "alpha_sigmoid_steepness": 1000.0,
        "liquid_alpha_enabled": False,
        "yuma_version": 2,
        "subnet_is_active": False,
        "transfers_enabled": True,
        "bonds_reset_enabled": False,
        "user_liquidity_enabled": False,
    },
)
passed("hyperparameters of subnet 1")

neurons = subtensor.neurons(1, block=FIRST)
assert [(neuron.uid, neuron.hotkey, neuron.coldkey) for neuron in neurons] == [(0, NOBODY, NOBODY)]
alike(
    lambda name: getattr(neurons[0], name),
    {"validator_permit": False, "incentive": 0.0, "dividends": 0.0, "emission": 0.0, "last_update": 0, "active": True},
)
assert subtensor.neurons(0, block=FIRST) == []
passed("neurons")

metagraph = subtensor.get_metagraph_info(1, block=FIRST)
alike(
    lambda name: getattr(metagraph, name),
    {
        "netuid": 1,
        "name": "apex",
        "symbol": "α",
        "identity": None,
        "network_registered_at": 0,
        "owner_hotkey": NOBODY,
        "owner_coldkey": NOBODY,
        "block": 1,
        "tempo": 100,
        "last_step": 0,
        "blocks_since_last_step": 1,
        "kappa": 32767,
        "min_allowed_weights": 0,
        "weights_version": 0,
        "weights_rate_limit": 100,
        "max_validators": 64,
        "num_uids": 1,
        "max_uids": 256,
        "burn": Balance.from_tao(0.1),
        "difficulty": 10_000_000 / 2**64,
        "registration_allowed": True,
        "immunity_period": 4096,
        "min_burn": Balance.from_tao(0.0005),
        "max_burn": Balance.from_tao(100),
        "target_regs_per_interval": 2,
        "max_regs_per_block": 1,
        "serving_rate_limit": 50,
        "commit_reveal_weights_enabled": True,
        "commit_reveal_period": 1,
        "hotkeys": [NOBODY],
        "coldkeys": [NOBODY],
        "validator_permit": [False],
        "block_at_registration": [0],
        "alpha_stake": [Balance.from_tao(1).set_unit(1)],
    },
)
both = subtensor.get_all_metagraphs_info(block=FIRST, all_mechanisms=False)
assert [each.netuid for each in both] == [0, 1] and both[0].name == "root" and both[0].num_uids == 0
passed("metagraphs")

subtensor.close()
