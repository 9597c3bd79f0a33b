"""Run by the interpreter of the bittensor SDK 11: signs or verifies one request with the SDK's own functions.

Standard input is a JSON object with `action`, `uri`, `method`, `path`, `body` (hex) and `receiver`, for `verify` also
`headers`; standard output is the headers, or the caller, or the name of the error.
"""

import json
import sys

import bittensor
from bittensor.keyfiles import Keypair

request = json.load(sys.stdin)
common = {"method": request["method"], "path": request["path"]}
body = bytes.fromhex(request["body"])
if request["action"] == "sign":
    key = Keypair.create_from_uri(request["uri"], crypto_type=request.get("crypto_type", 1))
    print(json.dumps(bittensor.http_auth.sign(key, body=body, receiver_ss58=request["receiver"], **common)))
else:
    try:
        caller = bittensor.http_auth.verify(request["headers"], body, self_hotkey_ss58=request["receiver"], **common)
        print(json.dumps({"caller": caller.hotkey_ss58}))
    except bittensor.http_auth.AuthError as error:
        print(json.dumps({"error": type(error).__name__}))
