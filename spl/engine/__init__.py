"""What runs a plan: one interface, and the engine of this machine."""

from spl.engine.executor import Executor, Loading
from spl.engine.local import Local
from spl.engine.run import run

__all__ = ["Executor", "Loading", "Local", "run"]
