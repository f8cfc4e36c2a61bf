package org.cotangent.cpu.pointwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.cotangent.cpu.ComputePool;
import org.cotangent.cpu.KernelCall;
import org.cotangent.cpu.primitive.LoopCompiler;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.Twins;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoopKernelTest {

    private static final Scalar X = Scalar.input(0);
    private static final Scalar Y = Scalar.input(1);
    private static final Primitives VECTOR = Twins.vector();
    private static final PointwiseKernels BLOCKS = new PointwiseKernels(VECTOR, LoopCache.eager(LoopCompiler.NONE));

    private static final long[][] SHAPES = {
        {},
        {1},
        {7},
        {16},
        {33},
        {1000},
        {3, 5},
        {2, 40},
        {5, 1, 63},
        {2, 3, 4, 29},
        {2, 1700},
        {3, 0},
        {300, 7},
        {40, 10},
        {6, 300},
        {70000},
        {2, 66000}
    };

    private static PointwiseKernels loops() {
        return new PointwiseKernels(VECTOR, LoopCache.eager(VECTOR.loops()));
    }

    private static Kernel prepare(PointwiseKernels provider, Scalar expression, DType dtype, long... sizes) {
        Tensor x = Tensor.allocate(dtype, sizes);
        return KernelCall.of(new Formula(expression), TensorType.of(dtype, sizes), x, x)
                .prepare(provider);
    }

    private static void assertSameBits(Tensor expected, Tensor actual, Supplier<String> what) {
        for (long i = 0; i < expected.elements(); i++) {
            if (Double.doubleToLongBits(expected.getDouble(i)) != Double.doubleToLongBits(actual.getDouble(i))) {
                assertEquals(expected.getDouble(i), actual.getDouble(i), what.get() + ", element " + i);
            }
        }
    }

    private static void check(RandomChain chain, PointwiseKernels provider, Parallel parallel) throws Exception {
        KernelCall call = chain.call(chain.inputs(), parallel);
        try (Kernel blocks = call.prepare(BLOCKS);
                Kernel loop = call.prepare(provider)) {
            List<Tensor> expected = call.run(blocks);
            List<Tensor> actual = call.run(loop);
            for (int i = 0; i < expected.size(); i++) {
                int output = i;
                assertSameBits(expected.get(i), actual.get(i), () -> loop + " for output " + output + " of " + chain);
            }
            for (int k = 0; k < chain.inputs().size(); k++) {
                for (int i = 0; i < expected.size(); i++) {
                    if (chain.inputs().get(k).type().equals(chain.outputs().get(i)) && loop.mayOverwrite(k, i)) {
                        List<Tensor> inputs = new ArrayList<>(chain.inputs());
                        List<Tensor> outputs = new ArrayList<>();
                        chain.outputs().forEach(type -> outputs.add(Tensor.allocate(type)));
                        inputs.set(k, inputs.get(k).copy());
                        outputs.set(i, inputs.get(k));
                        loop.run(chain.call(inputs, parallel).bindings(new ArrayList<>(outputs)));
                        for (int o = 0; o < expected.size(); o++) {
                            assertSameBits(expected.get(o), outputs.get(o), () -> loop + " in place, of " + chain);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT", "DOUBLE", "FLOAT16"})
    void loopsGiveTheSameBitsAsBlocks(DType dtype) throws Exception {
        Random random = new Random(3);
        try (ComputePool pool = new ComputePool(3)) {
            for (int i = 0; i < 25; i++) {
                for (long[] sizes : SHAPES) {
                    int functions = sizes.length > 0 && sizes[sizes.length - 1] > 10000 ? 3 : 1 + random.nextInt(15);
                    check(RandomChain.of(random, dtype, functions, sizes), loops(), pool);
                }
            }
        }
    }

    @Test
    void anExpressionTooLongForOneLoopIsSeveral() throws Exception {
        Scalar chain = X;
        for (int i = 0; i < 6; i++) {
            chain = chain.apply(UnaryFunction.TANH).plus(Y).times(chain.apply(UnaryFunction.ERF));
        }
        Random random = new Random(4);
        RandomChain any = RandomChain.of(random, DType.FLOAT, 1, 4099);
        Tensor x = any.inputs().getFirst();
        check(new RandomChain(List.of(chain, chain.less(X)), List.of(x, x), types(2)), loops(), Parallel.sequential());
        try (Kernel kernel = prepare(loops(), chain, DType.FLOAT, 4099)) {
            assertTrue(kernel.toString().startsWith("pointwise [DENSE, DENSE] with"), kernel.toString());
            assertTrue(kernel.toString().contains("loop of"), kernel.toString());
        }
    }

    private static List<TensorType> types(int count) {
        return Collections.nCopies(count, TensorType.of(DType.FLOAT, 4099));
    }

    @Test
    void aChainIsOneLoop() throws Exception {
        Scalar gelu = X.times(0.5)
                .times(X.times(Math.sqrt(0.5)).apply(UnaryFunction.ERF).plus(1))
                .plus(Y);
        for (DType dtype : List.of(DType.FLOAT, DType.DOUBLE)) {
            Scalar expression =
                    dtype == DType.FLOAT ? gelu : X.apply(UnaryFunction.SIGMOID).times(Y);
            try (Kernel kernel = prepare(loops(), expression, dtype, 3, 500)) {
                assertTrue(kernel.toString().startsWith("loop of"), kernel.toString());
            }
        }
    }

    @Test
    void smallTensorsAndPlainJavaKeepTheSharedLoops() throws Exception {
        Scalar expression = X.plus(Y).times(X);
        try (Kernel small = prepare(new PointwiseKernels(VECTOR), expression, DType.FLOAT, 1023);
                Kernel large = prepare(new PointwiseKernels(VECTOR), expression, DType.FLOAT, 1024);
                Kernel plain = prepare(new PointwiseKernels(Twins.scalar()), expression, DType.FLOAT, 1024)) {
            assertEquals("pointwise [DENSE, DENSE]", small.toString());
            assertTrue(large.toString().contains("not used yet"), large.toString());
            assertEquals("pointwise [DENSE, DENSE]", plain.toString());
        }
    }

    @Test
    void equalExpressionsShareOneLoop() {
        LoopCache cache = LoopCache.patient(VECTOR.loops());
        Program program = ProgramBuilder.build(List.of(X.plus(Y).times(X)), 2);
        Program equal = ProgramBuilder.build(List.of(X.plus(Y).times(X)), 2);
        assertSame(cache.loop(LoopPlans.dense(program)), cache.loop(LoopPlans.dense(equal)));
    }

    @Test
    void aLoopTakesOverWhenItIsCompiled() throws Exception {
        LazyLoop lazy = new LazyLoop(
                LoopPlans.dense(ProgramBuilder.build(List.of(X.plus(Y).times(X)), 2)),
                VECTOR.loops(),
                100,
                new ReentrantLock());
        lazy.missed(99);
        lazy.missed(1);
        for (int i = 0; i < 3000 && lazy.ready() == null; i++) {
            Thread.sleep(10);
        }
        assertNotNull(lazy.ready());
    }
}
