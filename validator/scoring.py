"""From replies to scores."""

import math
from typing import Any

from subnets import Task
from validator.query import Reply


def score_reply(task: Task[Any, Any], request: Any, reply: Reply) -> float:
    """What a reply is worth: the task's score within its range, and 0 for no answer or a score that is no number."""
    if reply.answer is None:
        return 0.0
    score = task.score_encoded(request, reply.answer)
    if not math.isfinite(score):
        return 0.0
    least, greatest = task.score_range
    return min(greatest, max(least, score))
