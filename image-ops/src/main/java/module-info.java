/** The operator that decodes images. The decoders are plug-ins of Image I/O. */
@org.jspecify.annotations.NullMarked
module org.cotangent.image {
    requires transitive org.cotangent.spi;
    requires java.desktop;
    requires static org.jspecify;

    exports org.cotangent.image;

    provides org.cotangent.spi.op.Operator with
            org.cotangent.image.ImageDecoder;
}
