"""With this folder on its path, a Python process ends when it is to find words in a text with a certain word in it.

So it would end by a fault in compiled code; Python runs a file of this name at its start.
"""

import os
import signal
from typing import Any

from solieu.models.extractor import Extractor

results = Extractor.results


def watched(extractor: Extractor, articles: Any) -> Any:
    def each() -> Any:
        for article in articles:
            if "SEGV" in getattr(article, "text", ""):
                os.kill(os.getpid(), signal.SIGSEGV)
            yield article

    return results(extractor, each())


Extractor.results = watched  # type: ignore[method-assign]
