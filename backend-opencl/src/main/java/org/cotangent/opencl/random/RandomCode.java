package org.cotangent.opencl.random;

import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;

/** What kernels that draw have in common: the generator, and which of its streams a call draws from. */
final class RandomCode {
    private static final long THIS_NODE = 0;
    private static final long ALL_NODES = -1;

    private RandomCode() {}

    /** {@return the code of a resource after that of the generator, which computes in {@code NUMBER}} */
    static Source source(String resource, DeviceFacts device) {
        String generator = Source.resource(RandomCode.class, "philox.cl").text();
        String code = Source.resource(RandomCode.class, resource).text();
        Source source = new Source(resource, generator + "\n" + code);
        return device.fp64() ? source.define("NUMBER", "double").define("WIDE", "") : source.define("NUMBER", "float");
    }

    /**
     * {@return the arguments {@code STREAM}: the stream of the node in this run or, with an attribute {@code seed},
     * that of the run and the seed, wherever the node stands}
     */
    static List<Argument> stream(Attributes attributes) {
        return switch (attributes.find("seed")) {
            case Attribute.OfInt(long seed) -> stream(seed, ALL_NODES);
            case Attribute.OfFloat(float seed) when !Float.isNaN(seed) -> stream(Float.floatToIntBits(seed), ALL_NODES);
            case null, default -> stream(0, THIS_NODE);
        };
    }

    private static List<Argument> stream(long seed, long nodes) {
        return List.of(new Argument.Seed(), new Argument.NodeNumber(), Argument.of(seed), Argument.of(nodes));
    }
}
