package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.NewerCall;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.jspecify.annotations.Nullable;

/** Before opset 20, the modes {@code linear} and {@code cubic} were called {@code bilinear} and {@code bicubic}. */
public final class GridSampleModes implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("GridSample");
    }

    @Override
    public int since() {
        return 20;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        String mode = switch (call.attributes().text("mode", "bilinear")) {
            case "bilinear" -> "linear";
            case "bicubic" -> "cubic";
            case String other -> other;
        };
        return call.become(call.type(), call.attributes().with("mode", mode), call.inputs());
    }

    @Override
    public @Nullable List<Value> revert(NewerCall call) {
        if (call.shape(0).rank() != 4) {
            return null;
        }
        String mode = switch (call.attributes().text("mode")) {
            case "linear" -> "bilinear";
            case "cubic" -> "bicubic";
            case String other -> other;
        };
        return call.become(call.attributes().with("mode", mode), call.inputs());
    }
}
