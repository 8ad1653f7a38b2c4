"""What a layer makes of many pictures: a vector each, laid out in a plane."""

from dataclasses import dataclass

import keras
import numpy as np

from engine.contract.embedding import Layout
from engine.contract.errors import UserError
from engine.inspect.probe import Floats, probe_of

FEWEST_FOR_TSNE = 5
MOST_FOR_TSNE = 5000
USUAL_PERPLEXITY = 30.0


@dataclass(frozen=True, slots=True)
class PlanePoints:
    """Vectors laid out in a plane.

    Attributes:
        layout: how.
        points: (N, 2).
        shares: for PCA, the part of the variance along each axis; None for t-SNE, whose axes mean nothing.
    """

    layout: Layout
    points: Floats
    shares: tuple[float, float] | None


def pooled_activations(model: keras.Model, prepared: Floats, layer: str) -> Floats:
    """The mean over positions of a layer's channels, (N, channels), for prepared pictures (N, h, w, c)."""
    return pool(probe_of(model, (layer,), with_gradients=False)(prepared).activations[0])


def pool(activations: Floats) -> Floats:
    """The mean over positions of maps (N, h, w, channels); vectors (N, K) stay."""
    return activations if activations.ndim == 2 else activations.mean(axis=tuple(range(1, activations.ndim - 1)))


def lay_out(vectors: Floats, layout: Layout, *, seed: int = 0) -> PlanePoints:
    """Lay vectors (N, K) out in a plane.

    PCA keeps as much of the distances as a plane can (Pearson 1901); t-SNE keeps who is whose neighbour (van der
    Maaten and Hinton 2008), so that distances between groups mean nothing.

    Args:
        vectors: one for each picture.
        layout: "pca" or "t-sne".
        seed: of t-SNE, which starts from the PCA; the same seed gives the same picture.

    Raises:
        UserError: there are too few or too many pictures.
    """
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE

    _require_count(len(vectors), layout)
    if layout == "pca":
        analysis = PCA(n_components=2, svd_solver="full").fit(vectors.astype(np.float64))
        first, second = analysis.explained_variance_ratio_
        return PlanePoints(layout, analysis.transform(vectors).astype(np.float32), (float(first), float(second)))
    perplexity = min(USUAL_PERPLEXITY, (len(vectors) - 1) / 3)
    embedded = TSNE(perplexity=perplexity, init="pca", random_state=seed, n_jobs=1).fit_transform(vectors)
    return PlanePoints(layout, np.asarray(embedded, np.float32), None)


def _require_count(count: int, layout: Layout) -> None:
    fewest, most = (3, None) if layout == "pca" else (FEWEST_FOR_TSNE, MOST_FOR_TSNE)
    if count < fewest:
        raise UserError(f"There are too few pictures. Received: {count}.", f"Choose a split of at least {fewest}.")
    if most is not None and count > most:
        raise UserError(
            f"There are too many pictures for t-SNE. Received: {count}.", f"Take PCA, or at most {most} pictures."
        )
