package org.cotangent.opencl.support;

import java.util.List;
import java.util.function.Supplier;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Calls by the kernels of a family in its forms for processors and for graphics processors. */
public final class BothForms implements AutoCloseable {
    private final List<DeviceCalls> forms;

    private BothForms(List<DeviceCalls> forms) {
        this.forms = forms;
    }

    /** {@return calls by a family only} */
    public static BothForms open(Supplier<OpenClKernels> family) {
        return new BothForms(List.of(DeviceCalls.open(family.get()), DeviceCalls.open(new AsGpu(family.get()))));
    }

    /** Fails unless both forms compute what portable kernels do; see {@link DeviceCalls#assertAgrees}. */
    public void assertAgree(
            String operator, Attributes attributes, List<? extends @Nullable Tensor> inputs, int outputs, double t) {
        for (DeviceCalls calls : forms) {
            calls.assertAgrees(calls.operator(domain(operator), plain(operator)), attributes, inputs, outputs, t);
        }
    }

    /** As {@link SampledCalls#assertAgree} for both forms. */
    public void assertSampledAgree(String operator, int count, List<DType> types) {
        for (DeviceCalls calls : forms) {
            SampledCalls.assertAgree(
                    calls, calls.operator(domain(operator), plain(operator)), count, types, DeviceCalls::tolerance);
        }
    }

    private static String domain(String operator) {
        int colons = operator.indexOf("::");
        return colons < 0 ? "" : operator.substring(0, colons);
    }

    private static String plain(String operator) {
        int colons = operator.indexOf("::");
        return colons < 0 ? operator : operator.substring(colons + 2);
    }

    @Override
    public void close() {
        forms.forEach(DeviceCalls::close);
    }
}
