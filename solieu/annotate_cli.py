"""`solieu annotate`: articles to Label Studio and annotations back."""

from __future__ import annotations

import typer

from solieu.annotate_agreement_cli import agreement
from solieu.annotate_files_cli import config, export, import_
from solieu.annotate_next_cli import next_
from solieu.annotate_server_cli import pull, push
from solieu.annotate_suggestions_cli import acceptance, score_rules, suggest

annotate_app = typer.Typer(
    help="Exchange articles and annotations with Label Studio (trao đổi bài và nhãn với Label Studio).",
    no_args_is_help=True,
)

_SERVER = "With a Label Studio server (qua máy chủ)"
_FILES = "With files, for a server that is out of reach (qua tệp)"
_SUGGESTIONS = "Suggestions (gợi ý)"
_ANNOTATORS = "Annotators (người gán nhãn)"

annotate_app.command(rich_help_panel=_SERVER)(push)
annotate_app.command(rich_help_panel=_SERVER)(pull)
annotate_app.command(name="next", rich_help_panel=_SERVER)(next_)
annotate_app.command(rich_help_panel=_FILES)(config)
annotate_app.command(rich_help_panel=_FILES)(export)
annotate_app.command(name="import", rich_help_panel=_FILES)(import_)
annotate_app.command(rich_help_panel=_SUGGESTIONS)(suggest)
annotate_app.command(name="score-rules", rich_help_panel=_SUGGESTIONS)(score_rules)
annotate_app.command(rich_help_panel=_SUGGESTIONS)(acceptance)
annotate_app.command(rich_help_panel=_ANNOTATORS)(agreement)
