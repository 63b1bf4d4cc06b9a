"""The Ray cluster that a run has its workers on: one that is there, or one on this machine, for as long as it lasts."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solieu.annotation.errors import SolieuError

# For plans and records; articles and results do not go through it.
_OBJECT_STORE_BYTES = 100 << 20
# So many cores work for one model on a CPU, unless the number of workers is given.
_CORES = 4


@dataclass(frozen=True)
class Cluster:
    """Workers on a Ray cluster.

    Args:
        workers: How many.
        gpus: How many GPUs each has: 0 or 1.
        threads: How many CPU cores each has.
        is_here: Whether all are on this machine.
    """

    workers: int
    gpus: int
    threads: int
    is_here: bool


@contextmanager
def cluster(workers: int | None, address: str | None) -> Iterator[Cluster]:
    """Connect to a cluster, or start one on this machine, which ends with the block.

    Args:
        workers: How many workers there shall be; None for one for each GPU, or, without any, for four cores.
        address: Where the cluster is, as Ray takes it; None for one on this machine. It listens on the loopback
            interface only. A cluster to which this process is connected is used as it is.

    Raises:
        SolieuError: Ray is not installed, or there is no such cluster, or it has fewer GPUs or cores than workers.
    """
    _set_environment(is_here=address is None)
    ray = _import_ray()
    joined = ray.is_initialized()
    if not joined:
        _connect(ray, address, workers)
    try:
        yield _divide(ray.cluster_resources(), workers, is_here=len(ray.nodes()) == 1 and address is None)
    finally:
        if not joined:
            ray.shutdown()


def _set_environment(*, is_here: bool) -> None:
    """Say what Ray reads from the environment when it is imported, unless the user has."""
    ours = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal"}
    if is_here:
        # Without clusters of more than one machine, Ray listens on the loopback interface only. The token is for other
        # users of this machine; it is in no file.
        ours |= {
            "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
            "RAY_AUTH_MODE": "token",
            "RAY_AUTH_TOKEN": secrets.token_hex(32),
        }
    for name, value in ours.items():
        os.environ.setdefault(name, value)


def _import_ray() -> Any:
    try:
        import ray
        import ray.data
    except ImportError:
        raise SolieuError(
            "--engine ray needs Ray Data, which is not installed; run: pip install 'solieu[ray]'"
        ) from None
    return ray


def _connect(ray: Any, address: str | None, workers: int | None) -> None:
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    if address is None:
        cores = max(len(os.sched_getaffinity(0)), workers or 1)
        options |= {
            "address": "local",
            "num_cpus": cores,
            "include_dashboard": False,
            "object_store_memory": _OBJECT_STORE_BYTES,
        }
    else:
        options["address"] = address
    try:
        with _nothing_said():
            ray.init(**options)
    except (ConnectionError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        where = "on this machine" if address is None else f"at {address}"
        reason = " ".join(str(error).split())[:300]
        advice = "give the --ray-address of one that runs, and set RAY_AUTH_MODE=token if it wants a token"
        raise SolieuError(f"no Ray cluster {where} ({reason}); {advice}") from None


@contextmanager
def _nothing_said() -> Iterator[None]:
    """Keep Ray's own remarks, which it writes past Python, from standard error, where a reporter may write JSON."""
    before = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


def _divide(resources: dict[str, float], workers: int | None, *, is_here: bool) -> Cluster:
    """Divide a cluster's GPUs, or its cores where there are none, among workers."""
    cores, gpus = int(resources.get("CPU", 0)), int(resources.get("GPU", 0))
    if workers is None:
        workers = gpus or max(1, cores // _CORES)
    most, what = (gpus, "GPUs") if gpus else (cores, "cores")
    if workers > most:
        raise SolieuError(f"the cluster has {most} {what}, too few for {workers} workers; give fewer --workers")
    return Cluster(workers, min(gpus, 1), max(1, cores // workers), is_here)
