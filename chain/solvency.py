"""What must hold between the parts of SubtensorModule: whatever is owed exists, and lies where it is paid from.

One part's own invariants are in its `check_invariants`. All amounts are rao. Economics, sections 1.7, 1.8 and 3.5.
"""

from chain.frame import InvariantBroken
from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.staking.accounts import ROOT
from chain.pallets.staking.pools import GENESIS_POOL_RAO
from chain.pallets.subtensor_module.types import SetSNOwnerHotkey
from chain.subtensor_parts import SubtensorParts

DUST_RAO = 1_000_000
"""What the accounts of networks may have lost by falling below the existential deposit, each time less than that."""


class Solvency:
    """Holds the alpha that is owned against the alpha that exists, and the TAO in pools against balances."""

    def __init__(self, parts: SubtensorParts) -> None:
        self._parts = parts

    def check(self) -> None:
        """Raise InvariantBroken where more is owed than there is."""
        for netuid in self._parts.networks.netuids():
            if netuid == ROOT:
                self._check_root()
            else:
                self._check_alpha(netuid)
            self._check_account(netuid)
            if not self._parts.limits.last(SetSNOwnerHotkey(netuid)):
                self._parts.locks.check_sums(netuid)
        self._check_root_stakers()

    def _check_alpha(self, netuid: int) -> None:
        """Stake, the protocol's alpha and what waits for an epoch are apart, and all of it is outside the pool.

        What is left over is burnt alpha, root dividends that nobody claimed yet, and what flooring lost. With CKBurn
        more is recycled than is taken from anybody (section 1.10): all that was recycled may then be missing.
        """
        parts = self._parts
        missing = parts.alpha_assets.alpha_recycled[netuid] if parts.parameters.ck_burn else 0
        owned = {
            "staked": parts.stakes.total_alpha_staked[netuid],
            "the protocol's": parts.pools.protocol_alpha(netuid),
            "servers' and validators'": parts.coinbase.pending_alpha(netuid),
            "root stakers'": parts.coinbase.pending_root_alpha_divs[netuid],
            "the owner's": parts.coinbase.pending_owner_cut[netuid],
        }
        outside = parts.pools.alpha_out(netuid)
        if sum(owned.values()) > outside + missing:
            raise InvariantBroken(f"alpha of network {netuid}: {outside} rao outside its pool, owned are {owned}")

    def _check_root(self) -> None:
        """On root alpha is TAO: as much outside the pool as in it, and no more staked."""
        pools, staked = self._parts.pools, self._parts.stakes.total_alpha_staked[ROOT]
        tao, outside = pools.tao_reserve(ROOT), pools.alpha_out(ROOT)
        if tao != outside or staked > tao:
            raise InvariantBroken(f"root holds {tao} rao for {outside} rao of stake, {staked} rao are staked")

    def _check_account(self, netuid: int) -> None:
        """The TAO of a pool lies on its network's account, but for the pool with which a chain begins."""
        parts = self._parts
        from_genesis = netuid != ROOT and parts.networks.registered_at(netuid) == 0
        pooled = parts.pools.tao_reserve(netuid) - (GENESIS_POOL_RAO if from_genesis else 0)
        held = parts.balances.free_balance(subnet_account(netuid))
        if pooled > held + DUST_RAO:
            raise InvariantBroken(f"the pool of network {netuid} has {pooled} rao, its account only {held}")

    def _check_root_stakers(self) -> None:
        """Whoever has stake on root is numbered, so that its claims come up."""
        parts = self._parts
        for hotkey, coldkey in parts.stakes.holders(ROOT):
            if parts.stakes.stake_of(hotkey, coldkey, ROOT) and coldkey not in parts.root_dividends.staking_coldkeys:
                raise InvariantBroken(f"0x{coldkey.hex()} stakes on root, but is not among the StakingColdkeys")
