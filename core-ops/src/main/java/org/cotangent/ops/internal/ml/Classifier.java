package org.cotangent.ops.internal.ml;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

/** A label Y for each row of features X, and scores Z, which {@code post_transform} transforms. */
public abstract class Classifier extends MlOperator {
    private final String integers;

    /** @param integers the attribute that holds the labels if they are integers */
    protected Classifier(String type, int since, String integers, Signature.Builder signature) {
        super(type, since, signature);
        this.integers = integers;
    }

    /** {@return X, Y and Z} */
    protected static Signature.Builder ports() {
        return Signature.builder()
                .input("X", numbers("T1"))
                .output("Y", labels("T2"))
                .output("Z", real());
    }

    protected final ClassLabels labels(Attributes attributes) {
        return ClassLabels.of(attributes, integers, "classlabels_strings");
    }

    /** {@return how many scores each row gets} */
    protected abstract long width(Attributes attributes, Shape x);

    /** What comes out, before the transform. */
    public record Result(Value labels, Value scores) {}

    protected abstract Result classify(Formulas f, Call call);

    @Override
    public final List<TensorType> infer(Inference call) {
        return List.of(
                new TensorType(labels(call.attributes()).dtype(), Shape.of(List.of(rows(call.shape(0))))),
                scores(call, width(call.attributes(), call.shape(0))));
    }

    @Override
    public final Forward forward() {
        return new Forward.Expansion((f, call) -> {
            Result result = classify(f, call);
            return List.of(result.labels(), PostTransform.result(f, call.attributes(), result.scores()))
                    .subList(0, call.outputCount());
        });
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }
}
