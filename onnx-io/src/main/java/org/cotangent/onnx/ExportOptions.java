package org.cotangent.onnx;

import org.jspecify.annotations.Nullable;

/**
 * How a graph is written.
 *
 * @param opset the version of ONNX's operators to write for; 0 for the lowest that every node allows, from
 *     {@value #USUAL_OPSET} on
 * @param header whose documentation, domain, version and metadata the file takes over; null for none
 * @param external whether larger initializers go to a file of their own even if one file could hold them
 */
public record ExportOptions(int opset, @Nullable ModelHeader header, boolean external) {
    /** Old enough for most runtimes, new enough for most operators. */
    public static final int USUAL_OPSET = 18;

    /** The oldest opset that can be written. */
    public static final int OLDEST_OPSET = 13;

    public ExportOptions {
        if (opset != 0 && (opset < OLDEST_OPSET || opset > OnnxImporter.NEWEST_OPSET)) {
            throw new IllegalArgumentException("opset " + opset + " cannot be written; possible are " + OLDEST_OPSET
                    + " to " + OnnxImporter.NEWEST_OPSET);
        }
    }

    /** {@return the lowest opset that will do, no header, one file if it can be} */
    public static ExportOptions standard() {
        return new ExportOptions(0, null, false);
    }

    public ExportOptions withOpset(int version) {
        return new ExportOptions(version, header, external);
    }

    public ExportOptions withHeader(ModelHeader other) {
        return new ExportOptions(opset, other, external);
    }

    public ExportOptions withExternalData() {
        return new ExportOptions(opset, header, true);
    }
}
