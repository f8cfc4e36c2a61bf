package org.cotangent.bench;

import org.cotangent.engine.Cotangent;
import org.cotangent.spi.backend.ProductPrecision;
import picocli.CommandLine.Option;

/** The option that says how exactly our side computes. */
public final class PrecisionOption {
    @Option(
            names = "--precision",
            paramLabel = "P",
            description =
                    "Our products of 32-bit floats: fp32 (default), or fast, which may round factors to bfloat16.")
    private ProductPrecision precision = ProductPrecision.FP32;

    public ProductPrecision chosen() {
        return precision;
    }

    /** {@return our library as it is told to compute} */
    public Cotangent load() {
        return Cotangent.load().withPrecision(precision);
    }
}
