package org.cotangent.onnx;

import java.util.Collections;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cotangent.spi.op.OperatorId;

/**
 * The versions of ONNX's operator sets that have an operator.
 *
 * <p>Read from the resource {@code operators.txt}: the first version, and the last where a newer one of the set has the
 * operator no more, before the qualified names of operators.
 */
public final class OperatorVersions {
    private static final Map<String, Integer> NEWEST =
            Map.of("", OnnxImporter.NEWEST_OPSET, "ai.onnx.ml", 5, "ai.onnx.preview", 1, "ai.onnx.preview.training", 1);

    private final SequencedMap<String, Range> ranges = new TreeMap<>();

    /** The versions known here. */
    public OperatorVersions() {
        ResourceLines.read("operators.txt", this::add);
    }

    private void add(String[] fields) {
        String[] versions = fields[0].split("-");
        for (int i = 1; i < fields.length; i++) {
            int separator = fields[i].indexOf("::");
            int newest = newest(separator < 0 ? "" : fields[i].substring(0, separator));
            int last = versions.length > 1 ? Integer.parseInt(versions[1]) : newest;
            ranges.put(fields[i], new Range(Integer.parseInt(versions[0]), last, last == newest));
        }
    }

    private static int newest(String domain) {
        return NEWEST.getOrDefault(domain, 1);
    }

    /**
     * Versions of an operator set.
     *
     * @param live whether the newest is among them
     */
    public record Range(int oldest, int newest, boolean live) {
        @Override
        public String toString() {
            return oldest == newest ? Integer.toString(oldest) : oldest + "-" + newest;
        }

        /** {@return those from a version on} */
        public Range from(int version) {
            return new Range(Math.max(oldest, version), newest, live);
        }
    }

    /** {@return the versions that have an operator; those from its own on, if it is not one of ONNX's} */
    public Range of(OperatorId id) {
        int newest = Math.max(id.since(), newest(id.domain()));
        return ranges.getOrDefault(id.qualifiedName(), new Range(id.since(), newest, true));
    }

    /** {@return the versions of ONNX's default operator set from one on} */
    public Range from(int oldest) {
        return new Range(oldest, OnnxImporter.NEWEST_OPSET, true);
    }

    /** {@return the versions that have each of ONNX's operators, by qualified name} */
    public SequencedMap<String, Range> all() {
        return Collections.unmodifiableSequencedMap(ranges);
    }
}
