package org.cotangent.ops.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.ops.Calls;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecurrentTest {
    private final Calls calls = new Calls();

    private static Tensor numbers(long seed, long... sizes) {
        Tensor tensor = Tensor.allocate(DType.DOUBLE, sizes);
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-1, 1));
        }
        return tensor;
    }

    /** Running backwards is running forwards over the reversed sequence. */
    @Test
    void theReverseDirectionReversesTime() {
        Tensor x = numbers(1, 5, 2, 3);
        Tensor w = numbers(2, 1, 8, 3);
        Tensor r = numbers(3, 1, 8, 2);
        Tensor backwards = calls.run("LSTM", Attributes.of("direction", "reverse"), x, w, r);
        Tensor forwards = calls.run("LSTM", reversed(x), w, r);
        assertArrayEquals(reversed(forwards).toDoubles(), backwards.toDoubles(), 1e-12);
    }

    private static Tensor reversed(Tensor sequence) {
        Tensor result = Tensor.allocate(sequence.type());
        long length = sequence.size(0);
        long step = sequence.elements() / length;
        for (long i = 0; i < sequence.elements(); i++) {
            result.setDouble(i, sequence.getDouble((length - 1 - i / step) * step + i % step));
        }
        return result;
    }

    /** A sequence that ends early is as if the rest was not there. */
    @Test
    void sequencesEndWhereTheirLengthsSay() {
        for (String direction : List.of("forward", "reverse")) {
            Attributes attributes = Attributes.of("direction", direction);
            Tensor x = numbers(4, 5, 1, 3);
            Tensor w = numbers(5, 1, 6, 3);
            Tensor r = numbers(6, 1, 6, 2);
            Tensor shorter = Tensor.allocate(DType.DOUBLE, 3, 1, 3);
            for (long i = 0; i < shorter.elements(); i++) {
                shorter.setDouble(i, x.getDouble(i));
            }
            Tensor length = Calls.vector(DType.INT32, 3);
            List<Tensor> ended = both(attributes, x, w, r, null, length);
            List<Tensor> expected = both(attributes, shorter, w, r, null, null);
            assertArrayEquals(expected.get(1).toDoubles(), ended.get(1).toDoubles(), 1e-12);
            for (int i = 0; i < 10; i++) {
                assertEquals(
                        i < 6 ? expected.getFirst().getDouble(i) : 0,
                        ended.getFirst().getDouble(i),
                        1e-12);
            }
        }
    }

    private List<Tensor> both(Attributes attributes, @Nullable Tensor... inputs) {
        @Nullable Value[] values = new @Nullable Value[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            values[i] = inputs[i] == null ? null : calls.eager().constant(inputs[i]);
        }
        return calls.eager().formulas().call("", "GRU", attributes, 2, values).stream()
                .map(calls.eager()::tensor)
                .toList();
    }

    @Test
    void theBatchMayComeFirst() {
        Tensor w = numbers(7, 2, 2, 1);
        Tensor r = numbers(8, 2, 2, 2);
        Attributes bidirectional = Attributes.of("direction", "bidirectional");
        Tensor x = numbers(9, 4, 1, 1);
        double[] timeFirst = calls.run("RNN", bidirectional, x, w, r).toDoubles();
        double[] batchFirst = calls.run("RNN", bidirectional.with("layout", 1), x.reshaped(1, 4, 1), w, r)
                .toDoubles();
        assertArrayEquals(timeFirst, batchFirst, 1e-12);
    }

    @Test
    void activationsTakeTheirParametersInOrder() {
        Attributes attributes = Attributes.of("direction", "bidirectional")
                .with("activations", new Attribute.OfStrings(List.of("Affine", "LeakyRelu")))
                .with("activation_alpha", new Attribute.OfFloats(List.of(3f, 0.5f)))
                .with("activation_beta", new Attribute.OfFloats(List.of(1f)));
        Tensor x = Tensor.of(new double[] {-2}, 1, 1, 1);
        Tensor w = Tensor.of(new double[] {1, 1}, 2, 1, 1);
        Tensor r = Tensor.of(new double[] {0, 0}, 2, 1, 1);
        assertArrayEquals(
                new double[] {-5, -1}, calls.run("RNN", attributes, x, w, r).toDoubles(), 1e-12);
    }

    @Test
    void clippingBoundsWhatActivationsSee() {
        Attributes attributes = Attributes.none()
                .with("activations", new Attribute.OfStrings(List.of("Affine")))
                .with("clip", 0.5f);
        Tensor x = Tensor.of(new double[] {-2, 0.25, 9}, 1, 3, 1);
        Tensor one = Tensor.of(new double[] {1}, 1, 1, 1);
        assertArrayEquals(
                new double[] {-0.5, 0.25, 0.5},
                calls.run("RNN", attributes, x, one, one).toDoubles());
    }

    @Test
    void wrongCallsAreRefused() {
        Tensor x = Tensor.allocate(DType.FLOAT, 2, 1, 3);
        Tensor w = Tensor.allocate(DType.FLOAT, 1, 4, 3);
        Tensor r = Tensor.allocate(DType.FLOAT, 1, 4, 1);
        assertThrows(AttributeException.class, () -> calls.run("LSTM", Attributes.of("direction", "both"), x, w, r));
        assertThrows(ShapeException.class, () -> calls.run("GRU", x, w, r));
        assertThrows(
                AttributeException.class,
                () -> calls.run(
                        "LSTM",
                        Attributes.none().with("activations", new Attribute.OfStrings(List.of("Sinus"))),
                        x,
                        w,
                        r));
    }
}
