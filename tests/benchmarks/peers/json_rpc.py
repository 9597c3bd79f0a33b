"""A JSON-RPC client over one kept HTTP connection, as small as it can be so that the server is what is measured."""

import http.client
import json
from typing import Any


class JsonRpcConnection:
    """One HTTP connection to a node; `call` raises RuntimeError with the node's error."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self._request = 0

    def call(self, method: str, *parameters: Any) -> Any:
        """Send one request and return its result."""
        self._request += 1
        body = json.dumps({"jsonrpc": "2.0", "id": self._request, "method": method, "params": list(parameters)})
        self._connection.request("POST", "/", body, {"Content-Type": "application/json"})
        answer = json.loads(self._connection.getresponse().read())
        if "error" in answer:
            raise RuntimeError(f"{method} answered {answer['error']}")
        return answer["result"]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
