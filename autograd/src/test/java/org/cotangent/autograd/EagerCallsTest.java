package org.cotangent.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.BiFunction;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What is remembered of calls never shows: each call gives what it would give if it were the first. */
class EagerCallsTest {
    private static final int ROUNDS = 3;

    private final Cotangent cotangent = Cotangent.load();
    private final Autograd autograd = Autograd.of(cotangent);

    private Variable numbers(long... sizes) {
        int count = 1;
        for (long size : sizes) {
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i * 0.5f - 3;
        }
        return autograd.tensor(Tensor.of(values, sizes));
    }

    /** Runs every call on every input in turn, several times; the results are those of an autograd that knows none. */
    private void assertForgetful(List<BiFunction<Autograd, Tensor, Variable>> calls, List<Tensor> inputs) {
        for (int round = 0; round < ROUNDS; round++) {
            for (BiFunction<Autograd, Tensor, Variable> call : calls) {
                for (Tensor input : inputs) {
                    Variable first = call.apply(Autograd.of(cotangent.withMemoryBudget(1 << 26)), input);
                    Variable later = call.apply(autograd, input);
                    assertEquals(first.type(), later.type());
                    assertArrayEquals(first.tensor().toDoubles(), later.tensor().toDoubles());
                }
            }
        }
    }

    @Test
    void callsDifferInOperatorTypesAndAttributes() {
        List<BiFunction<Autograd, Tensor, Variable>> calls = List.of(
                (a, x) -> a.tensor(x).add(a.tensor(x)),
                (a, x) -> a.tensor(x).sub(a.tensor(x)),
                (a, x) -> a.tensor(x).add(1),
                (a, x) -> a.tensor(x).add(2),
                (a, x) -> a.op("Softmax", Attributes.of("axis", 0), a.tensor(x)),
                (a, x) -> a.op("Softmax", Attributes.of("axis", 1), a.tensor(x)),
                (a, x) -> a.op("Softmax", Attributes.none(), a.tensor(x)),
                (a, x) -> a.tensor(x).sum(0),
                (a, x) -> a.tensor(x).sum(1),
                (a, x) -> a.tensor(x).sum());
        List<Tensor> inputs = List.of(
                numbers(2, 3).tensor(),
                numbers(3, 2).tensor(),
                numbers(1, 6).tensor(),
                numbers(2, 3).tensor().converted(DType.DOUBLE),
                numbers(0, 3).tensor());
        assertForgetful(calls, inputs);
    }

    @Test
    void shapesThatAreReadFromInputsAreReadInEveryCall() {
        Variable x = numbers(2, 6);
        Tensor wanted = Tensor.vector(3L, 4L);
        Variable shape = autograd.tensor(wanted);
        assertEquals(
                "[3, 4]",
                autograd.op("Reshape", Attributes.none(), x, shape).shape().toString());
        assertEquals(
                "[3, 4]",
                autograd.op("Reshape", Attributes.none(), x, shape).shape().toString());
        wanted.setLong(0, 4);
        wanted.setLong(1, 3);
        assertEquals(
                "[4, 3]",
                autograd.op("Reshape", Attributes.none(), x, shape).shape().toString());
        wanted.setLong(1, 5);
        assertThrows(CotangentException.class, () -> autograd.op("Reshape", Attributes.none(), x, shape));
    }

    @Test
    void numbersThatKernelsWerePreparedWithAreReadInEveryCall() {
        Variable x = numbers(4, 3);
        for (int round = 0; round < ROUNDS; round++) {
            for (long start = 0; start < 4; start++) {
                Variable row = autograd.op(
                        "Slice",
                        Attributes.none(),
                        x,
                        autograd.tensor(start),
                        autograd.tensor(start + 1),
                        autograd.tensor(0L));
                assertEquals(x.tensor().getDouble(3 * start), row.tensor().getDouble(0));
            }
        }
    }

    @Test
    void sizesThatDependOnTheDataAreFoundInEveryCall() {
        Tensor data = Tensor.of(new float[] {1, 0, 2, 0}, 4);
        Variable x = autograd.tensor(data);
        assertEquals(2, autograd.op("NonZero", Attributes.none(), x).size(1));
        data.setDouble(1, 5);
        assertEquals(3, autograd.op("NonZero", Attributes.none(), x).size(1));
        data.setDouble(0, 0);
        data.setDouble(1, 0);
        data.setDouble(2, 0);
        assertEquals(0, autograd.op("NonZero", Attributes.none(), x).size(1));
    }

    @Test
    void absentInputsArePartOfTheCall() {
        Variable x = numbers(2, 3);
        Variable low = autograd.scalar(-1);
        Variable high = autograd.scalar(1);
        for (int round = 0; round < ROUNDS; round++) {
            assertEquals(
                    -1,
                    autograd.op("Clip", Attributes.none(), x, low, null)
                            .tensor()
                            .getDouble(0));
            assertEquals(
                    -3,
                    autograd.op("Clip", Attributes.none(), x, null, high)
                            .tensor()
                            .getDouble(0));
            assertEquals(-3, autograd.op("Clip", Attributes.none(), x).tensor().getDouble(0));
        }
    }
}
