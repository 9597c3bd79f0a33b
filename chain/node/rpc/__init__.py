"""The JSON-RPC methods: one module per prefix, one function per method."""
