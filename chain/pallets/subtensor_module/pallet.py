"""The whole list of errors and events of SubtensorModule, and its constants.

The parts raise and deposit what they list; this one stands in for what no part has yet, so that positions are right.
"""

from collections.abc import Callable
from typing import Any

from chain.codec import I16, U8, U16, U32, U64
from chain.frame.constant import Constant
from chain.frame.pallet import Pallet, SystemServices
from chain.pallets.subtensor_module.errors import ALL_ERRORS
from chain.pallets.subtensor_module.events import ALL_EVENTS
from chain.pallets.subtensor_module.types import PalletId
from chain.primitives.identifiers import TaoBalance
from chain.primitives.perthings import Percent


def by_build(normal: int, fast: int) -> Callable[[Any], int]:
    """A value that differs between the normal and the fast build."""
    return lambda pallet: fast if pallet.fast else normal


class Declarations(Pallet, wire="SubtensorModule"):
    """Networks of miners and validators, their stake, and what they earn."""

    errors = ALL_ERRORS
    events = ALL_EVENTS

    initial_issuance = Constant[TaoBalance](default=0, doc="TAO that exists at first, in rao.")
    initial_min_allowed_weights = Constant[U16](default=1_024, doc="The smallest number of weights, at first.")
    initial_emission_value = Constant[U16](default=0, doc="Without effect.")
    initial_tempo = Constant[U16](default=by_build(360, 10), doc="Blocks between two epochs, at first.")
    initial_difficulty = Constant[U64](default=10_000_000, doc="Without effect: there is no work.")
    initial_max_difficulty = Constant[U64](default=4_611_686_018_427_387_903, doc="Without effect: there is no work.")
    initial_min_difficulty = Constant[U64](default=10_000_000, doc="Without effect: there is no work.")
    initial_rao_recycled_for_registration = Constant[TaoBalance](
        default=0, doc="What registrations paid, at first.", name="InitialRAORecycledForRegistration"
    )
    initial_burn = Constant[TaoBalance](default=100_000_000, doc="The registration price at first, in rao.")
    initial_max_burn = Constant[TaoBalance](
        default=100_000_000_000, doc="The highest registration price at first, in rao."
    )
    initial_min_burn = Constant[TaoBalance](default=500_000, doc="The lowest registration price at first, in rao.")
    initial_min_stake = Constant[TaoBalance](default=2_000_000, doc="The smallest stake, in rao.")
    initial_min_transfer = Constant[TaoBalance](default=100_000, doc="The smallest transfer of stake, in rao.")
    min_burn_upper_bound = Constant[TaoBalance](
        default=1_000_000_000, doc="The lowest registration price must stay below it, in rao."
    )
    max_burn_lower_bound = Constant[TaoBalance](
        default=100_000_000, doc="The highest registration price must stay above it, in rao."
    )
    min_tempo = Constant[U16](default=360, doc="The shortest tempo an owner may set, in blocks.")
    max_tempo = Constant[U16](default=50_400, doc="The longest tempo an owner may set, in blocks.")
    min_activity_cutoff_factor_milli = Constant[U32](
        default=1_000, doc="The smallest activity factor, in thousandths of a tempo."
    )
    max_activity_cutoff_factor_milli = Constant[U32](
        default=50_000, doc="The largest activity factor, in thousandths of a tempo."
    )
    initial_adjustment_interval = Constant[U16](default=100, doc="Without effect.")
    initial_bonds_moving_average = Constant[U64](
        default=900_000, doc="The share of old bonds that an epoch keeps at first, of 10^6."
    )
    initial_bonds_penalty = Constant[U16](default=65_535, doc="The bonds penalty at first, of 65535.")
    initial_bonds_reset_on = Constant[bool](default=False, doc="Whether bonds can be reset, at first.")
    initial_target_registrations_per_interval = Constant[U16](
        default=2, doc="Registrations aimed at per interval, at first."
    )
    initial_rho = Constant[U16](default=10, doc="The temperature of trust at first.")
    initial_alpha_sigmoid_steepness = Constant[I16](default=1_000, doc="The steepness of liquid alpha at first.")
    initial_kappa = Constant[U16](default=32_767, doc="The majority at first, of 65535.")
    initial_min_allowed_uids = Constant[U16](default=64, doc="The lowest number of uids to trim to, at first.")
    initial_max_allowed_uids = Constant[U16](default=256, doc="The largest number of uids, at first.")
    initial_validator_prune_len = Constant[U64](default=1, doc="Without effect.")
    initial_scaling_law_power = Constant[U16](default=50, doc="Without effect.")
    initial_immunity_period = Constant[U16](default=4_096, doc="Blocks of immunity of a neuron, at first.")
    initial_activity_cutoff = Constant[U16](default=5_000, doc="Without effect.")
    initial_max_registrations_per_block = Constant[U16](default=1, doc="Registrations per block, at first.")
    initial_pruning_score = Constant[U16](default=65_535, doc="Without effect.")
    initial_max_allowed_validators = Constant[U16](default=128, doc="The largest number of validators, at first.")
    initial_default_delegate_take = Constant[U16](default=11_796, doc="The take of a new delegate, of 65535.")
    initial_min_delegate_take = Constant[U16](default=0, doc="The lowest delegate take at first, of 65535.")
    initial_default_child_key_take = Constant[U16](default=0, doc="The take of a new child, of 65535.")
    initial_min_child_key_take = Constant[U16](default=0, doc="The lowest childkey take at first, of 65535.")
    initial_max_child_key_take = Constant[U16](default=11_796, doc="The highest childkey take at first, of 65535.")
    initial_weights_version_key = Constant[U64](default=0, doc="The lowest version key at first.")
    initial_serving_rate_limit = Constant[U64](default=50, doc="Blocks between two announcements at first.")
    initial_tx_rate_limit = Constant[U64](default=1_000, doc="Blocks between two hotkey swaps at first.")
    initial_tx_delegate_take_rate_limit = Constant[U64](
        default=216_000, doc="Blocks between two increases of a delegate take at first."
    )
    initial_tx_child_key_take_rate_limit = Constant[U64](
        default=by_build(216_000, 5), doc="Blocks between two increases of a childkey take at first."
    )
    initial_adjustment_alpha = Constant[U64](default=0, doc="Without effect.")
    initial_network_immunity_period = Constant[U64](default=1_296_000, doc="Blocks of immunity of a network, at first.")
    initial_network_min_lock_cost = Constant[TaoBalance](
        default=1_000_000_000_000, doc="The lowest price of a network at first, in rao."
    )
    initial_subnet_owner_cut = Constant[U16](default=11_796, doc="The owner's share of emission at first, of 65535.")
    initial_network_lock_reduction_interval = Constant[U64](
        default=100_800, doc="Blocks in which the price of a network decays, at first."
    )
    initial_network_rate_limit = Constant[U64](
        default=lambda pallet: pallet.network_rate_limit, doc="Blocks between two registrations of networks, at first."
    )
    key_swap_cost = Constant[TaoBalance](default=100_000_000, doc="The price of a key swap, in rao.")
    alpha_high = Constant[U16](default=58_982, doc="The fastest speed of liquid alpha at first, of 65535.")
    alpha_low = Constant[U16](default=45_875, doc="The slowest speed of liquid alpha at first, of 65535.")
    liquid_alpha_on = Constant[bool](default=False, doc="Whether liquid alpha is on, at first.")
    yuma3_on = Constant[bool](default=False, doc="Whether bonds follow the third Yuma, at first.")
    initial_coldkey_swap_announcement_delay = Constant[U32](
        default=by_build(36_000, 50), doc="Blocks between announcing and making a coldkey swap, at first."
    )
    initial_coldkey_swap_reannouncement_delay = Constant[U32](
        default=by_build(7_200, 10), doc="Further blocks until a coldkey swap is announced anew, at first."
    )
    initial_dissolve_network_schedule_duration = Constant[U32](default=36_000, doc="Without effect.")
    initial_tao_weight = Constant[U64](
        default=971_718_665_099_567_868, doc="What root stake counts for at first, of 2^64 - 1."
    )
    initial_ema_price_halving_period = Constant[U64](
        default=201_600, doc="Blocks in which the moving price comes half the way, at first."
    )
    initial_start_call_delay = Constant[U64](default=0, doc="Blocks until a network can be started, at first.")
    key_swap_on_subnet_cost = Constant[TaoBalance](
        default=1_000_000, doc="The price of a hotkey swap on one network, in rao."
    )
    hotkey_swap_on_subnet_interval = Constant[U64](
        default=by_build(7_200, 1), doc="Blocks between two hotkey swaps on one network."
    )
    lease_dividends_distribution_interval = Constant[U32](
        default=100, doc="Blocks between two payments of a lease's dividends."
    )
    max_immune_uids_percentage = Constant[Percent](
        default=Percent(80), doc="The share of immune uids at which trimming is refused, in percent."
    )
    subtensor_pallet_id = Constant[PalletId](
        default=PalletId(b"subtensr"), doc="What the accounts of networks are derived from."
    )
    burn_account_id = Constant[PalletId](
        default=PalletId(b"burntnsr"), doc="What the account of burnt TAO is derived from."
    )
    initial_max_epochs_per_block = Constant[U8](default=by_build(2, 32), doc="Epochs that one block runs, at first.")

    def __init__(self, system: SystemServices, *, fast: bool, network_rate_limit: int = 7_200) -> None:
        super().__init__(system)
        self.fast = fast
        self.network_rate_limit = network_rate_limit
