"""The token with which Label Studio lets a program in: where it comes from, and which of the two kinds it is."""

from __future__ import annotations

import base64
import binascii
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from solieu.annotation.errors import SolieuError

VARIABLE = "LABEL_STUDIO_API_KEY"


@dataclass(frozen=True, slots=True)
class Token:
    """A token of Label Studio. What it is never stands in a message.

    A personal access token is a JSON Web Token that only buys others, which last some minutes; a legacy token is
    sent as it is. See "Access tokens" in Label Studio's documentation of its API.

    Args:
        value: The token.
        source: Where it was found, for messages.
    """

    value: str = field(repr=False)
    source: str

    @property
    def kind(self) -> Literal["personal access token", "legacy token"]:
        """Which kind of token it is, as Label Studio's account page calls it."""
        return "personal access token" if _is_web_token(self.value) else "legacy token"


def read_token(file: Path | None) -> Token:
    """Find the token.

    Args:
        file: A file that holds it and nothing else; None to take it from the environment.

    Returns:
        The token.

    Raises:
        SolieuError: There is none, or it holds characters that no token has.
    """
    source = VARIABLE if file is None else str(file)
    value = (os.environ.get(VARIABLE, "") if file is None else _content(file)).strip()
    if not value:
        missing = "is not set" if file is None else "holds no token"
        raise SolieuError(
            f"{source}: {missing}; copy a personal access token from Label Studio's page Account & Settings into "
            f"the variable {VARIABLE} or into a file for --token-file"
        )
    if not all("!" <= character <= "~" for character in value):
        raise SolieuError(f"{source}: holds spaces or letters that no token has; it must hold the token alone")
    return Token(value, source)


def _content(file: Path) -> str:
    try:
        return file.read_bytes()[:10_000].decode("utf-8-sig")
    except OSError as error:
        raise SolieuError(f"{file}: cannot be read ({error.strerror}); give a file that holds the token") from None
    except UnicodeDecodeError:
        raise SolieuError(f"{file}: is no text; give a file that holds the token alone") from None


def _is_web_token(value: str) -> bool:
    """Tell a JSON Web Token (RFC 7519): three parts in base64, of which the first is a JSON object."""
    parts = value.split(".")
    if len(parts) != 3:
        return False
    try:
        header = json.loads(base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)))
    except (binascii.Error, ValueError):
        return False
    return isinstance(header, dict)
