package org.cotangent.opencl.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.engine.kernel.CallPreparation;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.engine.kernel.Subgraphs;
import org.cotangent.opencl.OpenClBackend;
import org.cotangent.opencl.OpenClDevice;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.launch.OpenClKernelProvider;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.ProductPrecision;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs calls on a device and by portable kernels, and compares the results. Without a device tests are skipped, unless
 * the property {@code cotangent.opencl.required} is true.
 */
public final class DeviceCalls implements AutoCloseable {
    private static final RandomSource RANDOM = new RandomSource(1, 2);

    private final OpenClBackend backend = new OpenClBackend();
    private final OperatorRegistry operators;
    private final KernelSelector selector;
    private final HostCalls onDevice;
    private final HostCalls portable;

    private DeviceCalls(ClassLoader loader, List<KernelProvider> providers) {
        this.operators = OperatorRegistry.load(loader);
        this.selector = new KernelSelector(backend.device(), providers, List.of(), Parallel.sequential());
        this.onDevice = new HostCalls(selector, operators);
        this.portable = Cotangent.portable(operators).calls();
    }

    /** {@return calls on the device of this machine} */
    public static DeviceCalls open() {
        requireDevice();
        ClassLoader loader = DeviceCalls.class.getClassLoader();
        return new DeviceCalls(loader, KernelRegistry.load(loader).providers(OpenClBackend.NAME));
    }

    /** {@return calls on the device of this machine, by these kernels only} */
    public static DeviceCalls open(OpenClKernels... families) {
        requireDevice();
        return new DeviceCalls(
                DeviceCalls.class.getClassLoader(), List.of(new OpenClKernelProvider(List.of(families))));
    }

    private static void requireDevice() {
        if (new OpenClBackend().probe() instanceof Availability.Unavailable(String reason, String remedy)) {
            if (Boolean.getBoolean("cotangent.opencl.required")) {
                fail(reason + ". " + remedy);
            }
            Assumptions.abort("skipped: " + reason + ". " + remedy);
        }
    }

    public OpenClDevice device() {
        return backend.device();
    }

    public Operator operator(String domain, String type) {
        return Objects.requireNonNull(operators.find(domain, type), type);
    }

    /** {@return all operators} */
    public List<Operator> operators() {
        return List.copyOf(operators.all());
    }

    /** {@return the outputs as the device computes them} Fails if it has no kernel of its own for the call. */
    public List<Tensor> run(Operator operator, Attributes given, List<? extends @Nullable Tensor> inputs, int outputs) {
        Attributes attributes = operator.signature().resolve(given);
        String why = reasonAgainst(operator, attributes, inputs, outputs);
        assertEquals("", why, operator.id() + " has no kernel");
        return tensors(onDevice.run(operator, attributes, inputs, outputs, RANDOM));
    }

    /** {@return the outputs as portable kernels compute them} */
    public List<Tensor> expected(
            Operator operator, Attributes given, List<? extends @Nullable Tensor> inputs, int outputs) {
        return tensors(portable.run(operator, operator.signature().resolve(given), inputs, outputs, RANDOM));
    }

    /** {@return why the device has no kernel of its own for a call; empty if it has one} */
    public String reasonAgainst(
            Operator operator, Attributes attributes, List<? extends @Nullable Tensor> inputs, int outputs) {
        KernelSelector.Choice choice = selector.select(preparation(operator, attributes, inputs, outputs));
        return choice != null && choice.onDevice() ? "" : String.valueOf(choice);
    }

    private CallPreparation preparation(
            Operator operator, Attributes attributes, List<? extends @Nullable Tensor> inputs, int outputs) {
        List<@Nullable ValueType> types = new ArrayList<>();
        List<@Nullable Tensor> constants = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor input = inputs.get(i);
            types.add(input == null ? null : input.type());
            constants.add(operator.signature().input(i).role() == Role.FIXED ? input : null);
        }
        return new CallPreparation(
                operator.id().type(),
                operator,
                attributes,
                types,
                new ArrayList<>(HostCalls.types(operator, attributes, inputs, outputs)),
                constants,
                Parallel.sequential(),
                ProductPrecision.FP32,
                device(),
                Subgraphs.none());
    }

    /** Fails unless the kernel computes the same where it writes an output over an input, if it says that it may. */
    public void assertOverwrites(
            Operator operator, Attributes given, List<? extends @Nullable Tensor> inputs, int outputs) {
        Attributes attributes = operator.signature().resolve(given);
        CallPreparation call = preparation(operator, attributes, inputs, outputs);
        try (Kernel kernel = Objects.requireNonNull(selector.select(call)).prepare()) {
            List<Tensor> expected = OnDevice.run(device(), kernel, call, inputs, -1, -1);
            for (int i = 0; i < inputs.size(); i++) {
                for (int k = 0; k < expected.size(); k++) {
                    Tensor input = inputs.get(i);
                    if (input != null && input.type().equals(expected.get(k).type()) && kernel.mayOverwrite(i, k)) {
                        List<Tensor> actual = OnDevice.run(device(), kernel, call, inputs, i, k);
                        for (int n = 0; n < actual.size(); n++) {
                            String what = operator.id().type() + " with output " + k + " over input " + i;
                            assertClose(what, expected.get(n), actual.get(n), 0);
                        }
                    }
                }
            }
        }
    }

    /** {@return why the device has no kernel of its own for a call of a domain; empty if it has one} */
    public String reasonAgainst(Operator operator, Domain.Sample sample) {
        Attributes attributes = operator.signature().resolve(sample.attributes());
        try {
            return reasonAgainst(operator, attributes, sample.inputs(), sample.outputs());
        } catch (CotangentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<Tensor> tensors(List<Datum> data) {
        return data.stream().map(Tensor.class::cast).toList();
    }

    /**
     * Fails unless the device computes what portable kernels do.
     *
     * @param tolerance the largest difference, relative to the larger of 1 and the expected number; 0 for the same bits
     */
    public void assertAgrees(
            Operator operator,
            Attributes attributes,
            List<? extends @Nullable Tensor> inputs,
            int outputs,
            double tolerance) {
        List<Tensor> expected = expected(operator, attributes, inputs, outputs);
        List<Tensor> actual = run(operator, attributes, inputs, outputs);
        for (int k = 0; k < expected.size(); k++) {
            assertClose(operator.id().type() + inputs + " output " + k, expected.get(k), actual.get(k), tolerance);
        }
    }

    /** Fails unless two tensors are of the same type and their elements as close as said. NaN is close to NaN. */
    public static void assertClose(String what, Tensor expected, Tensor actual, double tolerance) {
        assertEquals(expected.type(), actual.type(), what);
        boolean real = expected.dtype().isFloating();
        for (long i = 0; i < expected.elements(); i++) {
            if (!real || tolerance == 0) {
                if (real) {
                    assertEquals(expected.getDouble(i), actual.getDouble(i), what + " at " + i);
                } else {
                    assertEquals(expected.getLong(i), actual.getLong(i), what + " at " + i);
                }
                continue;
            }
            double e = expected.getDouble(i);
            double a = actual.getDouble(i);
            boolean same = Double.compare(e, a) == 0 || e == a;
            double error = Math.abs(e - a);
            String message = what + " at " + i + ": " + a + " instead of " + e;
            assertTrue(same || error <= tolerance * Math.max(1, Math.abs(e)), message);
        }
    }

    /** {@return how exactly sums of a few hundred products come out in a type} */
    public static double tolerance(DType type) {
        return switch (type) {
            case FLOAT -> 2e-5;
            case DOUBLE -> 1e-12;
            case FLOAT16 -> 4e-3;
            case BFLOAT16 -> 3e-2;
            default -> 0;
        };
    }

    @Override
    public void close() {
        onDevice.close();
        backend.close();
    }
}
