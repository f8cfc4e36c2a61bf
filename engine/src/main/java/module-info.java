/** Registries, automatic differentiation, plans and sessions. */
@org.jspecify.annotations.NullMarked
module org.cotangent.engine {
    requires transitive org.cotangent.spi;
    requires static com.google.guice;
    requires static jakarta.inject;
    requires static org.jspecify;

    exports org.cotangent.engine;
    exports org.cotangent.engine.autodiff;
    exports org.cotangent.engine.eager;
    exports org.cotangent.engine.guice;
    exports org.cotangent.engine.kernel;
    exports org.cotangent.engine.plan;

    uses org.cotangent.spi.op.Operator;
    uses org.cotangent.spi.backend.Backend;
    uses org.cotangent.spi.backend.KernelProvider;
}
