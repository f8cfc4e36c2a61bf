package org.cotangent.cpu.movement;

import org.cotangent.cpu.CpuBackend;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

/** Kernels of Transpose, Concat and Split for elements of four bytes, of whatever type. */
public final class MovementKernels implements KernelProvider {

    /** With fewer rows, or longer ones, there is little to gain over the copies of the operators themselves. */
    private static final long LEAST_ROWS = 8;

    private static final long LONGEST_ROW = 1 << 16;

    private final Primitives primitives;

    /** Uses the best loops of this virtual machine. */
    public MovementKernels() {
        this(PrimitiveSelection.select());
    }

    MovementKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    @Override
    public String backend() {
        return CpuBackend.NAME;
    }

    @Override
    public String name() {
        return "movement";
    }

    @Override
    public Offer offer(Preparation call) {
        return switch (call.operator().id().qualifiedName()) {
            case "Transpose" -> transposition(call);
            case "Concat" -> parts(call, true);
            case "Split" -> parts(call, false);
            default -> Offer.declined("not movement of whole rows or planes");
        };
    }

    private Offer parts(Preparation call, boolean joins) {
        for (int i = 0; i < (joins ? call.inputCount() : 1); i++) {
            if (!isMovable(call.input(i))) {
                return Offer.declined("not of four bytes and known sizes: " + call.input(i));
            }
        }
        for (int i = 0; i < call.outputCount(); i++) {
            if (!call.hasOutput(i) || !isMovable(call.output(i))) {
                return Offer.declined("output " + i + " is not wanted, or its sizes depend on the data");
            }
        }
        RowParts parts = joins ? RowParts.joined(call) : RowParts.cut(call);
        if (parts.rows() < LEAST_ROWS || parts.rows() > Integer.MAX_VALUE || parts.width() > LONGEST_ROW) {
            return Offer.declined(
                    "%d rows of %d elements: the general copy is as good".formatted(parts.rows(), parts.width()));
        }
        return new Offer.Accepted(
                Offer.NATIVE,
                (joins ? "joined rows, " : "cut rows, ") + primitives.description(),
                () -> new RowPartsKernel(primitives.movement(), parts, joins, call.parallel()));
    }

    private static boolean isMovable(TensorType type) {
        return type.dtype().bits() == Float.SIZE && type.isStatic();
    }

    private Offer transposition(Preparation call) {
        if (!isMovable(call.input(0))) {
            return Offer.declined("not of four bytes and known sizes: " + call.input(0));
        }
        Shape shape = call.input(0).shape();
        if (shape.elements().size() == 0) {
            return Offer.declined("no elements");
        }
        Permutation permutation = new Permutation(
                shape.sizes(),
                AxisOrder.ofTranspose(call.attributes().integersOrNull("perm"), shape.rank())
                        .toArray(shape.rank()));
        if (permutation.axes().stream().anyMatch(axis -> axis.size() > Integer.MAX_VALUE)) {
            return Offer.declined("an axis is too long");
        }
        return new Offer.Accepted(
                Offer.NATIVE,
                "transposed planes, " + primitives.description(),
                () -> new TransposeKernel(primitives.movement(), permutation, call.parallel()));
    }
}
