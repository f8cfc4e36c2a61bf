/** ONNX files: reading, writing, patching, and the translation to and from graphs. */
@org.jspecify.annotations.NullMarked
module org.cotangent.onnx {
    requires transitive org.cotangent.spi;
    requires com.google.protobuf;

    exports org.cotangent.onnx;

    uses org.cotangent.spi.onnx.Rewrite;
}
