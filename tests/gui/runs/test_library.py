"""The list of runs says what their folders say, also what older versions wrote."""

from engine.contract.config import TaskName
from engine.contract.run_folder import RunFolder
from gui.session import Session
from tests.gui.sample_runs import sample_config, write_run


def test_a_run_that_names_a_metric_without_a_history_is_told_by_that_of_its_task(session: Session) -> None:
    masks = write_run("masks-1", sample_config().model_copy(update={"task": TaskName.SEMANTIC}))
    RunFolder(masks).history.write_text("epoch,val_mean_iou,val_pixel_accuracy\n1,0.5,0.9\n2,0.7,0.95\n")
    write_run("digits-1", age_seconds=100)

    session.library.refresh()

    told = [(run.name, run.state.monitor, run.curve) for run in session.library.runs]
    assert told == [
        ("masks-1", "val_mean_iou", (0.5, 0.7)),
        ("digits-1", "val_accuracy", (0.4, 0.6, 0.7, 0.65)),
    ]
