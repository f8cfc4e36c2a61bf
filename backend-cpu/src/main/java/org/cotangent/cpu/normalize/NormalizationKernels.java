package org.cotangent.cpu.normalize;

import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.cotangent.cpu.CpuBackend;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Float32 kernels of Softmax, LogSoftmax, LayerNormalization, RMSNormalization, and of their gradients. */
public final class NormalizationKernels implements KernelProvider {

    private static final int LONGEST_ROW = 1 << 28;
    /** Elements that are worth a thread's start. */
    private static final long LEAST_ELEMENTS = 8 * 1024;

    private final Primitives primitives;

    /** Uses the best loops of this virtual machine. */
    public NormalizationKernels() {
        this(PrimitiveSelection.select());
    }

    NormalizationKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    @Override
    public String backend() {
        return CpuBackend.NAME;
    }

    @Override
    public String name() {
        return "normalization";
    }

    /** {@return how many pieces of so many elements are worth a thread's start} */
    static long grain(long elements) {
        return Math.max(1, LEAST_ELEMENTS / elements);
    }

    @Override
    public Offer offer(Preparation call) {
        return switch (call.operator().id().qualifiedName()) {
            case "Softmax" -> ofRows(call, axis -> softmax(call, axis, false));
            case "LogSoftmax" -> ofRows(call, axis -> softmax(call, axis, true));
            case "org.cotangent::SoftmaxGradient" -> ofRows(call, axis -> softmaxGradient(call, axis, false));
            case "org.cotangent::LogSoftmaxGradient" -> ofRows(call, axis -> softmaxGradient(call, axis, true));
            case "org.cotangent::StandardizationGradient" -> ofRows(call, axis -> standardizationGradient(call, axis));
            case "LayerNormalization" -> ofRows(call, axis -> normalization(call, axis, true, 1, 2));
            case "RMSNormalization" -> ofRows(call, axis -> normalization(call, axis, false, -1, 1));
            default -> Offer.declined("not a normalisation of rows");
        };
    }

    /** What is offered for a call of float32 of known sizes, given its axis. */
    private static Offer ofRows(Preparation call, IntFunction<Offer> offer) {
        String obstacle = obstacle(call);
        return obstacle != null
                ? Offer.declined(obstacle)
                : offer.apply(call.input(0).shape().axis(call.attributes().integer("axis")));
    }

    private Offer accept(String what, Supplier<Kernel> kernel) {
        return new Offer.Accepted(Offer.NATIVE, what + ", " + primitives.description(), kernel);
    }

    /** Why rows of the last axes from {@code axis} on cannot be normalised; null if they can. */
    private static @Nullable String obstacle(Preparation call) {
        for (int i = 0; i < call.inputCount(); i++) {
            if (call.hasInput(i)
                    && !(call.input(i).dtype() == DType.FLOAT && call.input(i).isStatic())) {
                return "not float32 of known sizes: " + call.input(i);
            }
        }
        Shape shape = call.input(0).shape();
        long elements = shape.elements().size();
        if (elements == 0) {
            return "no elements";
        }
        int axis = shape.axis(call.attributes().integer("axis"));
        return shape.elements(axis, shape.rank()).size() > LONGEST_ROW ? "rows are too long" : null;
    }

    private Offer softmax(Preparation call, int axis, boolean logarithmic) {
        Shape shape = call.input(0).shape();
        int length = (int) shape.size(axis);
        long outer = shape.elements(0, axis).size();
        long inner = shape.elements(axis + 1, shape.rank()).size();
        if (inner == 1) {
            return accept(
                    "rows", () -> new SoftmaxKernel(primitives.rows(), logarithmic, outer, length, call.parallel()));
        }
        return accept(
                "columns",
                () -> new ColumnSoftmaxKernel(primitives.rows(), logarithmic, outer, length, inner, call.parallel()));
    }

    private Offer softmaxGradient(Preparation call, int axis, boolean logarithmic) {
        Shape shape = call.input(0).shape();
        if (shape.elements(axis + 1, shape.rank()).size() != 1) {
            return Offer.declined("axis " + axis + " of " + shape + " is not the last");
        }
        int length = (int) shape.size(axis);
        long rows = shape.elements(0, axis).size();
        return accept(
                "rows, back",
                () -> new SoftmaxGradientKernel(primitives.rows(), logarithmic, rows, length, call.parallel()));
    }

    private Offer standardizationGradient(Preparation call, int axis) {
        Shape shape = call.input(0).shape();
        return accept(
                "rows, back",
                () -> new StandardizationGradientKernel(
                        primitives.rows(),
                        shape.elements(0, axis).size(),
                        (int) shape.elements(axis, shape.rank()).size(),
                        call.hasInput(4),
                        call.hasOutput(1),
                        call.parallel()));
    }

    private Offer normalization(Preparation call, int axis, boolean centred, int meanOutput, int inverseOutput) {
        Shape shape = call.input(0).shape();
        for (int i = 1; i < call.inputCount(); i++) {
            if (call.hasInput(i) && !isRow(call.input(i).shape().sizes(), shape, axis)) {
                return Offer.declined(
                        "input " + i + " of shape " + call.input(i).shape() + " is no row of " + shape);
            }
        }
        for (int output = 1; output < call.outputCount(); output++) {
            if (call.hasOutput(output) && call.output(output).dtype() != DType.FLOAT) {
                return Offer.declined(
                        "statistics of type " + call.output(output).dtype());
            }
        }
        var form = new RowNormalizationKernel.Form(
                shape.elements(0, axis).size(),
                (int) shape.elements(axis, shape.rank()).size(),
                centred,
                call.hasInput(2),
                call.attributes().real("epsilon"),
                meanOutput,
                inverseOutput);
        return accept("rows", () -> new RowNormalizationKernel(primitives.rows(), form, call.parallel()));
    }

    /** Whether these sizes are those of the axes from {@code axis} on, after any number of ones. */
    private static boolean isRow(long[] sizes, Shape shape, int axis) {
        int lead = shape.rank() - sizes.length;
        for (int i = Math.min(axis, Math.max(lead, 0)); i < shape.rank(); i++) {
            long own = i < lead ? 1 : sizes[i - lead];
            if (own != (i < axis ? 1 : shape.size(i))) {
                return false;
            }
        }
        return lead >= 0;
    }
}
