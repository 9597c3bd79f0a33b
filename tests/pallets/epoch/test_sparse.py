"""The vectors and matrices of an epoch against the reference's tables, as pairs and as whole matrices."""

import numpy as np
import pytest

from chain.codec import replace
from chain.pallets.epoch import dense as whole
from chain.pallets.epoch import int64, sparse, yuma
from chain.pallets.epoch.terms import NO_COMMIT, ConsensusSettings
from chain.primitives.fixed import I32F32
from tests.pallets.epoch import scenario
from tests.pallets.epoch.agreement import assert_all_agree
from tests.vectors import economics

LATE = 2**32


def fixed(number):
    """A literal of the reference's tests, which are single precision."""
    return economics.raw(I32F32, number, single=True)


def vector(numbers):
    return [fixed(number) for number in numbers]


def rows_of(matrix):
    """Sparse rows of a dense table, zeros left out, as the reference builds them."""
    return [[(uid, fixed(value)) for uid, value in enumerate(row) if value != 0] for row in matrix]


def dense(rows, size):
    return [sparse.to_dense(row, size) for row in rows]


def array_of(matrix):
    return np.array([vector(row) for row in matrix], dtype=np.int64).reshape(len(matrix), -1)


def assert_close(got, expected, tolerance):
    for row, wanted in zip(got, expected, strict=True):
        assert [value / 2**32 for value in row] == pytest.approx(wanted, abs=tolerance)


def tolerance_of(identifier):
    return economics.table(identifier)["tolerance"]


def test_a_vector_is_divided_by_its_sum():
    for case in economics.cases("math.normalize"):
        got = sparse.normalize(vector(case["input"]))
        assert_close([got], [case["expected"]], tolerance_of("math.normalize"))
        assert whole.normalized(vector(case["input"])) == got
        if min(case["input"]) >= 0:
            assert int64.normalize(np.array(vector(case["input"]))).tolist() == got


@pytest.mark.parametrize("name", ["math.inplace_row_normalize", "math.inplace_row_normalize_sparse"])
def test_rows_with_something_in_them_are_divided_by_their_sum(name):
    for case in economics.cases(name):
        matrix = case["matrix"] if "matrix" in case else case["matrix_dense"]
        expected = case["expected"] if "expected" in case else case["expected_dense"]
        size = len(matrix[0])
        got = dense(sparse.normalize_rows(rows_of(matrix)), size)
        assert_close(got, expected, tolerance_of(name))
        assert [whole.normalized(vector(row)) for row in matrix] == got


@pytest.mark.parametrize("name", ["math.inplace_col_normalize", "math.inplace_col_normalize_sparse"])
def test_columns_with_something_in_them_are_divided_by_their_sum(name):
    for case in economics.cases(name):
        matrix = case["matrix"] if "matrix" in case else case["matrix_dense"]
        expected = case["expected"] if "expected" in case else case["expected_dense"]
        size = len(matrix[0])
        got = dense(sparse.normalize_columns(rows_of(matrix), size), size)
        assert_close(got, expected, tolerance_of(name))
        table = [vector(row) for row in matrix]
        sums = [whole.column_total(table, uid) for uid in range(size)]
        assert [whole.divided(row, sums) for row in table] == got


@pytest.mark.parametrize("name", ["math.inplace_col_max_upscale", "math.inplace_col_max_upscale_sparse"])
def test_columns_are_divided_by_their_largest_value(name):
    for case in economics.cases(name):
        matrix = case["matrix"] if "matrix" in case else case["matrix_dense"]
        expected = case["expected"] if "expected" in case else case["expected_dense"]
        size = len(matrix[0])
        got = dense(sparse.upscale_columns(rows_of(matrix), size), size)
        assert_close(got, expected, tolerance_of(name))
        table = [vector(row) for row in matrix]
        largest = [max(whole.column(table, uid)) for uid in range(size)]
        assert [whole.divided(row, largest) for row in table] == got


def test_a_masked_uid_has_no_voting_stake():
    for case in economics.cases("math.inplace_mask_vector"):
        held = [not masked for masked in case["mask"]]
        everyone = [True] * len(held)
        expected = sparse.normalize(vector(case["expected"]))
        assert yuma.voting_stake(vector(case["vector"]), held, everyone) == expected
        assert yuma.voting_stake(vector(case["vector"]), everyone, held) == expected


def weighing(matrix, **changes):
    """An epoch in which every uid holds a permit and has set a row of the matrix long ago."""
    size = len(matrix)
    weights = {str(uid): [(target, value) for target, value in enumerate(row)] for uid, row in enumerate(matrix)}
    values = {"last_update": [LATE] * size, "block": LATE, **changes}
    return scenario.simple([1] * size, weights, [True] * size, **values)


def assert_visible(data, expected):
    """What counts of the weights, before their rows are normalised, is `expected`; and whole epochs agree."""
    size = data.size
    wanted = dense(
        sparse.normalize_rows([[(uid, value << 32) for uid, value in enumerate(row)] for row in expected]), size
    )
    assert dense(yuma.visible_weights(data, data.permits), size) == wanted
    cells = whole.visible_weights(data, data.permits)
    assert [[cell or 0 for cell in row] for row in cells] == wanted
    assert_all_agree(data)


def test_the_rows_of_uids_without_permit_are_emptied():
    for case in economics.cases("math.mask_rows"):
        data = weighing(case["matrix"], owner_uid=None)
        # Nobody's weight on itself counts, so the table is compared without its diagonal.
        off_diagonal = [
            [0 if i == j else value for j, value in enumerate(row)] for i, row in enumerate(case["expected"])
        ]
        assert_visible(replace(data, permits=[not masked for masked in case["mask"]]), off_diagonal)


def test_nobody_weighs_itself():
    for case in economics.cases("math.mask_diag"):
        assert_visible(weighing(case["matrix"]), case["expected"])


def test_only_the_owner_weighs_itself():
    for case in economics.cases("math.mask_diag_except_index"):
        assert_visible(weighing(case["matrix"], owner_uid=case["except_index"]), case["expected"])


def test_weights_older_than_their_target_do_not_count():
    case = economics.cases("math.vec_mask_sparse_matrix")[1]
    assert case["predicate"] == "a < b"
    hidden_by_age = weighing(
        case["matrix"], last_update=[block + 1 for block in case["first"]], registered_at=case["second"], block=4
    )
    settings = ConsensusSettings(max_allowed_validators=3, commit_reveal=True)
    hidden_by_commit = weighing(
        case["matrix"], registered_at=case["second"], commit_blocks=case["first"], settings=settings
    )
    off_diagonal = [[0 if i == j else value for j, value in enumerate(row)] for i, row in enumerate(case["expected"])]
    for data in (hidden_by_age, hidden_by_commit):
        assert_visible(data, off_diagonal)
    shown = replace(hidden_by_commit, commit_blocks=[NO_COMMIT] * 3)
    assert_visible(shown, [[0, 2, 3], [4, 0, 6], [7, 8, 0]])


def test_vectors_are_multiplied_element_by_element():
    case = economics.cases("math.vec_mul")[0]
    a, b = vector(case["a"]), vector(case["b"])
    assert [sparse.multiply(x, y) for x, y in zip(a, b, strict=True)] == vector(case["expected"])


def test_rows_are_multiplied_by_a_vector_on_arrays():
    for case in economics.cases("math.mat_vec_mul"):
        product = small_product(array_of(case["matrix"]), np.array(vector(case["vector"])))
        assert product.tolist() == array_of(case["expected"]).tolist()


def small_product(a, b):
    """The kernel's product, whose second factor is a share of one: the tables' factors are divided by 16 and back."""
    return int64.multiply(a, b >> 4) << 4


def test_rows_are_scaled_by_their_own_factor():
    for case in economics.cases("math.row_hadamard"):
        factors = vector(case["vector"])
        got = sparse.scale_rows(rows_of(case["matrix"]), factors)
        assert dense(got, len(case["matrix"][0])) == [vector(row) for row in case["expected"]]
        product = small_product(array_of(case["matrix"]), np.array(factors)[:, None])
        assert product.tolist() == array_of(case["expected"]).tolist()


def test_rows_are_summed():
    for case in economics.cases("math.row_sum"):
        assert sparse.row_sums(rows_of(case["matrix"])) == vector(case["expected"])


def test_columns_are_summed_with_the_weights_of_their_rows():
    for case in economics.cases("math.matmul"):
        got = sparse.weighted_column_sums(rows_of(case["matrix"]), vector(case["vector"]), case["columns"])
        assert got == vector(case["expected"])


def test_rows_are_summed_with_the_weights_of_their_columns():
    for case in economics.cases("math.matmul_transpose"):
        assert sparse.weighted_row_sums(rows_of(case["matrix"]), vector(case["vector"])) == vector(case["expected"])


def test_columns_are_clipped():
    for case in economics.cases("math.col_clip"):
        limits = vector(case["threshold"])
        got = sparse.clip_columns(rows_of(case["matrix"]), limits)
        assert got == rows_of(case["expected"])
        table = [zip(vector(row), limits, strict=True) for row in case["matrix"]]
        assert [[whole.clip(*pair) or 0 for pair in row] for row in table] == dense(got, len(limits))


def test_weights_move_toward_the_clipped_ones():
    for case in economics.cases("math.interpolate"):
        size = len(case["mat1"][0])
        ratio = economics.raw(I32F32, case["ratio"], single=case["abs_tolerance"] == 0)
        got = dense(sparse.interpolate(rows_of(case["mat1"]), rows_of(case["mat2"]), size, ratio), size)
        start, end = ([vector(row) for row in case[name]] for name in ("mat1", "mat2"))
        assert [[cell or 0 for cell in row] for row in whole.toward(start, end, ratio)] == got
        if case["abs_tolerance"] == 0:
            assert got == [vector(row) for row in case["expected"]]
        else:
            assert_close(got, case["expected"], case["abs_tolerance"])
