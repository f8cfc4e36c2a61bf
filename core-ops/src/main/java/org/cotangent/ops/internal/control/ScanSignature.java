package org.cotangent.ops.internal.control;

import java.util.Arrays;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;

/**
 * How the inputs and outputs of a Scan and of its body belong together.
 *
 * <p>The body takes (states..., slices..., captures...) and gives (states..., scans...).
 *
 * @param states how many values an iteration hands on to the next
 * @param slices how many tensors are taken apart
 * @param scans how many values of all iterations are put together
 * @param captures how many values of the surroundings the body uses
 */
public record ScanSignature(int states, int slices, int scans, int captures) {
    public static final String BODY = "body";
    public static final String COUNT = "num_scan_inputs";
    public static final String INPUT_AXES = "scan_input_axes";
    public static final String INPUT_DIRECTIONS = "scan_input_directions";
    public static final String OUTPUT_AXES = "scan_output_axes";
    public static final String OUTPUT_DIRECTIONS = "scan_output_directions";

    public static ScanSignature of(Attributes attributes) {
        Attribute.OfGraph body = attributes.graph(BODY);
        int slices = (int) attributes.integer(COUNT);
        int states = body.body().inputs().size() - body.captures() - slices;
        int scans = body.body().outputs().size() - states;
        if (slices < 1 || states < 0 || scans < 0) {
            throw new GraphException("the body of a scan over " + slices
                    + " inputs takes (states..., slices...) and gives"
                    + " (states..., scans...), not " + body.body().inputs().values() + " and "
                    + body.body().outputs().values());
        }
        return new ScanSignature(states, slices, scans, body.captures());
    }

    /** {@return the numbers in a list attribute, zeros if it is absent} */
    public static long[] list(Attributes attributes, String name, int count) {
        long[] given = attributes.integersOrNull(name);
        if (given == null) {
            return new long[count];
        }
        if (given.length != count) {
            throw new AttributeException(
                    "'" + name + "' " + Arrays.toString(given) + " must hold " + count + " numbers");
        }
        return given;
    }

    /** {@return the number of inputs} */
    public int inputs() {
        return states + slices + captures;
    }
}
