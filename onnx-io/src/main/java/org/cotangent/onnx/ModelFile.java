package org.cotangent.onnx;

import java.nio.file.Path;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.wire.MappedFile;
import org.cotangent.onnx.wire.Skeleton;
import org.cotangent.onnx.wire.Skim;
import org.cotangent.spi.ModelException;

/**
 * An opened model: its structure, and access to its tensors.
 *
 * @param path where it lies
 * @param proto the model without larger raw tensor data
 * @param tensors reads the tensors that {@code proto} holds
 */
record ModelFile(Path path, ModelProto proto, TensorReader tensors) {
    /**
     * Opens a model file.
     *
     * @throws ModelException if it is missing, damaged, or of an IR version that is not known
     */
    static ModelFile open(Path path, Limits limits) {
        Skeleton skeleton = Skim.read(MappedFile.open(path), ModelProto.getDescriptor(), limits.depth());
        ModelProto proto = skeleton.parse(ModelProto.parser(), limits.depth());
        return new ModelFile(path, proto, new TensorReader(skeleton, limits));
    }

    /** {@return an error about this file: what is wrong with it} */
    ModelException broken(String what) {
        return new ModelException(path + ": " + what);
    }
}
