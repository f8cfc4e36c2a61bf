/** The OpenCL backend. It finds out whether OpenCL is installed; it has no kernels. */
@org.jspecify.annotations.NullMarked
module org.cotangent.opencl {
    requires transitive org.cotangent.spi;
    requires static org.jspecify;

    exports org.cotangent.opencl;

    provides org.cotangent.spi.backend.Backend with
            org.cotangent.opencl.OpenClBackend;
}
