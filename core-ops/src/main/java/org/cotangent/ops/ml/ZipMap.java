package org.cotangent.ops.ml;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.ml.ClassLabels;
import org.cotangent.ops.internal.ml.Maps;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.MapSequence;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorMap;
import org.cotangent.spi.tensor.ValueType;

/**
 * A map for each row of {@code X}, from the labels {@code classlabels_int64s} or {@code classlabels_strings} to the
 * elements of the row, for [N, C] and, as one row, [C]. ONNX ZipMap of ai.onnx.ml, version 1.
 */
public final class ZipMap extends MlOperator {
    public ZipMap() {
        super(
                "ZipMap",
                1,
                Signature.builder()
                        .input("X", real())
                        .output("Z", TypeVariable.of("T", DType.FLOAT).in(TypeVariable.Kind.SEQUENCE))
                        .optionalIntegers("classlabels_int64s")
                        .optionalAttribute("classlabels_strings", STRINGS));
    }

    private static ClassLabels labels(Attributes attributes) {
        return ClassLabels.of(attributes, "classlabels_int64s", "classlabels_strings");
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        ClassLabels labels = labels(call.attributes());
        MapType map = new MapType(labels.dtype(), DType.FLOAT);
        if (!call.shape(0).isRanked()) {
            return List.of(new SequenceType(map));
        }
        requireLabels(call.shape(0), labels.count());
        return List.of(new SequenceType(map, rows(call.shape(0)).is(0)));
    }

    private static void requireLabels(Shape x, long labels) {
        Dim columns = rows(x).is(0) ? Dim.of(labels) : columns(x);
        if (columns.isKnown() && !columns.is(labels)) {
            throw new ShapeException(
                    "X of shape " + x + " has " + columns + " columns, but there are " + labels + " labels");
        }
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> {
            Tensor labels = labels(call.attributes()).names();
            return io -> io.deliver(0, maps(io.input(0), labels));
        });
    }

    private static MapSequence maps(Tensor x, Tensor labels) {
        long width = labels.elements();
        requireLabels(x.shape(), width);
        Cells cells = Cells.of(DType.FLOAT);
        List<TensorMap> maps = new ArrayList<>();
        for (long at = 0; at + width <= x.elements() && width > 0; at += width) {
            Tensor values = Tensor.allocate(DType.FLOAT, width);
            cells.copy(x, at, values, 0, width);
            maps.add(new TensorMap(labels, values));
        }
        return new MapSequence(new MapType(labels.dtype(), DType.FLOAT), maps);
    }

    @Override
    public Derivative derivative() {
        return Maps.derivative();
    }
}
