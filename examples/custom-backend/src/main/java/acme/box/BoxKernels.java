package acme.box;

import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.DType;

/** The kernels of the box. What it declines runs as other operators, or on the host. */
public final class BoxKernels implements KernelProvider {
    @Override
    public String backend() {
        return BoxBackend.NAME;
    }

    @Override
    public String name() {
        return "box";
    }

    @Override
    public Offer offer(Preparation call) {
        return switch (call.operator().forward()) {
            case Forward.Pointwise expressions -> elementwise(call, expressions);
            case Forward other when call.operator().id().qualifiedName().equals("MatMul") -> product(call);
            case Forward other -> Offer.declined("there is no kernel for " + call.operator().id());
        };
    }

    private static Offer elementwise(Preparation call, Forward.Pointwise expressions) {
        for (int i = 0; i < call.inputCount(); i++) {
            if (!call.hasInput(i) || !isNumber(call.input(i).dtype())) {
                return Offer.declined("input " + i + " is absent or neither float32, float64 nor bool");
            }
        }
        for (int i = 0; i < call.outputCount(); i++) {
            if (!call.hasOutput(i) || !isNumber(call.output(i).dtype())) {
                return Offer.declined("output " + i + " is not asked for or neither float32, float64 nor bool");
            }
        }
        return Elementwise.covers(call, expressions)
                ? new Offer.Accepted(Offer.NATIVE, "element by element", () -> Elementwise.prepare(call, expressions))
                : Offer.declined("the expression does not say what becomes of these types");
    }

    private static Offer product(Preparation call) {
        boolean fits = call.input(0).shape().rank() == 2
                && call.input(1).shape().rank() == 2
                && isNumber(call.input(0).dtype());
        return fits
                ? new Offer.Accepted(Offer.NATIVE, "row by column", () -> new MatrixProduct())
                : Offer.declined("the factors are not matrices of floats");
    }

    private static boolean isNumber(DType dtype) {
        return dtype == DType.FLOAT || dtype == DType.DOUBLE || dtype == DType.BOOL;
    }
}
