/** The command line. */
@org.jspecify.annotations.NullMarked
module org.cotangent.cli {
    requires org.cotangent.spi;
    requires org.cotangent.engine;
    requires org.cotangent.onnx;
    requires org.cotangent.train;
    requires org.cotangent.picture;
    requires info.picocli;
    requires ai.djl.api;
    requires ai.djl.tokenizers;
    requires com.google.gson;
    requires de.siegmar.fastcsv;
    requires static org.jspecify;

    opens org.cotangent.cli to
            info.picocli;
    opens org.cotangent.cli.derive to
            info.picocli;
    opens org.cotangent.cli.finetune to
            info.picocli;
}
