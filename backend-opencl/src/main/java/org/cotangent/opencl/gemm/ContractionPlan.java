package org.cotangent.opencl.gemm;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.gemm.Contraction.Role;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.tensor.DType;

/**
 * The launches of contractions that follow each other, and the memory they share.
 *
 * @see Contraction
 */
public final class ContractionPlan {
    private static final int ALIGNMENT = 64;

    private final DeviceFacts device;
    private final List<Launch> launches = new ArrayList<>();
    private long scratch;
    private long peak;
    private long kept;

    /** A plan without launches. */
    public ContractionPlan(DeviceFacts device) {
        this.device = device;
    }

    /** {@return memory for elements of a type in the scratch memory} */
    public Factor scratch(long elements, DType type) {
        Factor factor = new Factor(new Argument.Scratch(scratch, type.bytes()), type);
        scratch = aligned(scratch + elements * type.bytes());
        return factor;
    }

    private Factor kept(long elements, DType type) {
        Factor factor = new Factor(new Argument.Kept(kept, type.bytes()), type);
        kept = aligned(kept + elements * type.bytes());
        return factor;
    }

    private static long aligned(long bytes) {
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    /** Adds a launch. */
    public void add(Launch launch) {
        launches.add(launch);
    }

    /**
     * Adds a contraction.
     *
     * @param constant whether b is the same in every run, so that it is packed once
     */
    public void add(Contraction contraction, boolean constant) {
        Tiling tiling = Tiling.of(contraction, device);
        if (tiling.splits() == 1) {
            contract(contraction, tiling, 0, constant);
            return;
        }
        long sums = (long) contraction.size(Role.BATCH) * contraction.size(Role.ROW) * contraction.size(Role.COLUMN);
        long before = scratch;
        Factor parts = scratch(sums * tiling.splits(), computed(contraction.y().type()));
        contract(contraction.plain(parts), tiling, sums, constant);
        finish(contraction, parts, tiling.splits(), sums);
        peak = Math.max(peak, scratch);
        scratch = before;
    }

    /** The type of sums. */
    private static DType computed(DType type) {
        return switch (type) {
            case FLOAT16, BFLOAT16 -> DType.FLOAT;
            case INT32 -> DType.INT64;
            case UINT32 -> DType.INT64;
            default -> type;
        };
    }

    private void contract(Contraction contraction, Tiling tiling, long apart, boolean constant) {
        int m = contraction.size(Role.ROW);
        int n = contraction.size(Role.COLUMN);
        int depth = contraction.size(Role.DEPTH);
        int batches = contraction.size(Role.BATCH);
        boolean cpu = device.isCpu();
        boolean packed = cpu
                && constant
                && n > 0
                && depth > 0
                && contraction.space(Role.BATCH).strides().get(1).stream().allMatch(stride -> stride == 0);
        ContractionProgram program = new ContractionProgram(contraction, cpu);
        Source source = program.source(cpu ? "contraction-cpu.cl" : "contraction-gpu.cl", packed);
        Factor b = contraction.b();
        if (cpu) {
            source = source.define("V", tiling.lanes())
                    .define("NV", tiling.width() / tiling.lanes())
                    .define("MR", tiling.height())
                    .define("KC", Tiling.BLOCK)
                    .define("ROWS_MAX", Tiling.MOST_ROWS);
            if (packed) {
                int panels = Math.ceilDiv(n, tiling.width());
                DType type = computed(contraction.y().type());
                Factor kept = kept((long) panels * depth * tiling.width(), type);
                List<Argument> arguments = new ArrayList<>(
                        List.of(b.memory(), kept.memory(), Argument.of(n), Argument.of(depth), Argument.of(b.first())));
                arguments.addAll(program.indexArguments());
                Range range = Range.of(panels, 1, depth, Math.clamp(depth, 1, 16));
                launches.add(new Launch(source, "prepack", range, arguments, true));
                b = kept;
            }
        }
        List<Argument> arguments = new ArrayList<>(
                List.of(contraction.a().memory(), b.memory(), contraction.y().memory()));
        contraction.ending().operands().forEach(operand -> arguments.add(operand.memory()));
        arguments.addAll(List.of(
                Argument.of(m),
                Argument.of(n),
                Argument.of(depth),
                Argument.of(tiling.rows()),
                Argument.of(batches),
                Argument.of(tiling.split()),
                Argument.of(apart),
                Argument.of(contraction.a().first()),
                Argument.of(packed ? 0 : b.first()),
                Argument.of(contraction.y().first())));
        arguments.addAll(scales(contraction));
        arguments.addAll(program.indexArguments());
        int z = Math.multiplyExact(batches, tiling.splits());
        Range range = cpu
                ? new Range(Math.ceilDiv(n, tiling.width()), Math.ceilDiv(m, tiling.rows()), z, 1, 1, 1)
                : new Range(
                        16L * Math.ceilDiv(n, Tiling.GROUP_TILE),
                        16L * Math.ceilDiv(m, Tiling.GROUP_TILE),
                        z,
                        16,
                        16,
                        1);
        launches.add(new Launch(source, "contract", range, arguments, false));
    }

    private void finish(Contraction contraction, Factor parts, int splits, long apart) {
        ContractionProgram program = new ContractionProgram(contraction, false);
        int m = contraction.size(Role.ROW);
        int n = contraction.size(Role.COLUMN);
        List<Argument> arguments =
                new ArrayList<>(List.of(parts.memory(), contraction.y().memory()));
        contraction.ending().operands().forEach(operand -> arguments.add(operand.memory()));
        arguments.addAll(List.of(
                Argument.of(m),
                Argument.of(n),
                Argument.of(splits),
                Argument.of(apart),
                Argument.of(contraction.y().first())));
        arguments.addAll(scales(contraction));
        arguments.addAll(program.indexArguments());
        Range range = new Range(n, m, contraction.size(Role.BATCH), Math.clamp(Integer.highestOneBit(n), 1, 64), 1, 1);
        launches.add(new Launch(program.source("contraction-sum.cl", false), "finish", range, arguments, false));
    }

    private static List<Argument> scales(Contraction contraction) {
        Ending ending = contraction.ending();
        return switch (ElementType.of(contraction.y().type()).computed()) {
            case "float" -> List.of(Argument.of((float) ending.alpha()), Argument.of((float) ending.beta()));
            case "double" -> List.of(Argument.of(ending.alpha()), Argument.of(ending.beta()));
            default -> List.of(Argument.of((long) ending.alpha()), Argument.of((long) ending.beta()));
        };
    }

    /** {@return the launches} */
    public List<Launch> launches() {
        return List.copyOf(launches);
    }

    /** {@return bytes of the memory that launches share} */
    public long scratchBytes() {
        return Math.max(scratch, peak);
    }

    /** {@return bytes of the memory that is kept} */
    public long keptBytes() {
        return kept;
    }
}
