package org.cotangent.cpu.pointwise;

import java.lang.ref.Reference;
import java.util.Arrays;
import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.RangeTask;
import org.cotangent.spi.tensor.DType;

/**
 * Evaluates a {@link Program} block by block. A block is small enough for all registers to stay in the first-level
 * cache, and large enough for the choice of each instruction's loop to cost nothing. Inputs that lie in memory as the
 * program needs them are read where they are, and instructions that compute results write to the outputs themselves.
 */
final class PointwiseKernel implements Kernel {

    private static final int BLOCK = 1024;
    private static final int ALIGNMENT = 64;
    /** Elements that are worth a thread's start, for a program of cost 1. */
    private static final long LEAST_ELEMENTS = 32 * 1024;

    private final Program program;
    private final Program running;
    private final BlockMath math;
    private final BroadcastSpace space;
    private final InputAccess[] inputs;
    private final Output[] results;
    private final Parallel parallel;
    private final RangeTask task = this::run;

    private final boolean longRows;
    private final long blocks;
    private final long blocksPerRow;
    private final int rowsPerBlock;
    /** Whether some input is copied into the blocks row by row. */
    private final boolean stagesRows;

    private final int blockLength;
    private final int slotBytes;
    private final long grain;

    private final long[] addresses;

    /** An output, and whether its numbers are stored by the instruction that computes them. */
    private static final class Output {
        private final DType dtype;
        private final BlockConversion store;
        private final boolean computed;
        private final boolean direct;
        private long address;

        Output(Program program, int index, NumberDomain domain, DType dtype) {
            this.dtype = dtype;
            this.store = BlockConversion.store(domain, dtype);
            this.computed = program.computesResult(index);
            this.direct = computed && domain.isStoredAs(dtype);
        }
    }

    /** @param running the program that is run, which computes the same as the other and may be made of loops */
    PointwiseKernel(
            Program program,
            Program running,
            BlockMath math,
            BroadcastSpace space,
            DType[] inputTypes,
            NumberDomain domain,
            DType[] outputTypes,
            Parallel parallel) {
        this.program = program;
        this.running = running;
        this.math = math;
        this.space = space;
        this.results = new Output[outputTypes.length];
        for (int i = 0; i < results.length; i++) {
            results[i] = new Output(program, i, domain, outputTypes[i]);
        }
        this.parallel = parallel;
        this.addresses = new long[inputTypes.length];
        long row = space.row();
        this.longRows = space.outerAxes() == 0 || row > BLOCK / 2;
        if (longRows) {
            this.blocksPerRow = Math.max(1, Math.ceilDiv(row, BLOCK));
            this.rowsPerBlock = 1;
            this.blockLength = (int) roundUp(Math.ceilDiv(row, blocksPerRow), ALIGNMENT);
            this.blocks = row == 0 ? 0 : space.rows() * blocksPerRow;
        } else {
            this.blocksPerRow = 1;
            this.rowsPerBlock = rowsPerBlock(space, math.lanes());
            this.blockLength = (int) (rowsPerBlock * row);
            this.blocks = row == 0 ? 0 : Math.ceilDiv(space.rows(), rowsPerBlock);
        }
        this.slotBytes = (int) roundUp((long) (blockLength + math.lanes()) * math.bytes(), ALIGNMENT);
        this.grain = Math.max(1, LEAST_ELEMENTS / Math.max(1, blockLength) / (1 + program.cost() / 4));
        this.inputs = new InputAccess[inputTypes.length];
        boolean stages = false;
        for (int k = 0; k < inputs.length; k++) {
            inputs[k] = InputAccess.of(space, k, longRows, inputTypes[k], domain);
            stages |= inputs[k].way() == InputAccess.Way.ROW || inputs[k].way() == InputAccess.Way.ROW_CONSTANT;
        }
        this.stagesRows = stages;
    }

    /** As many as there are, at most a block, and whole vectors of them where that costs less than half of a block. */
    private static int rowsPerBlock(BroadcastSpace space, int lanes) {
        long most = Math.max(1, BLOCK / Math.max(1, space.row()));
        long rounded = most < lanes ? most : most / lanes * lanes;
        return (int) Math.clamp(space.rows(), 1, rounded);
    }

    private static long roundUp(long value, int multiple) {
        return Math.ceilDiv(value, multiple) * multiple;
    }

    @Override
    public boolean mayOverwrite(int input) {
        return mayOverwrite(input, 0);
    }

    @Override
    public boolean mayOverwrite(int input, int output) {
        return input < inputs.length
                && inputs[input].way() == InputAccess.Way.DENSE
                && inputs[input].dtype() == results[output].dtype
                && !program.readsAfter(input, output);
    }

    @Override
    public void run(Bindings io) {
        try {
            for (int k = 0; k < addresses.length; k++) {
                addresses[k] = HostMemory.address(io.input(k));
            }
            for (int i = 0; i < results.length; i++) {
                results[i].address = HostMemory.address(io.output(i));
            }
            parallel.forRange(blocks, grain, task);
        } finally {
            Reference.reachabilityFence(io);
        }
    }

    private void run(long from, long to) {
        Workspace workspace = Workspace.current();
        int registers = program.registers();
        long[] at = workspace.addresses(registers);
        long slots = workspace.memory((long) registers * slotBytes);
        for (int i = 0; i < registers; i++) {
            at[i] = slots + (long) i * slotBytes;
        }
        program.fillConstants(math, at, blockLength);
        long[] indices = workspace.indices(space.outerAxes());
        long[] offsets = workspace.offsets(inputs.length);
        for (int k = 0; k < inputs.length; k++) {
            prefill(k, at[k]);
        }
        if (longRows) {
            runPartsOfRows(from, to, slots, at, indices, offsets);
        } else {
            runGroupsOfRows(from, to, slots, at, indices, offsets);
        }
    }

    /** Stages an input that is the same in all blocks. */
    private void prefill(int k, long slot) {
        InputAccess input = inputs[k];
        switch (input.way()) {
            case SINGLE -> fill(k, slot, addresses[k], blockLength);
            case REPEATED -> {
                long row = space.row() * math.bytes();
                long all = row * rowsPerBlock;
                input.load().run(addresses[k], slot, (int) space.row());
                for (long done = row; done < all; done *= 2) {
                    NativeMemory.copy(slot, slot + done, Math.min(done, all - done));
                }
            }
            case DENSE, ROW, ROW_CONSTANT -> {}
        }
    }

    private void fill(int k, long slot, long source, int n) {
        inputs[k].load().run(source, slot, 1);
        math.spread(slot, slot, n);
    }

    private void runPartsOfRows(long from, long to, long slots, long[] at, long[] indices, long[] offsets) {
        long row = -1;
        for (long block = from; block < to; block++) {
            boolean newRow = block / blocksPerRow != row;
            row = block / blocksPerRow;
            long column = block % blocksPerRow * blockLength;
            int n = (int) Math.min(blockLength, space.row() - column);
            if (newRow) {
                space.seek(row, indices, offsets);
            }
            for (int k = 0; k < inputs.length; k++) {
                InputAccess input = inputs[k];
                long slot = slots + (long) k * slotBytes;
                switch (input.way()) {
                    case DENSE, ROW -> at[k] = input.locate(addresses[k], offsets[k] + column, slot, n);
                    case ROW_CONSTANT -> {
                        at[k] = slot;
                        if (newRow) {
                            fill(k, slot, input.address(addresses[k], offsets[k]), blockLength);
                        }
                    }
                    case SINGLE, REPEATED -> at[k] = slot;
                }
            }
            evaluate(slots, at, row * space.row() + column, n);
        }
    }

    private void runGroupsOfRows(long from, long to, long slots, long[] at, long[] indices, long[] offsets) {
        int row = (int) space.row();
        space.seek(from * rowsPerBlock, indices, offsets);
        for (long block = from; block < to; block++) {
            long first = block * rowsPerBlock;
            int rows = (int) Math.min(rowsPerBlock, space.rows() - first);
            for (int i = 0; i < rows && stagesRows; i++) {
                for (int k = 0; k < inputs.length; k++) {
                    InputAccess input = inputs[k];
                    long target = slots + (long) k * slotBytes + (long) i * row * math.bytes();
                    switch (input.way()) {
                        case ROW -> input.load().run(input.address(addresses[k], offsets[k]), target, row);
                        case ROW_CONSTANT -> fill(k, target, input.address(addresses[k], offsets[k]), row);
                        case DENSE, SINGLE, REPEATED -> {}
                    }
                }
                space.advance(indices, offsets);
            }
            int n = rows * row;
            for (int k = 0; k < inputs.length; k++) {
                long slot = slots + (long) k * slotBytes;
                at[k] = inputs[k].way() == InputAccess.Way.DENSE
                        ? inputs[k].locate(addresses[k], first * row, slot, n)
                        : slot;
            }
            evaluate(slots, at, first * row, n);
        }
    }

    /**
     * Computes {@code n} elements of the outputs from element {@code index} on: whole vectors in place, the rest aside.
     */
    private void evaluate(long slots, long[] at, long index, int n) {
        int rest = n % math.lanes();
        int whole = n - rest;
        if (whole > 0) {
            evaluateWhole(slots, at, index, whole, whole);
        }
        if (rest > 0) {
            long done = (long) whole * math.bytes();
            for (int k = 0; k < inputs.length; k++) {
                long slot = slots + (long) k * slotBytes;
                boolean aside = at[k] < slot || at[k] >= slot + slotBytes;
                if (aside) {
                    NativeMemory.copy(at[k] + done, slot, (long) rest * math.bytes());
                    at[k] = slot;
                } else {
                    at[k] += done;
                }
            }
            evaluateWhole(slots, at, index + whole, math.lanes(), rest);
        }
    }

    /** Computes {@code n} numbers, a multiple of the lanes, and writes the first {@code wanted}. */
    private void evaluateWhole(long slots, long[] at, long index, int n, int wanted) {
        for (int i = 0; i < results.length; i++) {
            if (results[i].computed) {
                int register = program.result(i);
                boolean direct = results[i].direct && n == wanted;
                at[register] = direct ? target(i, index) : slots + (long) register * slotBytes;
            }
        }
        running.run(math, at, n);
        for (int i = 0; i < results.length; i++) {
            if (!results[i].direct || n != wanted) {
                results[i].store.run(at[program.result(i)], target(i, index), wanted);
            }
        }
    }

    private long target(int output, long index) {
        return results[output].address + index * results[output].dtype.bytes();
    }

    @Override
    public String toString() {
        return "pointwise " + Arrays.toString(inputs) + (running == program ? "" : " with " + running);
    }
}
