/** The contracts that operators, backends and tools compile against. */
module org.cotangent.spi {
    requires static transitive org.jspecify;
}
