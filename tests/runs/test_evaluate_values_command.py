"""`solieu evaluate-values`, on the seeds and the values that were written down for them."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from solieu.annotation.corpus import read_documents
from solieu.annotation.gold_values import with_gold_values

Command = Callable[..., Any]
DATA = Path(__file__).parents[2] / "data"
MODELS = DATA.parent / "models" / "README.md"
ARGUMENTS = ("evaluate-values", str(DATA / "values.jsonl"), "--data", str(DATA / "seeds.jsonl"))


@pytest.fixture
def first_article(tmp_path: Path) -> Path:
    """The values of one article."""
    path = tmp_path / "values.jsonl"
    path.write_text((DATA / "values.jsonl").read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return path


def test_the_table_counts_entities_and_right_values(solieu: Command) -> None:
    done = solieu(*ARGUMENTS)

    rows = dict(line.split()[:2] for line in done.out.splitlines() if len(line.split()) > 1)
    assert done.status == 0
    assert (rows["INDICATOR"], rows["ORG"], rows["all"]) == ("94", "128", "428")


def test_figures_and_differences_are_written(solieu: Command, tmp_path: Path, first_article: Path) -> None:
    figures, listing = tmp_path / "figures.json", tmp_path / "wrong.jsonl"
    data = ("--data", str(DATA / "seeds.jsonl"))

    done = solieu("evaluate-values", str(first_article), *data, "--json", str(figures), "--list", str(listing))

    found = json.loads(figures.read_text(encoding="utf-8"))
    wrong = [json.loads(line) for line in listing.read_text(encoding="utf-8").splitlines()]
    assert "values of 1 article" in done.out
    assert found["all"]["entities"] == sum(each["entities"] for each in found["labels"].values()) == 162
    assert len(wrong) == found["all"]["entities"] - found["all"]["right"]
    assert all(record["fields"] and record["gold"] != record["found"] for record in wrong)


def test_the_account_of_the_models_says_what_the_command_gives(solieu: Command, tmp_path: Path) -> None:
    solieu(*ARGUMENTS, "--json", str(tmp_path / "figures.json"))

    found = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    account = MODELS.read_text(encoding="utf-8").rpartition("**After repair")[2]
    rows = re.findall(r"^\| (\w+) \| \d+ \| (\d+) \| (\S+) \| (\S+) – (\S+) \|$", account, re.MULTILINE)
    assert len(rows) == 5
    for label, *said in rows:
        each = found["all"] if label == "all" else found["labels"][label]
        assert said == [str(each["right"]), *(f"{share:.3f}" for share in (each["accuracy"], *each["interval"]))]


def test_values_of_other_articles_are_refused(solieu: Command) -> None:
    done = solieu("evaluate-values", str(DATA / "values.jsonl"), "--data", str(DATA / "authored.jsonl"))

    assert done.status == 2
    assert "line 1: the article 'seed-long-an-2023-06-03' is not among those that are given" in done.err


def test_every_seed_has_its_values() -> None:
    seeds = read_documents([str(DATA / "seeds.jsonl")])

    assert with_gold_values(seeds, DATA / "values.jsonl") == seeds
