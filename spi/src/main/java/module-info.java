/** The contracts that operators, backends and tools compile against. Depends on {@code java.base} only. */
@org.jspecify.annotations.NullMarked
module org.cotangent.spi {
    requires static transitive org.jspecify;

    exports org.cotangent.spi;
    exports org.cotangent.spi.backend;
    exports org.cotangent.spi.graph;
    exports org.cotangent.spi.onnx;
    exports org.cotangent.spi.op;
    exports org.cotangent.spi.tensor;
}
