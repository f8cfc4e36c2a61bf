package org.cotangent.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.function.BiFunction;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** A run that fails leaves its kernels fit for the next one. */
class FailedCallsTest {
    private final Cotangent cotangent =
            Cotangent.portable(OperatorRegistry.load(FailedCallsTest.class.getClassLoader()));

    private double[] afterFailures(BiFunction<Formulas, Value, Value> call) {
        GraphBuilder builder = cotangent.graph("failing");
        Value index = builder.input("index", TensorType.of(DType.INT64, 1, 1));
        builder.output("y", call.apply(new Formulas(builder), index));
        try (Session session = cotangent.plan(builder.build(), Map.of()).newSession()) {
            for (int i = 0; i < 3; i++) {
                Tensor outside = Tensor.of(new long[] {9}, 1, 1);
                assertThrows(CotangentException.class, () -> session.run(Map.of("index", outside)));
            }
            Tensor last = Tensor.of(new long[] {2}, 1, 1);
            return session.run(Map.of("index", last)).values().iterator().next().toDoubles();
        }
    }

    @Test
    void indicesMayBeRightTheNextTime() {
        Tensor x = Tensor.of(new double[] {1, 2, 3}, 3, 1);
        Tensor one = Tensor.of(new double[] {5}, 1, 1);
        assertArrayEquals(new double[] {3}, afterFailures((f, index) -> f.gather(f.constant(x), index, 0)));
        assertArrayEquals(
                new double[] {1, 2, 5},
                afterFailures((f, index) -> f.op("ScatterND", f.constant(x), index, f.constant(one))));
        assertArrayEquals(
                new double[] {15},
                afterFailures((f, index) ->
                        f.own("WeightedGather", Attributes.none(), f.constant(x), index, f.constant(one))));
    }
}
