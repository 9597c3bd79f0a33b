"""bittensor 10.5.0, unmodified: every call of AdminUtils that the SDK composes, by root, and what it changed.

usage: sdk10_administration.py ENDPOINT [async], by the interpreter of the SDK, on a fresh chain.
"""

from bittensor.core.extrinsics.pallets import AdminUtils
from sdk10_client import as_root, complains, connected, outcome_as_root, refused, send, stored, succeeded
from sdk10_wallets import account, development_wallet, passed

NETUID = 2
OF_A_NETWORK = {
    "sudo_set_serving_rate_limit": ("serving_rate_limit", 7, "ServingRateLimit"),
    "sudo_set_min_difficulty": ("min_difficulty", 11, "MinDifficulty"),
    "sudo_set_max_difficulty": ("max_difficulty", 10**15, "MaxDifficulty"),
    "sudo_set_weights_version_key": ("weights_version_key", 3, "WeightsVersionKey"),
    "sudo_set_weights_set_rate_limit": ("weights_set_rate_limit", 9, "WeightsSetRateLimit"),
    "sudo_set_adjustment_interval": ("adjustment_interval", 55, "AdjustmentInterval"),
    "sudo_set_adjustment_alpha": ("adjustment_alpha", 10**17, "AdjustmentAlpha"),
    "sudo_set_immunity_period": ("immunity_period", 77, "ImmunityPeriod"),
    "sudo_set_min_allowed_weights": ("min_allowed_weights", 2, "MinAllowedWeights"),
    "sudo_set_max_allowed_uids": ("max_allowed_uids", 128, "MaxAllowedUids"),
    "sudo_set_kappa": ("kappa", 40_000, "Kappa"),
    "sudo_set_rho": ("rho", 12, "Rho"),
    "sudo_set_activity_cutoff": ("activity_cutoff", 4_000, "ActivityCutoff"),
    "sudo_set_network_registration_allowed": ("registration_allowed", False, "NetworkRegistrationAllowed"),
    "sudo_set_target_registrations_per_interval": (
        "target_registrations_per_interval",
        5,
        "TargetRegistrationsPerInterval",
    ),
    "sudo_set_min_burn": ("min_burn", 600_000, "MinBurn"),
    "sudo_set_max_burn": ("max_burn", 90 * 10**9, "MaxBurn"),
    "sudo_set_difficulty": ("difficulty", 12_345, "Difficulty"),
    "sudo_set_max_allowed_validators": ("max_allowed_validators", 32, "MaxAllowedValidators"),
    "sudo_set_bonds_moving_average": ("bonds_moving_average", 800_000, "BondsMovingAverage"),
    "sudo_set_bonds_penalty": ("bonds_penalty", 1_000, "BondsPenalty"),
    "sudo_set_max_registrations_per_block": ("max_registrations_per_block", 4, "MaxRegistrationsPerBlock"),
    "sudo_set_tempo": ("tempo", 400, "Tempo"),
    "sudo_set_rao_recycled": ("rao_recycled", 99, "RAORecycledForRegistration"),
    "sudo_set_commit_reveal_weights_enabled": ("enabled", False, "CommitRevealWeightsEnabled"),
    "sudo_set_liquid_alpha_enabled": ("enabled", True, "LiquidAlphaOn"),
    "sudo_set_commit_reveal_weights_interval": ("interval", 2, "RevealPeriodEpochs"),
    "sudo_set_toggle_transfer": ("toggle", False, "TransferToggle"),
    "sudo_set_recycle_or_burn": ("recycle_or_burn", "Recycle", "RecycleOrBurn"),
    "sudo_set_ema_price_halving_period": ("ema_halving", 5_000, "EMAPriceHalvingBlocks"),
    "sudo_set_alpha_sigmoid_steepness": ("steepness", 500, "AlphaSigmoidSteepness"),
    "sudo_set_yuma3_enabled": ("enabled", False, "Yuma3On"),
    "sudo_set_bonds_reset_enabled": ("enabled", True, "BondsResetOn"),
    "sudo_set_subtoken_enabled": ("subtoken_enabled", True, "SubtokenEnabled"),
    "sudo_set_owner_immune_neuron_limit": ("immune_neurons", 3, "ImmuneOwnerUidsLimit"),
    "sudo_set_min_allowed_uids": ("min_allowed_uids", 0, "MinAllowedUids"),
    "sudo_set_mechanism_count": ("mechanism_count", 2, "MechanismCountCurrent"),
    "sudo_set_mechanism_emission_split": ("maybe_split", [40_000, 25_535], "MechanismEmissionSplit"),
}
OF_ALL = {
    "sudo_set_default_take": ("default_take", 10_000, "MaxDelegateTake"),
    "sudo_set_tx_rate_limit": ("tx_rate_limit", 8, "TxRateLimit"),
    "sudo_set_subnet_owner_cut": ("subnet_owner_cut", 10_000, "SubnetOwnerCut"),
    "sudo_set_network_rate_limit": ("rate_limit", 5, "NetworkRateLimit"),
    "sudo_set_network_immunity_period": ("immunity_period", 12_000, "NetworkImmunityPeriod"),
    "sudo_set_network_min_lock_cost": ("lock_cost", 10**11, "NetworkMinLockCost"),
    "sudo_set_subnet_limit": ("max_subnets", 100, "SubnetLimit"),
    "sudo_set_lock_reduction_interval": ("interval", 1_000, "NetworkLockReductionInterval"),
    "sudo_set_stake_threshold": ("min_stake", 1_000, "StakeThreshold"),
    "sudo_set_nominator_min_required_stake": ("min_stake", 10, "NominatorMinRequiredStake"),
    "sudo_set_tx_delegate_take_rate_limit": ("tx_rate_limit", 21, "TxDelegateTakeRateLimit"),
    "sudo_set_min_delegate_take": ("take", 100, "MinDelegateTake"),
    "sudo_set_commit_reveal_version": ("version", 5, "CommitRevealWeightsVersion"),
    "sudo_set_ck_burn": ("burn", 5_000, "CKBurn"),
    "sudo_set_owner_hparam_rate_limit": ("epochs", 4, "OwnerHyperparamRateLimit"),
    "sudo_set_admin_freeze_window": ("window", 6, "AdminFreezeWindow"),
}

subtensor = connected()
alice, bob = development_wallet("Alice"), development_wallet("Bob")
administration = AdminUtils(subtensor)
succeeded(subtensor.register_subnet(wallet=alice))
as_root(subtensor, alice, administration.sudo_set_admin_freeze_window(window=0))


def unchanged(table, *keys, **network):
    """What did not become what a call says, each with the outcome, the value before and the value after."""
    for name, (argument, value, storage) in table.items():
        before = stored(subtensor, storage, *keys)
        outcome = outcome_as_root(subtensor, alice, getattr(administration, name)(**network, **{argument: value}))
        after = stored(subtensor, storage, *keys)
        if "Ok" not in outcome or before == value or after != value:
            yield name, outcome, before, after


values = {"netuid": NETUID, "alpha_low": 2_000, "alpha_high": 60_000}
refused(send(subtensor, alice, administration.sudo_set_alpha_values(**values)), "LiquidAlphaDisabled")
wrong = list(unchanged(OF_A_NETWORK, NETUID, netuid=NETUID))
assert not wrong, wrong
passed("parameters of a network")

wrong = list(unchanged(OF_ALL))
assert not wrong, wrong
as_root(subtensor, alice, administration.sudo_set_admin_freeze_window(window=0))
passed("parameters of the chain")

stranger = send(subtensor, bob, administration.sudo_set_kappa(netuid=NETUID, kappa=1))
refused(stranger, "BadOrigin")
for name, argument, value in (
    ("sudo_set_kappa", "kappa", 1),
    ("sudo_set_min_burn", "min_burn", 700_000),
    ("sudo_set_rho", "rho", 3),
):
    nowhere = outcome_as_root(subtensor, alice, getattr(administration, name)(netuid=77, **{argument: value}))
    assert "Err" in nowhere, (name, nowhere)
assert "Err" in outcome_as_root(subtensor, alice, administration.sudo_set_min_burn(netuid=NETUID, min_burn=10**18))
passed("parameters refused")

assert subtensor.get_owner_hyperparam_rate_limit() == 4
assert subtensor.get_subnet_hyperparameters(NETUID).kappa == 40_000
assert subtensor.tx_rate_limit() == 8
for wrong, error in (({"alpha_high": 3}, "AlphaHighTooLow"), ({"alpha_low": 0}, "AlphaLowOutOfRange")):
    refused(send(subtensor, alice, administration.sudo_set_alpha_values(**values | wrong)), error)
as_root(subtensor, alice, administration.sudo_set_alpha_values(**values))
assert stored(subtensor, "AlphaValues", NETUID) == (2_000, 60_000)
as_root(subtensor, alice, administration.sudo_set_subnet_moving_alpha(alpha={"bits": 2**31}))
assert stored(subtensor, "SubnetMovingAlpha") == {"bits": 2**31}
passed("pairs and fractions")

owner = alice.hotkey.ss58_address
as_root(subtensor, alice, administration.sudo_set_subnet_owner_hotkey(netuid=1, hotkey=owner))
assert subtensor.get_subnet_owner_hotkey(1) == owner
other = account("Charlie_hk")
as_root(subtensor, alice, administration.sudo_set_sn_owner_hotkey(netuid=NETUID, hotkey=other))
assert subtensor.get_subnet_owner_hotkey(NETUID) == other
as_root(subtensor, alice, administration.sudo_trim_to_max_allowed_uids(netuid=NETUID, max_n=64))
assert stored(subtensor, "MaxAllowedUids", NETUID) == 64
for call, storage, value in (
    (administration.sudo_set_tao_flow_cutoff(flow_cutoff={"bits": 2**32}), "TaoFlowCutoff", {"bits": 2**32}),
    (
        administration.sudo_set_tao_flow_normalization_exponent(exponent={"bits": 2**64}),
        "FlowNormExponent",
        {"bits": 2**64},
    ),
    (administration.sudo_set_tao_flow_smoothing_factor(smoothing_factor=12), "FlowEmaSmoothingFactor", 12),
):
    as_root(subtensor, alice, call)
    assert stored(subtensor, storage) == value, (storage, stored(subtensor, storage))
passed("owners' hotkeys, trimming and flows")

as_root(subtensor, alice, administration.sudo_set_dissolve_network_schedule_duration(duration=40_000))
assert stored(subtensor, "DissolveNetworkScheduleDuration") == 40_000
as_root(subtensor, alice, administration.sudo_toggle_evm_precompile(precompile_id="BalanceTransfer", enabled=False))
assert stored(subtensor, "PrecompileEnable", "BalanceTransfer", pallet="AdminUtils") is False
authorities = stored(subtensor, "Authorities", pallet="Aura")
as_root(subtensor, alice, administration.swap_authorities(new_authorities=[list(authorities)]))
assert stored(subtensor, "Authorities", pallet="Aura") == authorities
passed("authorities and what is without effect")

for allowed in (True, False):
    by_work = administration.sudo_set_network_pow_registration_allowed(netuid=NETUID, registration_allowed=allowed)
    as_root(subtensor, alice, by_work)
    assert stored(subtensor, "NetworkPowRegistrationAllowed", NETUID) is allowed
for deprecated in (
    administration.sudo_set_total_issuance(total_issuance=10**18),
    administration.sudo_set_evm_chain_id(chain_id=1),
    administration.schedule_grandpa_change(next_authorities=[], in_blocks=0, forced=5),
):
    outcome = outcome_as_root(subtensor, alice, deprecated)
    assert "'index': 19" in outcome and ("0x0d" in outcome or "0x0c" in outcome), outcome
with complains(ValueError, "not found in chain metadata"):
    administration.sudo_set_coldkey_swap_schedule_duration(duration=1)
passed("calls that do nothing any more")

subtensor.close()
