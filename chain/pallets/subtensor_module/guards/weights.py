"""CheckWeights: equal lists, enough stake, a commit to reveal, a round still to come."""

from typing import Protocol

from chain.frame.call import Call
from chain.pallets.subtensor_module.errors import (
    InputLengthsUnequal,
    InvalidRevealRound,
    NoWeightsCommitFound,
    RevealTooEarly,
)
from chain.primitives.identifiers import AccountId, Hash

PALLET = "SubtensorModule"
FIRST_MECHANISM = 0

SETTING = ("set_weights", "set_mechanism_weights")
COMMITTING = ("commit_weights", "commit_mechanism_weights")
REVEALING = ("reveal_weights", "reveal_mechanism_weights")
TIMELOCKED = (
    "commit_timelocked_weights",
    "commit_timelocked_mechanism_weights",
    "commit_crv3_mechanism_weights",
)
OVER_NETWORKS = {
    "batch_set_weights": ("netuids", "weights", "version_keys"),
    "batch_commit_weights": ("netuids", "commit_hashes"),
}
BATCH_REVEAL = "batch_reveal_weights"
BATCH_REVEAL_LISTS = ("uids_list", "values_list", "salts_list", "version_keys")
SINGLE = (*SETTING, *COMMITTING, *REVEALING, *TIMELOCKED, BATCH_REVEAL)


class StakeRule(Protocol):
    """Who has stake enough to set weights."""

    def ensure_stake(self, hotkey: AccountId, netuid: int) -> None:
        """Raise NotEnoughStakeToSetWeights."""
        ...


class CommitLookup(Protocol):
    """Which commits are open, and when they are to be revealed."""

    def hash_of_reveal(
        self,
        hotkey: AccountId,
        netuid: int,
        mecid: int,
        uids: list[int],
        values: list[int],
        salt: list[int],
        version_key: int,
        /,
    ) -> Hash:
        """The hash that was committed for these weights."""
        ...

    def epoch_of_commit(self, hotkey: AccountId, netuid: int, mecid: int, commit_hash: Hash) -> int | None:
        """The epoch of the open commit with that hash."""
        ...

    def reveals_now(self, netuid: int, epoch: int) -> bool:
        """Whether a commit of that epoch is to be revealed in the present one."""
        ...


class PulseRounds(Protocol):
    """How far the beacon is."""

    def last_round(self) -> int:
        """The latest round whose pulse is on the chain."""
        ...


class WeightGuard:
    """Refuses weight calls that could only fail."""

    def __init__(self, *, stakes: StakeRule, commits: CommitLookup, drand: PulseRounds) -> None:
        self._stakes = stakes
        self._commits = commits
        self._drand = drand

    def __call__(self, call: Call, who: AccountId) -> None:
        """Raise what stands against the call of a hotkey; calls other than those of weights pass."""
        if call.pallet != PALLET:
            return
        name = call.name
        if name in OVER_NETWORKS:
            self._ensure_equal(call, OVER_NETWORKS[name])
            for netuid in call["netuids"]:
                self._stakes.ensure_stake(who, netuid)
        elif name in SINGLE:
            if name == BATCH_REVEAL:
                self._ensure_equal(call, BATCH_REVEAL_LISTS)
            self._stakes.ensure_stake(who, call["netuid"])
            self._ensure_timing(call, who)

    def _ensure_timing(self, call: Call, who: AccountId) -> None:
        if call.name in TIMELOCKED and call["reveal_round"] < self._drand.last_round():
            raise InvalidRevealRound
        if call.name in REVEALING:
            mecid = call["mecid"] if call.name == "reveal_mechanism_weights" else FIRST_MECHANISM
            self._ensure_revealable(
                who, call["netuid"], mecid, (call["uids"], call["values"], call["salt"], call["version_key"])
            )
        if call.name == BATCH_REVEAL:
            for item in zip(*(call[name] for name in BATCH_REVEAL_LISTS), strict=True):
                self._ensure_revealable(who, call["netuid"], FIRST_MECHANISM, item)

    def _ensure_revealable(
        self, who: AccountId, netuid: int, mecid: int, revealed: tuple[list[int], list[int], list[int], int]
    ) -> None:
        epoch = self._commits.epoch_of_commit(
            who, netuid, mecid, self._commits.hash_of_reveal(who, netuid, mecid, *revealed)
        )
        if epoch is None:
            raise NoWeightsCommitFound
        if not self._commits.reveals_now(netuid, epoch):
            raise RevealTooEarly

    def _ensure_equal(self, call: Call, lists: tuple[str, ...]) -> None:
        if len({len(call[name]) for name in lists}) != 1:
            raise InputLengthsUnequal
