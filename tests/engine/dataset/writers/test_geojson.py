import json

import numpy as np

from engine.contract.annotations import NO_CLASS
from engine.dataset.masks.outlined_regions import outline_regions
from engine.dataset.writers.geojson import feature_collection

MASK = np.array([[1, 1, 1, 0], [1, 0, 1, 0], [1, 1, 1, NO_CLASS]], np.uint8)


def test_a_class_with_a_hole_becomes_a_polygon_of_two_closed_rings() -> None:
    regions = outline_regions(MASK, left_out=(0, NO_CLASS))

    document = json.loads(json.dumps(feature_collection(regions, class_indices=(0, 1), classes=("ground", "house"))))

    assert document == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"class": "house", "class_index": 1, "value": 1, "area_px": 8},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [
                        [[0, 0], [3, 0], [3, 3], [0, 3], [0, 0]],
                        [[1, 2], [2, 2], [2, 1], [1, 1], [1, 2]],
                    ],
                },
            }
        ],
    }


def test_objects_have_their_numbers_and_the_names_of_their_classes() -> None:
    labels = np.array([[1, 0, 2, 0, 1]], np.int32)

    features = feature_collection(
        outline_regions(labels, left_out=(0,)), class_indices=(0, 2, 1), classes=("ground", "house", "tree")
    )["features"]

    found = [(one["properties"]["value"], one["properties"]["class"]) for one in features]
    assert found == [(1, "tree"), (1, "tree"), (2, "house")]
