"""Cases of `weft epoch --json`, made from the vectors."""

from tests.vectors import economics

PLAIN_STATE = economics.cases("epoch.test_bonds.step1")[0]["state"]


def case_of(stakes, weights, **changes):
    """A case with the plain state's hyperparameters: registered at 0, updated and now at 1."""
    size = len(stakes)
    state = {
        **PLAIN_STATE,
        "n": size,
        "stake_alpha_rao": stakes,
        "block": 1,
        "last_update": [1] * size,
        "block_at_registration": [0] * size,
        "validator_permit_before": [True] * size,
        "max_allowed_validators": size,
        "weights_u16": weights,
        **changes,
    }
    return {"state": state, "emission": 1_000_000_000}


def yuma3_cases(table):
    """Every epoch of a Yuma3 table as a case, its bonds those that the table says the epoch before left."""
    setup = table["setup"]
    servers, stakes = setup["server_uids"], setup["stake_alpha_rao"]
    registered, block = setup["block_at_registration"], setup["first_epoch_block"]
    last_update = [registered] * len(stakes)
    weights, bonds, cases = {}, {}, []
    for case in table["cases"]:
        block += 1
        if case["weights_set_before_epoch"] is not None:
            rows = enumerate(case["weights_set_before_epoch"])
            weights = {str(uid): [list(pair) for pair in zip(servers, row, strict=True)] for uid, row in rows}
            last_update = [block if str(uid) in weights else registered for uid in range(len(stakes))]
        cases.append(
            case_of(
                stakes,
                weights,
                block=block,
                last_update=last_update,
                block_at_registration=[registered] * len(stakes),
                validator_permit_before=[stake > 0 for stake in stakes],
                bonds_before_u16=bonds,
                **{key: setup[key] for key in SHARED},
            )
        )
        rows = enumerate(case["model_bonds_u16"])
        bonds = {str(uid): [[s, bond] for s, bond in zip(servers, row, strict=True) if bond] for uid, row in rows}
    return cases


SHARED = (
    *("kappa", "bonds_moving_average", "bonds_penalty", "yuma3", "liquid_alpha", "max_allowed_validators", "tempo"),
    *("tao_weight", "alpha_low_high_u16", "alpha_sigmoid_steepness"),
)
