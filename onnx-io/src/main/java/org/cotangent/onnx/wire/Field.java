package org.cotangent.onnx.wire;

/**
 * Where one field of a message lies in its file.
 *
 * @param number the field's number
 * @param start position of its tag
 * @param body position of its value, behind tag and length
 * @param end position behind its value
 */
public record Field(int number, long start, long body, long end) {
    /** Size of the value in bytes. */
    public long size() {
        return end - body;
    }
}
