package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.TrainingStep.Recipe;
import org.cotangent.train.loss.OutputAsLoss;
import org.cotangent.train.optim.Sgd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator that is computed in a lower precision gives nearly the gradient of float32. */
class PrecisionOfProductsTest {
    private final Cotangent cotangent = Cotangent.load();

    /** The operator of an input and a parameter of these sizes. */
    record Product(String operator, long[] input, long[] parameter, Writer writer) {
        @Override
        public String toString() {
            return operator;
        }
    }

    @FunctionalInterface
    interface Writer {
        Value write(Formulas f, Value x, Value w);
    }

    private static long[] sizes(long... sizes) {
        return sizes;
    }

    private static Product recurrent(String type, int gates) {
        return new Product(
                type,
                sizes(3, 2, 4),
                sizes(1, 5L * gates, 4),
                (f, x, w) -> f.op(
                        type,
                        Attributes.of("hidden_size", 5),
                        x,
                        w,
                        f.constant(RandomTensors.of(5, 1, 5L * gates, 5))));
    }

    static Stream<Product> products() {
        return Stream.of(
                new Product("MatMul", sizes(3, 4), sizes(4, 5), Formulas::matmul),
                new Product("Gemm", sizes(3, 4), sizes(4, 5), (f, x, w) -> f.op("Gemm", x, w)),
                new Product(
                        "Einsum",
                        sizes(3, 4),
                        sizes(4, 5),
                        (f, x, w) -> f.op("Einsum", Attributes.of("equation", "ij,jk->ki"), x, w)),
                new Product("Conv", sizes(2, 3, 5, 5), sizes(4, 3, 3, 3), (f, x, w) -> f.op("Conv", x, w)),
                new Product(
                        "ConvTranspose",
                        sizes(2, 3, 5, 5),
                        sizes(3, 4, 3, 3),
                        (f, x, w) -> f.op("ConvTranspose", x, w)),
                new Product(
                        "DeformConv",
                        sizes(1, 2, 4, 4),
                        sizes(3, 2, 2, 2),
                        (f, x, w) -> f.op("DeformConv", x, w, f.constant(RandomTensors.of(6, 1, 8, 3, 3)))),
                new Product(
                        "Attention",
                        sizes(1, 2, 4, 8),
                        sizes(1, 2, 4, 8),
                        (f, x, w) -> f.op("Attention", x, w, f.mul(w, 2))),
                recurrent("RNN", 1),
                recurrent("GRU", 3),
                recurrent("LSTM", 4));
    }

    /** {@code sum(y * weights)} of a fixed random tensor. */
    private Graph graph(Product product) {
        GraphBuilder builder = cotangent.graph(product.operator());
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, product.input()));
        Value y = product.writer().write(f, x, builder.initializer("w", RandomTensors.of(1, product.parameter())));
        Value weights = f.constant(RandomTensors.of(2, y.shape().sizes()));
        builder.output("loss", f.reduceSum(f.mul(y, weights), false));
        return builder.build();
    }

    private double[] gradient(Product product, Precision precision) {
        Recipe recipe =
                new Recipe("loss", new OutputAsLoss(), Sgd.plain(), null, List.of("w")).withPrecision(precision);
        try (Training training = new Training(cotangent, graph(product), recipe)) {
            training.step(1, Map.of("x", RandomTensors.of(3, product.input())));
            double[] before = RandomTensors.of(1, product.parameter()).toDoubles();
            double[] after =
                    Objects.requireNonNull(training.parameters().get("w")).toDoubles();
            for (int i = 0; i < after.length; i++) {
                after[i] = before[i] - after[i];
            }
            return after;
        }
    }

    @ParameterizedTest
    @MethodSource("products")
    void gradientsAreNearlyThoseOfFloat32(Product product) {
        double[] expected = gradient(product, Precision.MODEL);
        double[] actual = gradient(product, Precision.BFLOAT16);
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            worst = Math.max(worst, Math.abs(expected[i] - actual[i]));
        }
        double difference = worst / largest;
        assertTrue(difference > 0 && difference < 0.05, () -> "gradients differ by " + difference);
    }
}
