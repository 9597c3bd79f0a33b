"""dev_*: what a local chain can do that a live one must not. The spellings are chopsticks' where it has one."""

from datetime import UTC, datetime
from typing import Any

from chain.node.authoring import BlockNotMade
from chain.node.beacon import requested_rounds
from chain.node.ledger import Block
from chain.node.rpc.context import Context
from chain.node.rpc.errors import invalid_params, refused
from chain.node.rpc.hexadecimal import hex_of
from chain.node.rpc.parameters import Account, BlockHash, BlockOffset, Json, WholeNumber
from chain.node.sealing import SealingMode
from chain.node.snapshots import UnknownSnapshot
from chain.node.state_dump import DumpRefused, changes_to_become, dump_of, time_of
from chain.primitives.beacon import BeaconOutlook

LONGEST_JUMP = 10_000_000
MOST_PULSES = 1_000
BUILD_MODES = {"Batch": "instant", "Instant": "instant", "Manual": "manual"}


async def dev_newBlock(context: Context, options: Json = None) -> str:
    """Make one block, {"count": n} or up to {"to": number}; {"transactions": [hex]} go first. Return the last hash."""
    head = context.queries.head.number
    if options is None or options.__class__ is int:
        options = {"count": 1 if options is None else options}
    if not isinstance(options, dict) or not options.keys() <= {"count", "to", "transactions"}:
        raise invalid_params('parameter 1 (options): expected a number of blocks, or {"count", "to", "transactions"}')
    count = _number(options, "count", 1)
    target = _number(options, "to", head + count)
    if not head < target <= head + LONGEST_JUMP:
        raise refused(f"the best block is {head}; a jump goes 1 to {LONGEST_JUMP} blocks further, not to {target}")
    try:
        transactions = [bytes.fromhex(text.removeprefix("0x")) for text in options.get("transactions") or ()]
    except (ValueError, AttributeError, TypeError) as error:
        raise invalid_params('parameter 1 (options): "transactions" is an array of hex strings') from error
    if transactions:
        await _seal(context, forced=transactions)
    try:
        return hex_of((await context.engine.jump(target)).hash)
    except BlockNotMade as error:
        raise refused(str(error)) from error


async def dev_setStorage(context: Context, values: Json, hash: BlockHash | None = None) -> str:
    """Write storage by raw key, [[key, value or null], …] or {key: value}; return the hash of the block that did.

    The change is a block of its own, so that state roots, proofs and earlier blocks stay true.
    """
    if hash is not None and hash != context.queries.head.hash:
        raise refused("storage can be set on the best block only; go back with dev_setHead first")
    return hex_of((await _seal(context, storage=_storage_of(values))).hash)


async def dev_timeTravel(context: Context, date: str | WholeNumber) -> int:
    """Make it a time after the best block's: an ISO date or milliseconds since 1970; return the milliseconds."""
    moment = _moment_of(date) if isinstance(date, str) else date
    earliest = context.queries.head.timestamp_ms
    if moment <= earliest:
        raise refused(
            f"the time on a chain only grows: the best block is of {earliest} ms, {moment} ms is not after it"
        )
    context.clock.travel_to(moment)
    return moment


async def dev_increaseTime(context: Context, seconds: WholeNumber) -> int:
    """Make it that many seconds later; return the milliseconds since 1970 that it is now."""
    context.clock.offset_ms += seconds * 1000
    return context.clock.now_ms()


async def dev_setHead(context: Context, hash_or_number: BlockHash | BlockOffset) -> str:
    """Make an earlier block the best one, by hash, number or a negative number of blocks back; return its hash."""
    ledger = context.queries.ledger
    if isinstance(hash_or_number, bytes):
        block = context.queries.known_block(hash_or_number)
    else:
        number = hash_or_number if hash_or_number >= 0 else ledger.head.number + hash_or_number
        found = ledger.at(number)
        if found is None:
            raise refused(f"there is no block {number}; the best one is {ledger.head.number}")
        block = found
    await context.engine.set_head(block)
    return hex_of(block.hash)


async def dev_setBlockBuildMode(context: Context, mode: str) -> None:
    """Seal as chopsticks would: Batch and Instant on every ready extrinsic, Manual on request."""
    if mode not in BUILD_MODES:
        raise invalid_params(f"parameter 1 (mode): expected one of {', '.join(BUILD_MODES)}, got {mode!r}")
    context.sealer.switch(SealingMode.parse(BUILD_MODES[mode], default_interval_ms=context.engine.settings.slot_ms))


async def dev_setSealing(context: Context, mode: str | WholeNumber) -> str:
    """Seal as told: manual, instant, interval, interval:MS, mixed, mixed:MS or milliseconds; return the mode."""
    try:
        parsed = SealingMode.parse(str(mode), default_interval_ms=context.engine.settings.slot_ms)
    except ValueError as error:
        raise invalid_params(f"parameter 1 (mode): {error}") from error
    context.sealer.switch(parsed)
    return str(parsed)


async def dev_getSealing(context: Context) -> str:
    """Return how blocks are sealed, in the words that dev_setSealing takes."""
    return str(context.sealer.mode)


async def dev_snapshot(context: Context) -> str:
    """Remember this moment of the chain; return an id for dev_revert."""
    return hex(await context.snapshots.take())


async def dev_revert(context: Context, snapshot: WholeNumber) -> bool:
    """Go back to a snapshot: blocks, state, pool and time. It stays usable; later ones are forgotten."""
    try:
        await context.snapshots.revert(snapshot)
    except UnknownSnapshot as error:
        raise refused(str(error)) from error
    return True


async def dev_impersonate(context: Context, account: Account) -> bool:
    """Take extrinsics of an account whatever their signature is."""
    context.impersonation.accounts.add(account)
    context.engine.rules_changed()
    return True


async def dev_stopImpersonating(context: Context, account: Account) -> bool:
    """Demand valid signatures of an account again; say whether it was impersonated."""
    known = account in context.impersonation.accounts
    context.impersonation.accounts.discard(account)
    context.engine.rules_changed()
    return known


async def dev_dumpState(context: Context, hash: BlockHash | None = None) -> dict[str, Any]:
    """Return the whole state after a block, in a form for dev_loadState."""
    block, state = context.queries.known_block(hash), context.queries.fresh_state(hash)
    return await context.queries.in_worker(lambda: dump_of(block, state))


async def dev_loadState(context: Context, dump: dict[str, Any]) -> str:
    """Make the state of a dump the chain's, in a block of its own after the dump's time; return that block's hash."""
    state = context.queries.fresh_state(None)
    try:
        storage = await context.queries.in_worker(lambda: changes_to_become(dump, state))
        dumped_at = time_of(dump)
    except DumpRefused as error:
        raise invalid_params(f"parameter 1 (dump): {error}") from error
    if context.clock.now_ms() <= dumped_at:
        context.clock.travel_to(dumped_at + context.engine.settings.slot_ms)
    return hex_of((await _seal(context, storage=storage)).hash)


async def dev_reorg(context: Context, depth: WholeNumber, length: WholeNumber | None = None) -> str:
    """Replace the last `depth` blocks by `length` others, as many by default; return the hash of the best one."""
    length = depth if length is None else length
    if not 1 <= depth <= context.queries.head.number or not 0 <= length <= LONGEST_JUMP:
        raise refused(
            f"the chain has {context.queries.head.number} blocks after genesis; it cannot replace {depth} by {length}"
        )
    return hex_of((await context.engine.reorganise(depth, length)).hash)


async def dev_drandPulse(context: Context, round: WholeNumber | None = None, count: WholeNumber = 1) -> list[int]:
    """Bring pulses of the development beacon in a block, `count` from a round on or the newest; return the rounds.

    Earlier rounds for which something on the chain waits come along.
    """
    outlook = context.queries.runtime(None).beacon_outlook()
    if not outlook.is_development:
        raise refused("this chain hears another beacon than the development beacon; nobody here can make its pulses")
    if round is not None and round <= outlook.last_round:
        raise refused(f"round {outlook.last_round} is on the chain; only later ones can follow, not {round}")
    if not 1 <= count <= MOST_PULSES:
        raise invalid_params(f"parameter 2 (count): expected 1 to {MOST_PULSES} rounds, got {count}")
    choose, brought = requested_rounds(round, count), list[int]()

    def remember(outlook: BeaconOutlook, now_ms: int) -> list[int]:
        brought[:] = choose(outlook, now_ms)
        return brought

    await _seal(context, rounds=remember)
    return brought


async def dev_drandBeacon(context: Context) -> dict[str, Any]:
    """Return the beacon that the chain hears, its newest round on the chain, and its round by the chain's clock."""
    outlook = context.queries.runtime(None).beacon_outlook()
    now_ms = context.engine.next_time_ms(context.queries.head)
    return {
        "publicKey": hex_of(outlook.public_key),
        "genesisTime": outlook.times.genesis_seconds,
        "period": outlook.times.period_seconds,
        "isDevelopment": outlook.is_development,
        "isSealed": context.engine.seals_pulses,
        "lastStoredRound": outlook.last_round,
        "round": outlook.times.round_at(now_ms),
        "now": now_ms,
        "slot": context.engine.settings.slot_ms,
    }


async def dev_drandSealing(context: Context, on: bool) -> bool:
    """Have blocks bring the pulses of the development beacon from now on, or not; return whether they did before."""
    before, context.engine.seals_pulses = context.engine.seals_pulses, on
    return before


async def dev_checkInvariants(context: Context) -> bool:
    """Check what every pallet promises of its state; an error names the promise that is broken."""
    runtime = context.queries.runtime(None)
    try:
        await context.queries.in_worker(runtime.check_invariants)
    except AssertionError as error:
        raise refused(f"an invariant is broken: {error}") from error
    return True


async def _seal(context: Context, **plan: Any) -> Block:
    try:
        block = await context.engine.seal(create_empty=True, **plan)
    except BlockNotMade as error:
        raise refused(str(error)) from error
    if block is None:
        raise refused("no block was made")
    return block


def _number(options: dict[str, Any], name: str, default: int) -> int:
    value = options.get(name)
    if value is None:
        return default
    if value.__class__ is not int or value < 1:
        raise invalid_params(f'parameter 1 (options): "{name}" is a whole number of 1 or more, got {value!r}')
    return int(value)


def _storage_of(values: Any) -> dict[bytes, bytes | None]:
    pairs = list(values.items()) if isinstance(values, dict) else values
    storage: dict[bytes, bytes | None] = {}
    try:
        for key, value in pairs:
            storage[_raw(key)] = None if value is None else _raw(value)
    except (TypeError, ValueError, AttributeError) as error:
        raise invalid_params(
            'parameter 1 (values): expected [["0x key", "0x value" or null], …] with raw keys and values'
        ) from error
    return storage


def _raw(text: str) -> bytes:
    if not text.startswith("0x"):
        raise ValueError(text)
    return bytes.fromhex(text[2:])


def _moment_of(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid_params(f"parameter 1 (date): expected an ISO date or milliseconds, got {text[:80]!r}") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * 1000)
