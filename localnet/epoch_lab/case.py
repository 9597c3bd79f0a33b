"""The case form: the state before an epoch and its emission as JSON, and the epoch's outcome in the same words.

It is the form in which the reference chain's worked examples are written down: all integers as stored, rows of a matrix
under the uid as text.
"""

from collections.abc import Sequence
from typing import Any

from chain.pallets.epoch.sparse import to_proportion
from chain.pallets.epoch.terms import PROPORTION, ConsensusSettings, Row
from localnet.epoch_lab.errors import EpochInputError, shown
from localnet.epoch_lab.fields import Table, flag, flags, items, table, whole, wholes
from localnet.epoch_lab.network import LIMITS, EpochResult, Network, decimal

STATE_KEYS = (
    "n",
    "stake_alpha_rao",
    "block",
    "last_update",
    "block_at_registration",
    "validator_permit_before",
    "max_allowed_validators",
    "weights_u16",
    "bonds_before_u16",
    "kappa",
    "bonds_moving_average",
    "bonds_penalty",
    "yuma3",
    "liquid_alpha",
    "tempo",
    "last_mechanism_step_block",
    "activity_cutoff_blocks",
    "stake_threshold",
    "owner_uid",
    "commit_reveal_enabled",
    "tao_weight",
)
OPTIONAL_STATE_KEYS = (
    "stake_root_rao",
    "alpha_low_high_u16",
    "alpha_sigmoid_steepness",
    "commit_blocks",
)
LARGEST_UID_COUNT = PROPORTION + 1


def is_case(document: Any) -> bool:
    """Whether a document is meant as a case, or as a list of them."""
    first = document[0] if isinstance(document, list) and document else document
    return isinstance(document, list) or (isinstance(first, dict) and ("state" in first or "stake_alpha_rao" in first))


def read_case(document: Any, where: str = "the case") -> Network:
    """The network of a case; what else stands beside state and emission is not read.

    Raises EpochInputError naming the field that is wrong.
    """
    if not isinstance(document, dict):
        raise EpochInputError(f"{where} is {shown(document)}; expected an object with state and emission")
    for key in ("state", "emission"):
        if key not in document:
            raise EpochInputError(f"{where} has no {key!r}, which is needed")
    state = table(document["state"], "state", needed=STATE_KEYS, optional=OPTIONAL_STATE_KEYS)
    size = whole(state["n"], "state.n", most=LARGEST_UID_COUNT)
    owner = state["owner_uid"]
    return Network(
        stake_rao=wholes(state["stake_alpha_rao"], "state.stake_alpha_rao", size),
        weights=_rows(state["weights_u16"], "state.weights_u16", size),
        bonds=_rows(state["bonds_before_u16"], "state.bonds_before_u16", size),
        permits=flags(state["validator_permit_before"], "state.validator_permit_before", size),
        last_update=wholes(state["last_update"], "state.last_update", size),
        registered_at=wholes(state["block_at_registration"], "state.block_at_registration", size),
        block=whole(state["block"], "state.block"),
        tempo_blocks=whole(state["tempo"], "state.tempo", most=PROPORTION),
        activity_cutoff_blocks=whole(state["activity_cutoff_blocks"], "state.activity_cutoff_blocks"),
        settings=_settings(state),
        emission_rao=whole(document["emission"], "emission"),
        last_step_block=whole(state["last_mechanism_step_block"], "state.last_mechanism_step_block"),
        stake_threshold_rao=whole(state["stake_threshold"], "state.stake_threshold"),
        owner_uid=None if owner is None else whole(owner, "state.owner_uid", most=max(size - 1, 0)),
        root_stake_rao=wholes(state["stake_root_rao"], "state.stake_root_rao", size)
        if "stake_root_rao" in state
        else (),
        tao_weight=whole(state["tao_weight"], "state.tao_weight"),
        commit_blocks=_commit_blocks(state["commit_blocks"], size) if "commit_blocks" in state else (),
    )


def outcome(result: EpochResult) -> Table:
    """The outcome of an epoch in the words of the case form.

    `..._fixed` are shares in decimals, as the reference chain prints them; the same names without it are the
    stored u16. Rows of bonds that hold nothing are left out.
    """
    shares = {name: getattr(result, name) for name in ("dividends", "incentive", "consensus", "validator_trust")}
    return {
        "emission": list(result.emission_rao),
        "dividends_fixed": _decimals(result.dividends),
        "incentive_fixed": _decimals(result.incentive),
        "consensus_fixed": _decimals(result.consensus),
        "bonds_stored_u16": {str(uid): [list(pair) for pair in row] for uid, row in enumerate(result.bonds) if row},
        "validator_trust_fixed": _decimals(result.validator_trust),
        **{name: [to_proportion(share) for share in vector] for name, vector in shares.items()},
        "active": list(result.active),
        "validator_permit_after": list(result.permits),
        "server_emission": list(result.server_emission_rao),
        "validator_emission": list(result.validator_emission_rao),
    }


def _settings(state: Table) -> ConsensusSettings:
    stored = {name: state[name] for name in LIMITS if name in state}
    if "alpha_low_high_u16" in state:
        pair = items(state["alpha_low_high_u16"], "state.alpha_low_high_u16")
        if len(pair) != 2:
            raise EpochInputError(f"state.alpha_low_high_u16 is {shown(pair)}; expected two numbers, low and high")
        stored["alpha_low"], stored["alpha_high"] = pair
    numbers = {
        name: whole(value, f"state.{name}", least=LIMITS[name][0], most=LIMITS[name][1])
        for name, value in stored.items()
    }
    return ConsensusSettings(
        yuma3=flag(state["yuma3"], "state.yuma3"),
        liquid_alpha=flag(state["liquid_alpha"], "state.liquid_alpha"),
        commit_reveal=flag(state["commit_reveal_enabled"], "state.commit_reveal_enabled"),
        **numbers,
    )


def _rows(value: Any, where: str, size: int) -> list[Row]:
    if not isinstance(value, dict):
        raise EpochInputError(f'{where} is {shown(value)}; expected an object such as {{"0": [[4, 65535]]}}')
    rows: list[Row] = [[] for _ in range(size)]
    for key, pairs in value.items():
        if not (key.isascii() and key.isdigit() and int(key) < size and str(int(key)) == key):
            raise EpochInputError(
                f"{where} has a row for uid {key!r}; expected 0 to {size - 1}, as there are {size} uids"
            )
        place = f"{where}[{key}]"
        rows[int(key)] = [_pair(pair, f"{place}[{at}]", size) for at, pair in enumerate(items(pairs, place))]
    return rows


def _pair(value: Any, where: str, size: int) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise EpochInputError(f"{where} is {shown(value)}; expected a pair of uid and value")
    uid, amount = value
    if not isinstance(uid, int) or isinstance(uid, bool) or not 0 <= uid < size:
        raise EpochInputError(f"{where} names uid {shown(uid)}; expected 0 to {size - 1}, as there are {size} uids")
    return uid, whole(amount, f"{where}, the value for uid {uid},", most=PROPORTION)


def _commit_blocks(value: Any, size: int) -> list[int | None]:
    where = "state.commit_blocks"
    blocks = enumerate(items(value, where, length=size))
    return [None if block is None else whole(block, f"{where}[{uid}]") for uid, block in blocks]


def _decimals(shares: Sequence[int]) -> list[int | float]:
    """The decimals as JSON has them: the float nearest to so few decimals prints as these decimals."""
    numbers = map(decimal, shares)
    return [int(number) if number == int(number) else float(number) for number in numbers]
