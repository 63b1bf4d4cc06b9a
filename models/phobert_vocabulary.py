"""PhoBERT's vocabulary files, ``vocab.txt`` and ``bpe.codes``, read as transformers' `PhobertTokenizer` reads them.

PhoBERT splits a word by byte-pair encoding (Sennrich et al., 2016, https://aclanthology.org/P16-1162): a word is
its characters, the last with ``</w>`` behind it; the pair of neighbours that stands first in ``bpe.codes`` is
joined wherever it occurs, then the next, until no pair is left. Each *symbol* that remains is looked up in
``vocab.txt``, as a *piece* that has ``@@`` behind it unless it ends the word (there without ``</w>``).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from solieu.annotation.errors import SolieuError

VOCABULARY_FILE = "vocab.txt"
MERGES_FILE = "bpe.codes"
UNKNOWN = "<unk>"
MASK = "<mask>"
SPECIAL = ("<s>", "<pad>", "</s>", UNKNOWN, MASK)
WORD_END = "</w>"
_GOES_ON = "@@"

Merge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Numbering:
    """The symbols of byte-pair encoding with an id each.

    Args:
        ids: An id of its own for each symbol and each special piece, without gaps.
        extra: For each id that is not PhoBERT's, the id that PhoBERT gives to the symbol. Mostly that of
            ``<unk>``: a merge may be a step towards a longer piece and make what ``vocab.txt`` lacks.
        own: How many ids PhoBERT has; they are ``0`` to ``own - 1``.
    """

    ids: dict[str, int]
    extra: dict[int, int]
    own: int


def read_pieces(content: bytes, name: str) -> dict[str, int]:
    """Read the pieces of ``vocab.txt``.

    Args:
        content: The file: a piece, a space and a count on each line.
        name: The file's name, for errors.

    Returns:
        The id of each piece, special ones included. A piece that stands there twice has its later id, and so
        may two pieces have one id: `PhobertTokenizer` numbers them so.

    Raises:
        SolieuError: The file is not UTF-8, is empty, or a line has no count.
    """
    lines = _lines(content, name)
    if not lines[-1]:
        lines.pop()
    if not lines:
        raise SolieuError(f"{name}: is empty; copy the file of the checkpoint again")
    pieces = {special: number for number, special in enumerate(SPECIAL[:-1])}
    for number, line in enumerate(lines, 1):
        piece, space, _ = line.strip().rpartition(" ")
        if not space:
            raise SolieuError(
                f"{name}: line {number}: expected a piece, a space and a count, got {line[:80]!r}; copy the file of "
                "the checkpoint again"
            )
        pieces[piece] = len(pieces)
    pieces.setdefault(MASK, len(pieces))
    if len({pieces[special] for special in SPECIAL}) < len(SPECIAL):
        raise SolieuError(
            f"{name}: repeats lines, so that two of {', '.join(SPECIAL)} have one id; copy the file of the checkpoint "
            "again"
        )
    return pieces


def read_merges(content: bytes, name: str) -> list[Merge]:
    """Read the merges of ``bpe.codes``.

    Args:
        content: The file: two symbols and a count on each line, parted by white space. What follows the last
            line feed, and a line of fewer or more parts, is no merge to `PhobertTokenizer`.
        name: The file's name, for errors.

    Returns:
        The merges in the order in which they are applied: that of the lines, and of the last one for a merge
        that stands there twice.

    Raises:
        SolieuError: The file is not UTF-8, has no merge, or has one of which it cannot be guaranteed that
            `tokenizers` applies it as `PhobertTokenizer` does.
    """
    ranks: dict[Merge, int] = {}
    for rank, line in enumerate(_lines(content, name)[:-1]):
        match line.split()[:-1]:
            # Nothing follows the end of a word, and it is no symbol by itself: such merges never apply.
            case [first, second] if not first.endswith(WORD_END) and second != WORD_END:
                ranks[first, second] = rank
    if not ranks:
        raise SolieuError(
            f"{name}: has no line of two symbols and a count, such as 'n g</w> 12'; copy the file of the checkpoint "
            "again"
        )
    made: dict[str, int] = {}
    for (first, second), rank in ranks.items():
        symbol = first + second
        made[symbol] = max(rank, made.get(symbol, rank))
        literal_end = symbol.endswith(WORD_END) and not second.endswith(WORD_END)
        if literal_end or not {first, second, symbol}.isdisjoint(SPECIAL):
            raise SolieuError(
                f"{name}: line {rank + 1}: joins {first!r} and {second!r}, but special pieces and {WORD_END!r} are no "
                "part of a word; remove the line"
            )
    for merge, rank in ranks.items():
        for symbol in merge:
            # `tokenizers` applies a merge as soon as it can, `PhobertTokenizer` when the one before is applied
            # everywhere in the word: the same where each symbol is made before it is used.
            if made.get(symbol, -1) > rank:
                raise SolieuError(
                    f"{name}: line {rank + 1}: joins {symbol!r}, which line {made[symbol] + 1} makes; put the line "
                    "that makes a symbol before those that join it further"
                )
    return sorted(ranks, key=ranks.__getitem__)


def number_symbols(pieces: dict[str, int], merges: list[Merge]) -> Numbering:
    """Give each symbol an id from which PhoBERT's follows.

    `tokenizers` must tell all symbols apart to join them and cannot give one id to two of them. So a symbol
    has the id of its piece if no other has it, and otherwise one of those that follow PhoBERT's.

    Args:
        pieces: The pieces, from `read_pieces`.
        merges: The merges, from `read_merges`.
    """
    own = max(pieces.values()) + 1
    ids = {special: pieces[special] for special in SPECIAL}
    taken = set(ids.values())
    extra: dict[int, int] = {}
    needed = dict.fromkeys(symbol for first, second in merges for symbol in (first, second, first + second))
    for symbol in dict.fromkeys([*map(_symbol, pieces), *needed]):
        number = pieces.get(_piece(symbol), pieces[UNKNOWN])
        if symbol in ids:
            continue
        if number not in taken:
            ids[symbol] = number
            taken.add(number)
        elif symbol in needed or len(symbol.removesuffix(WORD_END)) == 1:
            ids[symbol] = own + len(extra)
            extra[own + len(extra)] = number
    # No word holds a space, so these names are nobody's.
    ids |= {f" {number}": number for number in range(own) if number not in taken}
    return Numbering(ids, extra, own)


def vocabulary_files(directory: Path) -> tuple[Path, Path] | None:
    """Return PhoBERT's two files in a checkpoint, or None where one of them is missing."""
    files = directory / VOCABULARY_FILE, directory / MERGES_FILE
    return files if all(file.is_file() for file in files) else None


def _symbol(piece: str) -> str:
    """Return the symbol that is looked up as this piece."""
    return piece.removesuffix(_GOES_ON) if piece.endswith(_GOES_ON) and piece != _GOES_ON else piece + WORD_END


def _piece(symbol: str) -> str:
    """Return the piece as which a symbol is looked up."""
    return symbol.removesuffix(WORD_END) if symbol.endswith(WORD_END) else symbol + _GOES_ON


def _lines(content: bytes, name: str) -> list[str]:
    """Split a file at line feeds, those of other systems included."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SolieuError(f"{name}: line {line}: is not UTF-8; copy the file of the checkpoint again") from None
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
