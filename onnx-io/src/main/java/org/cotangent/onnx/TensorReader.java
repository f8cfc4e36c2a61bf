package org.cotangent.onnx;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.SparseTensorProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto.DataLocation;
import org.cotangent.onnx.wire.Skeleton;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * Makes tensors of the {@code TensorProto}s of one file. Larger data stay where they are in the mapped file, aligned or
 * not; all else is copied.
 */
final class TensorReader {
    private final Skeleton skeleton;
    private final ExternalFiles external;
    private final Limits limits;

    TensorReader(Skeleton skeleton, Limits limits) {
        this.skeleton = skeleton;
        this.external = new ExternalFiles(skeleton.file().path());
        this.limits = limits;
    }

    /**
     * The tensor that {@code proto}, a part of the file, describes.
     *
     * @throws ModelException if the data are missing, of the wrong size, or beyond the limits
     */
    Tensor read(TensorProto proto) {
        DType dtype = dtype(proto);
        long[] sizes = sizes(proto);
        if (proto.hasSegment()) {
            throw broken(proto, "is a segment of a larger tensor; store it in one piece");
        }
        if (proto.getDataLocation() == DataLocation.EXTERNAL) {
            return external(proto, dtype, sizes);
        }
        MemorySegment left = skeleton.rawData(proto).orElse(null);
        if (left != null) {
            return raw(proto, dtype, sizes, left);
        }
        if (proto.hasRawData()) {
            return raw(
                    proto,
                    dtype,
                    sizes,
                    MemorySegment.ofArray(proto.getRawData().toByteArray()));
        }
        return typed(proto, dtype, sizes);
    }

    /** {@code attribute}, a part of the file, with all data of its tensors. */
    AttributeProto complete(AttributeProto attribute) {
        return (AttributeProto) skeleton.complete(attribute);
    }

    /** The dense form of {@code proto}. */
    Tensor read(SparseTensorProto proto) {
        TensorProto named = proto.getValues();
        Tensor values = read(named);
        Tensor indices = read(proto.getIndices());
        long[] sizes = sizes(
                named, proto.getDimsList().stream().mapToLong(Long::longValue).toArray());
        if (values.rank() != 1 || indices.dtype() != DType.INT64 || values.dtype() == DType.STRING) {
            throw broken(named, "is no sparse tensor: values " + values.type() + ", indices " + indices.type());
        }
        boolean linear = indices.rank() == 1;
        if (indices.rank() > 2 || indices.size(0) != values.size(0) || (!linear && indices.size(1) != sizes.length)) {
            throw broken(
                    named,
                    "has indices " + indices.type() + " for values " + values.type() + " and rank " + sizes.length);
        }
        Tensor dense = Tensor.allocate(values.dtype(), sizes);
        long width = dense.dtype().bytes();
        for (long i = 0; i < values.elements(); i++) {
            long position = linear ? indices.getLong(i) : position(named, indices, i, sizes);
            if (position < 0 || position >= dense.elements()) {
                throw broken(named, "has the index " + position + " for " + dense.elements() + " elements");
            }
            MemorySegment.copy(values.segment(), i * width, dense.segment(), position * width, width);
        }
        return dense;
    }

    private long position(TensorProto named, Tensor indices, long row, long[] sizes) {
        long position = 0;
        for (int axis = 0; axis < sizes.length; axis++) {
            long index = indices.getLong(row * sizes.length + axis);
            if (index < 0 || index >= sizes[axis]) {
                throw broken(named, "has the index " + index + " on axis " + axis + " of size " + sizes[axis]);
            }
            position = position * sizes[axis] + index;
        }
        return position;
    }

    private DType dtype(TensorProto proto) {
        try {
            return DType.ofCode(proto.getDataType());
        } catch (TypeException e) {
            throw new ModelException(
                    skeleton.file().path() + ": tensor '" + proto.getName() + "': " + e.getMessage(), e);
        }
    }

    private long[] sizes(TensorProto proto) {
        return sizes(
                proto, proto.getDimsList().stream().mapToLong(Long::longValue).toArray());
    }

    private long[] sizes(TensorProto proto, long[] sizes) {
        if (sizes.length > limits.rank()) {
            throw broken(proto, "has " + sizes.length + " axes; the limit is " + limits.rank());
        }
        long elements = 1;
        for (long size : sizes) {
            if (size < 0) {
                throw broken(proto, "has an axis of size " + size);
            }
            if (elements > limits.elements() / Math.max(1, size)) {
                throw broken(proto, "has more than " + limits.elements() + " elements, which is the limit");
            }
            elements *= Math.max(1, size);
        }
        return sizes;
    }

    private static long elements(long[] sizes) {
        return LongStream.of(sizes).reduce(1, (a, b) -> a * b);
    }

    private Tensor external(TensorProto proto, DType dtype, long[] sizes) {
        if (dtype == DType.STRING) {
            throw broken(proto, "holds strings in an external file, which ONNX does not allow");
        }
        long bytes = dtype.byteSize(elements(sizes));
        return over(dtype, sizes, external.data(proto, bytes));
    }

    private Tensor raw(TensorProto proto, DType dtype, long[] sizes, MemorySegment raw) {
        if (dtype == DType.STRING) {
            throw broken(proto, "holds strings as raw data, which ONNX does not allow");
        }
        long bytes = dtype.byteSize(elements(sizes));
        if (bytes != raw.byteSize()) {
            throw broken(proto, "takes " + bytes + " bytes, its raw data have " + raw.byteSize());
        }
        return over(dtype, sizes, raw);
    }

    /** Data that the file holds are taken as they are, except that bools become 0 and 1. */
    private static Tensor over(DType dtype, long[] sizes, MemorySegment data) {
        if (data.isNative() && dtype != DType.BOOL) {
            return Tensor.wrap(dtype, sizes, data);
        }
        Tensor copy = Tensor.allocate(dtype, sizes);
        MemorySegment.copy(data, 0, copy.segment(), 0, data.byteSize());
        if (dtype == DType.BOOL) {
            for (long i = 0; i < copy.elements(); i++) {
                copy.setLong(i, data.get(ValueLayout.JAVA_BYTE, i));
            }
        }
        return copy;
    }

    private Tensor typed(TensorProto proto, DType dtype, long[] sizes) {
        long elements = elements(sizes);
        TypedField field = TypedField.of(dtype);
        long wanted = dtype == DType.STRING ? elements : Math.ceilDiv(dtype.byteSize(elements), TypedField.unit(dtype));
        if (field.count(proto) != wanted) {
            throw broken(
                    proto,
                    "needs " + wanted + " entries of data for " + elements + " elements, it has " + field.count(proto));
        }
        Tensor tensor = Tensor.allocate(dtype, sizes);
        field.read(proto, tensor);
        return tensor;
    }

    private ModelException broken(TensorProto proto, String what) {
        return skeleton.file().broken("tensor '" + proto.getName() + "' " + what);
    }
}
