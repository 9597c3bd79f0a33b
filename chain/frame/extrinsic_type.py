"""The type that metadata and runtime APIs give to a whole extrinsic: opaque bytes whose parameters tell the parts."""

from functools import cache

from chain.codec import Struct, make_struct
from chain.frame.call import RuntimeCall
from chain.frame.extension import TransactionExtension
from chain.primitives.address import MultiAddress
from chain.primitives.signature import MultiSignature


@cache
def extrinsic_type(extensions: tuple[type[TransactionExtension], ...]) -> type[Struct]:
    """Return the struct of one field, `encoded`: the extrinsic's bytes without their length."""
    return make_struct(
        "UncheckedExtrinsic",
        {"encoded": bytes},
        module=__name__,
        path="sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic",
        params={
            "Address": MultiAddress,
            "Call": RuntimeCall,
            "Signature": MultiSignature,
            "Extra": extra_of(extensions),
        },
        unnamed=True,
    )


def extra_of(extensions: tuple[type[TransactionExtension], ...]) -> object:
    """Return the annotation of what all extensions add to a transaction."""
    return tuple.__class_getitem__(tuple(extension.Extra for extension in extensions))
