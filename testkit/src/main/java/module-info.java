/** Laws that operators and their derivatives must obey, as tests. */
@org.jspecify.annotations.NullMarked
module org.cotangent.testkit {
    requires transitive org.cotangent.spi;
    requires static org.jspecify;

    exports org.cotangent.testkit.calculus;
}
