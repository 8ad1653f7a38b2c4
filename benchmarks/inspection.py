"""What it costs to look inside, as a ratio to one compiled forward pass of the same network.

Run ``python -m benchmarks.inspection`` in the repository. ResNet-50 at 224 px, batches of one. Wanted: class activation
at the last convolution at most 1.25 forward passes, at any layer 2.5, saliency 3, feature maps of all layers 1.5: those
of each single layer, and those that the Layers tab shows first. What it shows second, ranked by contribution, needs
gradients at all layers; its price is told beside.
"""

import argparse
from collections.abc import Callable, Mapping

import keras
import numpy as np

from benchmarks.gradcam import SIDE_PX, compiled_forward, middle_layer
from benchmarks.ratios import describe_machine, print_speeds, time_alternately
from engine.inspect.attribution import input_gradient
from engine.inspect.cam import GRADIENT_METHODS, eigencam, exact_cam, finercam, gradient_cam
from engine.inspect.layer_strips import Wanted, film_layers, layer_strips
from engine.inspect.probe import probe_of
from engine.inspect.program import program_of
from models.build import build_model
from models.catalogue import architecture

LAST, ANY, SALIENCY, ALL_MAPS = 1.25, 2.5, 3.0, 1.5


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=20)
    turns = parser.parse_args().turns
    model = build_model(architecture("resnet50").graph(input_shape=(SIDE_PX, SIDE_PX, 3), classes=1000), seed=1)
    picture = np.random.default_rng(1).random((1, SIDE_PX, SIDE_PX, 3), np.float32)
    middle, forward = middle_layer(model), compiled_forward(model)
    maps = tuple(call.name for call in program_of(model).calls if call.has_positions)
    of_all = probe_of(model, maps, with_gradients=False)
    film = tuple(call.name for call in film_layers(model))
    first: Mapping[str, Callable[[], object]] = {
        "forward pass": lambda: forward(picture),
        "cam": lambda: exact_cam(model, picture),
        **{name: _at(name, model, picture, None) for name in GRADIENT_METHODS},
        "eigencam": lambda: eigencam(model, picture),
        "finercam": lambda: finercam(model, picture),
        "gradcam in the middle": _at("gradcam", model, picture, middle),
        "gradcam at the first layer": _at("gradcam", model, picture, maps[0]),
        "saliency": lambda: input_gradient(model, picture[0], 0),
        f"maps of {len(maps)} layers": lambda: of_all(picture),
        "layers film, first maps": lambda: layer_strips(model, picture[0], film, Wanted(order="strength")),
        "layers film, ranked": lambda: layer_strips(model, picture[0], film, Wanted(order="contribution")),
    }
    wanted = dict.fromkeys(first, 1 / LAST) | {name: 1 / ANY for name in first if name.startswith("gradcam ")}
    wanted |= {"saliency": 1 / SALIENCY, f"maps of {len(maps)} layers": 1 / ALL_MAPS}
    wanted["layers film, first maps"] = 1 / ALL_MAPS
    del wanted["layers film, ranked"]
    print(describe_machine())
    print_speeds("ResNet-50, one picture", time_alternately(first, turns=turns), against="forward pass", wanted=wanted)


def _at(method: str, model: keras.Model, picture: np.ndarray, layer: str | None) -> Callable[[], object]:
    return lambda: gradient_cam(model, picture, method=method, layer=layer)


if __name__ == "__main__":
    main()
