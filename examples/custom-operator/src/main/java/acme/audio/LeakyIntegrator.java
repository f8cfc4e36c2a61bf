package acme.audio;

import java.util.List;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * A sum along the last axis that forgets: {@code y_t = x_t + decay y_(t-1)}, or {@code y_(t+1)} if {@code reverse} is
 * 1. It is linear; its transpose is the same sum in the other direction.
 */
public final class LeakyIntegrator implements Operator {
    private static final TypeVariable T = TypeVariable.of("T", DType.floating());

    @Override
    public OperatorId id() {
        return new OperatorId("acme.audio", "LeakyIntegrator", 1);
    }

    @Override
    public Signature signature() {
        return Signature.builder()
                .input("X", T)
                .output("Y", T)
                .attribute("decay", 0.5f)
                .attribute("reverse", 0)
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(LeakyIntegrator::kernel);
    }

    /** The portable kernel: the reference for all others. */
    private static Kernel kernel(Preparation call) {
        double decay = call.attributes().real("decay");
        boolean reverse = call.attributes().flag("reverse");
        return io -> {
            Tensor x = io.input(0);
            Tensor y = io.output(0);
            int length = (int) (x.rank() == 0 ? 1 : x.size(x.rank() - 1));
            for (long row = 0; row < x.elements(); row += length) {
                double sum = 0;
                for (int t = 0; t < length; t++) {
                    long i = row + (reverse ? length - 1 - t : t);
                    sum = x.getDouble(i) + decay * sum;
                    y.setDouble(i, sum);
                }
            }
        };
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear(LeakyIntegrator::transpose);
    }

    private static Value transpose(Formulas f, Point at, int k, List<Value> cotangents) {
        Attributes turned = at.attributes().with("reverse", at.attributes().flag("reverse") ? 0 : 1);
        return f.call("acme.audio", "LeakyIntegrator", turned, 1, cotangents.getFirst())
                .getFirst();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.none().with("decay", draw.integer(1, 9) / 10f).with("reverse", draw.chance(0.5) ? 1 : 0),
                draw.tensor(draw.shape(0, 4), -2, 2)));
    }
}
