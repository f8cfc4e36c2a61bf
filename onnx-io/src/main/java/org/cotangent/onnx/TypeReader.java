package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.onnx.proto.OnnxMl.TensorShapeProto;
import org.cotangent.onnx.proto.OnnxMl.TypeProto;
import org.cotangent.onnx.proto.OnnxMl.ValueInfoProto;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.UnknownType;
import org.cotangent.spi.tensor.ValueType;

/**
 * Makes types of {@code TypeProto}s. Named sizes become symbols of that name; sizes not given become symbols of their
 * own. Sparse tensors are dense here.
 */
final class TypeReader {
    private final int maxRank;

    TypeReader(Limits limits) {
        this.maxRank = limits.rank();
    }

    /** The type that {@code value} declares. */
    ValueType read(ValueInfoProto value) {
        return read(value.getType(), value.getName());
    }

    /** A type; {@code name} makes the symbols of sizes that are not given unique. */
    ValueType read(TypeProto type, String name) {
        return switch (type.getValueCase()) {
            case TENSOR_TYPE -> {
                TypeProto.Tensor tensor = type.getTensorType();
                yield tensor(
                        tensor.getElemType(), tensor.hasShape() ? shape(tensor.getShape(), name) : Shape.unranked());
            }
            case SEQUENCE_TYPE -> new SequenceType(read(type.getSequenceType().getElemType(), name));
            case OPTIONAL_TYPE -> new OptionalType(read(type.getOptionalType().getElemType(), name));
            case SPARSE_TENSOR_TYPE -> {
                TypeProto.SparseTensor sparse = type.getSparseTensorType();
                yield tensor(
                        sparse.getElemType(), sparse.hasShape() ? shape(sparse.getShape(), name) : Shape.unranked());
            }
            case MAP_TYPE -> map(type.getMapType());
            case OPAQUE_TYPE, VALUE_NOT_SET -> new UnknownType();
        };
    }

    /** Maps have single elements as values, whatever shape the file gives those. */
    private ValueType map(TypeProto.Map map) {
        return read(map.getValueType(), "") instanceof TensorType values
                ? new MapType(DType.ofCode(map.getKeyType()), values.dtype())
                : new UnknownType();
    }

    private static ValueType tensor(int elementType, Shape shape) {
        return elementType == 0 ? new UnknownType() : new TensorType(DType.ofCode(elementType), shape);
    }

    private Shape shape(TensorShapeProto shape, String name) {
        if (shape.getDimCount() > maxRank) {
            throw new ModelException("'" + name + "' has " + shape.getDimCount() + " axes; the limit is " + maxRank);
        }
        List<Dim> dims = new ArrayList<>();
        for (TensorShapeProto.Dimension dim : shape.getDimList()) {
            if (dim.hasDimValue() && dim.getDimValue() >= 0) {
                dims.add(Dim.of(dim.getDimValue()));
            } else if (dim.getDimParam().isEmpty()) {
                dims.add(Dim.symbol("?" + name + "." + dims.size()));
            } else {
                dims.add(Dim.symbol(dim.getDimParam()));
            }
        }
        return Shape.of(dims);
    }
}
