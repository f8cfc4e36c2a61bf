package org.cotangent.cpu.reduce;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.cpu.CpuBackend;
import org.cotangent.cpu.primitive.Combination;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.RowArithmetic;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** Float32 and float64 kernels of the reductions along axes that are known when the kernel is prepared. */
public final class ReductionKernels implements KernelProvider {

    private record Form(Combination combination, Finish finish) {}

    private static final String SUM_TO = "org.cotangent::SumTo";

    private static final Map<String, Form> FORMS = Map.of(
            "ReduceSum",
            new Form(Combination.SUM, Finish.NONE),
            SUM_TO,
            new Form(Combination.SUM, Finish.NONE),
            "ReduceMean",
            new Form(Combination.SUM, Finish.MEAN),
            "ReduceLogSum",
            new Form(Combination.SUM, Finish.LOGARITHM),
            "ReduceSumSquare",
            new Form(Combination.SUM_OF_SQUARES, Finish.NONE),
            "ReduceL1",
            new Form(Combination.SUM_OF_MAGNITUDES, Finish.NONE),
            "ReduceL2",
            new Form(Combination.SUM_OF_SQUARES, Finish.SQUARE_ROOT),
            "ReduceProd",
            new Form(Combination.PRODUCT, Finish.NONE),
            "ReduceMax",
            new Form(Combination.MAX, Finish.NONE),
            "ReduceMin",
            new Form(Combination.MIN, Finish.NONE));

    private final Primitives primitives;

    /** Uses the best loops of this virtual machine. */
    public ReductionKernels() {
        this(PrimitiveSelection.select());
    }

    ReductionKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    @Override
    public String backend() {
        return CpuBackend.NAME;
    }

    @Override
    public String name() {
        return "reduction";
    }

    @Override
    public Offer offer(Preparation call) {
        String name = call.operator().id().qualifiedName();
        Form form = FORMS.get(name);
        if (form == null) {
            return Offer.declined("not a reduction");
        }
        DType dtype = call.input(0).dtype();
        if ((dtype != DType.FLOAT && dtype != DType.DOUBLE)
                || !call.input(0).isStatic()
                || !call.output(0).isStatic()) {
            return Offer.declined("not float32 or float64 of known sizes: " + call.input(0));
        }
        Shape shape = call.input(0).shape();
        if (shape.elements().size() == 0) {
            return Offer.declined("no elements to join");
        }
        Tensor axes = call.hasInput(1) ? call.constant(1) : null;
        if (call.hasInput(1) && axes == null && !name.equals(SUM_TO)) {
            return Offer.declined("the axes are known only at run time");
        }
        boolean[] reduced = name.equals(SUM_TO)
                ? expanded(shape.sizes(), call.output(0).shape().sizes())
                : flags(
                        shape,
                        axes == null ? new long[0] : axes.toLongs(),
                        call.attributes().flag("noop_with_empty_axes"));
        if (!any(reduced)) {
            return Offer.declined("no axis is reduced");
        }
        return new Offer.Accepted(
                Offer.NATIVE, "reduction, " + primitives.description(), () -> prepare(call, form, reduced));
    }

    private Kernel prepare(Preparation call, Form form, boolean[] reduced) {
        ReductionSpace space = new ReductionSpace(call.input(0).shape().sizes(), reduced);
        RowArithmetic loops = call.input(0).dtype() == DType.FLOAT ? primitives.rows() : primitives.doubleRows();
        return new ReductionKernel(loops, space, form.combination(), form.finish(), call.parallel());
    }

    private static boolean any(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return true;
            }
        }
        return false;
    }

    private static boolean[] flags(Shape shape, long[] axes, boolean noneIfEmpty) {
        boolean[] flags = new boolean[shape.rank()];
        Arrays.fill(flags, axes.length == 0 && !noneIfEmpty);
        for (long axis : axes) {
            flags[shape.axis(axis)] = true;
        }
        return flags;
    }

    /** The axes along which a tensor of sizes {@code to} was expanded to sizes {@code from}. */
    private static boolean[] expanded(long[] from, long[] to) {
        boolean[] flags = new boolean[from.length];
        int lead = from.length - to.length;
        for (int axis = 0; axis < from.length; axis++) {
            flags[axis] = axis < lead || to[axis - lead] != from[axis];
        }
        return flags;
    }
}
