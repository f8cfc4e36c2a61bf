/** Laws that operators and their derivatives must obey, as tests. */
@org.jspecify.annotations.NullMarked
module org.cotangent.testkit {
    requires transitive org.cotangent.spi;
    requires org.cotangent.engine;
    requires org.cotangent.onnx;
    requires static transitive net.jqwik.api;
    requires static transitive org.junit.jupiter.api;
    requires static org.jspecify;

    exports org.cotangent.testkit;
    exports org.cotangent.testkit.backend;
    exports org.cotangent.testkit.calculus;
    exports org.cotangent.testkit.jqwik;
    exports org.cotangent.testkit.law;
}
