"""A copy of a database, made while others make theirs."""

from pathlib import Path

from assistant_gui.core.turn import Turn
from assistant_gui.store.archive import Archive
from assistant_gui.store.copying import copied


def test_another_process_may_be_writing_the_same_copy(tmp_path: Path) -> None:
    source, target = tmp_path / "a.sqlite3", tmp_path / "copy.sqlite3"
    with Archive(source) as archive:
        archive.create("Kept")
    theirs = target.with_name(f"{target.name}.1.part")
    theirs.write_bytes(b"half of theirs")

    copied(source, target, lambda part: part.stat().st_size, Turn())

    assert theirs.read_bytes() == b"half of theirs"
    with Archive(target) as copy:
        assert [each.title for each in copy.conversations()] == ["Kept"]
    assert list(tmp_path.glob("*.part")) == [theirs]
