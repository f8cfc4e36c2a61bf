package org.cotangent.testkit.example;

import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/**
 * A backend with a kernel for products of matrices, or for something else.
 *
 * @param type of the operator that it has a kernel for
 * @param rank of the kernel
 * @param kernel made for a call
 * @param claim whether it says that its kernels run on host memory
 */
public record MatrixBackend(
        String type, int rank, Function<Preparation, Kernel> kernel, Parallel parallel, BooleanSupplier claim)
        implements Backend, KernelProvider {
    public MatrixBackend(String type, int rank, Function<Preparation, Kernel> kernel) {
        this(type, rank, kernel, Parallel.sequential(), () -> true);
    }

    /** {@return a backend whose kernels are these} */
    public static MatrixBackend of(Function<Preparation, Kernel> kernel) {
        return new MatrixBackend("MatMul", Offer.NATIVE, kernel);
    }

    /** {@return a backend with a right kernel, and these loops} */
    public static MatrixBackend with(Parallel parallel) {
        return new MatrixBackend("MatMul", Offer.NATIVE, call -> MatrixBackend::multiply, parallel, () -> true);
    }

    /** The product. */
    public static void multiply(Bindings io) {
        int rows = (int) io.input(0).size(0);
        int depth = (int) io.input(0).size(1);
        int columns = (int) io.input(1).size(1);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < depth; k++) {
                    sum += io.input(0).getDouble((long) i * depth + k)
                            * io.input(1).getDouble((long) k * columns + j);
                }
                io.output(0).setDouble((long) i * columns + j, sum);
            }
        }
    }

    @Override
    public boolean isHost() {
        return claim.getAsBoolean();
    }

    @Override
    public String name() {
        return "matrix";
    }

    @Override
    public String backend() {
        return "matrix";
    }

    @Override
    public Availability probe() {
        return new Availability.Available("three loops");
    }

    @Override
    public Offer offer(Preparation call) {
        return call.operator().id().type().equals(type) && call.output(0).dtype() == DType.FLOAT && fits(call)
                ? new Offer.Accepted(rank, "loops", () -> kernel.apply(call))
                : Offer.declined("another call");
    }

    private static boolean fits(Preparation call) {
        return call.inputCount() < 2
                || (call.input(0).shape().rank() == 2 && call.input(1).shape().rank() == 2);
    }

    @Override
    public void close() {}
}
