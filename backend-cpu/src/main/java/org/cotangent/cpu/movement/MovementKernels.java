package org.cotangent.cpu.movement;

import org.cotangent.cpu.CpuBackend;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Shape;

/** Kernels of Transpose for elements of four bytes, of whatever type. */
public final class MovementKernels implements KernelProvider {

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
        if (!call.operator().id().qualifiedName().equals("Transpose")) {
            return Offer.declined("not a permutation of axes");
        }
        if (call.input(0).dtype().bits() != Float.SIZE || !call.input(0).isStatic()) {
            return Offer.declined("not of four bytes and known sizes: " + call.input(0));
        }
        Shape shape = call.input(0).shape();
        if (shape.elements().size() == 0) {
            return Offer.declined("no elements");
        }
        Permutation permutation = new Permutation(shape.sizes(), order(call, shape.rank()));
        if (permutation.axes().stream().anyMatch(axis -> axis.size() > Integer.MAX_VALUE)) {
            return Offer.declined("an axis is too long");
        }
        return new Offer.Accepted(
                Offer.NATIVE,
                "transposed planes, " + primitives.description(),
                () -> new TransposeKernel(primitives.movement(), permutation, call.parallel()));
    }

    private static int[] order(Preparation call, int rank) {
        long[] given = call.attributes().integersOrNull("perm");
        int[] order = new int[rank];
        for (int i = 0; i < rank; i++) {
            order[i] = given == null ? rank - 1 - i : (int) given[i];
        }
        return order;
    }
}
