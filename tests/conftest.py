"""Settings for every test: properties are not timed, and CI tries the same examples every time."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "weft",
    deadline=None,  # a busy machine is no failure
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("weft")
