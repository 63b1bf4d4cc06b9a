"""With this folder on its path, a Python process fails when it is to find words in a text with a certain word in it.

SEGV ends it, as a fault in compiled code would; KILL, before a number, ends it by the signal of that number; HANG,
before the name of a file, makes that file and then waits for ever; RAISE raises an error. Python runs a file of this
name at its start.
"""

import os
import signal
import time
from pathlib import Path
from typing import Any

from solieu.models.extractor import Extractor

results = Extractor.results


def watched(extractor: Extractor, articles: Any) -> Any:
    def each() -> Any:
        for article in articles:
            words = getattr(article, "text", "").split()
            if "SEGV" in words:
                os.kill(os.getpid(), signal.SIGSEGV)
            elif "KILL" in words:
                os.kill(os.getpid(), int(words[words.index("KILL") + 1]))
            elif "HANG" in words:
                Path(words[words.index("HANG") + 1]).touch()
                time.sleep(1000)
            elif "RAISE" in words:
                raise ValueError("as it is told to")
            yield article

    return results(extractor, each())


Extractor.results = watched  # type: ignore[method-assign]
