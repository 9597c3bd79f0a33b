"""Scaling weights so that the largest is 65535."""

from chain.pallets.weights.scaling import max_upscaled, raw_max_upscaled
from chain.primitives.fixed import I32F32
from tests.vectors import economics


def test_submitted_weights_are_scaled_as_in_the_table() -> None:
    for case in economics.cases("math.vec_u16_max_upscale_to_u16"):
        assert max_upscaled(case["input"]) == case["expected"], case


def test_fixed_point_values_are_scaled_as_in_the_table() -> None:
    for case in economics.cases("math.vec_max_upscale_to_u16"):
        values = case.get("input_raw_bits")
        if values is None:
            single = case["input_type"].startswith("f32")
            values = [economics.raw(I32F32, number, single=single) for number in case["input"]]
        assert raw_max_upscaled(values) == case["expected"], case
