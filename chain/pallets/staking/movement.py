"""The calls that move stake between hotkeys, coldkeys and networks. Economics, section 4.6.

Between networks the alpha of the origin is sold and alpha of the destination bought; one of the two trades is free of
fees. A limit only decides how much may move, it does not stop the trades themselves.
"""

from chain.codec import replace
from chain.frame import Origin, Pallet, call, measured_weight
from chain.pallets.networks.sovereign import is_basket_account
from chain.pallets.staking.accounts import ROOT, StakeAccounts
from chain.pallets.staking.calls import Delegates
from chain.pallets.staking.checks import StakeChecks, StakeMove
from chain.pallets.staking.trading import MIN_STAKE, Currency, StakeTrading
from chain.pallets.subtensor_module.errors import CannotUseSystemAccount, SameNetuid, TransferDisallowed
from chain.pallets.subtensor_module.events import (
    StakeAndHotkeyTransferred,
    StakeMoved,
    StakeSwapped,
    StakeTransferred,
)
from chain.pallets.swap import MAX_PRICE, MIN_PRICE
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, TaoBalance


class StakeMovement(Pallet, wire="SubtensorModule"):
    """Moving stake without taking it out."""

    events = (StakeAndHotkeyTransferred, StakeMoved, StakeSwapped, StakeTransferred)
    errors = (CannotUseSystemAccount, SameNetuid, TransferDisallowed)

    def connect(
        self,
        *,
        checks: StakeChecks,
        accounts: StakeAccounts,
        trading: StakeTrading,
        delegates: Delegates,
        currency: Currency,
    ) -> None:
        """Hand over what the calls depend on."""
        self._checks = checks
        self._accounts = accounts
        self._trading = trading
        self._delegates = delegates
        self._currency = currency

    # calls

    @call(index=85, weight=measured_weight(216_061_000, reads=19, writes=7))
    def move_stake(
        self,
        origin: Origin,
        origin_hotkey: AccountId,
        destination_hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        alpha_amount: AlphaBalance,
    ) -> None:
        """Move stake of the signing coldkey to another hotkey, another network, or both."""
        coldkey = origin.ensure_signed()
        move = StakeMove(
            coldkey,
            origin_hotkey,
            origin_netuid,
            coldkey,
            destination_hotkey,
            destination_netuid,
            alpha_amount,
        )
        tao = self._move(move)
        self.deposit_event(
            StakeMoved(coldkey, origin_hotkey, origin_netuid, destination_hotkey, destination_netuid, tao)
        )

    @call(index=86, weight=measured_weight(258_541_000, reads=19, writes=6))
    def transfer_stake(
        self,
        origin: Origin,
        destination_coldkey: AccountId,
        hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        alpha_amount: AlphaBalance,
    ) -> None:
        """Give stake to another coldkey, staked with the same hotkey. Networks may forbid it."""
        coldkey = origin.ensure_signed()
        move = StakeMove(coldkey, hotkey, origin_netuid, destination_coldkey, hotkey, destination_netuid, alpha_amount)
        tao = self._move(move, check_toggle=True)
        self.deposit_event(
            StakeTransferred(coldkey, destination_coldkey, hotkey, origin_netuid, destination_netuid, tao)
        )

    @call(index=143, weight=measured_weight(258_541_000, reads=19, writes=6))
    def transfer_stake_and_hotkey(
        self,
        origin: Origin,
        destination_coldkey: AccountId,
        origin_hotkey: AccountId,
        destination_hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        alpha_amount: AlphaBalance,
    ) -> None:
        """Give stake to another coldkey as `transfer_stake` does, staked with another hotkey."""
        coldkey = origin.ensure_signed()
        move = StakeMove(
            coldkey,
            origin_hotkey,
            origin_netuid,
            destination_coldkey,
            destination_hotkey,
            destination_netuid,
            alpha_amount,
        )
        tao = self._move(move, check_toggle=True)
        self.deposit_event(
            StakeAndHotkeyTransferred(
                coldkey,
                destination_coldkey,
                origin_hotkey,
                destination_hotkey,
                origin_netuid,
                destination_netuid,
                tao,
            )
        )

    @call(index=87, weight=measured_weight(742_019_000, reads=47, writes=24))
    def swap_stake(
        self,
        origin: Origin,
        hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        alpha_amount: AlphaBalance,
    ) -> None:
        """Move stake to another network, staked with the same hotkey."""
        coldkey = origin.ensure_signed()
        move = StakeMove(coldkey, hotkey, origin_netuid, coldkey, hotkey, destination_netuid, alpha_amount)
        tao = self._move(move)
        self.deposit_event(StakeSwapped(coldkey, hotkey, origin_netuid, destination_netuid, tao))

    @call(index=90, weight=measured_weight(944_515_000, reads=47, writes=24))
    def swap_stake_limit(
        self,
        origin: Origin,
        hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        alpha_amount: AlphaBalance,
        limit_price: TaoBalance,
        allow_partial: bool,
    ) -> None:
        """Move stake to another network until the ratio of the prices is `limit_price`, in parts of 10**9."""
        coldkey = origin.ensure_signed()
        move = StakeMove(
            coldkey,
            hotkey,
            origin_netuid,
            coldkey,
            hotkey,
            destination_netuid,
            alpha_amount,
            allow_partial=allow_partial,
        )
        tao = self._move(move, limit_price=limit_price)
        self.deposit_event(StakeSwapped(coldkey, hotkey, origin_netuid, destination_netuid, tao))

    @call(index=149, weight=measured_weight(944_515_000, reads=47, writes=24))
    def move_stake_limit(
        self,
        origin: Origin,
        origin_hotkey: AccountId,
        destination_hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        alpha_amount: AlphaBalance,
        limit_price: TaoBalance,
        allow_partial: bool,
    ) -> None:
        """Move stake as `move_stake` does, within a limit as `swap_stake_limit` has it."""
        coldkey = origin.ensure_signed()
        move = StakeMove(
            coldkey,
            origin_hotkey,
            origin_netuid,
            coldkey,
            destination_hotkey,
            destination_netuid,
            alpha_amount,
            allow_partial=allow_partial,
        )
        tao = self._move(move, limit_price=limit_price)
        self.deposit_event(
            StakeMoved(coldkey, origin_hotkey, origin_netuid, destination_hotkey, destination_netuid, tao)
        )

    # inner

    def _move(self, move: StakeMove, *, limit_price: int | None = None, check_toggle: bool = False) -> int:
        """Make the move; the TAO that it was worth."""
        held = self._accounts.stake_of(move.origin_hotkey, move.origin_coldkey, move.origin_netuid)
        alpha = min(move.alpha, held)
        if is_basket_account(move.destination_coldkey):
            raise CannotUseSystemAccount
        move = replace(move, alpha=alpha, maximum=alpha)
        between_networks = move.origin_netuid != move.destination_netuid
        if between_networks and limit_price is not None:
            maximum = self._checks.limits.max_move(move.origin_netuid, move.destination_netuid, limit_price)
            move = replace(move, maximum=maximum)
        self._checks.ensure_movable(move, check_toggle=check_toggle)
        if between_networks:
            return self._move_between_networks(move, min(move.alpha, move.maximum))
        return self._trading.transfer_within_subnet(
            (move.origin_hotkey, move.origin_coldkey),
            (move.destination_hotkey, move.destination_coldkey),
            move.origin_netuid,
            move.alpha,
        )

    def _move_between_networks(self, move: StakeMove, alpha: int) -> int:
        from_root = move.origin_netuid == ROOT
        tao = self._trading.unstake_from_subnet(
            move.origin_hotkey,
            move.origin_coldkey,
            move.origin_coldkey,
            move.origin_netuid,
            alpha,
            MIN_PRICE,
            drop_fees=from_root,
        )
        if tao and move.destination_coldkey != move.origin_coldkey:
            self._currency.transfer(move.origin_coldkey, move.destination_coldkey, tao)
        if tao >= MIN_STAKE:
            if not self._checks.hotkeys.owns(move.destination_coldkey, move.destination_hotkey):
                self._delegates.become_delegate(move.destination_hotkey)
            self._trading.stake_into_subnet(
                move.destination_hotkey,
                move.destination_coldkey,
                move.destination_netuid,
                tao,
                MAX_PRICE,
                drop_fees=not from_root,
            )
        return tao
