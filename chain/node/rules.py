"""The rules of a chain as the node takes them: a runtime for any state, a genesis, a block time."""

from collections.abc import Callable, Mapping

from chain.codec import Record, replace
from chain.node.impersonation import Impersonation
from chain.node.metadata_cache import MetadataCache
from chain.node.ports import RuntimeOf


class ChainRules(Record):
    """What makes one chain differ from another; `slot_ms` is the time between the timestamps of its blocks."""

    runtime_of: RuntimeOf
    genesis: Callable[[], Mapping[bytes, bytes]]
    slot_ms: int


def rules_of(preset_name: str, impersonation: Impersonation, *, hears_quicknet: bool = False) -> ChainRules:
    """Return the rules of a named preset of `chain.genesis`, which hears the development beacon or quicknet.

    Raises:
        LookupError: there is no such preset.
    """
    # Imported here: the pallets are most of what a process has to load.
    from chain.frame.version import METADATA_VERSIONS
    from chain.genesis import preset
    from chain.runtime import Runtime, knows_metadata, remember_metadata
    from chain.state import State

    chosen = preset(preset_name)
    if hears_quicknet:
        chosen = replace(chosen, has_development_beacon=False)
    cache = MetadataCache(chosen.settings)
    if not knows_metadata(chosen.settings):
        for version, encoded in cache.read().items():
            remember_metadata(chosen.settings, version, encoded)

    def genesis() -> Mapping[bytes, bytes]:
        is_described = knows_metadata(chosen.settings)
        state = State()
        runtime = Runtime(state, chosen.settings)
        runtime.build_genesis(chosen)
        if not is_described:
            cache.write({version: runtime.metadata(version) for version in METADATA_VERSIONS})
        return {key: value for key, value in state.changes().items() if value is not None}

    def runtime_of(state: State) -> Runtime:
        return Runtime(state, chosen.settings, verify_signature=impersonation.check)

    return ChainRules(runtime_of, genesis, chosen.settings.slot_duration_ms)
