package org.cotangent.onnx;

/**
 * What a file may ask for before it is refused, so that a small hostile file cannot cause large work.
 *
 * @param nodes nodes of a model, with those of functions and subgraphs, after functions are inlined
 * @param initializers constant tensors of a model
 * @param depth how deep messages of the file may be nested: three for each level of subgraphs
 * @param functionDepth how deep calls of model-local functions may be nested
 * @param rank axes of a tensor
 * @param elements elements of one tensor
 */
public record Limits(int nodes, int initializers, int depth, int functionDepth, int rank, long elements) {
    /** Limits that real models stay far below. */
    public static Limits standard() {
        return new Limits(2_000_000, 1_000_000, 100, 100, 32, 1L << 40);
    }
}
