"""Where a picture lies in a view: fitting, zooming around a point, panning, and the pixel under the cursor."""

from dataclasses import dataclass, replace
from typing import Final

SMALLEST_ZOOM: Final = 0.02
LARGEST_ZOOM: Final = 64.0


@dataclass(frozen=True, slots=True)
class PicturePlacement:
    """A picture of ``picture_width`` x ``picture_height`` whose upper left corner lies at (x, y) of the view.

    ``zoom`` is view pixels per picture pixel.
    """

    picture_width: int
    picture_height: int
    zoom: float
    x: float
    y: float

    @property
    def width(self) -> float:
        """Width on the view."""
        return self.picture_width * self.zoom

    @property
    def height(self) -> float:
        """Height on the view."""
        return self.picture_height * self.zoom

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        """A point of the view in pixels of the picture."""
        return (x - self.x) / self.zoom, (y - self.y) / self.zoom

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """A point of the picture in pixels of the view."""
        return self.x + x * self.zoom, self.y + y * self.zoom

    def pixel_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The picture's pixel (column, row) under a point of the view; None beside the picture."""
        column, row = self.to_picture(x, y)
        if 0 <= column < self.picture_width and 0 <= row < self.picture_height:
            return int(column), int(row)
        return None

    def moved(self, dx: float, dy: float) -> "PicturePlacement":
        """The picture dragged by a distance on the view."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def zoomed(self, factor: float, *, x: float, y: float) -> "PicturePlacement":
        """Larger or smaller by ``factor`` while the point (x, y) of the view stays where it is."""
        zoom = min(max(self.zoom * factor, SMALLEST_ZOOM), LARGEST_ZOOM)
        column, row = self.to_picture(x, y)
        return replace(self, zoom=zoom, x=x - column * zoom, y=y - row * zoom)


def fitted(
    picture_width: int, picture_height: int, *, view_width: float, view_height: float, margin: float
) -> PicturePlacement:
    """The whole picture, as large as the view allows, in its middle.

    Args:
        picture_width: at least 1.
        picture_height: at least 1.
        view_width: width of the view in pixels.
        view_height: height of the view in pixels.
        margin: kept free on every side.
    """
    free_width = max(view_width - 2 * margin, 1.0)
    free_height = max(view_height - 2 * margin, 1.0)
    zoom = min(free_width / picture_width, free_height / picture_height)
    zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
    return PicturePlacement(
        picture_width=picture_width,
        picture_height=picture_height,
        zoom=zoom,
        x=(view_width - picture_width * zoom) / 2,
        y=(view_height - picture_height * zoom) / 2,
    )
