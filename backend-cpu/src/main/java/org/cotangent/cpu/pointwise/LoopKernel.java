package org.cotangent.cpu.pointwise;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.cpu.primitive.BlockLoop;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.LoopCompiler;
import org.cotangent.cpu.primitive.LoopPlan;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.cotangent.spi.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a program by one loop that reads each input where it is, and leaves the work to another kernel until that
 * loop is ready.
 */
final class LoopKernel implements Kernel {

    /** Elements of the parts of long rows. */
    private static final int PART = 1 << 14;
    /** Shorter rows are gathered in blocks. */
    private static final int LEAST_ROW = 8;
    /**
     * Shorter rows are taken together in blocks where that copies nothing but rows that repeat, once for all blocks:
     * measured, a block's whole vectors are up to seven times faster than the rests of rows, and as fast from here on.
     */
    private static final int LEAST_ROW_OF_WHOLE_BLOCKS = 200;
    /** Elements that are worth a thread's start, for a program of cost 1. */
    private static final long LEAST_ELEMENTS = 32 * 1024;

    private final LazyLoop lazy;
    private final Kernel meanwhile;
    private final BroadcastSpace space;
    private final Parallel parallel;
    private final RangeTask task = this::run;
    private final int inputs;
    private final int[] bytes;
    private final long[] strides;
    private final long[] addresses;
    private final long partsPerRow;
    private final long parts;
    private final long grain;
    private final long work;
    private @Nullable BlockLoop loop;

    /** @param meanwhile what computes the same without the loop */
    LoopKernel(
            LazyLoop lazy,
            Kernel meanwhile,
            BroadcastSpace space,
            DType[] inputTypes,
            DType[] outputTypes,
            int cost,
            Parallel parallel) {
        this.lazy = lazy;
        this.meanwhile = meanwhile;
        this.space = space;
        this.parallel = parallel;
        this.inputs = inputTypes.length;
        int registers = inputs + outputTypes.length;
        this.bytes = new int[registers];
        this.strides = new long[registers];
        this.addresses = new long[registers];
        for (int i = 0; i < registers; i++) {
            bytes[i] = (i < inputs ? inputTypes[i] : outputTypes[i - inputs]).bytes();
            strides[i] = bytes[i] * (i < inputs ? space.rowStride(i) : space.row());
        }
        this.partsPerRow = space.row() < 4 * PART && space.outerAxes() > 0 ? 1 : Math.ceilDiv(space.row(), PART);
        this.parts = space.rows() * partsPerRow;
        this.grain = Math.max(1, LEAST_ELEMENTS / Math.min(space.row(), PART) / (1 + cost / 4));
        this.work = space.rows() * space.row() * (1 + cost);
    }

    /** {@return the plan of one loop that evaluates a program; null if it cannot, or should not} */
    static @Nullable LoopPlan plan(
            Program program,
            LoopCompiler compiler,
            BroadcastSpace space,
            DType[] inputTypes,
            NumberDomain domain,
            DType[] outputTypes) {
        boolean wide = domain == NumberDomain.FLOAT64;
        if (space.row() == 0 || (space.outerAxes() > 0 && space.row() < leastRow(space, inputTypes, domain))) {
            return null;
        }
        List<LoopPlan.Form> forms = new ArrayList<>();
        for (int k = 0; k < inputTypes.length; k++) {
            boolean moves = space.movesInRow(k);
            if (domain.isStoredAs(inputTypes[k])) {
                forms.add(moves ? LoopPlan.Form.NUMBERS : LoopPlan.Form.NUMBER);
            } else if (inputTypes[k] == DType.BOOL && moves && compiler.readsTruths(wide)) {
                forms.add(LoopPlan.Form.TRUTHS);
            } else {
                return null;
            }
        }
        boolean[] truths = new boolean[outputTypes.length];
        for (int i = 0; i < truths.length; i++) {
            truths[i] = outputTypes[i] == DType.BOOL && compiler.readsTruths(wide);
            if (!truths[i] && !domain.isStoredAs(outputTypes[i])) {
                return null;
            }
        }
        boolean fits = Loops.fit(program.instructions(), wide, compiler, forms.size() + truths.length);
        return fits ? LoopPlanner.whole(program, wide, forms, truths) : null;
    }

    private static int leastRow(BroadcastSpace space, DType[] inputTypes, NumberDomain domain) {
        for (int k = 0; k < inputTypes.length; k++) {
            if (!domain.isStoredAs(inputTypes[k]) || !(space.isDense(k) || space.sameInAllRows(k))) {
                return LEAST_ROW;
            }
        }
        return LEAST_ROW_OF_WHOLE_BLOCKS;
    }

    @Override
    public boolean mayOverwrite(int input) {
        return meanwhile.mayOverwrite(input);
    }

    @Override
    public boolean mayOverwrite(int input, int output) {
        return meanwhile.mayOverwrite(input, output);
    }

    @Override
    public void run(Bindings io) {
        loop = lazy.ready();
        if (loop == null) {
            meanwhile.run(io);
            lazy.missed(work);
            return;
        }
        try {
            for (int k = 0; k < addresses.length; k++) {
                addresses[k] = HostMemory.address(k < inputs ? io.input(k) : io.output(k - inputs));
            }
            parallel.forRange(parts, grain, task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void run(long from, long to) {
        Workspace workspace = Workspace.current();
        long[] at = workspace.addresses(addresses.length);
        if (space.outerAxes() == 0) {
            runElements(at, from * PART, Math.min(to * PART, space.row()));
            return;
        }
        long[] indices = workspace.indices(space.outerAxes());
        long[] offsets = workspace.offsets(inputs);
        for (long part = from; part < to; ) {
            long row = part / partsPerRow;
            long column = part % partsPerRow * PART;
            long rows = partsPerRow > 1 ? 1 : Math.min(to - row, space.rowsInLine() - row % space.rowsInLine());
            int n = (int) (partsPerRow > 1 ? Math.min(PART, space.row() - column) : space.row());
            space.seek(row, indices, offsets);
            for (int k = 0; k < addresses.length; k++) {
                long element =
                        k >= inputs ? row * space.row() + column : offsets[k] + (space.movesInRow(k) ? column : 0);
                at[k] = addresses[k] + element * bytes[k];
            }
            evaluate(at, rows, n);
            part += rows;
        }
    }

    private void runElements(long[] at, long first, long end) {
        for (long i = first; i < end; i += BlockLoop.MOST) {
            for (int k = 0; k < addresses.length; k++) {
                boolean moves = k >= inputs || space.movesInRow(k);
                at[k] = addresses[k] + (moves ? i * bytes[k] : 0);
            }
            evaluate(at, 1, (int) Math.min(BlockLoop.MOST, end - i));
        }
    }

    private void evaluate(long[] at, long rows, int n) {
        BlockLoop running = loop;
        if (running == null) {
            throw new IllegalStateException("a part of a run without a loop");
        }
        running.run(at, strides, rows, n);
    }

    @Override
    public void close() {
        meanwhile.close();
    }

    @Override
    public String toString() {
        return lazy.ready() == null ? meanwhile + ", later a " + lazy : lazy.toString();
    }
}
