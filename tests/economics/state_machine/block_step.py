"""What a block step does to money: the model's side of minting, injection, setting aside, epochs and claims.

Amounts of the block's TAO and alpha are checked against exact fractions, with a rao for every floor; then the chain's
whole rao are taken over. What an epoch pays to whom is consensus, and tested elsewhere: here every rao that waited for
the epoch must be found again. Economics, sections 1.3 to 1.12.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.swap import Side
from tests.economics.state_machine.chain import EconomicChain, Outcome
from tests.economics.state_machine.claims import apply_claims
from tests.economics.state_machine.exact_swap import ONE, Disagreement, ExactPool
from tests.economics.state_machine.model import ROOT, Model
from tests.economics.state_machine.notes import Notes
from tests.economics.state_machine.payout import apply_payouts

SUPPLY = 21 * 10**15
SHARE = Fraction(1, 2**30)
"""Relative error of a share of the block's TAO: a handful of floors to 32 bits or more."""


ROOT_SHARE = Fraction(1, 2**27)
"""Relative error of root's share: the weight of TAO, some hundredths by default, is floored to 32 bits."""


def halved(issued: int) -> int:
    """What a block mints of a token of which so much exists: a whole token, half of it after half of all, and so on."""
    emission, left = 10**9, SUPPLY - issued
    if left <= 0:
        return 0
    threshold = SUPPLY // 2
    while left <= threshold:
        emission, threshold = emission // 2, threshold // 2
    return emission


def apply_block(model: Model, chain: EconomicChain, outcome: Outcome) -> None:
    """Carry out the block step that the journal tells of."""
    notes = Notes(outcome.notes)
    parts = chain.runtime.subtensor
    model.block = chain.runtime.system.block_number
    _decay_prices(model, parts)
    minted = max(0, min(halved(model.total_issuance), SUPPLY - model.balances_issuance))
    model.total_issuance += minted
    model.balances_issuance += minted
    emitting = [netuid for netuid in sorted(model.networks) if netuid != ROOT and _emits(parts, netuid)]
    plans = _shares(model, parts, emitting, minted)
    left = minted
    for netuid in emitting:
        left -= _inject(model, notes, netuid, plans[netuid], parts)
    drained = notes.drained()
    for netuid in emitting:
        _set_aside(model, notes, netuid, parts, drained.get(netuid) or pending_of(parts, netuid))
    model.total_issuance -= left
    model.balances_issuance -= left
    apply_payouts(model, notes, chain, outcome.events)
    _move_prices(model, parts, emitting)
    apply_claims(model, notes)
    notes.ensure_read()


def _emits(parts: Any, netuid: int) -> bool:
    return (
        parts.networks.first_emission_block_number[netuid] is not None
        and parts.parameters.subtoken_enabled[netuid]
        and parts.parameters.network_registration_allowed[netuid]
    )


def _decay_prices(model: Model, parts: Any) -> None:
    """A registration's price halves in BurnHalfLife blocks, within its bounds."""
    for netuid, network in model.networks.items():
        price = parts.registration.burn[netuid]
        life = parts.parameters.burn_half_life[netuid]
        low, high = parts.parameters.min_burn[netuid], parts.parameters.max_burn[netuid]
        exact = network.burn * 0.5 ** (1 / life) if life else network.burn
        exact = min(max(exact, low), high)
        if abs(price - exact) > 2 + exact / 2**28:
            raise Disagreement(f"the price on {netuid} fell from {network.burn} to {price}, not to {exact}")
        network.burn = price


def _shares(model: Model, parts: Any, emitting: Iterable[int], minted: int) -> dict[int, Fraction]:
    """Each network's part of the block's TAO: by moving price, less what it withheld from its miners."""
    prices = {netuid: model.networks[netuid].moving_price for netuid in emitting}
    total = sum(prices.values())
    shares = {netuid: price / total if total else Fraction(0) for netuid, price in prices.items()}
    weighed = {
        netuid: share * (1 - min(model.networks[netuid].miner_burned, Fraction(1))) for netuid, share in shares.items()
    }
    if sum(weighed.values()) > SHARE:
        shares = {netuid: share / sum(weighed.values()) for netuid, share in weighed.items()}
    enabled = {netuid: parts.parameters.subnet_emission_enabled[netuid] for netuid in shares}
    if not all(enabled.values()):
        sum_enabled = sum(share for netuid, share in shares.items() if enabled[netuid])
        shares = {
            netuid: share / sum_enabled if enabled[netuid] and sum_enabled else Fraction(0)
            for netuid, share in shares.items()
        }
    return {netuid: minted * share for netuid, share in shares.items()}


def _root_share(model: Model, parts: Any, netuid: int) -> Fraction:
    """Root's weight against all alpha of a network."""
    network = model.networks[netuid]
    root = model.networks[ROOT].pool.tao * Fraction(parts.parameters.tao_weight, 2**64 - 1)
    whole = root + network.pool.alpha + network.alpha_out
    return root / whole if whole else Fraction(0)


def _inject(model: Model, notes: Notes, netuid: int, tao: Fraction, parts: Any) -> int:
    """Feed one pool; the rao of the block's TAO that it took."""
    network = model.networks[netuid]
    pool, purse = network.pool, subnet_account(netuid)
    price = pool.price()
    cap = _root_share(model, parts, netuid) * halved(pool.alpha + network.alpha_out)
    wanted = tao / price if price else Fraction(0)
    alpha_in, tao_in = (cap, cap * price) if wanted > cap else (wanted, tao)
    slack = 2 + tao * SHARE + price + min(tao, cap * price) * ROOT_SHARE
    alpha_slack = 2 + alpha_in * (ROOT_SHARE + Fraction(1, 2**31) / (price or 1)) + (slack / price if price else 0)
    before = ExactPool(pool.tao, pool.alpha, pool.quote)
    pool.quote = parts.swap.swap_balancer[netuid].quote.parts
    spent = 0
    if (deposit := notes.pop_if("deposit done")) is not None:
        spent = _buy_excess(model, notes, netuid, deposit)
    excess = max(Fraction(0), tao - tao_in)
    if not -slack <= spent - excess <= slack and not _near(wanted, cap):
        raise Disagreement(f"{spent} rao bought alpha of {netuid}, exactly {float(excess)}")
    _, alpha, _ = notes.pop("inject_alpha done")
    network.issued += alpha
    injected = _inject_tao(model, notes, netuid)
    _check_weight(before, pool.quote, injected, alpha)
    if (injected, alpha) != (0, 0) and not (
        abs(injected - tao_in) <= slack + pool.price() * alpha_slack and abs(alpha - alpha_in) <= alpha_slack
    ):
        raise Disagreement(
            f"{injected} rao and {alpha} alpha enter pool {netuid}, exactly {float(tao_in)} and {float(alpha_in)}"
        )
    pool.alpha += alpha
    pool.tao += injected
    model.free[purse] = model.free.get(purse, 0) + injected
    return spent + injected


def _near(wanted: Fraction, cap: Fraction) -> bool:
    return abs(wanted - cap) <= 4 + (wanted + cap) * SHARE


def _buy_excess(model: Model, notes: Notes, netuid: int, deposit: tuple[Any, ...]) -> int:
    """TAO that would be too much for the pool buys alpha for the protocol."""
    purse, tao, deposited = deposit
    if purse != subnet_account(netuid) or not deposited:
        raise Disagreement(f"{tao} rao went to 0x{purse.hex()}, not to network {netuid}")
    model.free[purse] = model.free.get(purse, 0) + tao
    if notes.next_kind() == "swap done":
        network = model.networks[netuid]
        paid_in, bought, _ = model.trade(notes, netuid, Side.BUY, tao, drop_fees=True)
        network.protocol += bought
        network.protocol_flow += paid_in
    return int(tao)


def _inject_tao(model: Model, notes: Notes, netuid: int) -> int:
    if notes.next_kind(1) != "inject_tao done":
        return 0
    purse, tao, _ = notes.pop("deposit done")
    notes.expect("inject_tao done", netuid, tao)
    if purse != subnet_account(netuid):
        raise Disagreement(f"{tao} rao of network {netuid} went to 0x{purse.hex()}")
    model.total_stake += tao
    model.networks[netuid].protocol_flow += tao
    return int(tao)


def _check_weight(pool: ExactPool, quote: int, tao: int, alpha: int) -> None:
    """The weight moves so that what enters leaves the price as it was."""
    base_part = (ONE - pool.quote) * pool.tao * (pool.alpha + alpha)
    quote_part = pool.quote * pool.alpha * (pool.tao + tao)
    exact = Fraction(quote_part * ONE, base_part + quote_part) if base_part + quote_part else Fraction(ONE, 2)
    if (tao, alpha) == (0, 0):
        exact = Fraction(pool.quote)
    if abs(quote - exact) > 4 + Fraction(4 * ONE, max(1, pool.tao * pool.alpha)):
        raise Disagreement(f"the weight became {quote}, exactly {float(exact)}")


def pending_of(parts: Any, netuid: int) -> list[int]:
    """What waits for an epoch: servers', validators', root stakers', the owner's alpha."""
    coinbase = parts.coinbase
    waiting = (coinbase.pending_server_emission, coinbase.pending_validator_emission)
    return [stored[netuid] for stored in (*waiting, coinbase.pending_root_alpha_divs, coinbase.pending_owner_cut)]


def _set_aside(model: Model, notes: Notes, netuid: int, parts: Any, found: list[int]) -> None:
    """Mint the participants' alpha, so that `found` waits; each floor of a part may leave a rao to nobody."""
    network = model.networks[netuid]
    _, minted, _ = notes.pop("mint_alpha_out done")
    out = halved(network.pool.alpha + network.alpha_out - parts.coinbase.subnet_alpha_in_emission[netuid])
    if minted != out:
        raise Disagreement(f"{minted} alpha minted on {netuid}, {out} were due")
    network.issued += minted
    network.alpha_out += minted
    cut = Fraction(0)
    if parts.parameters.owner_cut_enabled[netuid]:
        cut = minted * Fraction(parts.parameters.subnet_owner_cut, 65_535)
    shared = minted - cut
    root = _root_share(model, parts, netuid) * shared / 2
    exact = [shared / 2, shared / 2 - root, root, cut]
    recycled = 0
    if notes.next_kind() == "recycle_alpha done":
        recycled = model.recycle(notes, netuid)
        exact[2] = Fraction(0)
        if abs(recycled - root) > 2 + root * ROOT_SHARE:
            raise Disagreement(f"{recycled} root alpha recycled on {netuid}, exactly {float(root)}")
    for place, part in enumerate(exact):
        if abs(found[place] - network.pending[place] - part) > 2 + root * ROOT_SHARE:
            raise Disagreement(
                f"part {place} of network {netuid}'s alpha went from {network.pending[place]} to {found[place]}, "
                f"exactly {float(part)} more"
            )
    added = sum(found) - sum(network.pending) + recycled
    if not minted - 5 <= added <= minted:
        raise Disagreement(f"{minted} alpha minted on {netuid}, {added} set aside")
    network.pending = found


def _move_prices(model: Model, parts: Any, emitting: Iterable[int]) -> None:
    """The moving price goes toward the price, one at most, ever faster in a network's youth."""
    rate = Fraction(parts.parameters.subnet_moving_alpha.bits, 2**32)
    for netuid in emitting:
        network = model.networks[netuid]
        age = max(0, model.block - max((parts.networks.first_emission_block_number[netuid] or 0) - 1, 0))
        halving = parts.parameters.ema_price_halving_blocks[netuid]
        pace = rate * age / (age + halving)
        exact = pace * min(network.pool.price(), Fraction(1)) + (1 - pace) * network.moving_price
        found = Fraction(parts.coinbase.subnet_moving_price[netuid].bits, 2**32)
        if abs(found - exact) > Fraction(4, 2**32):
            raise Disagreement(f"the moving price of {netuid} is {float(found)}, exactly {float(exact)}")
        network.moving_price = found
