package org.cotangent.testkit.idiom;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.junit.jupiter.api.Test;

class NormalizationIdiomTest {
    private static final double EPSILON = 0x1p-17;

    /** {@code x / sqrt(mean(x^2) + epsilon)} in one of the forms in which it is written. */
    private static Value normalized(Formulas f, Value x, int form, long... axes) {
        Value square = form % 2 == 0 ? f.mul(x, x) : f.op("Pow", x, f.scalarLike(x, 2));
        Value mean = f.reduceMean(square, true, axes);
        Value shifted = form % 3 == 0 ? f.add(mean, EPSILON) : f.add(f.scalarLike(x, EPSILON), mean);
        return switch (form % 4) {
            case 0 -> f.div(x, f.sqrt(shifted));
            case 1 -> f.mul(x, f.reciprocal(f.sqrt(shifted)));
            case 2 -> f.mul(f.div(f.scalarLike(x, 1), f.sqrt(shifted)), x);
            default -> f.mul(x, f.op("Pow", shifted, f.scalarLike(x, -0.5)));
        };
    }

    private static Value centred(Formulas f, Value x, long... axes) {
        return f.sub(x, f.reduceMean(x, true, axes));
    }

    private static double tolerance(DType dtype) {
        return switch (dtype) {
            case DOUBLE -> 1e-12;
            case FLOAT -> 1e-5;
            default -> 1e-2;
        };
    }

    private static DType dtype(int form) {
        return switch (form % 5) {
            case 0 -> DType.DOUBLE;
            case 1 -> DType.FLOAT16;
            default -> DType.FLOAT;
        };
    }

    @Property(tries = 60)
    void everyFormOfLayerNormalizationIsFound(
            @ForAll @IntRange(max = 59) int form,
            @ForAll boolean scaled,
            @ForAll boolean biased,
            @ForAll @Size(3) int[] seeds,
            @ForAll long seed) {
        Written graph = new Written(seed);
        Formulas f = graph.formulas();
        DType dtype = dtype(form);
        long[] sizes = {1 + Math.floorMod(seeds[0], 4), 1 + Math.floorMod(seeds[1], 5), 2 + Math.floorMod(seeds[2], 40)
        };
        long[] axes = form < 30 ? new long[] {-1} : new long[] {2, 1};
        long[] row = form < 30 ? new long[] {sizes[2]} : new long[] {sizes[1], sizes[2]};
        Value y = normalized(f, centred(f, graph.input("x", dtype, sizes), axes), form, axes);
        Value scale = graph.input("scale", dtype, row);
        Value product = !scaled ? y : form % 2 == 0 ? f.mul(scale, y) : f.mul(y, scale);
        graph.output(biased ? f.add(product, graph.constant(dtype, row)) : product);
        graph.becomes(tolerance(dtype), "LayerNormalization");
    }

    @Property(tries = 40)
    void everyFormOfRmsNormalizationIsFound(
            @ForAll @IntRange(max = 59) int form, @ForAll boolean scaled, @ForAll long seed) {
        Written graph = new Written(seed);
        Formulas f = graph.formulas();
        DType dtype = dtype(form);
        Value y = normalized(f, graph.input("x", dtype, 3, 2, 17), form, -1);
        graph.output(scaled ? f.mul(graph.constant(dtype, 1, 17), y) : y);
        graph.becomes(tolerance(dtype), "RMSNormalization");
    }

    @Test
    void differencesThatAreWrittenTwiceAreOne() {
        Written graph = new Written(1);
        Formulas f = graph.formulas();
        Value x = graph.input("x", DType.FLOAT, 4, 8);
        Value squares = f.square(f.sub(x, f.reduceMean(x, true, -1)));
        Value root = f.sqrt(f.add(f.reduceMean(squares, true, -1), EPSILON));
        graph.output(f.div(f.sub(x, f.reduceMean(x, true, -1)), root));
        graph.becomes(1e-5, "LayerNormalization");
    }

    @Test
    void anEpsilonThatAnAttributeCannotHoldIsLeft() {
        Written graph = new Written(2);
        Formulas f = graph.formulas();
        Value x = graph.input("x", DType.DOUBLE, 4, 8);
        Value mean = f.reduceMean(f.square(x), true, -1);
        graph.output(f.div(x, f.sqrt(f.add(mean, 1e-5))));
        graph.staysWithout("RMSNormalization");
    }

    @Test
    void axesThatAreNotTheLastAreLeft() {
        Written graph = new Written(3);
        Value x = graph.input("x", DType.FLOAT, 4, 8, 3);
        graph.output(normalized(graph.formulas(), centred(graph.formulas(), x, 1), 0, 1));
        graph.staysWithout("LayerNormalization");
        graph.staysWithout("RMSNormalization");
    }

    @Test
    void meansOverOtherAxesThanTheSquaresAreNotTaken() {
        Written graph = new Written(4);
        Value x = graph.input("x", DType.FLOAT, 4, 8, 3);
        graph.output(normalized(graph.formulas(), centred(graph.formulas(), x, 1, 2), 0, 2));
        graph.staysWithout("LayerNormalization");
    }

    @Test
    void anotherExponentIsAnotherFunction() {
        Written graph = new Written(5);
        Formulas f = graph.formulas();
        Value x = graph.input("x", DType.FLOAT, 4, 8);
        Value mean = f.reduceMean(f.op("Pow", x, f.scalarLike(x, 4)), true, -1);
        graph.output(f.div(x, f.sqrt(f.add(mean, EPSILON))));
        graph.staysWithout("RMSNormalization");
    }

    @Test
    void aValueWithinThatOthersNeedKeepsTheForm() {
        Written graph = new Written(6);
        Formulas f = graph.formulas();
        Value centred = centred(f, graph.input("x", DType.FLOAT, 4, 8), -1);
        graph.output(normalized(f, centred, 0, -1));
        graph.output(f.exp(centred));
        graph.staysWithout("LayerNormalization");
    }

    @Test
    void aScaleThatIsNoRowStaysAFactor() {
        Written graph = new Written(7);
        Formulas f = graph.formulas();
        Value x = graph.input("x", DType.FLOAT, 4, 8);
        graph.output(f.mul(normalized(f, centred(f, x, -1), 0, -1), graph.input("scale", DType.FLOAT, 4, 1)));
        graph.becomes(1e-5, "LayerNormalization", "Mul");
    }

    @Property(tries = 10)
    void gradientsAreThoseOfTheParts(@ForAll boolean layer, @ForAll long seed) {
        Written graph = new Written(seed);
        Formulas f = graph.formulas();
        Value x = graph.input("x", DType.DOUBLE, 3, 4, 7);
        Value y = normalized(f, layer ? centred(f, x, -1) : x, 0, -1);
        graph.output(f.mul(y, graph.input("scale", DType.DOUBLE, 7)));
        graph.isDifferentiatedAs(layer ? "LayerNormalization" : "RMSNormalization", 1e-10);
    }
}
