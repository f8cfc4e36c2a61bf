package org.cotangent.ops.ml;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.ops.internal.ml.Maps;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.ops.internal.numbers.Casting;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorMap;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The values of a map with integers as keys, as a vector of the type that {@code cast_to} names: with {@code map_form}
 * DENSE in the order of their keys, with SPARSE at the places that the keys say, among {@code max_map} zeros or empty
 * strings. ONNX CastMap of ai.onnx.ml, version 1.
 */
public final class CastMap extends MlOperator {
    public CastMap() {
        super(
                "CastMap",
                1,
                Signature.builder()
                        .input(
                                "X",
                                TypeVariable.of("T1", DType.STRING, DType.FLOAT).in(TypeVariable.Kind.MAP))
                        .output("Y", TypeVariable.of("T2", DType.STRING, DType.FLOAT, DType.INT64))
                        .attribute("cast_to", "TO_FLOAT")
                        .attribute("map_form", "DENSE")
                        .attribute("max_map", 1));
    }

    private static DType target(Attributes attributes) {
        return switch (attributes.text("cast_to")) {
            case "TO_FLOAT" -> DType.FLOAT;
            case "TO_STRING" -> DType.STRING;
            case "TO_INT64" -> DType.INT64;
            case String other ->
                throw new AttributeException("cast_to must be TO_FLOAT, TO_STRING or TO_INT64, not '" + other + "'");
        };
    }

    private static boolean isSparse(Attributes attributes) {
        return switch (attributes.text("map_form")) {
            case "DENSE" -> false;
            case "SPARSE" -> true;
            case String other -> throw new AttributeException("map_form must be DENSE or SPARSE, not '" + other + "'");
        };
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        requireIntegers(Maps.type(call, 0));
        Attributes attributes = call.attributes();
        Dim size = isSparse(attributes) ? Dim.of(attributes.integer("max_map")) : call.fresh("entries");
        return List.of(new TensorType(target(attributes), Shape.of(List.of(size))));
    }

    private static void requireIntegers(MapType map) {
        if (map.key() != DType.INT64) {
            throw new TypeException("the keys must be INT64, not " + map.key());
        }
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> {
            DType target = target(call.attributes());
            long places = isSparse(call.attributes()) ? call.attributes().integer("max_map") : -1;
            return io -> io.deliver(0, vector(Maps.map(io, 0), target, places));
        });
    }

    /** @param places how many, if the keys are places; -1 if they only tell the order */
    private static Tensor vector(TensorMap map, DType target, long places) {
        requireIntegers(map.type());
        Tensor keys = map.keys();
        Tensor values = Casting.converted(map.values(), target);
        Tensor vector = Tensor.allocate(target, places < 0 ? map.size() : places);
        int[] order = IntStream.range(0, map.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> keys.getLong(i)))
                .mapToInt(Integer::intValue)
                .toArray();
        Cells cells = Cells.of(target);
        for (int i = 0; i < order.length; i++) {
            long place = places < 0 ? i : keys.getLong(order[i]);
            if (place < 0 || place >= vector.elements()) {
                throw new ShapeException("the key " + place + " is no place among " + vector.elements()
                        + ": raise max_map, or use the DENSE form");
            }
            cells.copy(values, order[i], vector, place, 1);
        }
        return vector;
    }

    @Override
    public Derivative derivative() {
        return Maps.derivative();
    }
}
