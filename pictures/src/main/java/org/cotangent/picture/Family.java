package org.cotangent.picture;

import java.util.Locale;
import java.util.Set;
import org.cotangent.spi.op.Operator;

/** What kind of work an operator does; it decides the colour. */
public enum Family {
    PRODUCT("MatMul Gemm Conv ConvTranspose Einsum CausalConvWithState Col2Im DeformConv Det FusedMatMul MatMulInteger"
            + " ConvInteger QLinearMatMul QLinearConv ConvInputGradient ConvWeightGradient GatherDot"),
    ATTENTION("Attention FlexAttention LinearAttention RotaryEmbedding GRU LSTM RNN"),
    ACTIVATION("Relu Gelu Sigmoid Tanh Elu Celu Selu Mish Swish QuickGelu HardSigmoid HardSwish LeakyRelu PRelu Shrink"
            + " Softplus Softsign ThresholdedRelu Softmax LogSoftmax Hardmax Clip Dropout"),
    NORMALIZATION("BatchNormalization GroupNormalization InstanceNormalization LayerNormalization RMSNormalization LRN"
            + " LpNormalization MeanVarianceNormalization StandardizationGradient Normalizer Scaler"),
    POOLING("AveragePool MaxPool LpPool GlobalAveragePool GlobalMaxPool GlobalLpPool MaxUnpool MaxPoolGather"
            + " MaxPoolScatter MaxRoiPool RoiAlign GridSample Resize AffineGrid"),
    ARITHMETIC,
    REDUCTION,
    MOVEMENT("Cast CastLike WeightedGather WeightedScatter"),
    LOGIC,
    CONTROL,
    QUANTIZATION,
    LEARNING,
    OTHER,
    /** No operator. */
    NONE;

    private final Set<String> types;

    Family() {
        this.types = Set.of();
    }

    Family(String types) {
        this.types = Set.of(types.split(" "));
    }

    /** {@return the family: by type where it is known, else by the package in which the operator's class stands} */
    static Family of(Operator operator) {
        String type = operator.id().type();
        String base = type.endsWith("Gradient") ? type.substring(0, type.length() - "Gradient".length()) : type;
        for (Family family : values()) {
            if (family.types.contains(type) || family.types.contains(base)) {
                return family;
            }
        }
        String name = operator.getClass().getPackageName();
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "math" -> ARITHMETIC;
            case "reduce" -> REDUCTION;
            case "array" -> MOVEMENT;
            case "logic" -> LOGIC;
            case "control", "sequence" -> CONTROL;
            case "quant" -> QUANTIZATION;
            case "loss", "training", "random" -> LEARNING;
            default -> OTHER;
        };
    }

    /** {@return the types of operators that belong to it wherever their classes stand} */
    Set<String> types() {
        return types;
    }

    /** {@return its name in style sheets} */
    String style() {
        return name().toLowerCase(Locale.ROOT);
    }
}
