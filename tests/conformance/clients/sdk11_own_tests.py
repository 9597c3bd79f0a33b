"""The end-to-end tests that bittensor 11.3.0 ships, unmodified, against a fresh localnet.

Usage: python sdk11_own_tests.py ws://127.0.0.1:9944 SOURCES, with the SDK's own interpreter; SOURCES is the unpacked
source distribution. The third of them waits for pulses of the real beacon and is left out.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path


def main(endpoint, sources):
    os.environ |= {"E2E_ENDPOINT": endpoint, "E2E_POW_BACKEND": "cpu"}
    sys.path.append(sources)
    from tests.e2e import test_null_consensus, test_pow_registration

    asyncio.run(test_null_consensus.test_null_yuma_null_emissions_via_python_sdk())
    print("ok null-consensus", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(test_pow_registration.test_pow_register_unfunded_coldkey_and_owner_toggle(Path(folder)))
    print("ok pow-registration", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
