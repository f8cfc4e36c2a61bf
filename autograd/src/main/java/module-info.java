/** Variables that remember how they were computed, and functions of functions. */
@org.jspecify.annotations.NullMarked
module org.cotangent.autograd {
    requires transitive org.cotangent.engine;
    requires transitive org.cotangent.ops;
    requires transitive org.cotangent.spi;
    requires static org.jspecify;

    exports org.cotangent.autograd;
}
