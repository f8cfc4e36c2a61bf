package org.cotangent.onnx.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Before opset 6, one axis was repeated, told by two scalar inputs. */
public final class TileRepeats implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Tile");
    }

    @Override
    public int since() {
        return 6;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        @Nullable Tensor axis = call.constant(2);
        if (axis == null || !call.shape(0).isRanked()) {
            throw new UnsupportedException("the axis must be constant, and the rank known, before opset 6");
        }
        Formulas f = call.formulas();
        List<Value> repeats = new ArrayList<>();
        for (int i = 0; i < call.shape(0).rank(); i++) {
            repeats.add(f.integers(1));
        }
        Value tiles = f.cast(call.input(1), DType.INT64);
        repeats.set(call.shape(0).axis((long) axis.getDouble(0)), f.reshape(tiles, 1));
        return call.become(Attributes.none(), call.input(0), f.concat(0, repeats));
    }
}
