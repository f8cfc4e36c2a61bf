package org.cotangent.cli;

import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Fallback;
import org.cotangent.spi.backend.ProductPrecision;
import picocli.CommandLine.Option;

/** The options that choose a backend and how exactly it computes, and what they give. */
public final class Toolbox {
    @Option(names = "--backend", defaultValue = "cpu", description = "The backend: cpu (default), opencl, or portable.")
    private String backend = "cpu";

    @Option(
            names = "--precision",
            paramLabel = "P",
            description = "Products of 32-bit floats: fp32 (default), or fast, which may round factors to bfloat16.")
    private ProductPrecision precision = ProductPrecision.FP32;

    @Option(
            names = "--on-fallback",
            paramLabel = "WHAT",
            description = "Calls that the device has no kernel for run on the host: allow (default), warn, or fail.")
    private Fallback fallback = Fallback.ALLOW;

    /** {@return the name of the backend} */
    public String backend() {
        return backend;
    }

    /** {@return the operators on the chosen backend} */
    public Cotangent open() {
        return Cotangent.load(backend).withPrecision(precision).withFallback(fallback);
    }
}
