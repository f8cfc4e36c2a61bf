package org.cotangent.cpu.gemm;

import java.util.Set;
import org.cotangent.cpu.CpuBackend;
import org.cotangent.cpu.primitive.FloatPrimitives;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Float32 kernels of MatMul, Gemm and FusedMatMul. */
public final class MatMulKernels implements KernelProvider {

    private static final Set<String> OPERATORS = Set.of("MatMul", "Gemm", "org.cotangent::FusedMatMul");

    private final FloatPrimitives primitives;

    /** Uses the best loops of this virtual machine. */
    public MatMulKernels() {
        this(PrimitiveSelection.select());
    }

    MatMulKernels(FloatPrimitives primitives) {
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
        for (int i = 0; i < call.inputCount(); i++) {
            if (call.hasInput(i)
                    && !(call.input(i).dtype() == DType.FLOAT && call.input(i).isStatic())) {
                return Offer.declined("not float32 of known sizes: " + call.input(i));
            }
        }
        return new Offer.Accepted(
                Offer.NATIVE, "packed matrix product, " + primitives.description(), () -> prepare(call));
    }

    private Kernel prepare(Preparation call) {
        Attributes attributes = call.attributes();
        MatrixGeometry geometry = MatrixGeometry.of(
                call.input(0).shape().sizes(),
                attributes.flag("transA"),
                call.input(1).shape().sizes(),
                attributes.flag("transB"));
        return new MatMulKernel(
                primitives,
                call.parallel(),
                geometry,
                attributes.real("alpha", 1),
                call.constant(geometry.exchanged() ? 0 : 1),
                summand(call, geometry.exchanged()));
    }

    private @Nullable Summand summand(Preparation call, boolean exchanged) {
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
        return new Summand(
                primitives.rows(), beta, exchanged ? columnStride : rowStride, exchanged ? rowStride : columnStride);
    }
}
