import os
from pathlib import Path

import pytest

from assistant_gui import whole


def put(file: Path, content: bytes) -> None:
    with whole.written(file) as out:
        out.write(content)


def test_a_file_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    put(file, b"one")

    put(file, b"two")

    assert file.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(os.name != "posix", reason="only POSIX knows modes")
def test_it_is_for_its_owner_alone_though_it_was_not_before(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    file.touch(mode=0o644)

    put(file, b"one")

    assert file.stat().st_mode & 0o777 == 0o600


def test_until_it_is_whole_the_old_one_is_found(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    put(file, b"old")

    with whole.written(file) as out:
        out.write(b"new")
        out.flush()
        assert file.read_bytes() == b"old"


def test_after_an_error_the_old_one_is_left_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    put(file, b"old")

    with pytest.raises(TypeError), whole.written(file) as out:
        out.writelines([b"ne", 3])  # type: ignore[list-item]

    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]
