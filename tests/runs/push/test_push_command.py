"""`solieu push`: what goes to the hub, and what stays here."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from huggingface_hub import ModelCard

from solieu.annotation import Document
from solieu.models.extractor import Extractor

REPOSITORY = "user/solieu-news"
CHECKPOINT = {
    *("README.md", "config.json", "config.yaml", "data.json", "environment.json", "evaluation.json", "metrics.jsonl"),
    *("model.safetensors", "solieu.json", "tokenizer.json", "tokenizer_config.json"),
}
# So that they say nothing of this machine.
CHANGED = {"README.md", "config.yaml", "data.json", "environment.json"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def before(directory: Path) -> dict[str, bytes]:
    return contents(directory)


def contents(directory: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


class TestADryRun:
    @pytest.fixture(scope="class")
    @classmethod
    def shown(cls, hub: Any, push: Callable[..., Any], directory: Path, before: dict[str, bytes]) -> str:
        hub.requests.clear()
        done = push(directory, REPOSITORY, "--private", "--dry-run", HF_TOKEN="")
        assert (done.returncode, done.stderr) == (0, "")
        assert hub.requests == []
        assert contents(directory) == before
        return done.stdout

    def test_asks_nothing_of_the_network_and_needs_no_login(self, shown: str) -> None:
        assert shown.endswith("a dry run: nothing was sent\n")

    def test_lists_what_would_go_up_with_its_sizes(self, shown: str, directory: Path) -> None:
        rows = [line.split() for line in shown.splitlines() if line.startswith("  ") and line.strip()]

        assert rows[0] == ["file", "size"]
        assert {row[0] for row in rows[1:-1]} == CHECKPOINT
        assert [f"{(directory / 'solieu.json').stat().st_size / 1000:.1f}", "kB"] in [row[1:] for row in rows]
        assert rows[-1][:2] == [str(len(CHECKPOINT)), "files"]

    def test_says_where_to_and_who_may_see_it(self, shown: str) -> None:
        assert f"to {REPOSITORY} (private)" in shown

    def test_says_what_is_changed_and_how_much_stays_here(self, shown: str, junk: list[str]) -> None:
        assert f": {', '.join(sorted(CHANGED))}\n" in shown
        staying = {name.split("/")[0] for name in junk} | {"tensorboard"}
        assert f"{len(staying)} other files and folders of the directory stay here" in shown

    def test_says_that_a_card_names_no_licence(self, shown: str) -> None:
        assert "the model card names no licence" in shown


class TestAPublication:
    @pytest.fixture(scope="class")
    @classmethod
    def output(cls, push: Callable[..., Any], directory: Path, before: dict[str, bytes]) -> str:
        done = push(directory, REPOSITORY, "--private")
        assert (done.returncode, done.stderr) == (0, "")
        assert contents(directory) == before
        return str(done.stdout)

    @pytest.fixture(scope="class")
    @classmethod
    def there(cls, hub: Any, output: str) -> Any:  # noqa: ARG003  published with it
        return hub.repositories[REPOSITORY]

    def test_has_the_files_of_the_checkpoint_and_no_others(self, there: Any) -> None:
        assert set(there.files) == CHECKPOINT | {".gitattributes"}

    def test_has_their_contents(self, there: Any, directory: Path) -> None:
        for name in CHECKPOINT - CHANGED:
            assert there.files[name] == (directory / name).read_bytes(), name

    def test_is_one_commit_that_says_what_made_it(self, there: Any) -> None:
        assert [commit["summary"] for commit in there.commits] == ["Upload a tagger trained with solieu 0.1.0"]

    def test_has_its_weights_in_large_file_storage(self, there: Any) -> None:
        assert there.large == {"model.safetensors"}

    def test_is_private_if_asked(self, there: Any) -> None:
        assert there.private

    def test_says_where_it_is(self, hub: Any, output: str) -> None:
        assert output.endswith(f"published at {hub.address}/{REPOSITORY}/commit/1 (private)\n")

    def test_names_no_folder_of_this_machine(self, there: Any, directory: Path, tmp_path_factory: Any) -> None:
        folder = str(tmp_path_factory.getbasetemp())

        assert folder in (directory / "config.yaml").read_text(encoding="utf-8")
        assert [name for name, content in there.files.items() if folder.encode() in content] == []

    def test_keeps_the_configuration_with_the_last_names_of_files(self, there: Any, directory: Path) -> None:
        here = yaml.safe_load((directory / "config.yaml").read_text(encoding="utf-8"))

        assert yaml.safe_load(there.files["config.yaml"]) == here | {
            "encoder": Path(here["encoder"]).name,
            "output": Path(here["output"]).name,
            "data": here["data"] | {"train": ["train.jsonl"], "dev": ["dev.jsonl"], "evaluate": ["test.jsonl"]},
        }

    def test_keeps_the_hashes_of_the_data_but_no_ids_of_articles(self, there: Any, directory: Path) -> None:
        here = json.loads((directory / "data.json").read_text(encoding="utf-8"))
        public = json.loads(there.files["data.json"])

        assert public["sha256"] == {Path(path).name: digest for path, digest in here["sha256"].items()}
        assert here["dev"].pop("ids")
        assert public["dev"] == here["dev"]

    def test_says_nothing_of_the_operating_system(self, there: Any, directory: Path) -> None:
        here = json.loads((directory / "environment.json").read_text(encoding="utf-8"))

        assert here.pop("platform")
        assert json.loads(there.files["environment.json"]) == here

    def test_has_a_card_whose_example_loads_the_repository(self, there: Any) -> None:
        card = there.files["README.md"].decode()

        assert f'Extractor.from_pretrained("{REPOSITORY}")' in card
        assert "this directory" not in card
        assert ModelCard(card).data.pipeline_tag == "token-classification"

    def test_finds_what_the_original_finds(
        self, there: Any, run: Path, articles: list[Document], tmp_path: Path
    ) -> None:
        for name, content in there.files.items():
            (tmp_path / name).write_bytes(content)
        texts = [article.text for article in articles[:6]]

        found = list(Extractor.from_pretrained(tmp_path).extract_many(texts))

        assert found == list(Extractor.from_pretrained(run).extract_many(texts))
        assert any(document.spans for document in found)

    def test_never_shows_or_sends_the_token(self, hub: Any, there: Any, output: str) -> None:
        assert hub.token not in output
        assert not any(hub.token.encode() in content for content in there.files.values())

    def test_of_a_later_model_leaves_nothing_of_the_earlier_one(
        self, hub: Any, push: Callable[..., Any], run: Path, new_repository: Any
    ) -> None:
        earlier = ["solieu.json", "crf.safetensors", "model-00001-of-00002.safetensors", "vocab.txt", "thanks.md"]
        there = hub.repositories["user/updated"] = new_repository(files=dict.fromkeys(earlier, b"old"))

        done = push(run, "user/updated")

        assert done.stdout.endswith("(public)\n")
        assert set(there.files) == CHECKPOINT | {"thanks.md"}
        assert len(there.commits) == 1
