package org.cotangent.opencl.reduce;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.tensor.DType;
import org.jspecify.annotations.Nullable;

/** How many elements become one: {@code finish} of the {@code combine} of the {@code map} of each. */
public record Combination(Mapping map, Combine combine, Finish finish) {
    /** The sum. */
    public static final Combination SUM = new Combination(Mapping.NONE, Combine.SUM, Finish.NONE);

    /** The mean. */
    public static final Combination MEAN = new Combination(Mapping.NONE, Combine.SUM, Finish.MEAN);

    /** The largest. */
    public static final Combination MAX = new Combination(Mapping.NONE, Combine.MAX, Finish.NONE);

    /** What is done to each element. */
    public enum Mapping {
        NONE("(v)"),
        ABSOLUTE("ABSOLUTE(v)"),
        SQUARE("((v) * (v))");

        private final String text;

        Mapping(String text) {
            this.text = text;
        }
    }

    /** How two numbers become one. */
    public enum Combine {
        SUM("0", "0"),
        PRODUCT("1", "1"),
        MAX("(-INFINITY)", ""),
        MIN("INFINITY", ""),
        /** The logarithm of the sum of exponentials. */
        LOG_SUM_EXP("0", "");

        private final String start;
        private final String wholeStart;

        Combine(String start, String wholeStart) {
            this.start = start;
            this.wholeStart = wholeStart;
        }

        /** {@return the function, of the resource {@code team.cl} or built in} */
        String function(boolean real) {
            return switch (this) {
                case SUM, LOG_SUM_EXP -> "SUM";
                case PRODUCT -> "PRODUCT";
                case MAX -> real ? "LARGER" : "max";
                case MIN -> real ? "SMALLER" : "min";
            };
        }

        /** {@return what begins, which changes no element of the type} */
        String start(DType type) {
            if (type.isFloating()) {
                return start;
            }
            boolean signed = type.kind() == DType.Kind.SIGNED;
            long highest = type == DType.BOOL ? 1 : signed ? (1L << (type.bits() - 1)) - 1 : -1L >>> (64 - type.bits());
            return switch (this) {
                case MAX -> literal(signed ? ~highest : 0);
                case MIN -> literal(highest);
                default -> wholeStart;
            };
        }

        private static String literal(long value) {
            return "0x" + Long.toHexString(value) + "UL";
        }
    }

    /** What is done to the combination. */
    public enum Finish {
        NONE("(v)"),
        MEAN("MEAN(v, count)"),
        ROOT("ROOT(v)"),
        LOGARITHM("LOGARITHM(v)");

        private final String text;

        Finish(String text) {
            this.text = text;
        }
    }

    /** {@return the combination that an operator of ONNX is; null if it is none} */
    static @Nullable Combination of(String operator) {
        return switch (operator) {
            case "ReduceSum", "org.cotangent::SumTo" -> SUM;
            case "ReduceMean" -> MEAN;
            case "ReduceMax" -> MAX;
            case "ReduceMin" -> new Combination(Mapping.NONE, Combine.MIN, Finish.NONE);
            case "ReduceProd" -> new Combination(Mapping.NONE, Combine.PRODUCT, Finish.NONE);
            case "ReduceL1" -> new Combination(Mapping.ABSOLUTE, Combine.SUM, Finish.NONE);
            case "ReduceL2" -> new Combination(Mapping.SQUARE, Combine.SUM, Finish.ROOT);
            case "ReduceSumSquare" -> new Combination(Mapping.SQUARE, Combine.SUM, Finish.NONE);
            case "ReduceLogSum" -> new Combination(Mapping.NONE, Combine.SUM, Finish.LOGARITHM);
            case "ReduceLogSumExp" -> new Combination(Mapping.NONE, Combine.LOG_SUM_EXP, Finish.NONE);
            default -> null;
        };
    }

    /** {@return whether roots or logarithms of integers are asked for, which need float64} */
    boolean rootsOf(DType type) {
        return !type.isFloating() && (finish == Finish.ROOT || finish == Finish.LOGARITHM);
    }

    /** {@return the type in which elements are combined} Products soon leave the range of float32. */
    DType computed(DType type, DeviceFacts device) {
        boolean widened = combine == Combine.PRODUCT && type.isFloating() && device.fp64();
        return widened ? DType.DOUBLE : Elements.computed(type);
    }

    /**
     * {@return the code of a pass over elements}
     *
     * @param from the type of its input
     * @param to the type of its output
     * @param element the type of the elements of the call
     * @param isFirst whether elements are mapped
     * @param isLast whether the combination is finished
     */
    Source define(Source code, DType from, DType to, DType element, DType computed, boolean isFirst, boolean isLast) {
        boolean real = computed.isFloating();
        boolean exponential = combine == Combine.LOG_SUM_EXP;
        Source source = code.vectorType("X", from)
                .vectorType("Y", to)
                .define("NUMBER", ElementType.of(computed).computed())
                .define("MAP(v)", (isFirst ? map : Mapping.NONE).text)
                .define("FINISH(v)", exponential ? "(log(v) + shift)" : (isLast ? finish : Finish.NONE).text)
                .define("COMBINE", combine.function(real))
                .define("START", "((NUMBER)" + combine.start(element) + ")")
                .define("PADDING", exponential ? "(-INFINITY)" : combine.start(element));
        if (exponential) {
            source = source.define("SHIFTED", "");
        }
        if (real) {
            source = source.define("REAL", "");
        }
        return rootsOf(element) ? source.define("ROOTED", "") : source;
    }
}
