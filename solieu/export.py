"""`solieu export`: a tagger as an ONNX model, and what that has cost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from solieu.terminal import plain_console, show_warnings

if TYPE_CHECKING:  # it imports torch
    from solieu.training.export import Export


def export(
    model: Annotated[str, typer.Argument(help="A directory that `solieu train` wrote.")],
    out: Annotated[Path, typer.Argument(help="The directory to make, which all commands take as a model.")],
    data: Annotated[list[str], typer.Option(help="Annotated articles to score it on; may be given several times.")],
    to: Annotated[
        Literal["onnx", "onnx-int8"], typer.Option("--format", help="fp32, or matrices in 8 bits: smaller and faster.")
    ] = "onnx",
    max_loss: Annotated[float, typer.Option(min=0, help="The most points of F1 that may be lost.")] = 0.5,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the exported model in OUT.")] = False,
    allow_seen: Annotated[
        bool, typer.Option("--allow-seen", help="Score even if the model was trained on all of the articles.")
    ] = False,
) -> None:
    """Write a tagger as an ONNX model, which starts faster and needs no PyTorch; refused if it finds entities worse."""
    from solieu.annotation.corpus import read_documents

    documents = read_documents(data)
    from solieu.training.export import export as run

    found = run(
        *(model, out, documents, ", ".join(data)),
        to=to,
        max_loss=max_loss,
        overwrite=overwrite,
        allow_seen=allow_seen,
    )
    _show(found, out, data)


def _show(found: Export, out: Path, data: Sequence[str]) -> None:
    console = plain_console()
    console.print(
        f"strict micro-F1 on {found.articles} articles of {', '.join(data)}: {found.f1_before:.4f} before, "
        f"{found.f1_after:.4f} after; logits in fp32 differ by at most {found.largest_difference:.2g}",
        soft_wrap=True,
    )
    show_warnings(found.warnings, console)
    console.print(f"the model ({found.format}, {found.bytes / 1e6:.1f} MB) is in {out}", soft_wrap=True)
