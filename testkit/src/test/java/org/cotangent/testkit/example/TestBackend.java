package org.cotangent.testkit.example;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/**
 * A backend with one kernel, for an operator of two inputs of one shape.
 *
 * @param type of the operator
 * @param rank of the kernel
 */
public record TestBackend(String type, int rank, Kernel kernel) implements Backend, KernelProvider {
    /** {@return a backend that multiplies, or does something like it} */
    public static TestBackend multiplying(DoubleBinaryOperator product) {
        return new TestBackend("Mul", Offer.NATIVE, io -> {
            for (long i = 0; i < io.output(0).elements(); i++) {
                double x = io.input(0).getDouble(i);
                double y = io.input(1).getDouble(i);
                io.output(0).setDouble(i, product.applyAsDouble(x, y));
            }
        });
    }

    public KernelRegistry registry() {
        return KernelRegistry.of(List.of(this), List.of(this));
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public String backend() {
        return "test";
    }

    @Override
    public Availability probe() {
        return new Availability.Available("one loop");
    }

    @Override
    public Parallel parallel() {
        return Parallel.sequential();
    }

    @Override
    public Offer offer(Preparation call) {
        boolean fits = call.operator().id().type().equals(type)
                && call.inputCount() == 2
                && call.input(0).dtype() == DType.FLOAT
                && call.input(0).shape().equals(call.output(0).shape())
                && call.input(1).shape().equals(call.output(0).shape());
        return fits ? new Offer.Accepted(rank, "loop", () -> kernel) : Offer.declined("another call");
    }

    @Override
    public void close() {}
}
