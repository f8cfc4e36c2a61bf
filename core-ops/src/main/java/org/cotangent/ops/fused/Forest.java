package org.cotangent.ops.fused;

import java.util.List;
import org.cotangent.ops.internal.ml.ForestKernel;
import org.cotangent.ops.internal.ml.Trees;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.ValueType;

/**
 * The votes of decision trees, [N, F] to [N, n_targets], with the attributes of ONNX TreeEnsemble and without its
 * transform. With {@code leaf_starts} a leaf may have any number of votes: leaf i has those from {@code leaf_starts[i]}
 * on. Stands for TreeEnsemble.
 */
public final class Forest extends OnnxOperator {
    public Forest() {
        super(new OperatorId(OperatorId.COTANGENT, "Forest", 1), signatureOf());
    }

    private static Signature signatureOf() {
        return Trees.signature().optionalIntegers("leaf_starts").build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return Trees.infer(call);
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(ForestKernel::new, Forest::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        if (call.attributes().has("leaf_starts")) {
            throw new UnsupportedException("leaves with several votes cannot be written as TreeEnsemble");
        }
        return f.call("ai.onnx.ml", "TreeEnsemble", call.attributes(), 1, call.input(0));
    }

    @Override
    public Derivative derivative() {
        return Trees.derivative();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(Trees.sample(draw), Trees.features(draw)));
    }
}
