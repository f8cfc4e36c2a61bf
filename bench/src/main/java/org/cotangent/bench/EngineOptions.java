package org.cotangent.bench;

import org.cotangent.engine.Cotangent;
import org.cotangent.spi.backend.ProductPrecision;
import picocli.CommandLine.Option;

/** The options that say where and how exactly our side computes. */
public final class EngineOptions {
    @Option(
            names = "--precision",
            paramLabel = "P",
            description =
                    "Our products of 32-bit floats: fp32 (default), or fast, which may round factors to bfloat16.")
    private ProductPrecision precision = ProductPrecision.FP32;

    @Option(names = "--backend", paramLabel = "B", description = "Our backend: cpu (default) or opencl.")
    private String backend = "cpu";

    public ProductPrecision chosen() {
        return precision;
    }

    /** {@return our library as it is told to compute} */
    public Cotangent load() {
        return Cotangent.load(backend).withPrecision(precision);
    }
}
