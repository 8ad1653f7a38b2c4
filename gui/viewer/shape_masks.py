"""The masks of shapes as a layer over a tile: filled in their colours, or as white outlines where they have none."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtGui import QImage, QPainter

from engine.contract.boxes import BoxXYXY
from gui.gallery.annotation_painting import shape_colour
from gui.gallery.shapes import AnnotationShape
from gui.pictures.pixels import image_from_array
from gui.viewer.instance_layers import InstanceStyle, LayerArea, instance_layer

_OPACITY: Final = 0.5


def shape_mask_layer(shapes: Sequence[AnnotationShape], shown: BoxXYXY, shape: tuple[int, int], line_px: int) -> QImage:
    """A picture to lay over a tile; clear where no shape has a mask.

    Args:
        shapes: of the picture, better ones first: where masks overlap, they keep the pixel.
        shown: what the tile shows, in pixels of the picture.
        shape: rows and columns of the tile.
        line_px: width of the outlines.
    """
    area = LayerArea(shown, shape)
    layer = image_from_array(np.zeros((*shape, 4), np.uint8))
    filled = [one for one in shapes if one.token or one.colour is not None]
    outlined = [one for one in shapes if not one.token and one.colour is None]
    with QPainter(layer) as painter:
        for group, opacity in ((filled, _OPACITY), (outlined, 0.0)):
            parts = [one.mask for one in group if one.mask is not None]
            if parts:
                colours = [shape_colour(one) for one in group if one.mask is not None]
                style = InstanceStyle(opacity, line_px, has_casing=line_px > 1, has_shades=False)
                painter.drawImage(0, 0, instance_layer(parts, colours, area, style))
    return layer
