"""The runtime version as JSON."""

from typing import Any

from chain.node.rpc.hexadecimal import hex_of


def runtime_version_json(version: Any) -> dict[str, Any]:
    """Return a `sp_version::RuntimeVersion` as Substrate shows it."""
    return {
        "specName": version.spec_name,
        "implName": version.impl_name,
        "authoringVersion": version.authoring_version,
        "specVersion": version.spec_version,
        "implVersion": version.impl_version,
        "apis": [[hex_of(identifier), number] for identifier, number in version.apis],
        "transactionVersion": version.transaction_version,
        "systemVersion": version.system_version,
        "stateVersion": version.system_version,
    }
