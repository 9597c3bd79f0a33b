"""What the calls of AdminUtils cost, by index: picoseconds of their own, storage reads, storage writes (A.19).

Calls younger than the measured runtime cost what a call of the same shape does.
"""

from chain.frame.weight import DispatchClass, Weight, measured_weight

_MEASURED = {
    0: (4_442_146, 0, 1),  # swap_authorities
    1: (5_400_000, 0, 1),  # sudo_set_default_take
    2: (5_440_000, 0, 1),  # sudo_set_tx_rate_limit
    3: (28_633_000, 4, 1),  # sudo_set_serving_rate_limit
    4: (34_554_000, 5, 1),  # sudo_set_min_difficulty
    5: (34_704_000, 5, 1),  # sudo_set_max_difficulty
    6: (34_204_000, 5, 1),  # sudo_set_weights_version_key
    7: (16_420_000, 1, 1),  # sudo_set_weights_set_rate_limit
    8: (16_320_000, 1, 1),  # sudo_set_adjustment_interval
    9: (14_000_000, 1, 1),  # sudo_set_adjustment_alpha
    13: (34_414_000, 5, 1),  # sudo_set_immunity_period
    14: (34_664_000, 5, 1),  # sudo_set_min_allowed_weights
    15: (43_381_000, 8, 1),  # sudo_set_max_allowed_uids
    16: (16_301_000, 1, 1),  # sudo_set_kappa
    17: (31_268_000, 5, 1),  # sudo_set_rho
    18: (35_165_000, 6, 1),  # sudo_set_activity_cutoff
    19: (7_113_000, 0, 1),  # sudo_set_network_registration_allowed
    20: (14_000_000, 0, 1),  # sudo_set_network_pow_registration_allowed
    21: (34_103_000, 5, 1),  # sudo_set_target_registrations_per_interval
    22: (37_780_000, 6, 1),  # sudo_set_min_burn
    23: (36_949_000, 6, 1),  # sudo_set_max_burn
    24: (34_434_000, 5, 1),  # sudo_set_difficulty
    25: (35_896_000, 6, 1),  # sudo_set_max_allowed_validators
    26: (34_495_000, 5, 1),  # sudo_set_bonds_moving_average
    27: (34_604_000, 5, 1),  # sudo_set_max_registrations_per_block
    28: (14_000_000, 0, 1),  # sudo_set_subnet_owner_cut
    29: (14_000_000, 0, 1),  # sudo_set_network_rate_limit
    30: (36_298_000, 5, 2),  # sudo_set_tempo
    33: (5_931_000, 0, 0),  # sudo_set_total_issuance
    35: (14_000_000, 0, 1),  # sudo_set_network_immunity_period
    36: (14_000_000, 0, 1),  # sudo_set_network_min_lock_cost
    37: (14_000_000, 0, 1),  # sudo_set_subnet_limit
    38: (14_000_000, 0, 1),  # sudo_set_lock_reduction_interval
    39: (16_541_000, 1, 1),  # sudo_set_rao_recycled
    42: (5_500_000, 0, 1),  # sudo_set_stake_threshold
    43: (30_697_000, 5, 1),  # sudo_set_nominator_min_required_stake
    45: (5_420_000, 0, 1),  # sudo_set_tx_delegate_take_rate_limit
    46: (5_490_000, 0, 1),  # sudo_set_min_delegate_take
    49: (34_544_000, 5, 1),  # sudo_set_commit_reveal_weights_enabled
    50: (25_538_000, 4, 1),  # sudo_set_liquid_alpha_enabled
    51: (34_224_000, 5, 1),  # sudo_set_alpha_values
    55: (5_591_000, 0, 1),  # sudo_set_dissolve_network_schedule_duration
    57: (34_654_000, 5, 1),  # sudo_set_commit_reveal_weights_interval
    58: (27_199_000, 1, 1),  # sudo_set_evm_chain_id
    59: (7_972_506, 1, 1),  # schedule_grandpa_change
    60: (34_354_000, 5, 1),  # sudo_set_bonds_penalty
    61: (28_343_000, 4, 1),  # sudo_set_toggle_transfer
    62: (6_162_000, 1, 0),  # sudo_toggle_evm_precompile
    63: (2_955_000, 0, 1),  # sudo_set_subnet_moving_alpha
    64: (3_918_000, 0, 1),  # sudo_set_subnet_owner_hotkey
    65: (4_198_000, 0, 1),  # sudo_set_ema_price_halving_period
    66: (25_467_000, 4, 1),  # sudo_set_subtoken_enabled
    67: (25_687_000, 2, 2),  # sudo_set_sn_owner_hotkey
    68: (31_438_000, 5, 1),  # sudo_set_alpha_sigmoid_steepness
    69: (28_583_000, 4, 1),  # sudo_set_yuma3_enabled
    70: (30_507_000, 4, 1),  # sudo_set_bonds_reset_enabled
    71: (6_052_000, 0, 1),  # sudo_set_commit_reveal_version
    72: (25_107_000, 4, 1),  # sudo_set_owner_immune_neuron_limit
    73: (15_650_000, 1, 1),  # sudo_set_ck_burn
    74: (5_450_000, 0, 1),  # sudo_set_admin_freeze_window
    75: (5_471_000, 0, 1),  # sudo_set_owner_hparam_rate_limit
    76: (15_000_000, 1, 1),  # sudo_set_mechanism_count
    77: (15_000_000, 1, 1),  # sudo_set_mechanism_emission_split
    78: (38_302_000, 8, 1),  # sudo_trim_to_max_allowed_uids
    79: (37_890_000, 7, 1),  # sudo_set_min_allowed_uids
    80: (20_000_000, 2, 2),  # sudo_set_recycle_or_burn
    81: (7_343_000, 0, 1),  # sudo_set_tao_flow_cutoff
    82: (7_343_000, 0, 1),  # sudo_set_tao_flow_normalization_exponent
    83: (7_343_000, 0, 1),  # sudo_set_tao_flow_smoothing_factor
    84: (6_783_000, 0, 1),  # sudo_set_min_non_immune_uids
    85: (14_000_000, 0, 1),  # sudo_set_start_call_delay
    86: (5_370_000, 0, 1),  # sudo_set_coldkey_swap_announcement_delay
    87: (5_360_000, 0, 1),  # sudo_set_coldkey_swap_reannouncement_delay
    88: (15_000_000, 1, 1),  # sudo_set_max_mechanism_count
    89: (25_000_000, 4, 1),  # sudo_set_burn_half_life
    90: (25_000_000, 4, 1),  # sudo_set_burn_increase_mult
    91: (7_343_000, 0, 1),  # sudo_set_net_tao_flow_enabled
    92: (25_000_000, 4, 1),  # sudo_set_owner_cut_enabled
    93: (38_100_000, 7, 1),  # sudo_set_min_childkey_take_per_subnet
    94: (16_351_000, 1, 1),  # sudo_set_subnet_emission_enabled
    95: (25_000_000, 4, 1),  # sudo_set_owner_cut_auto_lock_enabled
    96: (5_530_000, 0, 1),  # sudo_set_max_epochs_per_block
    97: (39_193_000, 7, 2),  # sudo_set_activity_cutoff_factor
    98: (25_000_000, 4, 1),  # sudo_set_collateral_lock_share
    99: (25_000_000, 4, 1),  # sudo_set_collateral_drain_ratio
    100: (7_343_000, 0, 1),  # sudo_set_emission_bar_quantile
    101: (7_343_000, 0, 1),  # sudo_set_emission_gate_exponent
    102: (7_343_000, 0, 1),  # sudo_set_emission_bar_rank
    104: (25_538_000, 4, 1),  # sudo_set_liquid_alpha_consensus_mode
    105: (6_052_000, 0, 1),  # sudo_set_basket_concentration_cap
    106: (6_052_000, 0, 1),  # sudo_set_basket_trading_enabled
    107: (6_052_000, 0, 1),  # sudo_set_basket_trading_frozen
    108: (6_052_000, 0, 1),  # sudo_set_basket_daily_turnover_cap
    109: (6_052_000, 0, 1),  # sudo_set_basket_liquidity_cap
    110: (25_538_000, 4, 1),  # sudo_set_epoch_consensus
    111: (38_302_000, 8, 1),  # sudo_trim_null_uids_batch
}

PER_AUTHORITY = {0: 29_392, 59: 15_444}
"""Further picoseconds for every authority in the list of the calls that replace them."""


def cost(index: int, authorities: int = 0) -> Weight:
    """The weight of the call, with so many authorities among its arguments."""
    ref_time, reads, writes = _MEASURED[index]
    return measured_weight(ref_time + PER_AUTHORITY.get(index, 0) * authorities, reads=reads, writes=writes)


def dispatch_class(operational: bool) -> DispatchClass:
    """Normal, unless the call may use what blocks reserve for operations."""
    return DispatchClass.Operational if operational else DispatchClass.Normal
