"""The worked examples of the economics text, epoch by epoch on the whole chain: stake, weights and bonds in storage."""

import pytest

from chain.pallets.coinbase.claim_index import block_hash_to_indices
from chain.pallets.epoch import sparse, yuma
from chain.pallets.epoch.bonds import moving_average, moving_average_rate
from chain.pallets.epoch.median import weighted_median_columns
from chain.pallets.swap.power import pow_ratio_scaled
from chain.primitives.fixed import I32F32
from chain.primitives.safe_float import SafeFloat, normalised
from tests.economics.world import ALL, NETUID, RAO, Economy, hotkey
from tests.pallets.epoch import scenario
from tests.pallets.staking.world import World
from tests.vectors import economics


class Subnet:
    """A subnet with tempo 1 whose epochs a test runs by hand, as the reference's tests do."""

    def __init__(self, stakes, *, registered_at):
        self.economy = Economy()
        self.economy.open_network()
        self.parameters, self.epoch = self.economy.parts.parameters, self.economy.parts.epoch
        self.parameters.tempo[NETUID] = 1
        self.parameters.max_allowed_validators[NETUID] = len(stakes)
        for number, alpha in enumerate(stakes, 1):
            uid = self.economy.add_neuron(number, alpha=alpha)
            self.economy.parts.neurons.block_at_registration[NETUID, uid] = registered_at
        self.epoch.last_update[NETUID] = [registered_at] * len(stakes)

    def run(self, block, rows):
        """Set weights (uid -> row) in a block and run its epoch."""
        self.economy.go_to(block)
        for uid, row in rows.items():
            self.economy.weigh(uid, row)
        self.epoch.run(NETUID, RAO)

    @property
    def emission(self):
        """What the epoch paid per uid."""
        return self.epoch.emission[NETUID]

    def bonds_on(self, server, holders):
        """The stored bonds of some uids on one."""
        return [dict(self.epoch.bonds_of(NETUID, uid)).get(server, 0) for uid in range(holders)]


SERVED = [49998779, 100000610, 149996337, 200004272]
ROW = list(zip((4, 5, 6, 7), (16383, 32767, 49149, 65535), strict=True))


def test_original_yuma_over_nine_blocks():
    """Section 7.1: every emission and every bond that the example names, to the rao and the u16."""
    subnet = Subnet([1, 2, 3, 4, 0, 0, 0, 0], registered_at=1)
    subnet.run(1, {})
    assert subnet.epoch.validator_permit[NETUID] == [True] * 4 + [False] * 4

    subnet.run(2, dict.fromkeys(range(4), ROW))
    assert subnet.emission == [49999998, 99999999, 150000000, 200000001, *SERVED]
    for server in (4, 5, 6, 7):
        assert subnet.bonds_on(server, 4) == [16383, 32767, 49151, 65535]

    subnet.run(3, {0: [(0, 65535)]})
    assert subnet.emission == [44998351, 101110561, 151667215, 202223870, *SERVED]
    assert subnet.bonds_on(4, 4) == [14582, 32767, 49151, 65535]

    subnet.run(4, {1: [(1, 65535)]})
    assert subnet.emission == [40496805, 90999783, 157929636, 210573773, *SERVED]
    assert subnet.bonds_on(4, 4) == [12603, 28321, 49151, 65535]

    subnet.run(5, {2: [(2, 65535)]})
    assert subnet.epoch.consensus[NETUID] == subnet.epoch.incentive[NETUID] == subnet.epoch.dividends[NETUID] == [0] * 8
    assert subnet.emission == [99999999, 199999999, 299999999, 399999999, 0, 0, 0, 0]
    assert subnet.bonds_on(4, 4) == [12602, 28320, 49150, 65535]

    subnet.run(6, {2: [(7, 65535)]})
    assert subnet.epoch.consensus[NETUID][7] == int(0.400008545 * 65535)
    assert subnet.emission == [36443733, 81898628, 163565493, 218092144, 0, 0, 0, 500000000]
    assert subnet.bonds_on(7, 4) == [10951, 24609, 49150, 65535]

    for block, bonds, emission in (
        (7, [9559, 21482], [32799427, 73706612, 168638129, 224855830]),
        (8, [8376, 18824], [29518068, 66336137, 173203134, 230942659]),
        (9, None, [26565175, 59701871, 177311856, 236421095]),
    ):
        subnet.run(block, {})
        assert subnet.emission == [*emission, 0, 0, 0, 500000000]
        if bonds:
            assert subnet.bonds_on(7, 2) == bonds


def test_original_yuma_step_by_step_inside_one_epoch():
    """Section 7.1, block 2: every intermediate value, to the ten digits that the reference prints."""
    weights = {str(uid): ROW for uid in range(4)}
    data = scenario.simple(
        [1, 2, 3, 4, 0, 0, 0, 0],
        weights,
        [True] * 4 + [False] * 4,
        block=2,
        last_update=[2, 2, 2, 2, 1, 1, 1, 1],
        registered_at=[1] * 8,
    )
    kappa = sparse.from_proportion(data.settings.kappa)
    terms = yuma.run(data)

    def printed(values, expected):
        # Ten digits are more than 32 bits of fraction: they name one number.
        assert values == [economics.raw(I32F32, number) for number in expected]

    printed(terms.stake, [0.0999999999, 0.2, 0.2999999998, 0.4, 0, 0, 0, 0])
    assert terms.active_stake == terms.stake
    seen = yuma.visible_weights(data, data.permits)
    for row in seen[:4]:
        printed([value for _, value in row], [0.0999975584, 0.2000012207, 0.2999926754, 0.400008545])
    printed(terms.consensus[4:], [0.0999975584, 0.2000012207, 0.2999926754, 0.400008545])
    assert terms.consensus == weighted_median_columns(terms.active_stake, seen, 8, kappa)
    printed(terms.validator_trust, [0.9999999995] * 4 + [0] * 4)
    clipped = sparse.clip_columns(seen, terms.consensus)
    rank = sparse.weighted_column_sums(clipped, terms.active_stake, 8)
    printed(rank[4:], [0.099997558, 0.2000012202, 0.2999926745, 0.4000085443])
    assert sparse.normalize(rank) == terms.incentive
    printed(terms.incentive[4:], [0.0999975582, 0.2000012207, 0.2999926752, 0.4000085455])
    bought = sparse.normalize_columns(sparse.scale_rows(clipped, terms.active_stake), 8)
    rate = moving_average_rate(data.settings.bonds_moving_average)
    average = sparse.normalize_columns(moving_average(bought, [[]] * 8, 8, rate), 8)
    for rows, expected in (
        (
            bought,
            [
                [0.0999999996, 0.0999999999, 0.0999999994, 0.0999999996],
                [0.1999999995, 0.2, 0.1999999997, 0.1999999997],
                [0.299999999, 0.2999999998, 0.3, 0.3],
                [0.4000000013, 0.4, 0.4000000004, 0.4000000001],
            ],
        ),
        (
            average,
            [
                [0.0999999982, 0.0999999985, 0.099999998, 0.099999998],
                [0.199999999, 0.1999999995, 0.1999999986, 0.1999999986],
                [0.2999999996, 0.3000000003, 0.3000000012, 0.3000000012],
                [0.4000000027, 0.4000000013, 0.4000000018, 0.4000000018],
            ],
        ),
    ):
        for row, wanted in zip(rows[:4], expected, strict=True):
            printed([value for _, value in row], wanted)
    printed(terms.dividends, [0.0999999978, 0.1999999983, 0.3000000012, 0.4000000022, 0, 0, 0, 0])


def test_activity_masks_a_validator_that_stays_away():
    """Section 7.2: the odd last digits included."""
    subnet = Subnet([1, 1, 1, 1], registered_at=0)
    both = [(2, 65535), (3, 65535)]
    subnet.run(1, {})
    subnet.run(1, {0: both, 1: both})
    assert subnet.epoch.dividends[NETUID][:2] == [32767, 32767]
    assert subnet.emission == [250_000_000] * 4
    assert subnet.bonds_on(2, 2) == subnet.bonds_on(3, 2) == [65535, 65535]
    subnet.run(5002, {0: both})
    assert subnet.epoch.active[NETUID] == [True, False, False, False]
    assert subnet.epoch.dividends[NETUID] == [36044, 29490, 0, 0]
    assert subnet.emission == [274999999, 224999999, 250000000, 250000000]
    assert subnet.bonds_on(2, 2) == [65535, 53619]
    subnet.economy.go_to(5002)
    subnet.economy.weigh(1, both)
    subnet.run(5003, {})
    assert subnet.epoch.dividends[NETUID] == [35716, 29818, 0, 0]
    assert subnet.emission == [272501132, 227498866, 250000000, 250000000]
    assert subnet.bonds_on(2, 2) == [65535, 54712]


FIRST, SECOND = [(3, 65535), (4, 0)], [(3, 0), (4, 65535)]
YUMA3 = [
    ([FIRST, FIRST, FIRST], [[0.1013, 0], [0.1013, 0], [0.1013, 0]], [0.8, 0.1, 0.1]),
    ([SECOND, FIRST, FIRST], [[0.0908, 0.1013], [0.3697, 0], [0.3697, 0]], [1, 0, 0]),
    ([SECOND, SECOND, FIRST], [[0.0815, 0.1924], [0.3170, 0.1013], [0.5580, 0]], [0.9382, 0.0618, 0]),
    ([SECOND, SECOND, SECOND], [[0.0731, 0.2742], [0.2765, 0.1924], [0.4306, 0.1013]], [0.8819, 0.0773, 0.0407]),
    (None, [[0.0656, 0.3478], [0.2435, 0.2742], [0.3589, 0.1924]], [0.8564, 0.0844, 0.0592]),
    (None, [[0.0588, 0.4139], [0.2157, 0.3478], [0.3089, 0.2742]], [0.8418, 0.0884, 0.0697]),
]


def test_yuma3_with_liquid_alpha_rewards_who_moves_first():
    """Section 7.3, within the tolerance of 1e-3 that the reference's test has."""
    subnet = Subnet([8, 1, 1, 0, 0], registered_at=1)
    parameters = subnet.parameters
    parameters.max_allowed_validators[NETUID] = 3
    parameters.bonds_penalty[NETUID] = 0
    parameters.bonds_moving_average[NETUID] = 975_000
    parameters.yuma3_on[NETUID] = parameters.liquid_alpha_on[NETUID] = True
    parameters.alpha_values[NETUID] = (6553, 19660)
    subnet.run(2, {})
    for epoch, (rows, bonds, dividends) in enumerate(YUMA3):
        subnet.run(3 + epoch, dict(enumerate(rows or [])))
        for uid, expected in enumerate(bonds):
            held = dict(subnet.epoch.bonds_of(NETUID, uid))
            assert [held.get(server, 0) / 65535 for server in (3, 4)] == pytest.approx(expected, abs=1e-3)
        got = [value / 65535 for value in subnet.epoch.dividends[NETUID]]
        assert got == pytest.approx([*dividends, 0, 0], abs=1e-3)


def test_two_roundings_show_in_stake_lent_to_three_children():
    """Section 7.4, first fact."""
    economy = Economy()
    economy.open_network()
    for number, alpha in enumerate((10**14, 0, 0, 0), 1):
        economy.add_hotkey(number, alpha=alpha)
    for child in (2, 3, 4):
        economy.lend(1, child, ALL // 4)
    alpha, _ = economy.parts.children.inherited_stakes(NETUID, [hotkey(number) for number in (1, 2, 3, 4)])
    assert alpha == [25_000_000_069_849] + [24_999_999_976_716] * 3
    assert sum(alpha) == 99_999_999_999_997


def test_a_limit_far_below_the_price_is_cut_by_the_width_of_the_power():
    """Section 7.4, second fact: above 18.4467 the scaled power does not fit, so 17.4467 reserves are the most."""
    world = World(minimum_reserve=100)
    world.networks.mechanisms[1] = 1
    world.pools.open_pool(1, 1001, 1001)
    for limit in (10_000, 100_000, 1_000_000):
        assert world.limits.max_remove(1, limit) == 17_472
    assert world.limits.max_remove(1, 10_000_000) == 9_013
    for limit in (0, 1, 2, 1001):
        assert world.limits.max_remove(1, limit) == 1_001_000


def test_sums_of_floats_keep_the_larger_exponent():
    """Section 7.4, third fact."""
    assert normalised(42, 0).plus(normalised(1, 22)) == SafeFloat(10**21, 1)
    assert normalised(4200, 0).plus(normalised(1, 23)) == SafeFloat(100_000_000_000_000_000_004, 3)


def test_the_stakers_of_a_block_are_drawn_from_its_parents_hash():
    """Section 7.4, fourth fact: the Keccak hash of "some", 15 of 15 000."""
    some = bytes.fromhex("4e7e8301f5d206748d1c4f822e3564ddb1124f86591a839f58dfc2f007983b61")
    assert block_hash_to_indices(some, 15, 15_000) == [
        265, 630, 1286, 1558, 4496, 4861, 5517, 5789, 6803, 8096, 9092, 11034, 11399, 12055, 12327,
    ]  # fmt: skip


def test_a_power_of_two_weights_is_exact():
    """Section 7.4, fifth fact: (21/28)^(0.6/0.4) in parts of 1e18."""
    assert pow_ratio_scaled(21, 28, 6 * 10**17, 4 * 10**17, 256, 10**18) == 649_519_052_838_328_985
