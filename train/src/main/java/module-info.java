/** Models, losses, optimisers and the trainer. */
@org.jspecify.annotations.NullMarked
module org.cotangent.train {
    requires transitive org.cotangent.spi;
    requires transitive org.cotangent.autograd;
    requires transitive org.cotangent.engine;
    requires transitive org.cotangent.onnx;
    requires com.google.gson;
    requires com.google.protobuf;
    requires de.siegmar.fastcsv;
    requires java.desktop;
    requires static org.jspecify;

    exports org.cotangent.train;
    exports org.cotangent.train.checkpoint;
    exports org.cotangent.train.data;
    exports org.cotangent.train.loss;
    exports org.cotangent.train.metric;
    exports org.cotangent.train.optim;
    exports org.cotangent.train.progress;
    exports org.cotangent.train.tune;
    exports org.cotangent.train.schedule;
}
