/** The operators of ONNX, each with its derivatives. */
@org.jspecify.annotations.NullMarked
module org.cotangent.ops {
    requires transitive org.cotangent.spi;
    requires static org.jspecify;

    exports org.cotangent.ops.array;

    provides org.cotangent.spi.op.Operator with
            org.cotangent.ops.array.Concat,
            org.cotangent.ops.array.Constant,
            org.cotangent.ops.array.ConstantOfShape,
            org.cotangent.ops.array.Expand,
            org.cotangent.ops.array.Flatten,
            org.cotangent.ops.array.Gather,
            org.cotangent.ops.array.Identity,
            org.cotangent.ops.array.Range,
            org.cotangent.ops.array.Reshape,
            org.cotangent.ops.array.Shape,
            org.cotangent.ops.array.Size,
            org.cotangent.ops.array.Slice,
            org.cotangent.ops.array.Split,
            org.cotangent.ops.array.Squeeze,
            org.cotangent.ops.array.Transpose,
            org.cotangent.ops.array.Unsqueeze;
}
