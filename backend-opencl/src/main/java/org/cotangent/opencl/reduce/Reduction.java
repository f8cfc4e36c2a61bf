package org.cotangent.opencl.reduce;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.tensor.DType;

/**
 * A reduction of memory along axes.
 *
 * @param type of the elements, and of the results
 * @param sizes of the tensor
 * @param reduced which of its axes are reduced
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Reduction(DeviceFacts device, Combination combination, DType type, long[] sizes, boolean[] reduced) {
    /** The alignment of what is in scratch memory. */
    private static final long ALIGNMENT = 64;

    /** {@return a plan that reduces an input of a call to an output} */
    public KernelPlan plan(int input, int output) {
        return KernelPlan.of(launches(Argument.input(input), type, Argument.output(output), 0))
                .withScratch(scratch(0));
    }

    /**
     * {@return the launches}
     *
     * @param sourceType the type of the elements of {@code source}
     * @param scratch where memory is free for what is in between
     */
    public List<Launch> launches(Argument source, DType sourceType, Argument target, long scratch) {
        DType computed = combination.computed(type, device);
        List<Pass> passes = passes();
        List<Launch> launches = new ArrayList<>();
        Argument from = source;
        DType fromType = sourceType;
        long free = scratch;
        for (int i = 0; i < passes.size(); i++) {
            boolean last = i == passes.size() - 1;
            Argument to = last ? target : new Argument.Scratch(free, computed.bytes());
            DType toType = last ? type : computed;
            launches.add(launch(passes.get(i), from, fromType, to, toType, i == 0, last));
            free += aligned(passes.get(i).results() * computed.bytes());
            from = to;
            fromType = toType;
        }
        return launches;
    }

    /** {@return how much scratch memory is used if these bytes are used for something else} */
    public long scratch(long others) {
        List<Pass> passes = passes();
        long bytes = others;
        for (Pass pass : passes.subList(0, passes.size() - 1)) {
            bytes += aligned(pass.results() * combination.computed(type, device).bytes());
        }
        return bytes;
    }

    /** {@return bytes rounded up to where other memory may begin} */
    public static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    /** {@return into how many parts lines should be cut, so that a device has enough to do} */
    public static int parts(Line line, DeviceFacts device, DType computed) {
        return Pass.parts(line, device, computed);
    }

    private List<Pass> passes() {
        return Pass.of(sizes, reduced, device, combination.computed(type, device));
    }

    private Launch launch(
            Pass pass, Argument from, DType fromType, Argument to, DType toType, boolean isFirst, boolean isLast) {
        Line line = pass.line();
        DType computed = combination.computed(type, device);
        boolean rows = line.isRow();
        long groups = (long) line.outer() * pass.parts();
        long length = line.length() / pass.parts();
        Team team = rows
                ? Team.ofRows(device, computed, groups, length)
                : Team.ofColumns(device, computed, groups * line.inner(), line.inner(), length);
        int tasks = Math.toIntExact(rows ? groups : groups * team.blocks(line.inner()));
        Source source = combination.define(team.source("reduce.cl"), fromType, toType, type, computed, isFirst, isLast);
        if (rows) {
            source = source.define("ROWS", "");
        }
        List<Argument> arguments = new ArrayList<>(List.of(
                from,
                to,
                Argument.of(tasks),
                Argument.of(team.take()),
                Argument.of(line.length()),
                Argument.of(pass.parts()),
                Argument.of(joined())));
        if (!rows) {
            arguments.add(Argument.of(line.inner()));
        }
        return new Launch(source, rows ? "rows" : "columns", team.range(tasks), arguments, false);
    }

    /** The elements of a result. */
    private int joined() {
        long joined = 1;
        for (int i = 0; i < sizes.length; i++) {
            joined *= reduced[i] ? sizes[i] : 1;
        }
        return Math.toIntExact(joined);
    }
}
