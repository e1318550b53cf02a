"""Searches spread over many processes: what travels, what each does, how it comes together."""

from spl.engine.spread.cluster import Block, Cluster, Work
from spl.engine.spread.spread import Spread

__all__ = ["Block", "Cluster", "Spread", "Work"]
