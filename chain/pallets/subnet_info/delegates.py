"""What clients are told about delegates (lifecycle 5.7)."""

from collections import defaultdict

from chain.codec import Compact
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.pallets.epoch.vectors import at
from chain.pallets.subnet_info.delegate_types import DelegateInfo
from chain.pallets.subnet_info.reads import SubnetParts
from chain.primitives.fixed import U16_MAX, U64F64
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid

ROOT = 0
BLOCKS_PER_DAY = 7_200
THOUSAND_TAO = 10**12

Holdings = dict[AccountId, dict[AccountId, list[tuple[int, int]]]]
"""By hotkey and coldkey, pairs of netuid and stake in rao."""


class DelegateInfoRuntimeApi(RuntimeApi, version=1):
    """Delegates, their nominators and what they return."""

    def __init__(self, parts: SubnetParts) -> None:
        self._parts = parts

    @api_method
    def get_delegates(self) -> list[DelegateInfo]:
        """All delegates, in storage order."""
        holdings = self._holdings()
        return [self._delegate(hotkey, holdings) for hotkey in self._parts.takes.delegate_hotkeys()]

    @api_method
    def get_delegate(self, delegate_account: AccountId) -> DelegateInfo | None:
        """One delegate, if the hotkey is one."""
        if not self._parts.takes.is_delegate(delegate_account):
            return None
        return self._delegate(delegate_account, self._holdings())

    @api_method
    def get_delegated(
        self, delegatee_account: AccountId
    ) -> list[tuple[DelegateInfo, tuple[Compact[NetUid], Compact[AlphaBalance]]]]:
        """Where a coldkey has stake: delegate, network and rao of alpha; nominators are left out."""
        holdings = self._holdings()
        return [
            (self._delegate(hotkey, {}), holding)
            for hotkey in self._parts.takes.delegate_hotkeys()
            for holding in holdings.get(hotkey, {}).get(delegatee_account, [])
        ]

    def _holdings(self) -> Holdings:
        found: Holdings = defaultdict(lambda: defaultdict(list))
        for netuid in sorted(self._parts.networks.netuids()):
            for hotkey, coldkey in self._parts.stakes.holders(netuid):
                stake = self._parts.stakes.stake_of(hotkey, coldkey, netuid)
                if stake > 0:
                    found[hotkey][coldkey].append((netuid, stake))
        return found

    def _delegate(self, hotkey: AccountId, holdings: Holdings) -> DelegateInfo:
        parts = self._parts
        registrations, permits, daily = [], [], 0
        for netuid in sorted(parts.networks.netuids()):
            uid = parts.neurons.uid_of(netuid, hotkey)
            if uid is None:
                continue
            registrations.append(netuid)
            if at(parts.vectors.validator_permit[netuid], uid, False):
                permits.append(netuid)
            tempo = parts.parameters.tempo[netuid]
            if tempo > 0:
                emission = U64F64.from_int(at(parts.vectors.emission[netuid], uid, 0))
                epochs = U64F64.div(U64F64.from_int(BLOCKS_PER_DAY), U64F64.from_int(tempo))
                daily += U64F64.mul(emission, epochs)
        take = parts.takes.take_of(hotkey)
        return DelegateInfo(
            delegate_ss58=hotkey,
            take=take,
            nominators=sorted(holdings.get(hotkey, {}).items()),
            owner_ss58=parts.accounts.owner_of(hotkey),
            registrations=registrations,
            validator_permits=permits,
            return_per_1000=_per_thousand(daily, take, parts.stakes.hotkey_stake(hotkey, ROOT)),
            total_daily_return=U64F64.to_int(daily),
        )


def _per_thousand(daily: int, take: int, root_stake: int) -> int:
    """What nominators of 1000 TAO get of a daily return (raw U64F64), in rao."""
    kept = U64F64.sub(U64F64.one, U64F64.div(U64F64.from_int(take), U64F64.from_int(U16_MAX)))
    thousands = U64F64.div(U64F64.from_int(root_stake), U64F64.from_int(THOUSAND_TAO))
    return U64F64.to_int(U64F64.safe_div(U64F64.mul(daily, kept), thousands))
