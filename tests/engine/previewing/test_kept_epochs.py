"""The previews of a run never take more than their place, and the important epochs stay."""

from pathlib import Path

from engine.previewing.kept_epochs import KeptEpochs, kept_epochs


def _write(folder: Path, epoch: int) -> None:
    (folder / f"epoch_{epoch:04d}.json").write_bytes(b"x" * 40)
    (folder / f"epoch_{epoch:04d}.inside.npy").write_bytes(b"x" * 60)


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("epoch_????.json"))


def _train(kept: KeptEpochs, folder: Path, *, epochs: int, best: int) -> None:
    for epoch in range(1, epochs + 1):
        _write(folder, epoch)
        kept.add(epoch, best=best if epoch >= best else None)


def test_first_last_best_and_an_even_choice_stay() -> None:
    assert kept_epochs(range(1, 21), last=20, best=7, stride=8) == {1, 7, 9, 17, 20}


def test_epochs_after_the_last_are_left_over_from_before() -> None:
    assert kept_epochs(range(1, 6), last=3, best=2, stride=1) == {1, 2, 3}


def test_all_epochs_stay_while_there_is_room(tmp_path: Path) -> None:
    kept = KeptEpochs(tmp_path, limit_bytes=10_000)

    _train(kept, tmp_path, epochs=20, best=5)

    assert len(_left(tmp_path)) == 20
    assert kept.total_bytes == 2000


def test_a_long_run_stays_within_its_place(tmp_path: Path) -> None:
    kept = KeptEpochs(tmp_path, limit_bytes=1000)

    _train(kept, tmp_path, epochs=40, best=6)

    assert _left(tmp_path) == [f"epoch_{epoch:04d}.json" for epoch in (1, 6, 9, 17, 25, 33, 40)]
    assert kept.total_bytes == sum(path.stat().st_size for path in tmp_path.iterdir())


def test_a_resumed_run_counts_what_is_there(tmp_path: Path) -> None:
    _train(KeptEpochs(tmp_path, limit_bytes=10_000), tmp_path, epochs=5, best=2)

    assert KeptEpochs(tmp_path).total_bytes == 500
