"""Settings of all tests."""

import os

from hypothesis import settings

# What is set on this machine is no matter of the tests.
os.environ["SPL_NO_CONFIG"] = "1"

# A time limit for one example fails on a busy machine and says nothing about the rule.
settings.register_profile("spl", deadline=None)
# For a quick look while working: pytest --hypothesis-profile=quick
settings.register_profile("quick", deadline=None, max_examples=10)
settings.load_profile("spl")
