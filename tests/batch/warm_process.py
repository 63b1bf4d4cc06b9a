"""A process that has imported all there is to import, and forks one for each command, which so begins in no time.

It reads requests from standard input and answers on standard output, a line of JSON each: ``{"words": …, "log": …}``
starts a command and is answered with its ``pid``; ``{"wait": pid}`` with its ``status`` (negative for a signal) and
its ``memory``, the most bytes that it had.
"""

import json
import os
import resource
import signal
import sys
import traceback
from runpy import run_path
from typing import Any

from solieu.batch import json_reporter, run, terminal_reporter  # noqa: F401  imported before the forks
from solieu.cli import main
from solieu.models import values  # noqa: F401
from solieu.models.extractor import Extractor


def kill_at(step: int, directory: str) -> None:
    """Kill this process before the step at which it opens, renames or removes something in a directory."""
    steps = 0

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal steps
        if event in ("open", "os.rename", "os.remove") and str(arguments[0]).startswith(directory):
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def command(request: dict[str, Any]) -> int:
    """Run one command in a process of its own."""
    log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if "file_size" in request:
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["file_size"],) * 2)
    if "kill_at" in request:
        kill_at(request["kill_at"], request["directory"])
    if "fault" in request:
        os.environ["PYTHONPATH"] = request["fault"]  # of the processes that this one starts
        run_path(f"{request['fault']}/sitecustomize.py")
    sys.argv = ["solieu", *request["words"]]
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def serve() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        if "wait" in request:
            _, status, usage = os.wait4(request["wait"], 0)
            answer = {"status": os.waitstatus_to_exitcode(status), "memory": usage.ru_maxrss * 1024}
        else:
            pid = os.fork()
            if pid == 0:
                status = 99
                try:
                    status = command(request)
                except BaseException:
                    traceback.print_exc()
                finally:
                    sys.stdout.flush()
                    sys.stderr.flush()
                    os._exit(status)
            answer = {"pid": pid}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    # What is loaded lazily is loaded once, here.
    Extractor.from_pretrained(sys.argv[1]).extract("Công an tỉnh")
    print("{}", flush=True)
    serve()
