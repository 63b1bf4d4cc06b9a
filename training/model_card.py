"""The model card: what a checkpoint is, written from what was measured."""

from __future__ import annotations

from pathlib import Path

from solieu.annotation.atomic import write_atomically
from solieu.annotation.errors import SolieuError
from solieu.models.encoder_source import COMPACT
from solieu.training.config import TrainingConfig
from solieu.training.corpora import Corpora
from solieu.training.evaluation import Evaluation
from solieu.training.fit import Fit
from solieu.training.licences import licence_of
from solieu.training.measures.scoring import Score

CARD = "README.md"
# The last sections of a card, if there are any.
_CALIBRATION = "\n## Calibration\n"
_EXPORT = "\n## Export\n"


def write_model_card(
    directory: Path, config: TrainingConfig, corpora: Corpora, fitted: Fit, evaluation: Evaluation | None
) -> None:
    """Write ``README.md`` into a checkpoint's directory, with the metadata that the hub reads.

    Args:
        directory: The checkpoint.
        config: How it was trained.
        corpora: On what.
        fitted: What came of it.
        evaluation: Its scores on documents it has not seen, if there were any.
    """
    base = "intfloat/multilingual-e5-small" if config.encoder == COMPACT else config.encoder
    # The hub knows its own models only, and no directories of this machine.
    is_public = config.encoder == COMPACT or not Path(config.encoder).expanduser().exists()
    licence = licence_of(config.encoder)
    spans = sum(len(document.spans) for document in corpora.train)
    lines = [
        "---",
        "language: vi",
        "library_name: solieu",
        "pipeline_tag: token-classification",
        *([f"base_model: {base}"] if is_public else []),
        *([f"license: {licence}"] if licence else []),
        "tags: [token-classification, named-entity-recognition, vietnamese]",
        "---",
        "",
        "# solieu: entities in Vietnamese news",
        "",
        f"A token classifier on `{base}` that marks {len(corpora.schema.labels)} kinds of entities: "
        + ", ".join(f"`{label.name}` ({label.title_en}, {label.title_vi})" for label in corpora.schema.labels)
        + ".",
        "",
        "## Use",
        "",
        "```python",
        "from solieu import Extractor",
        "",
        'extractor = Extractor.from_pretrained("this directory")',
        'document = extractor.extract("Đại tá Lâm Minh Hồng - Giám đốc Công an tỉnh")',
        "for span in document.spans:",
        "    print(document.span_text(span), span.label, span.score)",
        "```",
        "",
        '`transformers.pipeline("token-classification", model="this directory")` loads it too, without solieu\'s '
        "word offsets, windows and legal tag sequences.",
        "",
        "## Training",
        "",
        f"{config.epochs} epochs on {len(corpora.train)} articles with {spans} spans "
        f"({fitted.cut} of them cannot be given back exactly), learning rate {config.learning_rate:g}, batches of at "
        f"most {config.batch_subwords} subwords, windows of at most {config.max_length}, "
        + ("syllables" if config.segmenter == "none" else f"words as {config.segmenter} joins them")
        + f", seed {config.seed}"
        + (", word embeddings frozen" if config.freeze_embeddings else "")
        + ". The whole configuration is in `config.yaml`, the packages in `environment.json`, the data's hashes in "
        "`data.json`.",
        "",
        *_development(corpora, fitted),
        "## Evaluation",
        "",
        *_scores(evaluation, config, corpora),
    ]
    with write_atomically(directory / CARD) as file:
        file.write("\n".join(lines) + "\n")


def _development(corpora: Corpora, fitted: Fit) -> list[str]:
    scored = [epoch for epoch in fitted.history if "f1" in epoch]
    if not scored:
        return []
    best = max(scored, key=lambda epoch: epoch["f1"])
    return [
        f"Of its epochs this is number {best['epoch']:g}, the best on {len(corpora.dev)} development articles "
        f"(strict micro-F1 {best['f1']:.3f} there, which is the number it was chosen by and so no measure of it).",
        "",
    ]


def _scores(evaluation: Evaluation | None, config: TrainingConfig, corpora: Corpora) -> list[str]:
    if evaluation is None:
        reason = "every evaluation article was trained on" if corpora.left_out else "no fitting articles were given"
        return [f"None: {reason}. Measure it with `solieu evaluate --model DIR --data FILE`."]
    strict = evaluation.strict
    occurring = [(name, result) for name, result in strict.labels.items() if result.gold or result.predicted]
    rows = [("micro", strict.micro), ("macro", strict.macro), *occurring]
    return [
        f"On {evaluation.documents} articles that this training has not seen ({', '.join(config.data.evaluate)}), "
        "strict: the same start, end and label. Intervals: 95 %, percentile bootstrap over articles.",
        "",
        "| | precision | recall | F1 | 95 % interval |",
        "|---|---|---|---|---|",
        *(f"| {name} | {_row(result)} |" for name, result in rows),
        *(f"\n{warning}." for warning in evaluation.warnings),
    ]


def note_calibration(directory: Path, sentence: str) -> None:
    """Say in a checkpoint's model card that its scores are calibrated, in place of what it said of that before.

    Args:
        directory: The checkpoint; nothing is done if it has no card.
        sentence: What to say.

    Raises:
        SolieuError: The card cannot be read or written.
    """
    _end_with(directory / CARD, _CALIBRATION, sentence)


def note_export(directory: Path, sentence: str) -> None:
    """Say in the model card of an exported model what it is and what the export has changed.

    Args:
        directory: The exported model; nothing is done if it has no card.
        sentence: What to say.

    Raises:
        SolieuError: The card cannot be read or written.
    """
    _end_with(directory / CARD, _EXPORT, sentence)


def _end_with(path: Path, heading: str, sentence: str) -> None:
    """Make a section the last of a card, if there is a card."""
    if not path.is_file():
        return
    try:
        card = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SolieuError(f"{path}: the model card cannot be read ({error}); mend or remove it") from None
    before, _, _ = card.partition(heading)
    with write_atomically(path) as file:
        file.write(f"{before.rstrip()}\n{heading}\n{sentence}\n")


def _row(result: Score) -> str:
    interval = "–" if result.interval is None else f"{result.interval[0]:.3f} – {result.interval[1]:.3f}"
    return f"{result.precision:.3f} | {result.recall:.3f} | {result.f1:.3f} | {interval}"
