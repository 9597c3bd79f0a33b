"""What a declaration such as `StorageMap[AccountId, U64](…)` says about itself when its class is made."""

from typing import Any, get_args


def type_arguments(declaration: object, owner: type, attribute: str, count: int) -> tuple[Any, ...]:
    """The type arguments in the brackets; TypeError where they are missing or too few."""
    alias = getattr(declaration, "__orig_class__", None)
    arguments = get_args(alias)
    if len(arguments) != count:
        kind = type(declaration).__name__
        raise TypeError(
            f"{owner.__name__}.{attribute}: {kind} takes {count} type argument(s) in brackets, "
            f"as in {kind}[{', '.join('T' * count)}](…); {len(arguments)} given"
        )
    return arguments


def wire_name_of(attribute: str) -> str:
    """The CamelCase name on the wire of a snake_case attribute; digits and capitals are kept."""
    return "".join(part[:1].upper() + part[1:] for part in attribute.split("_"))
