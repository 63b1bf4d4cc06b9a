"""`solieu serve`: a model, or the rules, behind a server."""

from __future__ import annotations

import hashlib
from pathlib import Path

from solieu.annotation.errors import SolieuError
from solieu.configs import config_path
from solieu.label_studio_backend import LabelStudioBackend, read_secret
from solieu.label_studio_predictions import Predict
from solieu.terminal import plain_console

_WEIGHTS = ("model.safetensors", "model.onnx.data")


def serve_label_studio(model: str | None, host: str, port: int, secret_file: Path | None) -> None:
    """Serve a model to Label Studio until SIGTERM.

    Args:
        model: The checkpoint; None for the suggester.
        host: Where to listen.
        port: The port; 0 for any that is free.
        secret_file: Where the shared secret stands, if there is one.

    Raises:
        SolieuError: The model or the secret cannot be read, or the address cannot be used.
    """
    secret = None if secret_file is None else read_secret(secret_file)
    predict, version = _suggester() if model is None else _model(model)
    server = LabelStudioBackend((host, port), predict, version, secret)
    console = plain_console(stderr=True)
    server.run_until_terminated(lambda address: console.print(f"{version} listens on {address}", soft_wrap=True))


def _model(model: str) -> tuple[Predict, str]:
    from solieu.models.extractor import Extractor

    extractor = Extractor.from_pretrained(model)
    weights = next((path for name in _WEIGHTS if (path := Path(model) / name).is_file()), None)
    # Label Studio asks for predictions anew when the version is another: each training gets its own.
    name = Path(model).resolve().name
    version = f"{name}-{_sha256([weights])}" if weights is not None else name
    return extractor.extract_many, version


def _suggester() -> tuple[Predict, str]:
    from solieu.annotation.suggester import Suggester

    suggester = Suggester.default()
    files = sorted(config_path("suggester").glob("*.yaml"))
    return lambda documents: map(suggester.suggest, documents), f"suggester-{_sha256(files)}"


def _sha256(files: list[Path]) -> str:
    """Return the first digits of the SHA-256 of files, one after the other."""
    digest = hashlib.sha256()
    try:
        for file in files:
            with file.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
    except OSError as error:
        raise SolieuError(f"{file}: cannot be read ({error.strerror})") from None
    return digest.hexdigest()[:8]
