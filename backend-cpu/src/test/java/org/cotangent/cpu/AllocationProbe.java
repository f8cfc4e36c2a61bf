package org.cotangent.cpu;

import static org.cotangent.spi.op.UnaryFunction.ERF;
import static org.cotangent.spi.op.UnaryFunction.EXP;
import static org.cotangent.spi.op.UnaryFunction.LOG;
import static org.cotangent.spi.op.UnaryFunction.SIGMOID;
import static org.cotangent.spi.op.UnaryFunction.TANH;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.cotangent.cpu.primitive.BlockLoop;
import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.cpu.primitive.ChannelWindowLoops;
import org.cotangent.cpu.primitive.Combination;
import org.cotangent.cpu.primitive.FloatRows;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.GemmTile;
import org.cotangent.cpu.primitive.LoopCompiler;
import org.cotangent.cpu.primitive.LoopPlan;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.RecurrentLoops;
import org.cotangent.cpu.primitive.RowArithmetic;
import org.cotangent.cpu.primitive.WindowLoops;
import org.cotangent.cpu.recurrent.RecurrentGradientKernels;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * Runs every loop of the vector implementation until it is compiled, and prints how many bytes a call allocates then. A
 * loop whose vectors stay in registers allocates nothing. Started in a virtual machine of its own.
 */
public final class AllocationProbe {

    private static final int N = 999;
    private static final int CALLS = 500;
    private static final int MOST_ROUNDS = 60;
    private static final long ROOM = 1 << 20;

    private final Map<String, Runnable> loops = new LinkedHashMap<>();
    private final Primitives primitives = PrimitiveSelection.vector();
    private final MemorySegment memory = Arena.global().allocate(8 * ROOM, 64);
    private final long x = memory.address();
    private final long y = x + ROOM;
    private final long z = y + ROOM;
    private final long w = z + ROOM;

    private AllocationProbe() {
        blocks("float32 ", primitives.blocks());
        blocks("float64 ", primitives.doubleBlocks());
        rows("float32 ", primitives.rows());
        rows("float64 ", primitives.doubleRows());
        floatRows(primitives.rows());
        movement("4 bytes ", primitives.movement());
        movement("8 bytes ", primitives.wideMovement());
        windows(primitives.windows());
        channelWindows("", primitives.channelWindows(), x);
        long undefined = x + 7 * ROOM;
        primitives.rows().set(undefined, Double.NaN, (int) ROOM / Float.BYTES);
        channelWindows(" with NaN", primitives.channelWindows(), undefined);
        recurrent(primitives.recurrent());
        recurrentGradient("LSTM", 4, 6);
        recurrentGradient("GRU", 3, 5);
        recurrentGradient("RNN", 1, 2);
        loops("float32 ", false, primitives.loops());
        loops("float64 ", true, primitives.loops());
        gemm("float32 ", primitives.floatGemm());
        gemm("float64 ", primitives.doubleGemm());
    }

    private void blocks(String type, BlockMath math) {
        int n = 64 * math.lanes();
        for (UnaryFunction f : EnumSet.complementOf(EnumSet.of(UnaryFunction.BITWISE_NOT))) {
            loops.put(type + f, () -> math.unary(f, y, x, n));
        }
        for (BinaryFunction f : EnumSet.range(BinaryFunction.ADD, BinaryFunction.XOR)) {
            loops.put(type + f, () -> math.binary(f, z, x, y, n));
        }
        loops.put(type + "select", () -> math.select(w, x, y, z, n));
        loops.put(type + "fill", () -> math.fill(y, 1, n));
        loops.put(type + "spread", () -> math.spread(y, x, n));
    }

    private void loops(String type, boolean wide, LoopCompiler compiler) {
        for (UnaryFunction f : EnumSet.of(EXP, LOG, SIGMOID, TANH, ERF)) {
            chain(type, wide, compiler, List.of(i -> new LoopPlan.Step.Unary(f, i)));
        }
        chain(
                type,
                wide,
                compiler,
                List.of(
                        i -> new LoopPlan.Step.Binary(BinaryFunction.MUL, i, 0),
                        i -> new LoopPlan.Step.Binary(BinaryFunction.ADD, i, 1),
                        i -> new LoopPlan.Step.Unary(UnaryFunction.SQRT, i),
                        i -> new LoopPlan.Step.Binary(BinaryFunction.LESS, i, 0),
                        i -> new LoopPlan.Step.Select(i, 0, 1),
                        i -> new LoopPlan.Step.Binary(BinaryFunction.DIV, 0, i),
                        i -> new LoopPlan.Step.Binary(BinaryFunction.MAX, 2, i)));
    }

    /** As many steps as a loop has room for, each a function of the value before it, on rows with a rest. */
    private void chain(String type, boolean wide, LoopCompiler compiler, List<IntFunction<LoopPlan.Step>> functions) {
        boolean truths = compiler.readsTruths(wide);
        List<LoopPlan.Input> inputs = List.of(
                new LoopPlan.Input(0, LoopPlan.Form.NUMBERS),
                new LoopPlan.Input(1, truths ? LoopPlan.Form.TRUTHS : LoopPlan.Form.NUMBER));
        List<LoopPlan.Step> steps = new ArrayList<>();
        long room = compiler.mostWeight() - 4L;
        int value = 0;
        while (true) {
            LoopPlan.Step step = functions.get(steps.size() % functions.size()).apply(value);
            room -= compiler.weight(step, wide);
            if (room < 0) {
                break;
            }
            steps.add(step);
            value = 2 + steps.size();
        }
        if (steps.isEmpty()) {
            return;
        }
        List<LoopPlan.Output> outputs =
                List.of(new LoopPlan.Output(2, value, false), new LoopPlan.Output(3, value, truths));
        BlockLoop loop = compiler.compile(new LoopPlan(wide, inputs, List.of(0.5), steps, outputs));
        long[] at = {x, y, z, w};
        long[] strides = new long[at.length];
        loops.put(type + "loop of " + steps.size() + " times " + steps.getFirst(), () -> loop.run(at, strides, 2, 99));
    }

    private void rows(String type, RowArithmetic rows) {
        double[] sink = new double[1];
        for (Combination c : Combination.values()) {
            loops.put(type + "combine " + c, () -> sink[0] = rows.combine(c, x, N));
            loops.put(type + "combineInto " + c, () -> rows.combineInto(c, y, x, N));
        }
        loops.put(type + "set", () -> rows.set(y, 1, N));
        loops.put(type + "addScaled", () -> rows.addScaled(y, 2, x, N));
        loops.put(type + "addConstant", () -> rows.addConstant(y, 2, N));
    }

    private void floatRows(FloatRows rows) {
        double[] sink = new double[1];
        loops.put("scale", () -> rows.scale(y, 2, x, N));
        loops.put("multiply", () -> rows.multiply(z, y, x, N));
        loops.put("subtract", () -> rows.subtract(z, y, x, N));
        loops.put("divide", () -> rows.divide(z, x, N));
        loops.put("shift", () -> rows.shift(y, 2, x, N));
        loops.put("expShifted", () -> sink[0] = rows.expShifted(y, 2, x, N));
        loops.put("sumOfExpShifted", () -> sink[0] = rows.sumOfExpShifted(2, x, N));
        loops.put("addExpShifted", () -> rows.addExpShifted(z, x, y, w, N));
        loops.put("dot", () -> sink[0] = rows.dot(x, y, N));
        loops.put("multiplyShifted", () -> rows.multiplyShifted(z, x, 2, y, N));
        loops.put("subtractExpScaled", () -> rows.subtractExpScaled(z, x, 2, y, N));
        loops.put("weightedSums", () -> rows.weightedSums(w, 2, x, y, z, N));
        loops.put("addStandardized", () -> rows.addStandardized(w, 2, 3, x, y, N));
        loops.put("pullStandardized", () -> rows.pullStandardized(w, 2, 3, 4, 5, x, y, z, N));
        loops.put("sumOfSquaresAround", () -> sink[0] = rows.sumOfSquaresAround(2, x, N));
        loops.put("standardize", () -> rows.standardize(w, 1, 2, x, y, z, N));
        loops.put("standardize without bias", () -> rows.standardize(w, 1, 2, x, y, 0, N));
        loops.put("standardize by constants", () -> rows.standardize(w, 1, 2, 3f, x, N));
    }

    private void recurrent(RecurrentLoops steps) {
        loops.put("lstm cell", () -> steps.cell(x, y, N));
        loops.put("lstm shown", () -> steps.shown(x, x, y, z, w, N));
        loops.put("lstm kept", () -> steps.kept(x, y, z, N));
        loops.put("lstm peep", () -> steps.peep(y, x, z, N));
        loops.put("gru", () -> steps.gru(x, y, z, N));
        loops.put("reset", () -> steps.reset(x, x, y, z, w, N));
        loops.put("rnn", () -> steps.rnn(x, y, z, N));
    }

    /** A whole kernel, since loops may be compiled into what calls them. */
    private void recurrentGradient(String layer, int gates, int traced) {
        RecurrentGradientKernels provider = new RecurrentGradientKernels();
        Operator operator =
                new PortableTwin(provider, Parallel.sequential()).operator(OperatorId.COTANGENT, layer + "Gradient");
        KernelCall call = new KernelCall(
                operator,
                operator.signature().resolve(Attributes.none()),
                Arrays.asList(
                        Tensor.allocate(DType.FLOAT, 1, gates * 41L, 41),
                        Tensor.allocate(DType.FLOAT, 3, 1, 2, traced * 41L),
                        null,
                        Tensor.allocate(DType.FLOAT, 3, 1, 2, 41)),
                Set.of(0),
                List.of(TensorType.of(DType.FLOAT, 3, 1, 2, gates * 41L)),
                Parallel.sequential());
        Kernel kernel = call.prepare(provider);
        Bindings io = call.bindings(List.of(Tensor.allocate(DType.FLOAT, 3, 1, 2, gates * 41L)));
        loops.put(layer + " gradient", () -> kernel.run(io));
    }

    private void movement(String type, Movement movement) {
        int bytes = movement.bytes();
        long stride = 64L * bytes;
        loops.put(type + "copyRows", () -> movement.copyRows(x, stride, y, stride, 20, 48));
        loops.put(type + "copyRows with rest", () -> movement.copyRows(x, stride, y, stride, 20, 47));
        loops.put(type + "transpose", () -> movement.transpose(x, stride, y, stride, 50, 50));
        loops.put(type + "three planes", () -> movement.transpose(x, stride, y, 3L * bytes, 3, 48));
        for (int step = 1; step < 4; step++) {
            int by = step;
            loops.put(
                    type + "collectRows by " + by,
                    () -> movement.collectRows(x, 4 * stride, by, 1, 39, y, stride, 20, 40));
        }
        loops.put(type + "interleave", () -> movement.interleave(x, y, z, N));
        loops.put(type + "spread", () -> movement.spread(x, y, 3, N));
    }

    private void windows(WindowLoops windows) {
        long[] offsets = {0, 4, 8, 256, 260, 264, 512};
        float[] weights = new float[offsets.length];
        double[] sums = new double[offsets.length];
        loops.put("weightedSum", () -> windows.weightedSum(y, 256, x, 256, 22, 50, offsets, weights, 0, 1));
        loops.put("maximum", () -> windows.maximum(y, 256, x, 256, 22, 50, offsets));
        loops.put("maximumWithTap", () -> windows.maximumWithTap(y, z, 256, x, 256, 22, 50, offsets));
        loops.put("products", () -> windows.products(y, 256, x, 256, 22, 50, offsets, sums));
    }

    /** With channels for four vectors, one, and a part of one, where vectors have 16 lanes. */
    private void channelWindows(String with, ChannelWindowLoops windows, long source) {
        long[] offsets = {0, 400, 800, 8000, 8400, 8800};
        loops.put("channel maximum" + with, () -> windows.maximum(y, 400, source, 400, 20, 83, offsets));
        loops.put("channel gather" + with, () -> windows.gather(y, 400, source, z, 400, 20, 83, offsets));
        loops.put("channel scatter" + with, () -> windows.scatter(y, 400, source, z, 400, 20, 83, offsets, false));
        loops.put("channel add" + with, () -> windows.scatter(y, 400, source, z, 400, 20, 83, offsets, true));
    }

    private <A> void gemm(String type, GemmArithmetic<A> gemm) {
        int bytes = gemm.bytes();
        A panel = gemm.array(12 * 128);
        for (GemmTile<A> tile : gemm.tiles()) {
            String name = type + "tile of " + tile.rows() + " rows, ";
            A result = gemm.array(tile.rows() * tile.columns());
            long width = (long) bytes * tile.columns();
            loops.put(name + "multiply", () -> tile.multiply(100, panel, 0, x, width, result));
            loops.put(name + "store", () -> tile.store(result, y, 2 * width, tile.rows(), tile.columns(), false));
            loops.put(name + "add", () -> tile.store(result, y, 2 * width, tile.rows(), tile.columns(), true));
            loops.put(name + "store part", () -> tile.store(result, y, 2 * width, tile.rows() - 1, 3, true));
            loops.put(
                    name + "pack rows",
                    () -> gemm.packPanel(x, 1024, bytes, tile.rows(), tile.rows(), 100, 1, panel, 0));
            loops.put(
                    name + "pack columns",
                    () -> gemm.packPanel(x, bytes, 1024, tile.rows() - 1, tile.rows(), 100, 1, panel, 0));
        }
    }

    /** The bytes that a call allocates once nothing changes any more, or after the last round. */
    private static double allocated(Runnable loop) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double bytes = Double.NaN;
        for (int round = 0; round < MOST_ROUNDS && bytes != 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                loop.run();
            }
            bytes = (double) (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
        }
        return bytes;
    }

    public static void main(String[] arguments) {
        AllocationProbe probe = new AllocationProbe();
        System.out.println(probe.primitives.description());
        probe.loops.forEach((name, loop) -> System.out.println(name + "\t" + allocated(loop)));
    }
}
