"""Networks in plain Keras code, as people write them: nested, shared, with several inputs and outputs."""

from collections.abc import Callable

import keras
from keras import layers, ops


def classifier_with_backbone() -> keras.Model:
    """A backbone called for prediction only, behind augmentation and rescaling; a new head."""
    backbone = keras.Sequential(
        [
            layers.Input((None, None, 3)),
            layers.Conv2D(4, 3, strides=2, use_bias=False, kernel_regularizer="l2"),
            layers.BatchNormalization(),
            layers.ReLU(max_value=6),
            layers.DepthwiseConv2D(3, padding="same"),
        ],
        name="backbone",
    )
    entry = keras.Input((20, 24, 3))
    x = layers.RandomFlip("horizontal")(entry)
    x = layers.Rescaling(1 / 127.5, offset=-1)(x)
    x = layers.GlobalAveragePooling2D()(backbone(x, training=False))
    return keras.Model(entry, layers.Dense(3, activation="softmax")(layers.Dropout(0.3)(x)))


def twins() -> keras.Model:
    """One branch with a shared head inside, applied to two pictures, and the distance of what it says."""
    shared = layers.Dense(6, activation="tanh", name="shared")
    entry = keras.Input((12, 12, 1))
    x = layers.Flatten()(layers.MaxPooling2D()(layers.Conv2D(6, 3, activation="relu")(entry)))
    branch = keras.Model(entry, shared(layers.Dense(6)(shared(layers.Dense(6)(x)))), name="branch")
    left, right = keras.Input((12, 12, 1), name="left"), keras.Input((12, 12, 1), name="right")
    distance = ops.sqrt(ops.sum(ops.square(branch(left) - branch(right)), axis=-1, keepdims=True) + 1e-6)
    return keras.Model([left, right], layers.Dense(1, activation="sigmoid")(distance))


def picture_and_numbers() -> keras.Model:
    """Two inputs by name, two outputs by name; one of the outputs is read by the other."""
    picture, numbers = keras.Input((16, 16, 3), name="picture"), keras.Input((5,), name="numbers")
    x = layers.GlobalMaxPooling2D()(layers.SeparableConv2D(5, 3, activation="silu")(picture))
    together = layers.Concatenate()([x, layers.LayerNormalization()(numbers)])
    kind = layers.Dense(4, activation="softmax", name="kind")(together)
    age = layers.Dense(1, name="age")(layers.Concatenate()([together, kind]))
    return keras.Model({"picture": picture, "numbers": numbers}, {"kind": kind, "age": age})


def encoder_and_decoder() -> keras.Model:
    """A small U-Net: skips, transposed convolution, upsampling; gives a map."""
    entry = keras.Input((16, 16, 2))
    first = layers.Conv2D(4, 3, padding="same", activation="gelu")(entry)
    second = layers.Conv2D(6, 3, strides=2, padding="same")(first)
    second = layers.GroupNormalization(2)(layers.LeakyReLU(negative_slope=0.1)(second))
    third = layers.AveragePooling2D(2)(second)
    up = layers.Conv2DTranspose(6, 3, strides=2, padding="same")(third)
    up = layers.UpSampling2D(interpolation="bilinear")(layers.Add()([up, second]))
    joined = layers.Concatenate()([up, first[:, :, :, 1:3], entry * 0.5])
    return keras.Model(entry, layers.Conv2D(1, 1, activation="sigmoid", name="mask")(joined))


def patches_with_attention() -> keras.Model:
    """A small vision transformer: attention of a sequence to itself, positions, two values of one call."""
    entry = keras.Input((16, 16, 3))
    tokens = layers.Reshape((16, 8))(layers.Conv2D(8, 4, strides=4)(entry))
    tokens = tokens + layers.Embedding(16, 8)(ops.arange(16))
    normal = layers.LayerNormalization()(tokens)
    mixed, scores = layers.MultiHeadAttention(2, 4)(normal, normal, return_attention_scores=True)
    left, right = ops.split(layers.Add()([mixed, tokens]), 2, axis=-1)
    x = layers.GlobalAveragePooling1D()(layers.Dense(8, activation="gelu")(left * right))
    return keras.Model(entry, [layers.Dense(3)(x), ops.mean(scores, axis=1)])


def squeeze_and_excitation() -> keras.Model:
    """A gate over channels, padded convolutions, values that are clipped; pictures of any size."""
    entry = keras.Input((None, None, 3))
    x = layers.Conv2D(8, 3, padding="valid")(layers.ZeroPadding2D(((1, 0), (2, 1)))(entry))
    gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
    gate = layers.Conv2D(8, 1, activation="hard_sigmoid")(layers.Conv2D(2, 1, activation="relu")(gate))
    x = ops.clip(layers.Multiply()([x, gate]), -1.0, 1.0)
    x = layers.SpatialDropout2D(0.2)(layers.PReLU(shared_axes=[1, 2])(x))
    return keras.Model(entry, layers.Dense(2)(layers.GlobalAveragePooling2D()(layers.Cropping2D(1)(x))))


PLAIN: dict[str, Callable[[], keras.Model]] = {
    made.__name__: made
    for made in (
        classifier_with_backbone,
        twins,
        picture_and_numbers,
        encoder_and_decoder,
        patches_with_attention,
        squeeze_and_excitation,
    )
}
