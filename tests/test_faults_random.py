"""Killed at any moment that chance chooses: the site is whole, and nothing is lost.

A few kills here; 500 and more by hand: ``BACKISSUE_KILLS=500 pytest tests/test_faults_random.py``.
``BACKISSUE_SEED`` chooses another chance.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.chaos import Rounds
from tests.conftest import needs_fork

KILLS = int(os.environ.get("BACKISSUE_KILLS", "8"))
SEED = int(os.environ.get("BACKISSUE_SEED", "2026"))


@needs_fork
def test_builds_that_are_killed_at_random_leave_a_whole_site(memory: Path) -> None:
    rounds = Rounds(memory, SEED)
    while rounds.kills < KILLS:
        rounds.play()
    print(f"{rounds.kills} killed: {rounds.told}")  # noqa: T201 - with pytest -s
