package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;

/** Before opset 7, {@code is_test} chose between dropping, the default, and doing nothing. */
public final class DropoutTestMode implements Rewrite {
    /** Carries the choice on to {@link DropoutInputs}. */
    static final String TRAINING = "training_mode";

    @Override
    public Set<String> types() {
        return Set.of("Dropout");
    }

    @Override
    public int since() {
        return 7;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Attributes attributes = call.attributes();
        long training = attributes.flag("is_test") ? 0 : 1;
        return call.become(attributes.without("is_test").with(TRAINING, training), call.input(0));
    }
}
