package org.cotangent.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.engine.plan.Fallback;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Session;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.launch.OpenClKernelProvider;
import org.cotangent.opencl.memory.Block;
import org.cotangent.opencl.memory.OpenClQueue;
import org.cotangent.opencl.pointwise.PointwiseKernels;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenClDeviceTest {
    private OpenClBackend backend;

    @BeforeEach
    void open() {
        DeviceCalls.open().close(); // skips where there is no device
        backend = new OpenClBackend();
    }

    @AfterEach
    void close() {
        if (backend != null) {
            assertEquals(0, backend.device().pool().live(), "blocks of memory were not closed");
            backend.close();
        }
    }

    private Cotangent cotangent(OpenClKernels... families) {
        KernelRegistry kernels =
                KernelRegistry.of(List.of(backend), List.of(new OpenClKernelProvider(List.of(families))));
        return Cotangent.of(OperatorRegistry.load(getClass().getClassLoader()), kernels, OpenClBackend.NAME)
                .withFallback(Fallback.FAIL);
    }

    /** {@code p <- p + x; y = x p} */
    private static Graph graph(Cotangent cotangent, Tensor p) {
        GraphBuilder graph = cotangent.graph("test");
        Value x = graph.input("x", TensorType.of(DType.FLOAT, 3));
        Value parameter = graph.parameter("p", p);
        graph.update(parameter, graph.apply("Add", parameter, x));
        graph.output("y", graph.apply("Mul", x, parameter));
        return graph.build();
    }

    @Test
    void javaStillDividesAsItShould() {
        int zero = Integer.parseInt("0");
        for (int i = 0; i < 400; i++) {
            int dividend = i;
            assertThrows(ArithmeticException.class, () -> Math.abs(dividend / zero));
        }
    }

    @Test
    void sessionsOfSeveralThreadsDoNotDisturbEachOther() throws InterruptedException, ExecutionException {
        Cotangent cotangent = cotangent(new PointwiseKernels());
        Plan plan = cotangent.plan(graph(cotangent, Tensor.vector(new float[] {1, 2, 3})), Map.of());
        List<Future<Integer>> wrong = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int t = 0; t < 4; t++) {
                float own = t;
                wrong.add(threads.submit(() -> wrongRuns(cotangent, own)));
            }
            for (Future<Integer> result : wrong) {
                assertEquals(0, result.get());
            }
        }
        assertEquals(List.of(), plan.fallbacks());
    }

    private static int wrongRuns(Cotangent cotangent, float own) {
        Tensor p = Tensor.vector(new float[] {own, 0, 0});
        int wrong = 0;
        try (Session session = cotangent.plan(graph(cotangent, p), Map.of()).newSession()) {
            for (int run = 0; run < 200; run++) {
                Tensor y = Objects.requireNonNull(session.run(Map.of("x", Tensor.vector(new float[] {1, 2, own})))
                        .get("y"));
                wrong += y.getDouble(0) == own + run && y.getDouble(1) == 4 * run && y.getDouble(2) == own * own * run
                        ? 0
                        : 1;
            }
        }
        return wrong;
    }

    @Test
    void aProgramThatCannotBeCompiledIsAnErrorWithTheCompilersWords() {
        OpenClKernels broken = new OpenClKernels() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Proposal propose(Preparation call, DeviceFacts device) {
                Source source = new Source("broken.cl", "__kernel void broken(OUT(float, y)) { y[0] = missing; }");
                return Proposal.accepted(
                        "broken", () -> KernelPlan.of(Launch.of(source, "broken", Range.of(1, 1), Argument.output(0))));
            }
        };
        Cotangent cotangent = cotangent(broken);
        Plan plan = cotangent.plan(graph(cotangent, Tensor.vector(new float[] {1, 2, 3})), Map.of());
        OpenClException error = assertThrows(OpenClException.class, plan::newSession);
        assertTrue(String.valueOf(error.getMessage()).contains("missing"), error::toString);
        assertTrue(String.valueOf(error.getMessage()).contains("broken.cl"), error::toString);
    }

    @Test
    void memoryIsCheckedBeforeTheDriverSeesIt() {
        OpenClQueue queue = backend.device().newQueue();
        Block block = queue.allocate(16);
        Tensor small = Tensor.over(DType.FLOAT, new long[] {4}, block.part(0, 16));
        Tensor large = Tensor.over(DType.FLOAT, new long[] {8}, block.part(0, 16));
        assertThrows(IllegalArgumentException.class, () -> block.part(8, 16));
        assertThrows(IllegalArgumentException.class, () -> queue.download(large, Tensor.allocate(DType.FLOAT, 8)));
        queue.upload(Tensor.vector(new float[] {1, 2, 3, 4}), small);
        Tensor onHeap = Tensor.wrap(DType.FLOAT, new long[] {4}, MemorySegment.ofArray(new float[4]));
        queue.download(small, onHeap);
        queue.finish();
        assertArrayEquals(new float[] {1, 2, 3, 4}, onHeap.toFloats());
        block.close();
        assertThrows(IllegalStateException.class, () -> queue.upload(onHeap, small));
        queue.close();
    }

    @Test
    void blocksAreUsedAgain() {
        OpenClQueue queue = backend.device().newQueue();
        for (int i = 0; i < 20; i++) {
            queue.allocate(1 << 20).close();
            queue.finish();
        }
        assertTrue(backend.device().pool().allocated() <= 2 << 20, "twenty blocks instead of one");
        queue.close();
    }
}
