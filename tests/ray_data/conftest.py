"""Workers on a Ray cluster, articles for them, and object storage: as much of S3's protocol as pyarrow speaks."""

import hashlib
import io
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

from solieu.batch.manifest import Settings
from solieu.batch.ray_batch import RayBatch
from solieu.batch.ray_cluster import Cluster, cluster
from solieu.batch.reporters import Reporter
from solieu.batch.run import Batch, run_batch
from solieu.batch.store import find_store

NAMESPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


class ObjectServer(ThreadingHTTPServer):
    """Listens on the loopback interface; `objects` are those that are there, by bucket and key."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}

    def below(self, prefix: str) -> dict[str, bytes]:
        """The objects below a prefix, but for those that stand for folders."""
        return {
            key.removeprefix(prefix): data
            for key, data in self.objects.items()
            if key.startswith(prefix) and not key.endswith("/")
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ObjectServer

    def log_message(self, format: str, *arguments: object) -> None:
        pass

    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        parts = urlsplit(self.path)
        self.key = unquote(parts.path).lstrip("/")
        self.query = dict(parse_qsl(parts.query, keep_blank_values=True))
        return True

    def do_PUT(self) -> None:
        data = self._body()
        if "uploadId" in self.query:
            self.server.uploads[self.query["uploadId"]][int(self.query["partNumber"])] = data
        else:
            self.server.objects[self.key] = data
        self._answer(200, ETag=_tag(data))

    def do_POST(self) -> None:
        self._body()
        if "uploads" in self.query:
            upload = str(len(self.server.uploads))
            self.server.uploads[upload] = {}
            kind, content = "InitiateMultipartUploadResult", f"<UploadId>{upload}</UploadId>"
        else:
            parts = self.server.uploads[self.query["uploadId"]]
            self.server.objects[self.key] = b"".join(parts[number] for number in sorted(parts))
            kind, content = "CompleteMultipartUploadResult", f"<ETag>{_tag(b'')}</ETag>"
        self._answer_xml(f"<{kind} {NAMESPACE}>{content}</{kind}>")

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.key, None)
        self._answer(204)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        if "list-type" in self.query:
            self._list()
        elif self.key not in self.server.objects:
            self._answer(404)
        else:
            self._give(self.server.objects[self.key])

    def _give(self, data: bytes) -> None:
        headers = {"Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT", "ETag": _tag(data)}
        wanted = self.headers.get("Range")
        if wanted is None or self.command == "HEAD":
            self._answer(200, data, **headers)
            return
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        part = data[int(first) : int(last) + 1]
        place = f"bytes {first}-{int(first) + len(part) - 1}/{len(data)}"
        self._answer(206, part, **headers, **{"Content-Range": place})

    def _list(self) -> None:
        bucket, prefix, delimiter = self.key.rstrip("/"), self.query.get("prefix", ""), self.query.get("delimiter")
        found, folders = [], set()
        for key, data in sorted(self.server.below(f"{bucket}/").items()):
            rest = key.removeprefix(prefix)
            if not key.startswith(prefix):
                continue
            if delimiter and delimiter in rest:
                folders.add(f"{prefix}{rest.partition(delimiter)[0]}{delimiter}")
                continue
            time = "2026-01-01T00:00:00.000Z"
            about = f"<Size>{len(data)}</Size><LastModified>{time}</LastModified>"
            found.append(f"<Contents><Key>{escape(key)}</Key>{about}</Contents>")
        found += [f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>" for folder in sorted(folders)]
        about = f"<Name>{bucket}</Name><KeyCount>{len(found)}</KeyCount><IsTruncated>false</IsTruncated>"
        self._answer_xml(f"<ListBucketResult {NAMESPACE}>{about}{''.join(found)}</ListBucketResult>")

    def _body(self) -> bytes:
        chunked = self.headers.get("Transfer-Encoding") == "chunked"
        sent = b"".join(_chunks(self.rfile)) if chunked else self.rfile.read(int(self.headers["Content-Length"] or 0))
        signed = self.headers.get("x-amz-content-sha256", "").startswith("STREAMING")
        return b"".join(_chunks(io.BytesIO(sent))) if signed else sent

    def _answer_xml(self, text: str) -> None:
        self._answer(200, f'<?xml version="1.0"?>{text}'.encode(), **{"Content-Type": "application/xml"})

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Read chunks, each of which comes after its size, up to one of size 0, and what is after that."""
    while size := int(stream.readline().partition(b";")[0], 16):
        yield stream.read(size)
        stream.readline()
    while stream.readline().strip():
        pass


def _tag(data: bytes) -> str:
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'


@pytest.fixture(scope="session")
def storage() -> Iterator[ObjectServer]:
    """Object storage, which this process and those that it starts are told of."""
    server = ObjectServer()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "name")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "word")
        patch.setenv("AWS_REGION", "us-east-1")
        yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def two_workers(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """A cluster of two workers on this machine, which know of the object storage."""
    request.getfixturevalue("storage")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        with cluster(2, None) as found:
            yield found


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """100 entries: short articles, one of them with the id of another, and what is none."""
    lines = []
    for number in range(100):
        text = f"Sáng {number % 30 + 1}/6, Đại tá Lâm Minh Hồng - Công an tỉnh Long An bắt {number} đối tượng.\n"
        lines.append(json.dumps({"id": f"a{3 if number == 60 else number}", "text": text}, ensure_ascii=False))
    lines[20:20] = ["", "[]", "  "]
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def extract(tiny_checkpoint: Path) -> Callable[..., int]:
    """Runs an extraction in shards of 7 articles, here or on workers; returns its status."""

    def run(
        paths: Sequence[str | Path],
        out: str | Path,
        workers: Cluster | None = None,
        reporter: Reporter | None = None,
        format: str = "jsonl",
    ) -> int:
        with find_store(str(out)) as store:
            settings = Settings(7, 10_000, values=True, format=format)
            told = (str(tiny_checkpoint), store, settings, reporter or Reporter())
            batch = Batch(*told) if workers is None else RayBatch(*told, workers)
            return run_batch(batch, list(map(str, paths)))

    return run


@pytest.fixture(scope="session")
def content() -> Callable[[Path], dict[str, bytes]]:
    """Reads the files of a run by their names."""

    def read(directory: Path) -> dict[str, bytes]:
        files = [path for path in directory.rglob("*") if path.is_file() and path.name != ".solieu-lock"]
        return {str(path.relative_to(directory)): path.read_bytes() for path in files}

    return read
