/** Models, losses, optimisers and the trainer. */
@org.jspecify.annotations.NullMarked
module org.cotangent.train {
    requires transitive org.cotangent.spi;
    requires transitive org.cotangent.engine;
    requires transitive org.cotangent.onnx;
    requires static org.jspecify;

    exports org.cotangent.train;
    exports org.cotangent.train.loss;
    exports org.cotangent.train.optim;
}
