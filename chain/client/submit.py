"""Signing a call, sending it and learning what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from substrateinterface import SubstrateInterface
from substrateinterface.exceptions import SubstrateRequestException

from chain.client.errors import BadValue, DispatchFailed, ExtrinsicRefused


class SigningKey(Protocol):
    """A key pair as bittensor-wallet and substrate-interface have it; `crypto_type` 0 is ed25519, 1 is sr25519."""

    @property
    def ss58_address(self) -> str: ...  # noqa: D102 - named by the protocol
    @property
    def public_key(self) -> bytes | None: ...  # noqa: D102
    @property
    def crypto_type(self) -> int: ...  # noqa: D102
    def sign(self, data: Any) -> bytes: ...  # noqa: D102


@dataclass(frozen=True)
class Inclusion:
    """Where an extrinsic ended up, and the events of its own, as (pallet, event, attributes)."""

    block_hash: str
    events: tuple[tuple[str, str, Any], ...]

    def attributes(self, pallet: str, event: str) -> Any:
        """The attributes of the first such event. Raises LookupError."""
        for its_pallet, its_event, attributes in self.events:
            if (its_pallet, its_event) == (pallet, event):
                return attributes
        raise LookupError(f"the extrinsic deposited no {pallet}.{event}")


def compose(connection: SubstrateInterface, pallet: str, function: str, arguments: Mapping[str, Any]) -> Any:
    """A call with its arguments encoded. Raises BadValue for one that does not fit its type."""
    try:
        return connection.compose_call(pallet, function, dict(arguments))
    except (ValueError, TypeError, NotImplementedError) as error:
        given = ", ".join(f"{name}={value!r}" for name, value in arguments.items())
        raise BadValue(f"{pallet}.{function} does not take {given[:200]}: {error}") from error


def submit(
    connection: SubstrateInterface, key: SigningKey, pallet: str, function: str, arguments: Mapping[str, Any]
) -> Inclusion:
    """Sign and send one call and wait until a block includes it.

    Raises ExtrinsicRefused if the pool does not take it, DispatchFailed if the call fails in its block.
    """
    return submit_call(connection, key, compose(connection, pallet, function, arguments))


def submit_as_root(
    connection: SubstrateInterface, sudo_key: SigningKey, pallet: str, function: str, arguments: Mapping[str, Any]
) -> Inclusion:
    """The same with the root origin, by the chain's sudo key. A failure of the inner call is DispatchFailed too."""
    inner = compose(connection, pallet, function, arguments)
    included = submit_call(connection, sudo_key, connection.compose_call("Sudo", "sudo", {"call": inner}))
    attributes = included.attributes("Sudo", "Sudid")
    result = attributes["sudo_result"] if isinstance(attributes, dict) else attributes
    if isinstance(result, dict) and "Err" in result:
        raise DispatchFailed(f"{pallet}.{function} as root", *_name_and_docs(connection, result["Err"]))
    return included


def submit_call(connection: SubstrateInterface, key: SigningKey, call: Any) -> Inclusion:
    """Sign and send a composed call and wait until a block includes it."""
    name = f"{call.value['call_module']}.{call.value['call_function']}"
    try:
        extrinsic = connection.create_signed_extrinsic(call=call, keypair=key)
        receipt = connection.submit_extrinsic(extrinsic, wait_for_inclusion=True)
    except SubstrateRequestException as error:
        raise _refusal(name, error) from error
    except ValueError as error:
        # substrate-interface's way to report an extrinsic that the pool dropped again.
        raise ExtrinsicRefused(name, 0, str(error)) from error
    if not receipt.is_success:
        failure = receipt.error_message or {}
        docs = failure.get("docs") or ""
        raise DispatchFailed(name, str(failure.get("name")), docs if isinstance(docs, str) else " ".join(docs))
    events = tuple((e.value["module_id"], e.value["event_id"], e.value["attributes"]) for e in receipt.triggered_events)
    return Inclusion(receipt.block_hash, events)


def _refusal(name: str, error: SubstrateRequestException) -> ExtrinsicRefused:
    body = error.args[0] if error.args else {}
    if not isinstance(body, dict):
        return ExtrinsicRefused(name, 0, str(body))
    message = ": ".join(str(body[part]) for part in ("message", "data") if body.get(part))
    return ExtrinsicRefused(name, int(body.get("code", 0)), message)


def _name_and_docs(connection: SubstrateInterface, error: Any) -> tuple[str, str]:
    if not isinstance(error, dict) or not isinstance(error.get("Module"), dict):
        return str(error), ""
    module = error["Module"]
    # Four bytes of which the first is the error's index.
    index = bytes.fromhex(str(module["error"]).removeprefix("0x"))[0]
    found = connection.metadata.get_module_error(module_index=module["index"], error_index=index)
    return str(found.name), " ".join(found.docs)
