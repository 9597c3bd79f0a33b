"""GenesisBuilder: the genesis presets of this runtime, and the state that one makes."""

import json
from collections.abc import Callable

from chain.codec import Err, Ok, Result
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.genesis import PRESETS, GenesisPreset, preset
from chain.settings import RuntimeSettings


class GenesisBuilder(RuntimeApi, version=1):
    """Genesis presets by name. A preset's JSON names it: `{"preset": "localnet"}`."""

    def __init__(self, settings: RuntimeSettings, build: Callable[[GenesisPreset], None]) -> None:
        self._settings = settings
        self._build = build

    @api_method
    def build_state(self, json_: bytes) -> Result[None, str]:
        """Write the state of block 0 that the JSON describes, or say why that cannot be."""
        try:
            chosen = preset(json.loads(json_)["preset"])
        except (ValueError, LookupError, TypeError) as error:
            return Err(f'not the JSON of a preset, such as {{"preset": "localnet"}}: {error}')
        if chosen.settings != self._settings:
            return Err(f"the preset {chosen.name} is for a runtime of other settings than this one")
        self._build(chosen)
        return Ok(None)

    @api_method
    def get_preset(self, id_: str | None) -> bytes | None:
        """The JSON of a preset, of the one that this runtime was set up for where none is named."""
        if id_ is not None:
            return json.dumps({"preset": id_}).encode() if id_ in PRESETS else None
        own = [name for name, make in PRESETS.items() if make().settings == self._settings]
        return json.dumps({"preset": own[0]}).encode() if own else None

    @api_method
    def preset_names(self) -> list[str]:
        """The names of all presets."""
        return list(PRESETS)
