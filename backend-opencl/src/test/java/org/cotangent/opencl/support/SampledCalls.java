package org.cotangent.opencl.support;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Calls that an operator's own domain draws, on a device and by portable kernels. */
public final class SampledCalls {
    private SampledCalls() {}

    /**
     * Fails unless the device computes what portable kernels do, for so many calls in each of these types. Calls with
     * elements that OpenCL C has no type for are passed over.
     *
     * @param tolerance for numbers of a type
     */
    public static void assertAgree(
            DeviceCalls calls, Operator operator, int count, List<DType> types, ToDoubleFunction<DType> tolerance) {
        SplittableRandom random = new SplittableRandom(operator.id().type().hashCode());
        for (DType type : types) {
            int done = 0;
            for (int i = 0; i < count; i++) {
                Domain.Sample sample = converted(operator.domain().sample(random, 1 + i % 5), type);
                List<Tensor> expected =
                        calls.expected(operator, sample.attributes(), sample.inputs(), sample.outputs());
                if (hasOnlyWholeBytes(sample.inputs()) && hasOnlyWholeBytes(expected)) {
                    calls.assertAgrees(
                            operator,
                            sample.attributes(),
                            sample.inputs(),
                            sample.outputs(),
                            tolerance.applyAsDouble(type));
                    done++;
                }
            }
            assertTrue(done > 0, operator.id() + " of " + type);
        }
    }

    private static boolean hasOnlyWholeBytes(List<? extends @Nullable Tensor> tensors) {
        return tensors.stream().allMatch(tensor -> tensor == null || ElementType.supports(tensor.dtype()));
    }

    /** {@return the call with another type in place of float64} */
    private static Domain.Sample converted(Domain.Sample sample, DType type) {
        List<@Nullable Tensor> inputs = new ArrayList<>();
        for (Tensor input : sample.inputs()) {
            inputs.add(input == null || input.dtype() != DType.DOUBLE ? input : converted(input, type));
        }
        return new Domain.Sample(sample.attributes(), inputs, sample.outputs());
    }

    private static Tensor converted(Tensor tensor, DType type) {
        Tensor result = Tensor.allocate(type, tensor.sizes());
        for (long i = 0; i < tensor.elements(); i++) {
            result.setDouble(i, tensor.getDouble(i));
        }
        return result;
    }
}
