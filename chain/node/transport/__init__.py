"""Bytes in and out: HTTP and WebSocket on one port, limits, and who may connect."""
