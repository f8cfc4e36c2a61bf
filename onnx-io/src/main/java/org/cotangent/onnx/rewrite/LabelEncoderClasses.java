package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;

/** In version 1, LabelEncoder had one list of strings and went from them to their places, or back. */
public final class LabelEncoderClasses implements Rewrite {
    @Override
    public String domain() {
        return "ai.onnx.ml";
    }

    @Override
    public Set<String> types() {
        return Set.of("LabelEncoder");
    }

    @Override
    public int since() {
        return 2;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        List<String> classes = call.attributes().texts("classes_strings");
        boolean fromText = call.dtype(0) == DType.STRING;
        Attributes attributes = call.attributes()
                .without("classes_strings")
                .with(fromText ? "keys_strings" : "values_strings", new Attribute.OfStrings(classes))
                .with(
                        fromText ? "values_int64s" : "keys_int64s",
                        LongStream.range(0, classes.size()).toArray());
        return call.become(attributes, call.input(0));
    }
}
