"""Where a model is found: versions of folders, what was downloaded before, and a hub of our own on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from aligner.embedding import EmbedderOptions, load_embedder
from aligner.embedding.hub import folder_origin, hub_origin
from aligner.embedding.transformers import TransformerModel
from aligner.errors import ModelError

TEXTS = ["The bridge is old.", "La casa es nueva"]
REVISION = "0123456789abcdef0123456789abcdef01234567"
REPOSITORY = "somebody/tiny-e5"


@pytest.fixture
def folder(tmp_path: Path, bert: Path) -> Path:
    """A copy that may be changed."""
    return Path(shutil.copytree(bert, tmp_path / "model"))


def _append(name: str, data: bytes = b" ") -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((path.read_bytes() if path.exists() else b"") + data)

    return change


@pytest.mark.parametrize(
    "name", ["model.safetensors", "config.json", "tokenizer.json", "1_Pooling/config.json", "2_Dense/model.bin"]
)
def test_what_changes_the_version_of_a_folder(name: str, folder: Path) -> None:
    before = folder_origin(folder, "torch").version
    _append(name)(folder)
    assert folder_origin(folder, "torch").version != before


@pytest.mark.parametrize(
    "name", ["README.md", ".git/HEAD", "onnx/model.onnx", "openvino/openvino_model.bin", "tf_model.h5", ".DS_Store"]
)
def test_what_does_not(name: str, folder: Path) -> None:
    before = folder_origin(folder, "torch").version
    _append(name)(folder)
    assert folder_origin(folder, "torch").version == before
    folder.rename(folder.with_name("elsewhere"))
    assert folder_origin(folder.with_name("elsewhere"), "torch").version == before


def test_the_version_of_a_form_of_its_own(folder: Path) -> None:
    before = [folder_origin(folder, backend).version for backend in ("torch", "onnx", "openvino")]
    assert len(set(before)) == 1
    _append("onnx/model.onnx")(folder)
    after = [folder_origin(folder, backend).version for backend in ("torch", "onnx", "openvino")]
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, True]


def test_a_folder_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ModelError, match="model: cannot be read \\(Permission denied\\); check"):
        folder_origin(folder, "torch")


@pytest.fixture
def downloaded(tmp_path: Path, bert: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The hub's folder as a download leaves it; whoever asks the network fails."""
    import huggingface_hub.constants

    hub = tmp_path / "hub"
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(hub))
    kept = hub / f"models--{REPOSITORY.replace('/', '--')}"
    shutil.copytree(bert, kept / "snapshots" / REVISION)
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text(REVISION, "utf-8")

    def refuse(*arguments: object, **options: object) -> NoReturn:
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    load_embedder.cache_clear()
    return kept


def test_what_was_downloaded_needs_no_network(downloaded: Path, bert: Path) -> None:
    model = TransformerModel(REPOSITORY)
    assert model.prompt == "query: "
    assert model.signature == f"{REPOSITORY}@{REVISION[:8]}+prompt=query%3A%20"
    expected = TransformerModel(str(bert), EmbedderOptions(prompt="query: ")).encode(TEXTS)
    np.testing.assert_array_equal(model.encode(TEXTS), expected)


def test_what_was_downloaded_in_part(downloaded: Path) -> None:
    (downloaded / "snapshots" / REVISION / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=f"^{REPOSITORY}: the model cannot be loaded .*snapshots/{REVISION}") as raised:
        TransformerModel(REPOSITORY)
    assert "\n" not in str(raised.value)


def test_a_hub_out_of_reach_takes_no_time(downloaded: Path) -> None:
    began = time.monotonic()
    with pytest.raises(
        ModelError, match=r"^a/b: no folder .* hub cannot be reached .*; check the network, or download"
    ):
        hub_origin("a/b")
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("name", ["a b", "a/b/c", "-a", "a/b:c", "modèle"])
def test_a_name_that_no_model_has(name: str) -> None:
    with pytest.raises(ModelError, match=f"^{name}: neither a folder nor a name of the hub; check it, or download"):
        load_embedder(name)


class _Hub(BaseHTTPRequestHandler):
    """As much of the hub as loading a model asks for."""

    folder: Path

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        found = re.fullmatch(
            rf"/(?:api/resolve-cache/models/)?{REPOSITORY}/(?:resolve/)?(?:{REVISION}|main)/(.+)", path
        )
        file = self.folder / found[1] if found else None
        if path in {f"/api/models/{REPOSITORY}", f"/api/models/{REPOSITORY}/revision/{REVISION}"}:
            names = [{"rfilename": str(p.relative_to(self.folder))} for p in self.folder.rglob("*") if p.is_file()]
            body = json.dumps({"id": REPOSITORY, "sha": REVISION, "siblings": names, "tags": []}).encode()
            self._send(200, body, {}, with_body=with_body)
        elif file and file.is_file():
            body = file.read_bytes()
            headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()}"', "X-Repo-Commit": REVISION}
            self._send(200, body, headers, with_body=with_body)
        else:
            error = "EntryNotFound" if REPOSITORY in path else "RepoNotFound"
            self._send(404, b"", {"X-Error-Code": error, "X-Repo-Commit": REVISION}, with_body=with_body)

    def _send(self, status: int, body: bytes, headers: dict[str, str], *, with_body: bool) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (its name there)
        pass


@pytest.fixture
def hub(bert: Path) -> Iterator[str]:
    """The address of a hub that has one model."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Hub", (_Hub,), {"folder": bert}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


_LOAD = """
import json
from aligner.embedding import EmbedderOptions, load_embedder
from aligner.errors import ModelError
options = EmbedderOptions(cache=False)
model = load_embedder("somebody/tiny-e5", options)
try:
    load_embedder("somebody/else", options)
except ModelError as error:
    print(json.dumps([model.signature, model.encode(["The bridge is old."]).tolist(), str(error)]))
"""


def test_a_model_of_the_hub(hub: str, tmp_path: Path, bert: Path) -> None:
    """In a process of its own, since the hub's address is read once."""
    own = {"HF_ENDPOINT": hub, "HF_HOME": str(tmp_path), "HF_HUB_DISABLE_XET": "1", "NO_PROXY": "127.0.0.1"}
    done = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, env={**os.environ, **own})
    assert done.stderr == ""
    signature, vectors, absent = json.loads(done.stdout)
    assert signature == f"{REPOSITORY}@{REVISION[:8]}+prompt=query%3A%20"
    expected = TransformerModel(str(bert), EmbedderOptions(prompt="query: ")).encode(["The bridge is old."])
    np.testing.assert_allclose(vectors, expected, atol=1e-6)
    assert absent.startswith("somebody/else: neither a folder here nor a model on the hub; check the name, or download")
