package org.cotangent.onnx.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.NewerCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Before opset 18, there were scales or sizes for every axis. */
public final class ResizeAxes implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Resize");
    }

    @Override
    public int since() {
        return 18;
    }

    /** Axes that are not named keep their sizes. */
    @Override
    public @Nullable List<Value> revert(NewerCall call) {
        Attributes attributes = call.attributes();
        if (!attributes.has("axes")) {
            return call.become(attributes, call.inputs());
        }
        Shape shape = call.shape(0);
        int given = call.has(3) ? 3 : 2;
        Tensor some = call.constant(given);
        boolean crops = attributes.text("coordinate_transformation_mode").equals("tf_crop_and_resize");
        if (some == null || crops || !shape.isRanked() || (given == 3 && !shape.isStatic())) {
            return null;
        }
        double[] all = new double[shape.rank()];
        for (int axis = 0; axis < all.length; axis++) {
            all[axis] = given == 3 ? shape.size(axis) : 1;
        }
        long[] axes = attributes.integers("axes");
        for (int i = 0; i < axes.length; i++) {
            all[shape.axis(axes[i])] = some.getDouble(i);
        }
        List<@Nullable Value> inputs = new ArrayList<>(call.inputs());
        inputs.set(given, call.formulas().constant(Tensor.of(some.dtype(), all, all.length)));
        return call.become(attributes.without("axes"), inputs);
    }
}
