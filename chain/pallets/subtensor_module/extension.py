"""SubtensorTransactionExtension: keeps calls that could only fail out of the pool, each for a numbered reason.

The same guards run on every dispatch, so a call that is let in fails there with its named error. Clients' tests ask for
the names; the reference chain answers with the numbers. `refused` says which errors are answered with their number.
"""

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from chain.codec import Struct
from chain.frame.call import Call
from chain.frame.error import ModuleError
from chain.frame.extension import Transaction, TransactionExtension
from chain.frame.validity import CustomInvalid, TransactionRefused, TransactionSource, ValidTransaction
from chain.frame.weight import Weight
from chain.pallets.subtensor_module import errors
from chain.pallets.subtensor_module.guards.weights import COMMITTING, OVER_NETWORKS, SETTING, SINGLE
from chain.primitives.identifiers import AccountId

BAD_REQUEST = 255

CODES: dict[type[ModuleError], int] = {
    errors.ColdkeySwapAnnounced: 0,
    errors.AmountTooLow: 1,
    errors.NotEnoughStakeToSetWeights: 1,
    errors.NotEnoughBalanceToStake: 2,
    errors.SubnetNotExists: 3,
    errors.HotKeyAccountNotExists: 4,
    errors.NotEnoughStakeToWithdraw: 5,
    errors.CommittingWeightsTooFast: 6,
    errors.SettingWeightsTooFast: 6,
    errors.NetworkTxRateLimitExceeded: 6,
    errors.InsufficientLiquidity: 7,
    errors.SlippageTooHigh: 8,
    errors.TransferDisallowed: 9,
    errors.HotKeyNotRegisteredInNetwork: 10,
    errors.InvalidIpAddress: 11,
    errors.ServingRateLimitExceeded: 12,
    errors.InvalidPort: 13,
    errors.InvalidRevealRound: 15,
    errors.NoWeightsCommitFound: 16,
    errors.RevealTooEarly: 17,
    errors.InputLengthsUnequal: 18,
    errors.HotKeyNotRegisteredInSubNet: 19,
    errors.EvmKeyAssociateRateLimitExceeded: 20,
    errors.ColdkeySwapDisputed: 21,
    errors.NonAssociatedColdKey: 25,
    errors.DelegateTakeTooLow: 26,
    errors.DelegateTakeTooHigh: 27,
}
"""The number that clients know for an error; any other is 255."""

COLDKEY_SWAP_REF_TIME = 67_583_000
GUARD_REF_TIMES: tuple[tuple[tuple[str, ...], int], ...] = (
    ((*SINGLE, *OVER_NETWORKS), 327_958_000),
    ((*SETTING, *COMMITTING, "register_network"), 210_376_000),
    (("increase_take", "decrease_take"), 90_378_000),
    (("serve_axon", "serve_axon_tls", "serve_prometheus"), 94_035_000),
    (("associate_evm_key",), 65_448_000),
)
"""Picoseconds of each guard, storage reads included, by the calls it looks at."""

EVERY_ERROR: frozenset[type[ModuleError]] = frozenset(errors.ALL_ERRORS)
"""To refuse as the reference chain does."""

NO_ERROR: frozenset[type[ModuleError]] = frozenset()
"""To let every call in that costs a fee, and have it fail by name."""

FREE_OF_CHARGE: frozenset[type[ModuleError]] = frozenset(
    {errors.InvalidWorkBlock, errors.InvalidDifficulty, errors.InvalidSeal}
)
"""Always refused: whoever would be let in with these pays nothing."""


def custom_code(error: type[ModuleError]) -> int:
    """The number under which the pool refuses for an error."""
    return CODES.get(error, BAD_REQUEST)


class Guard(Protocol):
    """Tests a signed call before it runs."""

    def __call__(self, call: Call, who: AccountId, /) -> None:
        """Raise what stands against it."""
        ...


class SubtensorTransactionExtension(TransactionExtension):
    """Refuses transactions whose call a guard would fail."""

    class Extra(
        Struct,
        path="pallet_subtensor::extensions::subtensor::SubtensorTransactionExtension",
        params={"T": None},
    ):
        """Nothing in the transaction."""

    def __init__(self, guards: Sequence[Guard], *, refused: Collection[type[ModuleError]] = NO_ERROR) -> None:
        self._guards = tuple(guards)
        self._refused = FREE_OF_CHARGE | frozenset(refused)

    def weight(self, call: Call) -> Weight:
        """What the guards weigh: one for every signed call, the others for the calls they look at (section 5.5)."""
        ref_time = COLDKEY_SWAP_REF_TIME
        if call.pallet == "SubtensorModule":
            ref_time += sum(cost for names, cost in GUARD_REF_TIMES if call.name in names)
        return Weight(ref_time, 0)

    def validate(self, transaction: Transaction, extra: Any, source: TransactionSource) -> ValidTransaction | None:
        """Refuse with `Custom(code)` where a guard raises one of the errors that are refused here."""
        if transaction.signer is None:
            return None
        for guard in self._guards:
            try:
                guard(transaction.call, transaction.signer)
            except ModuleError as error:
                if type(error) in self._refused:
                    raise TransactionRefused(CustomInvalid(custom_code(type(error))), str(error)) from error
                return None
        return None
