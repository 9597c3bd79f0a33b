"""What clients ask about stakes. Amounts in rao of alpha, on root in rao of TAO. Lifecycle, section 5.7."""

from collections.abc import Iterator
from typing import Protocol

from chain.codec import U64, Compact, Struct
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.pallets.staking.accounts import StakeAccounts
from chain.pallets.staking.lock import LockState
from chain.pallets.staking.locks import Locks
from chain.primitives.fixed import U64F64, U64f64
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, TaoBalance

Position = tuple[AccountId, NetUid]


class StakeInfo(Struct, path="pallet_subtensor::rpc_info::stake_info::StakeInfo", params={"AccountId": AccountId}):
    """What a coldkey holds with a hotkey on a network; `emission` is what the hotkey's stakers got last."""

    hotkey: AccountId
    coldkey: AccountId
    netuid: Compact[NetUid]
    stake: Compact[AlphaBalance]
    locked: Compact[U64]
    emission: Compact[AlphaBalance]
    tao_emission: Compact[TaoBalance]
    drain: Compact[U64]
    is_registered: bool


class StakeAvailability(Struct, path="pallet_subtensor::rpc_info::stake_info::StakeAvailability"):
    """What a coldkey holds on a network, and how much of it is locked."""

    total: Compact[AlphaBalance]
    locked: Compact[AlphaBalance]
    available: Compact[AlphaBalance]


class InfoNetworks(Protocol):
    """Which networks there are."""

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...


class InfoNeurons(Protocol):
    """Who is registered where."""

    def is_member(self, hotkey: AccountId, netuid: int) -> bool:
        """Whether the hotkey has a uid on the network."""
        ...


class ByNetworkAndHotkey(Protocol):
    """An amount for every network and hotkey."""

    def __getitem__(self, key: tuple[int, AccountId], /) -> int:
        """The amount; zero where none is stored."""
        ...


class InfoDividends(Protocol):
    """What stakers got."""

    @property
    def alpha_dividends_per_subnet(self) -> ByNetworkAndHotkey:
        """What the stakers of a hotkey got with the last epoch."""
        ...


class InfoFees(Protocol):
    """What trades cost."""

    def approximate_fee(self, netuid: int, amount: int) -> int:
        """The fee contained in an amount."""
        ...


class InfoCollateral(Protocol):
    """What of a stake is collateral."""

    def locked_by(self, netuid: int, coldkey: AccountId) -> int:
        """What of a coldkey's stake on a network is collateral."""
        ...


class StakeInfoRuntimeApi(RuntimeApi, version=1):
    """Stakes by coldkey, what of them is locked, and what moving them costs."""

    def __init__(
        self,
        accounts: StakeAccounts,
        locks: Locks,
        *,
        collateral: InfoCollateral,
        networks: InfoNetworks,
        neurons: InfoNeurons,
        dividends: InfoDividends,
        fees: InfoFees,
    ) -> None:
        self._accounts = accounts
        self._locks = locks
        self._collateral = collateral
        self._networks = networks
        self._neurons = neurons
        self._dividends = dividends
        self._fees = fees

    @api_method
    def get_stake_info_for_coldkey(self, coldkey_account: AccountId) -> list[StakeInfo]:
        """Every stake of a coldkey that is not zero."""
        return list(self._stakes_of(coldkey_account))

    @api_method
    def get_stake_info_for_coldkeys(self, coldkey_accounts: list[AccountId]) -> list[tuple[AccountId, list[StakeInfo]]]:
        """Every stake of several coldkeys that is not zero."""
        return [(coldkey, list(self._stakes_of(coldkey))) for coldkey in coldkey_accounts]

    @api_method
    def get_stake_info_for_hotkey_coldkey_netuid(
        self, hotkey_account: AccountId, coldkey_account: AccountId, netuid: NetUid
    ) -> StakeInfo | None:
        """What a coldkey holds with a hotkey on a network, even if it is nothing."""
        stake = self._accounts.stake_of(hotkey_account, coldkey_account, netuid)
        return self._info(hotkey_account, coldkey_account, netuid, stake)

    @api_method
    def get_stake_availability_for_coldkeys(
        self, coldkey_accounts: list[AccountId], netuids: list[NetUid] | None
    ) -> dict[AccountId, dict[NetUid, StakeAvailability]]:
        """What coldkeys hold, and what of it is locked or collateral; networks with neither are left out."""
        known = self._networks.netuids()
        wanted = known if netuids is None else sorted(set(netuids))
        if len(wanted) > len(known):
            wanted = []
        return {coldkey: dict(self._availability_of(coldkey, wanted)) for coldkey in coldkey_accounts}

    @api_method
    def get_stake_fee(
        self,
        origin: Position | None,
        origin_coldkey_account: AccountId,
        destination: Position | None,
        destination_coldkey_account: AccountId,
        amount: U64,
    ) -> U64:
        """The fee of staking (no origin), unstaking (no destination) or moving `amount`, without slippage."""
        position = destination or origin
        if origin == destination or position is None:
            return 0
        return self._fees.approximate_fee(position[1], amount)

    @api_method
    def get_coldkey_lock(self, coldkey: AccountId, netuid: NetUid) -> LockState | None:
        """A coldkey's lock on a network as it is now."""
        return self._locks.lock_of(coldkey, netuid)

    @api_method
    def get_hotkey_conviction(self, hotkey: AccountId, netuid: NetUid) -> U64f64:
        """The conviction behind a hotkey on a network now."""
        return U64f64(min(U64F64.max, self._locks.conviction_of(netuid, hotkey)))

    @api_method
    def get_most_convicted_hotkey_on_subnet(self, netuid: NetUid) -> AccountId | None:
        """The hotkey with most conviction behind it; the greatest account of equals."""
        convictions = self._locks.convinced_hotkeys(netuid)
        return max(convictions, key=lambda hotkey: (convictions[hotkey], hotkey), default=None)

    def _stakes_of(self, coldkey: AccountId) -> Iterator[StakeInfo]:
        hotkeys = self._accounts.hotkeys_of(coldkey)
        for netuid in self._networks.netuids():
            for hotkey in hotkeys:
                stake = self._accounts.stake_of(hotkey, coldkey, netuid)
                if stake:
                    yield self._info(hotkey, coldkey, netuid, stake)

    def _info(self, hotkey: AccountId, coldkey: AccountId, netuid: int, stake: int) -> StakeInfo:
        return StakeInfo(
            hotkey=hotkey,
            coldkey=coldkey,
            netuid=netuid,
            stake=stake,
            locked=0,
            emission=self._dividends.alpha_dividends_per_subnet[netuid, hotkey],
            tao_emission=0,
            drain=0,
            is_registered=self._neurons.is_member(hotkey, netuid),
        )

    def _availability_of(self, coldkey: AccountId, netuids: list[int]) -> Iterator[tuple[int, StakeAvailability]]:
        for netuid in netuids:
            total = self._accounts.coldkey_stake(coldkey, netuid)
            locked = self._locks.locked(coldkey, netuid) + self._collateral.locked_by(netuid, coldkey)
            if total or locked:
                yield netuid, StakeAvailability(total, locked, max(0, total - locked))
