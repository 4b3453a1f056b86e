import hashlib
import io

from storage.hashing import copy_stream_hashed, file_sha256, stream_sha256

REST = hashlib.sha256(b"rest").hexdigest()


def after_the_header():
    stream = io.BytesIO(b"header rest")
    stream.seek(7)
    return stream


def test_a_stream_is_copied_from_where_it_is(tmp_path):
    assert copy_stream_hashed(after_the_header(), tmp_path / "f") == REST
    assert (tmp_path / "f").read_bytes() == b"rest"


def test_what_is_left_of_a_stream_and_a_file_of_it_have_one_digest(tmp_path):
    (tmp_path / "f").write_bytes(b"rest")

    assert stream_sha256(after_the_header()) == file_sha256(tmp_path / "f") == REST
