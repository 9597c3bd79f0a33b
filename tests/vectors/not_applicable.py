"""The cases of the economics tables that no rule of Weft answers to, each with the reason."""

FLOW = "shares by flow are dead code in the reference too: the block's TAO follows the moving prices (economics 1.6)"
MASKS = "there is no matrix of masks: rows and pairs are masked one by one, as `math.mask_*` show"
ONE_LENGTH = "the vectors of an epoch all have an element per uid; there is no product of unequal lengths"

NOT_APPLICABLE: dict[str | tuple[str, int], str] = {
    "math.check_vec_max_limited": "the limit of a weight is the constant 65535, which none exceeds (economics 2.12)",
    "math.vecdiv": "no rule divides a vector by another; columns are divided by their sum or maximum",
    "math.inplace_mask_matrix": MASKS,
    ("math.vec_mask_sparse_matrix", 0): "no rule removes pairs by equality; the one that does by order is case 1",
    ("math.vec_mul", 1): ONE_LENGTH,
    ("math.vec_mul", 2): ONE_LENGTH,
    "flow.inplace_pow_normalize": FLOW,
}
"""By table, or by table and position of the case."""
