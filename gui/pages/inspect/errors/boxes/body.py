"""What the Errors tab shows of an evaluation of boxes."""

from gui.pages.inspect.errors.body import ErrorsBody
from gui.pages.inspect.errors.boxes.evaluated import EvaluatedBoxes
from gui.pages.inspect.errors.boxes.metrics import BoxMetricsRow
from gui.pages.inspect.errors.boxes.pictures import BoxPictures
from gui.pages.inspect.errors.boxes.views import VIEWS
from gui.pages.inspect.errors.view import ErrorsContext


def box_errors_body(context: ErrorsContext) -> ErrorsBody[EvaluatedBoxes, BoxPictures]:
    """The views of box errors above their pictures."""
    return ErrorsBody(
        [kind(context) for kind in VIEWS],
        BoxPictures(context.client, context.settings),
        BoxMetricsRow(),
        settings=context.settings,
        remembered_as="box_errors_view",
    )
