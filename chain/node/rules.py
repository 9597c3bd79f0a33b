"""The rules of a chain as the node takes them: a runtime for any state, a genesis, a block time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chain.node.impersonation import Impersonation
from chain.node.ports import RuntimeOf


@dataclass(frozen=True)
class ChainRules:
    """What makes one chain differ from another; `slot_ms` is the time between the timestamps of its blocks."""

    runtime_of: RuntimeOf
    genesis: Callable[[], Mapping[bytes, bytes]]
    slot_ms: int


def rules_of(preset_name: str, impersonation: Impersonation) -> ChainRules:
    """Return the rules of a named preset of `chain.genesis`.

    Raises:
        LookupError: there is no such preset.
    """
    # Imported here: the pallets are most of what a process has to load.
    from chain.genesis import preset
    from chain.runtime import Runtime
    from chain.state import State

    chosen = preset(preset_name)

    def genesis() -> Mapping[bytes, bytes]:
        state = State()
        Runtime(state, chosen.settings).build_genesis(chosen)
        return {key: value for key, value in state.changes().items() if value is not None}

    def runtime_of(state: State) -> Runtime:
        return Runtime(state, chosen.settings, verify_signature=impersonation.check)

    return ChainRules(runtime_of, genesis, chosen.settings.slot_duration_ms)
