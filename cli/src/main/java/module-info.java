/** The command line. */
@org.jspecify.annotations.NullMarked
module org.cotangent.cli {
    requires org.cotangent.spi;
    requires org.cotangent.engine;
    requires org.cotangent.onnx;
    requires org.cotangent.train;
    requires info.picocli;
    requires com.google.gson;
    requires static org.jspecify;

    opens org.cotangent.cli to
            info.picocli;
}
