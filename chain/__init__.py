"""The chain: codec, primitives, state, framework, pallets, runtime, node."""
