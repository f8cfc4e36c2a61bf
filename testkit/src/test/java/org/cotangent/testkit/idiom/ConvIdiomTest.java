package org.cotangent.testkit.idiom;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.junit.jupiter.api.Test;

class ConvIdiomTest {
    private static final Attributes PADDED = Attributes.of("pads", 1, 1, 1, 1);

    private static Value conv(Written graph, DType dtype, boolean biased, long groups) {
        return graph.formulas()
                .op(
                        "Conv",
                        PADDED.with("group", groups),
                        graph.input("x", dtype, 2, 4, 5, 6),
                        graph.constant(dtype, 6, 4 / groups, 3, 3),
                        biased ? graph.constant(dtype, 6) : null);
    }

    private static Value normalized(Written graph, Value x, DType dtype) {
        long channels = x.shape().size(1);
        return graph.formulas()
                .op(
                        "BatchNormalization",
                        Attributes.none().with("epsilon", 0.01f),
                        x,
                        graph.constant(dtype, channels),
                        graph.constant(dtype, channels),
                        graph.constant(dtype, channels),
                        graph.positive(dtype, channels));
    }

    @Property(tries = 30)
    void statisticsBecomeWeights(
            @ForAll boolean wide,
            @ForAll boolean biased,
            @ForAll @IntRange(min = 1, max = 2) int groups,
            @ForAll long s) {
        DType dtype = wide ? DType.DOUBLE : DType.FLOAT;
        Written graph = new Written(s);
        graph.output(normalized(graph, conv(graph, dtype, biased, groups), dtype));
        graph.becomes(wide ? 1e-12 : 1e-4, "Conv");
    }

    @Property(tries = 30)
    void factorsAndSummandsBecomeWeights(@ForAll @IntRange(max = 11) int form, @ForAll boolean biased, @ForAll long s) {
        Written graph = new Written(s);
        Formulas f = graph.formulas();
        Value factor = form % 2 == 0 ? graph.constant(DType.FLOAT, 6, 1, 1) : graph.constant(DType.FLOAT);
        Value summand = form % 4 < 2 ? graph.constant(DType.FLOAT, 1, 6, 1, 1) : graph.constant(DType.FLOAT, 1);
        Value y = conv(graph, DType.FLOAT, biased, 1);
        graph.output(
                switch (form / 4) {
                    case 0 -> f.add(summand, f.mul(y, factor));
                    case 1 -> f.mul(factor, y);
                    default -> f.add(y, summand);
                });
        graph.becomes(1e-4, "Conv");
    }

    @Property(tries = 20)
    void statisticsAloneBecomeAProductAndASum(
            @ForAll boolean wide, @ForAll @IntRange(max = 2) int axes, @ForAll long s) {
        DType dtype = wide ? DType.DOUBLE : DType.FLOAT;
        Written graph = new Written(s);
        long[] sizes = new long[] {3, 5, 4, 2};
        Value x = graph.input("x", dtype, Arrays.copyOf(sizes, 2 + axes));
        graph.output(graph.formulas().op("Relu", normalized(graph, x, dtype)));
        graph.becomes(wide ? 1e-12 : 1e-5, "Pointwise(Mul+Add+Relu)");
    }

    @Test
    void aConvolutionThatOthersNeedKeepsItsWeights() {
        Written graph = new Written(1);
        Value y = conv(graph, DType.FLOAT, true, 1);
        graph.output(normalized(graph, y, DType.FLOAT));
        graph.output(y);
        graph.becomes(1e-4, "Conv", "Pointwise(Mul+Add)");
    }

    @Test
    void statisticsThatComeWithTheInputsAreLeft() {
        Written graph = new Written(2);
        Value y = conv(graph, DType.FLOAT, false, 1);
        graph.output(graph.formulas()
                .op(
                        "BatchNormalization",
                        y,
                        graph.constant(DType.FLOAT, 6),
                        graph.constant(DType.FLOAT, 6),
                        graph.input("mean", DType.FLOAT, 6),
                        graph.positive(DType.FLOAT, 6)));
        graph.becomes(1e-5, "Conv", "BatchNormalization");
    }

    @Test
    void numbersPerPlaceAreNotNumbersPerChannel() {
        Written graph = new Written(3);
        Value y = conv(graph, DType.FLOAT, false, 1);
        graph.output(graph.formulas().mul(y, graph.constant(DType.FLOAT, 6)));
        graph.becomes(1e-5, "Conv", "Mul");
    }

    @Test
    void statisticsOfTheBatchAreLeft() {
        Written graph = new Written(4);
        Value y = conv(graph, DType.FLOAT, false, 1);
        graph.output(graph.formulas()
                .op(
                        "BatchNormalization",
                        Attributes.of("training_mode", 1),
                        y,
                        graph.constant(DType.FLOAT, 6),
                        graph.constant(DType.FLOAT, 6),
                        graph.constant(DType.FLOAT, 6),
                        graph.positive(DType.FLOAT, 6)));
        graph.becomes(1e-4, "Conv", "BatchNormalization");
    }

    @Property(tries = 10)
    void statisticsAndFactorsOneAfterTheOtherBecomeWeights(@ForAll boolean twice, @ForAll long s) {
        Written graph = new Written(s);
        Formulas f = graph.formulas();
        Value y = normalized(graph, conv(graph, DType.FLOAT, false, 1), DType.FLOAT);
        Value scaled = f.add(f.mul(y, graph.constant(DType.FLOAT, 6, 1, 1)), graph.constant(DType.FLOAT, 6, 1, 1));
        graph.output(twice ? normalized(graph, scaled, DType.FLOAT) : scaled);
        graph.becomes(1e-4, "Conv");
    }

    @Property(tries = 10)
    void productsAndSumsOneAfterTheOtherAreOne(@ForAll boolean scalar, @ForAll long s) {
        Written graph = new Written(s);
        Formulas f = graph.formulas();
        Value y = normalized(graph, graph.input("x", DType.FLOAT, 2, 6, 5), DType.FLOAT);
        Value factor = scalar ? graph.constant(DType.FLOAT) : graph.constant(DType.FLOAT, 6, 1);
        graph.output(f.add(f.mul(y, factor), graph.constant(DType.FLOAT, 6, 1)));
        graph.becomes(1e-5, "Pointwise(Mul+Add)");
    }
}
