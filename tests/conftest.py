"""Settings of all tests."""

from hypothesis import settings

# A time limit for one example fails on a busy machine and says nothing about the rule.
settings.register_profile("spl", deadline=None)
settings.load_profile("spl")
