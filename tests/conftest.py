"""Settings of all tests."""

import os
import signal

from hypothesis import settings

# What is set on this machine is no matter of the tests.
os.environ["SPL_NO_CONFIG"] = "1"

# What a shell runs in the background is deaf to Ctrl-C, and so would be what the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A time limit for one example fails on a busy machine and says nothing about the rule.
settings.register_profile("spl", deadline=None)
# For a quick look while working: pytest --hypothesis-profile=quick
settings.register_profile("quick", deadline=None, max_examples=10)
settings.load_profile("spl")
