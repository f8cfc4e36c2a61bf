package org.cotangent.onnx;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.onnx.wire.AtomicFile;
import org.cotangent.onnx.wire.MappedFile;
import org.cotangent.onnx.wire.Skeleton;
import org.cotangent.onnx.wire.Skim;
import org.cotangent.spi.tensor.Tensor;

/** Files that hold one {@code TensorProto}. */
public final class TensorFiles {
    private TensorFiles() {}

    /**
     * Reads a tensor; large ones are mapped, not copied.
     *
     * @throws org.cotangent.spi.ModelException if the file is missing, damaged, or refers to missing external data
     */
    public static Tensor read(Path file) {
        return read(MappedFile.open(file));
    }

    /** The tensor that {@code file}, or a part of one, holds. */
    static Tensor read(MappedFile file) {
        Limits limits = Limits.standard();
        Skeleton skeleton = Skim.read(file, TensorProto.getDescriptor(), limits.depth());
        return new TensorReader(skeleton, limits).read(skeleton.parse(TensorProto.parser(), limits.depth()));
    }

    /**
     * Writes {@code tensor}, which is in host memory, under {@code name} to {@code file}, replacing it if it is there.
     *
     * @throws org.cotangent.spi.ModelException if the file cannot be written
     */
    public static void write(Path file, String name, Tensor tensor) {
        MemorySegment bytes =
                MemorySegment.ofArray(TensorWriter.write(name, tensor).toByteArray());
        AtomicFile.write(file, out -> AtomicFile.append(out, bytes));
    }
}
