package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.cpu.PortableTwin;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixKernelsTest extends KernelTest {

    private static final double TOLERANCE = 1e-5;

    /** The sizes of two factors that broadcast. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Factors(long[] a, long[] b) {
        static Factors of(String a, String b) {
            return new Factors(sizes(a), sizes(b));
        }

        private static long[] sizes(String text) {
            return Arrays.stream(text.split("x")).mapToLong(Long::parseLong).toArray();
        }

        @Override
        public String toString() {
            return Arrays.toString(a) + " by " + Arrays.toString(b);
        }
    }

    static Factors[] factors() {
        return new Factors[] {
            Factors.of("64x64", "64x64"),
            Factors.of("37x65", "65x29"),
            Factors.of("1x300", "300x200"),
            Factors.of("300x200", "200x1"),
            Factors.of("50000", "50000"),
            Factors.of("300", "300x201"),
            Factors.of("201x300", "300"),
            Factors.of("3x5x17x31", "31x33"),
            Factors.of("3x5x17x31", "3x5x31x33"),
            Factors.of("17x31", "3x5x31x33"),
            Factors.of("3x1x17x31", "5x31x33"),
            Factors.of("1x5x17x31", "3x1x31x33"),
            Factors.of("3x5x17x31", "3x1x31x33"),
            Factors.of("2x1x3x9x31", "4x1x31x33"),
        };
    }

    @ParameterizedTest
    @MethodSource("factors")
    void matMulEqualsLoops(Factors factors) {
        Product product = Product.matMul(factors.a(), factors.b());
        for (boolean constant : new boolean[] {false, true}) {
            RandomCalls call = calls("MatMul", Attributes.none()).withInput(factors.a());
            if (constant) {
                call.withConstant(factors.b());
            } else {
                call.withInput(factors.b());
            }
            call.withOutput(product.output());
            check(call, product.tolerance(), run -> product.compute(run.get(0), run.get(1), 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void fusedMatMulEqualsLoopsForTransposedFactors(int transposed) {
        boolean transA = (transposed & 1) != 0;
        boolean transB = (transposed & 2) != 0;
        Attributes attributes = Attributes.of("transA", transA ? 1 : 0)
                .with("transB", transB ? 1 : 0)
                .with("alpha", 0.125f);
        for (long[] batch : new long[][] {{}, {3}, {3, 2}}) {
            for (boolean shared : new boolean[] {false, true}) {
                long[] a = sizes(batch, transA ? 65 : 37, transA ? 37 : 65);
                long[] b = sizes(shared ? new long[0] : batch, transB ? 29 : 65, transB ? 65 : 29);
                Product product = new Product(a, transA, b, transB);
                RandomCalls call = ownCalls("FusedMatMul", attributes)
                        .withInput(a)
                        .withInput(b)
                        .withOutput(product.output());
                check(call, TOLERANCE, run -> product.compute(run.get(0), run.get(1), 0.125));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "29", "1x29", "37x29", "1x1"})
    void gemmEqualsLoops(String addend) {
        long[] c = addend.isEmpty() ? new long[0] : Factors.sizes(addend);
        for (float[] factor : new float[][] {{1, 1}, {0.5f, 1}, {1, 3}, {0.5f, -2}, {2, 0}}) {
            Attributes attributes =
                    Attributes.of("transB", 1).with("alpha", factor[0]).with("beta", factor[1]);
            Product product = new Product(new long[] {37, 65}, false, new long[] {29, 65}, true);
            RandomCalls call = calls("Gemm", attributes)
                    .withInput(37, 65)
                    .withConstant(29, 65)
                    .withInput(c)
                    .withOutput(37, 29);
            check(call, TOLERANCE, run -> {
                double[] sum = product.compute(run.get(0), run.get(1), factor[0]);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += factor[1] * run.get(2).getDouble(broadcast(i, c));
                }
                return sum;
            });
        }
    }

    private static int broadcast(int element, long[] c) {
        long rows = c.length == 2 ? c[0] : 1;
        long columns = c.length == 0 ? 1 : c[c.length - 1];
        return (int) ((rows == 1 ? 0 : element / 29) * columns + (columns == 1 ? 0 : element % 29));
    }

    /** Where the processor has no such products, they are products of 32-bit floats, rounded once. */
    @ParameterizedTest
    @ValueSource(strings = {"FLOAT16", "BFLOAT16"})
    void halfPrecisionIsRight(String type) {
        DType dtype = DType.valueOf(type);
        for (String operator : new String[] {"MatMul", "Gemm"}) {
            for (long[] addend : new long[][] {{}, {48}, {64, 48}}) {
                boolean added = operator.equals("Gemm");
                List<@Nullable Tensor> inputs = new ArrayList<>();
                inputs.add(random(dtype, 64, 80));
                inputs.add(random(dtype, 80, 48));
                if (added) {
                    inputs.add(random(dtype, addend));
                }
                Attributes attributes =
                        added ? Attributes.none().with("alpha", 0.5f).with("beta", 2f) : Attributes.none();
                PortableTwin twin = new PortableTwin(provider, Parallel.sequential());
                boolean accepted = twin.agree(twin.operator("", operator), attributes, inputs, 1, 3e-2);
                assertTrue(
                        accepted,
                        () -> twin.offer(twin.operator("", operator), attributes, inputs)
                                .toString());
            }
        }
    }

    private Tensor random(DType dtype, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble() - 0.5);
        }
        return tensor;
    }

    @Test
    void refusesWhatDoesNotPayOrCannotBe() {
        RandomCalls small = calls("MatMul", Attributes.none())
                .withInput(8, 8)
                .withInput(8, 8)
                .withOutput(8, 8);
        assertTrue(refusal(small).contains("1024 operations"), refusal(small));
        RandomCalls twice = calls("MatMul", Attributes.none())
                .withInput(DType.DOUBLE, 64, 64)
                .withInput(DType.DOUBLE, 64, 64)
                .withOutput(64, 64);
        assertTrue(refusal(twice).contains("DOUBLE"), refusal(twice));
        RandomCalls other = calls("Relu", Attributes.none()).withInput(64).withOutput(64);
        assertTrue(refusal(other).contains("Relu"), refusal(other));
    }

    private static long[] sizes(long[] batch, long rows, long columns) {
        long[] sizes = Arrays.copyOf(batch, batch.length + 2);
        sizes[batch.length] = rows;
        sizes[batch.length + 1] = columns;
        return sizes;
    }
}
