"""Field flow: which fields each stage of a search reads, makes and takes away, told without rows.

What cannot be known is never guessed: a command that nothing is known of may make any field, and
the events of an index may have any.
"""

from spl.plan.flow import choosing, gathering, making  # noqa: F401  # they fill the book
from spl.plan.flow.fields import Fields, Loss
from spl.plan.flow.reads import Read
from spl.plan.flow.walk import Passed, flow_of

__all__ = ["Fields", "Loss", "Passed", "Read", "flow_of"]
