"""What the page says, in Vietnamese and English."""

from __future__ import annotations

from pathlib import Path

from solieu.training.report.wording import Wording

VIEW_WORDING = Wording(Path(__file__).parent / "wording.yaml")
