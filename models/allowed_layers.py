"""What a foreign model may be made of: names of Keras' own objects that compute numbers and do nothing else.

Left out: Lambda and whatever wraps code or files (TorchModuleWrapper, JaxLayer, FlaxLayer, TFSMLayer), layers that
read vocabularies, and names registered by others.
"""

_ACTIVATIONS = """
celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear log_sigmoid
log_softmax mish relu relu6 selu sigmoid silu softmax softplus softsign sparse_plus sparse_sigmoid sparsemax squareplus
swish tanh tanh_shrink threshold
"""
_LAYERS = """
Activation ActivityRegularization Add AdditiveAttention AlphaDropout Attention Average AveragePooling1D
AveragePooling2D AveragePooling3D BatchNormalization CenterCrop Concatenate Conv1D Conv1DTranspose Conv2D
Conv2DTranspose Conv3D Conv3DTranspose Cropping1D Cropping2D Cropping3D Dense DepthwiseConv1D DepthwiseConv2D Dot
Dropout ELU EinsumDense Embedding Flatten GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D
GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GroupNormalization
GroupQueryAttention Identity InputLayer InputSpec LayerNormalization LeakyReLU Masking MaxPooling1D MaxPooling2D
MaxPooling3D Maximum Minimum MultiHeadAttention Multiply Normalization PReLU Permute RMSNormalization RandomBrightness
RandomColorJitter RandomContrast RandomCrop RandomFlip RandomGrayscale RandomHue RandomRotation RandomSaturation
RandomSharpness RandomTranslation RandomZoom ReLU RepeatVector Rescaling Reshape Resizing SeparableConv1D
SeparableConv2D Softmax SpatialDropout1D SpatialDropout2D SpatialDropout3D SpectralNormalization Subtract
UnitNormalization UpSampling1D UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D
"""
_INITIALIZERS = """
Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity LecunNormal LecunUniform Ones Orthogonal RandomNormal
RandomUniform TruncatedNormal VarianceScaling Zeros
"""
_OPERATIONS = """
Absolute Add Amax Amin AvgPool Average BroadcastTo Cast Clip Concatenate Conv ConvTranspose Cos DepthwiseConv
Divide Einsum Elu Exp ExpandDims Flip Gelu GetItem HardSigmoid HardSilu LeakyRelu Log LogSigmoid LogSoftmax Matmul
Max MaxPool Maximum Mean Min Minimum Moveaxis Multiply Negative OneHot Pad Power Prod Relu Relu6 Repeat Reshape
Reciprocal Resize Rsqrt Selu SeparableConv Sigmoid Silu Sin Softmax Softplus Softsign Split Sqrt Square Squeeze Stack
Std Subtract Sum Swapaxes Tanh Transpose TrueDivide Var Where
"""
_OPTIMIZERS = "Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lamb Lion LossScaleOptimizer Muon Nadam RMSprop SGD"
_LOSSES = """
BinaryCrossentropy BinaryFocalCrossentropy CategoricalCrossentropy CategoricalFocalCrossentropy CosineSimilarity Dice
Hinge Huber KLDivergence LogCosh MeanAbsoluteError MeanSquaredError Poisson SparseCategoricalCrossentropy Tversky
binary_crossentropy categorical_crossentropy mean_absolute_error mean_squared_error sparse_categorical_crossentropy
"""
_METRICS = """
AUC Accuracy BinaryAccuracy CategoricalAccuracy F1Score Mean MeanSquaredError Precision Recall
SparseCategoricalAccuracy SparseTopKCategoricalAccuracy TopKCategoricalAccuracy accuracy
"""
_OPERATION_MODULES = ("core", "image", "linalg", "math", "nn", "numpy")
_MODELS = frozenset({"Functional", "Sequential", "Model"})
_POLICIES = frozenset({"DTypePolicy", "FloatDTypePolicy", "DTypePolicyMap"})

ALLOWED: dict[str, frozenset[str]] = {
    "keras": _MODELS | _POLICIES | {"SeedGenerator"},
    "keras.models": _MODELS,
    "keras.src.models.functional": _MODELS,
    "keras.src.models.sequential": _MODELS,
    "keras.layers": frozenset(_LAYERS.split()),
    "keras.activations": frozenset(_ACTIVATIONS.split()),
    "builtins": frozenset(_ACTIVATIONS.split()) | {"fovea>scaled_tanh"},
    "keras.initializers": frozenset(_INITIALIZERS.split()),
    "keras.regularizers": frozenset({"L1", "L2", "L1L2", "OrthogonalRegularizer"}),
    "keras.constraints": frozenset({"MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm"}),
    "keras.dtype_policies": _POLICIES,
    "keras.random": frozenset({"SeedGenerator"}),
    "keras.src.applications.convnext": frozenset({"LayerScale", "StochasticDepth"}),
    "keras.optimizers": frozenset(_OPTIMIZERS.split()),
    "keras.losses": frozenset(_LOSSES.split()),
    "keras.metrics": frozenset(_METRICS.split()),
    **{f"keras.src.ops.{module}": frozenset(_OPERATIONS.split()) for module in _OPERATION_MODULES},
}
"""Class names by module, as the config of a model gives them."""

ALLOWED_MARKS = frozenset({"__keras_tensor__", "__tensor__", "__numpy__", "__slice__", "__ellipsis__"})
"""Marks of plain values among the objects of a config."""

INPUT_MARK = "__input__"
"""Our own mark in the stored call of a layer: it stands for one of the values that the call reads."""
