"""`solieu evaluate-links`, on the seeds and the links that were drawn for them."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from solieu.annotation.jsonl import read_jsonl
from solieu.annotation.link_files import read_links
from solieu.models.links import link

Command = Callable[..., Any]
DATA = Path(__file__).parents[2] / "data"
ARGUMENTS = ("evaluate-links", str(DATA / "links.jsonl"), "--data", str(DATA / "seeds.jsonl"))


def test_the_table_counts_the_links_of_each_kind_and_those_that_the_rules_draw(solieu: Command) -> None:
    gold = read_links(DATA / "links.jsonl", read_jsonl(DATA / "seeds.jsonl"))
    counts = [Counter(each.kind for document in side for each in document.links) for side in (gold, map(link, gold))]

    done = solieu(*ARGUMENTS)

    rows = {line.split()[0]: tuple(line.split()[-2:]) for line in done.out.splitlines() if line.strip()}
    assert done.status == 0
    assert {kind: rows[kind] for kind in counts[0]} == {
        kind: (str(count), str(counts[1][kind])) for kind, count in counts[0].items()
    }
    assert rows["micro"] == tuple(str(side.total()) for side in counts)


def test_figures_and_the_links_that_differ_are_written(solieu: Command, tmp_path: Path) -> None:
    figures, listing = tmp_path / "figures.json", tmp_path / "differ.jsonl"

    done = solieu(*ARGUMENTS, "--json", str(figures), "--list", str(listing))

    found = json.loads(figures.read_text(encoding="utf-8"))
    differing = [json.loads(line) for line in listing.read_text(encoding="utf-8").splitlines()]
    micro = found["exact"]["micro"]
    assert (done.status, found["documents"]) == (0, 5)
    assert Counter(each["error"] for each in differing) == {
        name: count
        for name, count in (
            ("missed", micro["gold"] - micro["correct"]),
            ("wrong", micro["predicted"] - micro["correct"]),
        )
        if count
    }
    texts = {document.id: document.text for document in read_jsonl(DATA / "seeds.jsonl")}
    assert all(texts[each["id"]][slice(*each["to"])] == each["to_text"] for each in differing)


def test_links_of_other_articles_are_refused(solieu: Command, tmp_path: Path) -> None:
    other = tmp_path / "links.jsonl"
    other.write_text('{"id": "authored-a01", "links": []}\n', encoding="utf-8")

    done = solieu("evaluate-links", str(other), "--data", str(DATA / "seeds.jsonl"))

    assert done.status == 2
    assert "line 1: no article has the id 'authored-a01'" in done.err
