"""Every error of every pallet is provoked by some test, or said to be out of reach, and why."""

import ast
from functools import cache
from pathlib import Path

import pytest

from chain.genesis import preset
from chain.runtime import Runtime
from chain.state import State

TESTS = Path(__file__).parent

NO_RULE = "no rule of the reference's texts raises it"
LEGACY = "of a call that is gone"

OUT_OF_REACH: dict[str, dict[str, str]] = {
    "System": {
        "InvalidSpecName": "there is no code to set: set_code is refused as FailedToExtractRuntimeVersion before",
        "SpecVersionNeedsToIncrease": "as InvalidSpecName",
        "NonDefaultComposite": "accounts are never killed by a call",
        "NonZeroRefCount": "accounts are never killed by a call",
        "MultiBlockMigrationsOngoing": "no migration runs over several blocks",
    },
    "Balances": {
        "VestingBalance": "there is no vesting",
        "LiquidityRestrictions": "the newer TokenError.Frozen is raised in its place",
        "Expendability": "the newer TokenError.NotExpendable is raised in its place",
        "ExistingVestingSchedule": "there is no vesting",
        "TooManyFreezes": "nothing freezes balances: there are no freeze reasons",
        "TooManyHolds": "an account may have as many holds as there are reasons",
    },
    "SubtensorModule": {
        "AddStakeBurnRateLimitExceeded": "its limit is checked nowhere",
        "AllNetworksInImmunity": "SubnetLimitReached is raised in its place",
        "BalanceWithdrawalError": NO_RULE,
        "BasketDepositPending": "a deposit into a basket is whole in its block",
        "BasketHasNoWeights": "baskets invest by the dividends they hold, not by weights",
        "BetaBasketSeedInProgress": "a basket is filled whole in one block",
        "CallDisabled": NO_RULE,
        "DisabledTemporarily": NO_RULE,
        "FaucetDisabled": LEGACY,
        "HotKeyAlreadyDelegate": LEGACY,
        "InsufficientAlphaBalance": NO_RULE,
        "InsufficientTaoBalance": "calls test the balance before, as NotEnoughBalanceToStake",
        "LeaseNetuidNotFound": "a registration that succeeds has a netuid",
        "LockIdOverFlow": NO_RULE,
        "MaxWeightExceeded": "the weight limit is the constant 65535, which no weight exceeds",
        "NetworkDissolveAlreadyQueued": "networks are dissolved at once, not queued",
        "NotEnoughAlphaOutToRecycle": NO_RULE,
        "NotEnoughStake": NO_RULE,
        "NotRootSubnet": NO_RULE,
        "RootClaimTooHeavy": "five networks at most are named in a claim, and those fit",
        "RootStakeLocked": "root stake is not locked: RootStakeUnlockInterval has no rule in the texts",
        "RootWeightSettingDisabled": "weights on root are refused as CanNotSetRootNetworkWeights",
        "StakingRateLimitExceeded": "stake is not rate limited any more",
        "StartCallNotReady": "NeedWaitingMoreBlocksToStarCall is raised in its place",
        "SubnetBuybackRateLimitExceeded": LEGACY,
        "TransactorAccountShouldBeHotKey": LEGACY,
        "UidMapCouldNotBeCleared": "a map can always be cleared here",
        "UnableToRecoverPublicKey": "a signature without a key fails as InvalidIdentity",
        "UnlockAmountTooHigh": NO_RULE,
        "WaitingForDissolvedSubnetCleanup": "a network is dissolved whole in one block",
        "ZeroBalanceAfterWithdrawn": NO_RULE,
    },
    "Utility": {"InvalidDerivedAccount": "every 32 bytes are an account"},
    "Commitments": {
        "TooManyFieldsInCommitmentInfo": "more fields do not decode",
        "UnexpectedUnreserveLeftover": "commitments take no deposit",
    },
    "AdminUtils": {"POWRegistrationDisabled": NO_RULE},
    "Drand": {
        "NoneValue": NO_RULE,
        "StorageOverflow": NO_RULE,
        "DrandConnectionFailure": "the node fetches pulses, not the runtime",
        "UnverifiedPulse": "PulseVerificationError is raised in its place",
    },
    "Crowdloan": {
        "ContributionPeriodNotEnded": "a crowdloan is refunded and dissolved at any time by now",
        "FundsNotSettled": "calls need not spend what was raised, as in spec version 425",
    },
    "Multisig": {
        "AlreadyStored": "calls are not stored any more",
        "NoApprovalsNeeded": "calls are not stored any more",
    },
    "Proxy": {
        "AnnouncementDepositInvariantViolated": "what was just added is never empty",
        "InvalidDerivedAccountId": "every 32 bytes are an account",
        "Unproxyable": "the origin's filter refuses such a call first, as System.CallFiltered",
    },
    "SafeMode": {
        "AlreadyDeposited": "nobody can make a deposit: the reference configures none",
        "CannotReleaseYet": "nobody can make a deposit",
        "CurrencyError": "nobody can make a deposit",
    },
    "Scheduler": {
        "Named": "raised for other pallets only, which move tasks by number",
        "RescheduleNoChange": "raised for other pallets only, which move tasks",
    },
    "Swap": {
        "InsufficientInputAmount": "of the former pool with ticks",
        "InvalidLiquidityValue": "of the former pool with ticks",
        "InvalidTickRange": "of the former pool with ticks",
    },
}


@cache
def names_in_tests() -> frozenset[str]:
    """Every name and word that the tests' code mentions, this file left out."""
    names: set[str] = set()
    for path in TESTS.rglob("*.py"):
        if path == Path(__file__):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name):
                names.add(node.id)
            elif isinstance(node, ast.Attribute):
                names.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.update(node.value.replace(".", " ").replace(":", " ").split())
    return frozenset(names)


PALLETS = {
    pallet.name: pallet.errors
    for pallet in Runtime(State(), preset("localnet-fast").settings).declaration.pallets.values()
    if pallet.errors
}


@pytest.mark.parametrize("pallet", PALLETS)
def test_every_error_is_provoked_or_said_to_be_out_of_reach(pallet):
    untested = {
        error.wire_name for error in PALLETS[pallet] if not {error.wire_name, error.__name__} & names_in_tests()
    }
    assert untested == set(OUT_OF_REACH.get(pallet, {}))
