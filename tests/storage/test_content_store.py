"""Content is found under the digest of what it holds, and never half there."""

import hashlib
import io
import json
import subprocess
import sys

import pytest

from data_contracts.errors import StoreError
from storage.content_index import INDEX_NAME
from storage.content_store import ContentStore
from storage.hashing import copy_stream_hashed, file_sha256


@pytest.fixture
def store(tmp_path):
    return ContentStore(tmp_path / "store")


def _commit(store, **files):
    with store.staging() as staged:
        for name, content in files.items():
            path = staged / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return store.commit(staged)


def _stage_half(store):
    with store.staging() as staged:
        (staged / "half").write_bytes(b"x")
        raise RuntimeError("stopped")


def test_a_folder_is_named_by_names_and_contents(store):
    first = _commit(store, a=b"1", b__c=b"2")
    assert first == _commit(store, b__c=b"2", a=b"1")
    assert first != _commit(store, a=b"1", b__d=b"2")
    assert (store.path(first) / "b" / "c").read_bytes() == b"2"
    assert store.files(first) == {
        "a": hashlib.sha256(b"1").hexdigest(),
        "b/c": hashlib.sha256(b"2").hexdigest(),
    }
    assert file_sha256(store.path(first) / INDEX_NAME) == first


def test_digests_known_from_copying_are_believed(store):
    with store.staging() as staged:
        known = {"x": copy_stream_hashed(io.BytesIO(b"poster"), staged / "x")}
        digest = store.commit(staged, known)
    assert digest == _commit(store, x=b"poster")
    assert store.intact(digest)


def test_staging_leaves_nothing_behind_when_the_block_fails(store):
    with pytest.raises(RuntimeError, match="stopped"):
        _stage_half(store)
    assert list(store.root.iterdir()) == []


@pytest.mark.parametrize("damage", ["change", "remove", "index"])
def test_damaged_content_is_noticed_and_mended_by_the_next_commit(store, damage):
    digest = _commit(store, a=b"1")
    folder = store.path(digest)
    if damage == "change":
        (folder / "a").write_bytes(b"2")
    elif damage == "remove":
        (folder / "a").unlink()
    else:
        (folder / INDEX_NAME).write_text(json.dumps({"schema_version": 1, "files": {}}))
    assert not store.intact(digest)
    assert _commit(store, a=b"1") == digest
    assert store.intact(digest)


def test_content_that_is_gone_is_said_with_the_remedy(store):
    with pytest.raises(StoreError, match=r"gone from the store; run the study again"):
        store.path("0" * 64)
    assert not store.intact("0" * 64)


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_writes_is_kept(tmp_path):
    store = ContentStore(tmp_path)
    code = (
        "import os, sys; from pathlib import Path; from storage.content_store import ContentStore\n"
        "with ContentStore(Path(sys.argv[1])).staging() as folder:\n"
        "    (folder / 'half').write_text('x'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    (left,) = tmp_path.glob(".staging-*")

    with store.staging() as living:
        store.sweep()
        assert living.is_dir()

    assert not left.exists()
