"""A viewer of a picture that keeps changing, while one looks at a part of it."""

from PySide6.QtGui import QImage

from gui.viewer.viewer import PictureViewer


class SteadyViewer(PictureViewer):
    """Keeps its zoom while the size of the picture stays."""

    def replace_picture(self, image: QImage) -> None:
        """Show another picture; where it has the size of the present one, the zoom stays."""
        before, was_fitted, placement = self._picture, self._is_fitted, self._placement
        self.set_picture(image)
        has_size = before is not None and (before.width, before.height) == (image.width(), image.height())
        if has_size and not was_fitted:
            self._is_fitted = False
            self._place(placement)
