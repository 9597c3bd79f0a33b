"""Fixed-point values as storage and runtime APIs carry them: one field `bits` with the raw value.

The number of fraction bits stands in the type's parameter as a binary number of types, `typenum`'s way.
"""

from chain.codec import I64, I128, U128, Struct


class UTerm(Struct, path="substrate_typenum::uint::UTerm"):
    """Zero: where a binary number of types ends."""


class B0(Struct, path="substrate_typenum::bit::B0"):
    """The bit 0."""


class B1(Struct, path="substrate_typenum::bit::B1"):
    """The bit 1."""


class UInt1(Struct, path="substrate_typenum::uint::UInt", params={"U": UTerm, "B": B1}):
    """The number 1."""

    msb: UTerm
    lsb: B1


class UInt2(Struct, path="substrate_typenum::uint::UInt", params={"U": UInt1, "B": B0}):
    """The number 2."""

    msb: UInt1
    lsb: B0


class UInt4(Struct, path="substrate_typenum::uint::UInt", params={"U": UInt2, "B": B0}):
    """The number 4."""

    msb: UInt2
    lsb: B0


class UInt8(Struct, path="substrate_typenum::uint::UInt", params={"U": UInt4, "B": B0}):
    """The number 8."""

    msb: UInt4
    lsb: B0


class UInt16(Struct, path="substrate_typenum::uint::UInt", params={"U": UInt8, "B": B0}):
    """The number 16."""

    msb: UInt8
    lsb: B0


class UInt32(Struct, path="substrate_typenum::uint::UInt", params={"U": UInt16, "B": B0}):
    """The number 32."""

    msb: UInt16
    lsb: B0


class UInt64(Struct, path="substrate_typenum::uint::UInt", params={"U": UInt32, "B": B0}):
    """The number 64."""

    msb: UInt32
    lsb: B0


class I32f32(Struct, path="substrate_fixed::FixedI64", params={"Frac": UInt32}, type_name="I32F32"):
    """A raw I32F32 value."""

    bits: I64


class I64f64(Struct, path="substrate_fixed::FixedI128", params={"Frac": UInt64}, type_name="I64F64"):
    """A raw I64F64 value."""

    bits: I128


class I96f32(Struct, path="substrate_fixed::FixedI128", params={"Frac": UInt32}, type_name="I96F32"):
    """A raw I96F32 value."""

    bits: I128


class U64f64(Struct, path="substrate_fixed::FixedU128", params={"Frac": UInt64}, type_name="U64F64"):
    """A raw U64F64 value."""

    bits: U128


class U96f32(Struct, path="substrate_fixed::FixedU128", params={"Frac": UInt32}, type_name="U96F32"):
    """A raw U96F32 value."""

    bits: U128
