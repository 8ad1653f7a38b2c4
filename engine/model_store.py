"""Opens trained networks: runs, rebuilt from their graph, and foreign ``.keras`` files after a check."""

import zipfile
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt

from engine.contract.config import InputConfig, RunConfig, TaskName
from engine.contract.dataset import Split
from engine.contract.errors import UserError
from engine.contract.looking import Looking
from engine.contract.run_folder import RunFolder
from engine.contract.tasks import TRAITS
from engine.data.fitting import Placement
from engine.data.preparation import Preparation
from engine.data.reading import read_fitted
from engine.dataset.labels.relocated import RelocatedPictures, relocated_pictures
from engine.dataset.splits.assigning import read_splits
from engine.inspect.program import program_of
from engine.model_check import check_weights_of_run
from engine.model_file import open_keras_file
from engine.weighed_cache import WeighedCache
from models.build import build_model
from models.graph import Graph, GraphError

Floats = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]

KEPT_MODELS = 8  # as many as are compared beside each other
KEPT_BYTES = 2**30
FREE_SIDE_PX = 224
OWN_SCALING = {"Rescaling", "Normalization"}
_CONVERT = {
    ".h5": "Load it where you trust it with keras.models.load_model, then call model.save('model.keras').",
    ".hdf5": "Load it where you trust it with keras.models.load_model, then call model.save('model.keras').",
    ".pb": "Load it where you trust it, rebuild the network in Keras 3, and save it as .keras.",
    ".pt": "It can run code when it is opened. Build the same network in Keras, copy the weights, save it as .keras.",
    ".pth": "It can run code when it is opened. Build the same network in Keras, copy the weights, save it as .keras.",
    ".pkl": "It can run code when it is opened. Save the model as .keras where it was made.",
    ".pickle": "It can run code when it is opened. Save the model as .keras where it was made.",
    ".joblib": "It can run code when it is opened. Save the model as .keras where it was made.",
    ".onnx": "Build the same network in Keras, copy the weights, save it as .keras.",
    ".tflite": "Open the model it was made from, and save that as .keras.",
}


@dataclass(frozen=True, slots=True, eq=False)
class LoadedRun:
    """A network that can be asked.

    Attributes:
        path: run folder or ``.keras`` file, as given.
        model: gives class scores for prepared pictures.
        classes: names in the order of the scores; indices for a foreign file. Of a classifier that is asked for boxes
            they are all that it knows, background among them.
        input: how a picture becomes the network's input.
        preparation: what is done to pixel values.
        config: of the run; None for a foreign file.
        warnings: what had to be assumed, in sentences.
        looking: how a detector is asked about pictures.
    """

    path: str
    model: keras.Model
    classes: tuple[str, ...]
    input: InputConfig
    preparation: Preparation
    config: RunConfig | None = None
    warnings: tuple[str, ...] = ()
    looking: Looking = field(default_factory=Looking)

    @property
    def mirrors(self) -> bool:
        """Whether a prediction is the mean of the picture's and of its mirror image's."""
        return self.config is not None and self.config.training.mirror_at_prediction

    @property
    def task(self) -> TaskName:
        """What the network is asked to do; a foreign file tells pictures apart."""
        return TaskName.CLASSIFICATION if self.config is None else self.config.task

    @property
    def looks_by_choice(self) -> bool:
        """Whether it can be asked to look in tiles, and to suppress softly: it says any number of objects itself."""
        return self.finds_objects and self.config is not None and self.config.detector is None

    @property
    def finds_objects(self) -> bool:
        """Whether it says where any number of objects are."""
        traits = TRAITS[self.task]
        return traits.says_boxes and not traits.has_single_box

    @property
    def object_classes(self) -> tuple[str, ...]:
        """What the objects of a detector can be, in the order of their numbers."""
        return self.classes if self.config is None or self.config.detector is None else self.config.classes

    def kept_splits(self) -> dict[str, Split] | None:
        """What each picture was used for, as the run's folder keeps it, by its path now; None: it keeps nothing."""
        kept = RunFolder(Path(self.path)).split
        return self.relocated().by_present(read_splits(kept)) if kept.exists() else None

    def relocated(self) -> RelocatedPictures:
        """Finds the pictures of its dataset by the paths that its folder keeps: saving of labels moves pictures."""
        return RelocatedPictures(Path()) if self.config is None else relocated_pictures(self.config.dataset.folder)

    def read(self, image: Path) -> tuple[Pixels, Placement]:
        """The picture as it is fitted to the network, uint8 (h, w, c), and where the upright original lies in it.

        Raises:
            DecodeError: the file is no sound picture.
        """
        return read_fitted(image, self.input)

    def prepare(self, fitted: Pixels | Floats) -> Floats:
        """Numbers for the network from fitted pictures (N, h, w, c) with values from 0 to 255."""
        return self.preparation.apply(fitted)

    def class_index(self, target: str) -> int:
        """The output of a class, given by name or by index.

        Raises:
            UserError: there is no such class.
        """
        if target in self.classes:
            return self.classes.index(target)
        if target.isdecimal() and int(target) < len(self.classes):
            return int(target)
        raise UserError(
            f"There is no such class. Received: {target}.",
            f"Choose one of: {', '.join(self.classes[:20])}{', ...' if len(self.classes) > 20 else ''}.",
        )


def run_looking(run: LoadedRun, looking: Looking) -> LoadedRun:
    """The run, asked as somebody wants; always the same one for a way to look, since what is compiled belongs to it."""
    return run if looking == run.looking else _run_looking(run, looking)


@lru_cache(maxsize=4)
def _run_looking(run: LoadedRun, looking: Looking) -> LoadedRun:
    return replace(run, looking=looking)


def weight_bytes(model: keras.Model) -> int:
    """What the weights of a network take, as float32."""
    return 4 * int(model.count_params())


def _weigh(run: LoadedRun) -> int:
    return weight_bytes(run.model)


_OWN: WeighedCache[LoadedRun] = WeighedCache(most=KEPT_MODELS, most_bytes=KEPT_BYTES, weigh=_weigh)


def load_run(path: str | Path) -> LoadedRun:
    """Open a run folder or a ``.keras`` file; the last few stay open until their file changes.

    Raises:
        UserError: there is nothing to open, or it may not be opened, with the reason and the way out.
    """
    place = Path(path)
    if is_run(place):
        weights = RunFolder(place).model
        RunFolder(place).read_config()
        if not weights.exists():
            raise UserError(
                f"This run has no network yet. Received: {place}, without {weights.name}.",
                "Wait for the end of its first epoch, or resume it.",
            )
        times = weights.stat().st_mtime_ns, RunFolder(place).config.stat().st_mtime_ns
        return _OWN.get((str(path), *times), partial(_load_own, str(path)))
    _require_keras_file(place)
    return _load_foreign(str(path), place.stat().st_mtime_ns)


def load_network(path: str | Path) -> keras.Model:
    """Return the Keras model of a run or of a ``.keras`` file, whatever it looks at and answers.

    Raises:
        UserError: there is nothing to open, or it may not be opened, with the reason and the way out.
    """
    place = Path(path)
    if is_run(place):
        return load_run(place).model
    _require_keras_file(place)
    return _open_foreign(str(path), place.stat().st_mtime_ns)


def is_run(place: Path) -> bool:
    """Whether a path is a folder that may be a run, and no SavedModel."""
    return place.is_dir() and not (place / "saved_model.pb").exists()


def _require_keras_file(place: Path) -> None:
    if place.is_dir():
        raise UserError(f"A SavedModel can hold any code. Received: {place}.", _CONVERT[".pb"])
    if not place.is_file():
        raise UserError(f"There is no run and no model. Received: {place}.", "Check the path.")
    if place.suffix in _CONVERT:
        raise UserError(f"Models of this kind are not opened. Received: {place}.", _CONVERT[place.suffix])
    if place.suffix != ".keras" or not zipfile.is_zipfile(place):
        raise UserError(f"This is no Keras model. Received: {place}.", "Choose a run folder or a .keras file.")


def _load_own(path: str) -> LoadedRun:
    """Rebuild a run's network from its graph; Keras reads nothing but arrays."""
    folder = RunFolder(Path(path))
    config = folder.read_config()
    preparation = Preparation.load(folder.preparation)
    try:
        model = build_model(Graph.from_json(config.network.graph).for_prediction(), seed=config.seed)
    except GraphError as error:
        raise UserError(error.message, error.hint) from error
    check_weights_of_run(folder.model)
    try:
        model.load_weights(folder.model)
    except (ValueError, KeyError, OSError) as error:
        raise UserError(
            f"The run's weights do not fit its network. Received: {folder.model}: {str(error).splitlines()[0]}",
            "Resume the run, or repeat it.",
        ) from error
    classes = config.classes if config.detector is None else config.detector.outputs
    return LoadedRun(path, model, classes, config.input, preparation, config)


@lru_cache(maxsize=KEPT_MODELS)
def _open_foreign(path: str, _time: int) -> keras.Model:
    return open_keras_file(Path(path))


@lru_cache(maxsize=KEPT_MODELS)
def _load_foreign(path: str, time: int) -> LoadedRun:
    model = _open_foreign(path, time)
    input_config, warnings = _guess_input(model)
    classes = tuple(str(i) for i in range(_class_count(model)))
    has_own_scaling = any(call.kind in OWN_SCALING for call in program_of(model).calls)
    scale = 1.0 if has_own_scaling else 1 / 255
    scaling = "0 to 255, since the model scales them itself" if has_own_scaling else "0 to 1"
    warnings += (f"The model does not say how pictures are prepared: pixels go in as {scaling}.",)
    preparation = Preparation(
        np.full(input_config.channels, scale, np.float32), np.zeros(input_config.channels, np.float32)
    )
    return LoadedRun(path, model, classes, input_config, preparation, warnings=warnings)


def _guess_input(model: keras.Model) -> tuple[InputConfig, tuple[str, ...]]:
    shape = program_of(model).input_shape
    if len(shape) != 3 or shape[2] not in (1, 3):
        raise UserError(
            f"This model does not look at pictures. Received: input of shape {shape}.",
            "Choose a model that takes (height, width, 1 or 3 channels).",
        )
    height, width, channels = (FREE_SIDE_PX if side is None else side for side in shape)
    warnings: tuple[str, ...] = ()
    if None in shape:
        warnings = (f"The model takes pictures of any size: {width} x {height} px are used.",)
    try:
        config = InputConfig(
            height=height, width=width, channels=channels, subtract="nothing", divide_by_deviation=False
        )
    except ValueError as error:
        raise UserError(
            f"Pictures of this size are not supported. Received: {width} x {height} px.",
            "Choose a model for pictures of 8 to 4096 px.",
        ) from error
    return config, warnings


def _class_count(model: keras.Model) -> int:
    shape = model.outputs[0].shape
    if len(model.outputs) != 1 or len(shape) != 2 or shape[1] is None:
        raise UserError(
            f"This model does not classify. Received: outputs of shapes {[output.shape for output in model.outputs]}.",
            "Choose a model with one output, a score for each class.",
        )
    return int(shape[1])
