"""Which values a parameter allows (the range column of lifecycle 1.11 and 1.12)."""

from typing import Any

from chain.pallets.admin_utils import errors as admin
from chain.pallets.hyperparameters.parameter import Check, ParameterFacts
from chain.pallets.subtensor_module import errors
from chain.pallets.subtensor_module.types import EpochConsensus

MOST_UIDS = 256
MOST_NULL_UIDS = 2_500
"""Uids of a network, over all its mechanisms."""

MOST_OWNER_IMMUNE_UIDS = 10
MOST_MECHANISMS = 16
LONGEST_REVEAL_PERIOD_EPOCHS = 100
LONGEST_BURN_HALF_LIFE_BLOCKS = 36_100
HIGHEST_MIN_BURN_RAO = 1_000_000_000
LOWEST_MAX_BURN_RAO = 100_000_000
HIGHEST_OWNER_BONDS_MOVING_AVERAGE = 975_000
HIGHEST_COLLATERAL_LOCK_SHARE = 62_258
HIGHEST_COLLATERAL_DRAIN_RATIO = 10
ONE_U64F64 = 1 << 64


def most_uids(stored: Any, netuid: int) -> int:
    """The most uids of a network, all mechanisms counted: few under Yuma consensus, more under Null."""
    return MOST_NULL_UIDS if stored.subnet_epoch_consensus[netuid] == EpochConsensus.Null else MOST_UIDS


def max_allowed_uids(facts: ParameterFacts, netuid: int, value: int) -> None:
    """At least the minimum and the present number of neurons; with all mechanisms 256 at most, 2500 under Null."""
    if value < facts.stored.min_allowed_uids[netuid]:
        raise admin.MaxAllowedUidsLessThanMinAllowedUids
    if value < facts.size_of(netuid):
        raise admin.MaxAllowedUIdsLessThanCurrentUIds
    most = most_uids(facts.stored, netuid)
    if value > most:
        raise admin.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids
    if value * facts.stored.mechanism_count_current[netuid] > most:
        raise errors.TooManyUIDsPerMechanism


def min_allowed_uids(facts: ParameterFacts, netuid: int, value: int) -> None:
    """Below the maximum and below the present number of neurons."""
    if value >= facts.stored.max_allowed_uids[netuid]:
        raise admin.MinAllowedUidsGreaterThanMaxAllowedUids
    if value >= facts.size_of(netuid):
        raise admin.MinAllowedUidsGreaterThanCurrentUids


def max_allowed_validators(facts: ParameterFacts, netuid: int, value: int) -> None:
    """No more validators than uids."""
    if value > facts.stored.max_allowed_uids[netuid]:
        raise admin.MaxValidatorsLargerThanMaxUIds


def min_burn(facts: ParameterFacts, netuid: int, value: int) -> None:
    """Below one TAO and below the highest price."""
    if value >= HIGHEST_MIN_BURN_RAO or value >= facts.stored.max_burn[netuid]:
        raise admin.ValueNotInBounds


def max_burn(facts: ParameterFacts, netuid: int, value: int) -> None:
    """Above a tenth of a TAO and above the lowest price."""
    if value <= LOWEST_MAX_BURN_RAO or value <= facts.stored.min_burn[netuid]:
        raise admin.ValueNotInBounds


def activity_cutoff(facts: ParameterFacts, netuid: int, value: int) -> None:
    """At least the chain's minimum."""
    if value < facts.stored.min_activity_cutoff:
        raise errors.ActivityCutoffTooLow


def reveal_period(facts: ParameterFacts, netuid: int, value: int) -> None:
    """One to a hundred epochs."""
    if value > LONGEST_REVEAL_PERIOD_EPOCHS:
        raise errors.RevealPeriodTooLarge
    if value < 1:
        raise errors.RevealPeriodTooSmall


def bonds_moving_average_of_owner(facts: ParameterFacts, netuid: int, value: int) -> None:
    """What an owner may set; root may set anything."""
    if value > HIGHEST_OWNER_BONDS_MOVING_AVERAGE:
        raise admin.BondsMovingAverageMaxReached


def steepness_of_owner(facts: ParameterFacts, netuid: int, value: int) -> None:
    """What an owner may set; root may set a negative one."""
    if value < 0:
        raise admin.NegativeSigmoidSteepness


def min_childkey_take(facts: ParameterFacts, netuid: int, value: int) -> None:
    """Inside the chain's bounds."""
    if not facts.stored.min_childkey_take <= value <= facts.stored.max_childkey_take:
        raise admin.InvalidValue


def burn_increase_mult(facts: ParameterFacts, netuid: int, value: Any) -> None:
    """One to three."""
    if not ONE_U64F64 <= value.bits <= 3 * ONE_U64F64:
        raise admin.InvalidValue


def normalization_exponent(facts: ParameterFacts, netuid: int, value: Any) -> None:
    """One to two."""
    if not ONE_U64F64 <= value.bits <= 2 * ONE_U64F64:
        raise admin.InvalidValue


def quantile(facts: ParameterFacts, netuid: int, value: Any) -> None:
    """A share of the whole."""
    if value.bits > ONE_U64F64:
        raise admin.InvalidValue


def max_epochs_per_block(facts: ParameterFacts, netuid: int, value: int) -> None:
    """One at least, or no epoch would ever run."""
    if value < 1:
        raise admin.ValueNotInBounds


def one_way_in_beside_burning(facts: ParameterFacts, netuid: int, value: bool) -> None:
    """An owner leaves one way of registration open; root may close both."""
    if not value and not facts.stored.takes_work(netuid):
        raise admin.InvalidValue


def one_way_in_beside_work(facts: ParameterFacts, netuid: int, value: bool) -> None:
    """An owner leaves one way of registration open; root may close both."""
    if not value and not facts.stored.network_registration_allowed[netuid]:
        raise admin.InvalidValue


def collateral_lock_share(facts: ParameterFacts, netuid: int, value: int) -> None:
    """95% of the price at most."""
    if value > HIGHEST_COLLATERAL_LOCK_SHARE:
        raise admin.CollateralLockShareTooHigh


def collateral_drain_ratio(facts: ParameterFacts, netuid: int, value: Any) -> None:
    """More than nothing, and no more than ten."""
    if not 0 < value.bits <= HIGHEST_COLLATERAL_DRAIN_RATIO * ONE_U64F64:
        raise admin.CollateralDrainRatioOutOfBounds


def within(lowest: int, highest: int, error: type[Exception]) -> Check:
    """A test that raises `error` outside `lowest` to `highest`."""

    def check(facts: ParameterFacts, netuid: int, value: int) -> None:
        if not lowest <= value <= highest:
            raise error

    return check
