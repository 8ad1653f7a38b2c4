"""What the Errors tab shows of an evaluation of masks."""

from gui.pages.inspect.errors.body import ErrorsBody
from gui.pages.inspect.errors.masks.evaluated import EvaluatedMasks
from gui.pages.inspect.errors.masks.metrics import MaskMetricsRow
from gui.pages.inspect.errors.masks.pictures import MaskPictures
from gui.pages.inspect.errors.masks.views import VIEWS
from gui.pages.inspect.errors.view import ErrorsContext


def mask_errors_body(context: ErrorsContext) -> ErrorsBody[EvaluatedMasks, MaskPictures]:
    """The views of mask errors above their pictures."""
    return ErrorsBody(
        [kind(context) for kind in VIEWS],
        MaskPictures(context.client, context.settings),
        MaskMetricsRow(),
        settings=context.settings,
        remembered_as="mask_errors_view",
    )
