package org.cotangent.testkit.idiom;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.junit.jupiter.api.Test;

class SoftmaxIdiomTest {
    private static Value shifted(Formulas f, Value x, long... axes) {
        return f.sub(x, f.reduceMax(x, true, axes));
    }

    @Property(tries = 20)
    void quotientsOfExponentials(
            @ForAll @IntRange(min = -3, max = 2) int axis, @ForAll boolean divided, @ForAll long seed) {
        Written graph = new Written(seed);
        Formulas f = graph.formulas();
        Value y = f.exp(shifted(f, graph.input("x", DType.FLOAT, 3, 5, 19), axis));
        Value sum = f.reduceSum(y, true, axis);
        graph.output(divided ? f.div(y, sum) : f.mul(f.reciprocal(sum), y));
        graph.becomes(1e-6, "Softmax");
    }

    @Property(tries = 20)
    void logarithmsOfSumsOfExponentials(
            @ForAll @IntRange(min = -3, max = 2) int axis, @ForAll boolean shifted, @ForAll long seed) {
        Written graph = new Written(seed);
        Formulas f = graph.formulas();
        Value x = graph.input("x", DType.DOUBLE, 3, 5, 19);
        Value y = shifted(f, x, axis);
        Value logarithm = f.log(f.reduceSum(f.exp(y), true, axis));
        graph.output(shifted ? f.sub(y, logarithm) : f.sub(x, f.add(f.reduceMax(x, true, axis), logarithm)));
        graph.becomes(1e-12, "LogSoftmax");
    }

    @Test
    void sumsOverSeveralAxesAreLeft() {
        Written graph = new Written(1);
        Formulas f = graph.formulas();
        Value y = f.exp(shifted(f, graph.input("x", DType.FLOAT, 3, 5, 4), 1, 2));
        graph.output(f.div(y, f.reduceSum(y, true, 1, 2)));
        graph.staysWithout("Softmax");
    }

    @Test
    void withoutShiftItOverflowsElsewhere() {
        Written graph = new Written(2);
        Formulas f = graph.formulas();
        Value y = f.exp(graph.input("x", DType.FLOAT, 3, 5));
        graph.output(f.div(y, f.reduceSum(y, true, 1)));
        graph.staysWithout("Softmax");
    }

    @Test
    void aSumThatOthersNeedKeepsTheForm() {
        Written graph = new Written(3);
        Formulas f = graph.formulas();
        Value y = f.exp(shifted(f, graph.input("x", DType.FLOAT, 3, 5), 1));
        Value sum = f.reduceSum(y, true, 1);
        graph.output(f.div(y, sum));
        graph.output(sum);
        graph.staysWithout("Softmax");
    }
}
