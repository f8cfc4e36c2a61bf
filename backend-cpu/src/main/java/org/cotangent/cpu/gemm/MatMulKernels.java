package org.cotangent.cpu.gemm;

import java.util.Set;
import org.cotangent.cpu.CpuBackend;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.RowArithmetic;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Kernels of MatMul, Gemm and FusedMatMul in float32 and float64. */
public final class MatMulKernels implements KernelProvider {

    private static final Set<String> OPERATORS = Set.of("MatMul", "Gemm", "org.cotangent::FusedMatMul");

    private final Primitives primitives;

    /** Uses the best loops of this virtual machine. */
    public MatMulKernels() {
        this(PrimitiveSelection.select());
    }

    MatMulKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    @Override
    public String backend() {
        return CpuBackend.NAME;
    }

    @Override
    public String name() {
        return "matmul";
    }

    @Override
    public Offer offer(Preparation call) {
        if (!OPERATORS.contains(call.operator().id().qualifiedName())) {
            return Offer.declined("not a matrix product");
        }
        DType dtype = call.input(0).dtype();
        for (int i = 0; i < call.inputCount(); i++) {
            if (call.hasInput(i)
                    && !((dtype == DType.FLOAT || dtype == DType.DOUBLE)
                            && call.input(i).isStatic())) {
                return Offer.declined("not float32 or float64 of known sizes: " + call.input(i));
            }
        }
        return new Offer.Accepted(
                Offer.NATIVE,
                "packed matrix product, " + primitives.description(),
                () -> dtype == DType.FLOAT
                        ? prepare(call, primitives.floatGemm())
                        : prepare(call, primitives.doubleGemm()));
    }

    private static <A> Kernel prepare(Preparation call, GemmArithmetic<A> arithmetic) {
        Attributes attributes = call.attributes();
        MatrixGeometry geometry = MatrixGeometry.of(
                call.input(0).shape().sizes(),
                attributes.flag("transA"),
                call.input(1).shape().sizes(),
                attributes.flag("transB"));
        return new MatMulKernel<>(
                arithmetic,
                call.parallel(),
                geometry,
                attributes.real("alpha", 1),
                call.constant(geometry.exchanged() ? 0 : 1),
                summand(call, arithmetic.rows(), geometry.exchanged()));
    }

    private static @Nullable Summand summand(Preparation call, RowArithmetic loops, boolean exchanged) {
        float beta = call.attributes().real("beta", 1);
        if (!call.hasInput(2) || beta == 0) {
            return null;
        }
        TensorType c = call.input(2);
        long[] sizes = c.shape().sizes();
        long columns = sizes.length < 1 ? 1 : sizes[sizes.length - 1];
        long rows = sizes.length < 2 ? 1 : sizes[sizes.length - 2];
        long rowStride = rows == 1 ? 0 : columns;
        long columnStride = columns == 1 ? 0 : 1;
        return new Summand(loops, beta, exchanged ? columnStride : rowStride, exchanged ? rowStride : columnStride);
    }
}
