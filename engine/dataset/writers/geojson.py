"""Outlined regions as GeoJSON (RFC 7946), in pixels of the picture instead of degrees."""

from collections.abc import Iterable, Sequence
from typing import Any

from engine.contract.annotations import Ring
from engine.dataset.masks.outlined_regions import OutlinedRegion


def feature_collection(
    regions: Iterable[OutlinedRegion], *, class_indices: Sequence[int], classes: Sequence[str]
) -> dict[str, Any]:
    """A document with a polygon for each region, whose first ring is the outer one and the others are holes.

    Rings are closed, and the outer ones run as the RFC wants it in the numbers (section 3.1.6), though rows count
    downwards. Programs that read geographic coordinates show the picture upside down.

    Args:
        regions: of a mask of classes or of objects.
        class_indices: the class of each value of the mask, from 0 on: ``range(len(classes))`` for a mask of classes.
        classes: their names.
    """
    return {"type": "FeatureCollection", "features": [_feature(one, class_indices, classes) for one in regions]}


def _feature(region: OutlinedRegion, class_indices: Sequence[int], classes: Sequence[str]) -> dict[str, Any]:
    class_index = class_indices[region.value]
    properties = {
        "class": classes[class_index],
        "class_index": class_index,
        "value": region.value,
        "area_px": region.area_px,
    }
    rings = [_closed(ring) for ring in (region.outer, *region.holes)]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": rings}}


def _closed(ring: Ring) -> list[list[float]]:
    return [list(point) for point in (*ring, ring[0])]
