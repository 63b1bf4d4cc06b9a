"""The data card, `data/README.md`: what it says of the articles is what the files hold."""

import json
import re
from collections import Counter
from pathlib import Path
from statistics import median
from unicodedata import is_normalized

import pytest
import yaml
from datasets import load_dataset

from solieu.annotation import Document, LabelSchema
from solieu.annotation.checks import check_files
from solieu.annotation.jsonl import read_jsonl
from solieu.annotation.statistics import CorpusStatistics, corpus_statistics
from solieu.training.config import DataConfig
from solieu.training.corpora import read_corpora

DATA = Path(__file__).parents[1] / "data"
FILES = (DATA / "authored.jsonl", DATA / "seeds.jsonl")
QUOTATION_MARKS = set("\"'“”‘’«»")


@pytest.fixture(scope="module")
def card() -> str:
    return (DATA / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def corpora() -> tuple[list[Document], list[Document]]:
    authored, seeds = (list(read_jsonl(path)) for path in FILES)
    return authored, seeds


@pytest.fixture(scope="module")
def counts(corpora: tuple[list[Document], list[Document]]) -> tuple[CorpusStatistics, CorpusStatistics]:
    authored, seeds = corpora
    return corpus_statistics(authored), corpus_statistics(seeds)


def table(card: str, first: str) -> dict[str, tuple[str, ...]]:
    """Return the rows of the card's table whose first column is headed `first`: first cell to the others."""
    (lines,) = re.findall(rf"^\| ?{re.escape(first)} \|.*\n\|[-:|]+\|\n((?:\|.*\n)+)", card, re.MULTILINE)
    rows = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines.splitlines()]
    assert len({row[0] for row in rows}) == len(rows)
    return {row[0]: tuple(row[1:]) for row in rows}


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%"


def lines_with_text(documents: list[Document]) -> list[tuple[str, bool]]:
    """Return each line that is not blank, and whether a span lies in it."""
    lines = []
    for document in documents:
        for match in re.finditer(r"[^\n]*\S[^\n]*", document.text):
            has_span = any(span.start < match.end() and span.end > match.start() for span in document.spans)
            lines.append((match.group(), has_span))
    return lines


def size_and_shape(documents: list[Document]) -> dict[str, str]:
    counts = corpus_statistics(documents)
    words = sorted(len(document.text.split()) for document in documents)
    lines = lines_with_text(documents)
    bare = sum(not has_span for _, has_span in lines)
    return {
        "articles": f"{counts.documents:,}",
        "words (between white space)": f"{counts.words:,}",
        "characters (code points)": f"{counts.characters:,}",
        "spans": f"{counts.spans:,}",
        "words in the shortest, median and longest article": f"{words[0]:,}, {median(words):,.0f}, {words[-1]:,}",
        "words in the longest line": f"{max(len(line.split()) for line, _ in lines):,}",
        "spans per 1,000 words": f"{1000 * counts.spans / counts.words:.1f}",
        "lines with text": f"{len(lines):,}",
        "of these, lines without a span": f"{bare:,} ({share(bare, len(lines))})",
        "articles with a non-breaking space": f"{sum(chr(0xA0) in document.text for document in documents):,}",
    }


def test_the_sizes_are_those_of_the_files(card: str, corpora: tuple[list[Document], list[Document]]) -> None:
    authored, seeds = (size_and_shape(documents) for documents in corpora)

    assert table(card, "") == {name: (authored[name], seeds[name]) for name in authored}


def test_the_vietnamese_summary_gives_the_same_sizes(
    card: str, counts: tuple[CorpusStatistics, CorpusStatistics]
) -> None:
    authored, seeds = counts

    assert f"`seeds.jsonl` gồm {seeds.documents} bài thật ({seeds.spans} thực thể)" in card
    assert f"`authored.jsonl` gồm {authored.documents} bài ({authored.spans:,} thực thể)".replace(",", ".") in card


def test_every_labels_spans_and_shares_are_those_of_the_files(
    card: str, counts: tuple[CorpusStatistics, CorpusStatistics]
) -> None:
    spans = [{label.label: label.spans for label in corpus.labels} for corpus in counts]

    assert table(card, "label") == {
        name: tuple(
            cell
            for of_label, corpus in zip(spans, counts, strict=True)
            for cell in (f"{of_label[name]:,}", share(of_label[name], corpus.spans))
        )
        for name in LabelSchema.default().names
    }


def test_the_named_differences_and_the_rare_labels_are_those_of_the_table(card: str) -> None:
    rows = table(card, "label")
    rare = sorted((label for label, row in rows.items() if int(row[2]) < 20), key=lambda label: int(rows[label][2]))

    assert f"LOC ({rows['LOC'][1]} against {rows['LOC'][3]})" in card
    assert f"CAMPAIGN ({rows['CAMPAIGN'][1]} against {rows['CAMPAIGN'][3]})" in card
    assert f"{', '.join(rare[:-1])} and {rare[-1]} with fewer than 20 spans each" in card


def test_each_seeds_row_is_what_the_seed_holds(card: str, corpora: tuple[list[Document], list[Document]]) -> None:
    _, seeds = corpora

    assert table(card, "seed") == {
        seed.id: (
            f"{len(seed.text.split()):,}",
            f"{len(seed.spans):,}",
            *(seed.meta.get(key, "") for key in ("published", "outlet", "province")),
        )
        for seed in seeds
    }


def test_as_many_articles_have_each_topic_as_the_card_says(
    card: str, corpora: tuple[list[Document], list[Document]]
) -> None:
    authored, _ = corpora
    topics = Counter(document.meta["topic"] for document in authored)

    assert table(card, "`topic`") == {topic: (str(count),) for topic, count in topics.items()}


def test_as_many_articles_carry_each_metadata_field_as_the_card_says(
    card: str, corpora: tuple[list[Document], list[Document]]
) -> None:
    keys = {key for documents in corpora for document in documents for key in document.meta}
    expected = {
        key: tuple(str(sum(key in document.meta for document in documents)) for documents in corpora) for key in keys
    }
    expected["none of these three"] = tuple(
        str(sum(not {"published", "outlet", "province"} & document.meta.keys() for document in documents))
        for documents in corpora
    )

    assert table(card, "in `meta`") == expected


def test_the_development_split_has_the_size_that_the_card_gives(card: str) -> None:
    split = read_corpora(DataConfig(train=(str(FILES[0]),), dev=0.1))
    spans = sum(len(document.spans) for document in split.dev)

    assert f"{len(split.dev)} articles with {spans:,} spans; {len(split.train)} articles are left to train on" in card


def test_the_authored_publication_dates_lie_in_the_cards_range(
    card: str, corpora: tuple[list[Document], list[Document]]
) -> None:
    authored, _ = corpora
    dates = [document.meta["published"] for document in authored if "published" in document.meta]

    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for date in dates)
    assert f"from {min(dates)} to {max(dates)}" in card


def test_as_many_seed_spans_are_known_from_the_authored_articles_as_the_card_says(
    card: str, corpora: tuple[list[Document], list[Document]]
) -> None:
    authored, seeds = (
        [
            (span.label, " ".join(document.span_text(span).split()).lower())
            for document in documents
            for span in document.spans
        ]
        for documents in corpora
    )
    seen = set(authored)
    known = [entity for entity in seeds if entity in seen]
    persons = sum(label == "PERSON" for label, _ in seeds)

    assert f"Of the {len(seeds)} seed spans, {len(known)} have a text that also occurs" in card
    assert f"of the {persons} PERSON spans none does" in card
    assert not any(label == "PERSON" for label, _ in known)


def test_all_seeds_are_about_the_movement_and_four_cite_the_programme(
    card: str, corpora: tuple[list[Document], list[Document]]
) -> None:
    _, seeds = corpora

    assert "all five are about the movement" in card
    assert all(re.search("toàn dân bảo vệ (an ninh Tổ quốc|ANTQ)", seed.text, re.IGNORECASE) for seed in seeds)
    assert "four cite the programme 09/CTr-BCA-MTTW" in card
    assert sum("09/CTr-BCA-MTTW" in seed.text for seed in seeds) == 4


def test_texts_are_nfc_with_no_line_break_but_the_newline(corpora: tuple[list[Document], list[Document]]) -> None:
    for document in (document for documents in corpora for document in documents):
        assert is_normalized("NFC", document.text), document.id
        assert document.text.splitlines() == document.text.removesuffix("\n").split("\n"), document.id


def test_the_check_finds_nothing_to_fail_and_only_the_two_shares_that_the_card_names() -> None:
    findings = check_files(FILES[:1], FILES[1:], schema=LabelSchema.default())

    assert [found for found in findings if found.level == "fail"] == []
    warnings = [(found.subject, found.message.split()[0]) for found in findings if found.level == "warn"]
    assert warnings == [("shares", "LOC"), ("shares", "CAMPAIGN")]


def test_stored_spans_keep_the_guidelines_mechanical_rules() -> None:
    labels = LabelSchema.default().names
    # From the JSON itself: reading it as documents would sort the spans and refuse some of these mistakes.
    records = [json.loads(line) for path in FILES for line in path.read_text(encoding="utf-8").splitlines()]
    for record in records:
        end = 0
        for span in record["spans"]:
            entity = record["text"][span["start"] : span["end"]]
            where = f"{record['id']}: {span} {entity!r}"
            assert span.keys() == {"start", "end", "label"}, where
            assert end <= span["start"] < span["end"] <= len(record["text"]), where
            assert span["label"] in labels, where
            assert entity == entity.strip(), where
            assert len(entity.splitlines()) == 1, where
            assert not {entity[0], entity[-1]} & QUOTATION_MARKS, where
            end = span["end"]


def test_ids_are_unique_over_both_files(corpora: tuple[list[Document], list[Document]]) -> None:
    ids = Counter(document.id for documents in corpora for document in documents)

    assert set(ids.values()) == {1}


def test_the_cards_header_is_what_hugging_face_loads(
    card: str, counts: tuple[CorpusStatistics, CorpusStatistics], tmp_path: Path
) -> None:
    header = yaml.safe_load(card.split("---\n")[1])
    authored, seeds = (load_dataset(str(DATA), name, cache_dir=str(tmp_path)) for name in ("authored", "seeds"))

    assert header["language"] == ["vi"]
    assert header["task_ids"] == ["named-entity-recognition"]
    assert "license" not in header
    assert {split: len(rows) for split, rows in (authored | seeds).items()} == {
        "train": counts[0].documents,
        "test": counts[1].documents,
    }
