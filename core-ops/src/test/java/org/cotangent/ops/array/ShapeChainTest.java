package org.cotangent.ops.array;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** Shapes that are computed from shapes are known before any size is. */
class ShapeChainTest {
    private final GraphBuilder builder =
            new GraphBuilder("g", OperatorRegistry.load(ShapeChainTest.class.getClassLoader()));
    private final Formulas f = new Formulas(builder);
    private final Dim n = Dim.symbol("n");
    private final Value x =
            builder.input("x", new TensorType(DType.FLOAT, Shape.of(List.of(n, Dim.of(12), Dim.of(64)))));

    @Test
    void reshapeTakesASizeGatheredFromAShape() {
        Value batch = f.gather(f.op("Shape", x), f.constant(Tensor.scalar(0L)), 0);
        Value shape = f.concat(0, List.of(f.unsqueeze(batch, 0), f.integers(-1)));
        assertEquals(Shape.of(List.of(n, Dim.of(768))), f.reshape(x, shape).shape());
    }

    @Test
    void reshapeTakesASliceOfAShape() {
        Value lead = f.slice(f.op("Shape", x), 0, 0, 2);
        Value shape = f.concat(0, List.of(lead, f.integers(8, 8)));
        assertEquals(
                Shape.of(List.of(n, Dim.of(12), Dim.of(8), Dim.of(8))),
                f.reshape(x, shape).shape());
    }

    @Test
    void partsOfASplitShapeAreKnown() {
        List<Value> sizes = f.call("", "Split", Attributes.of("num_outputs", 3), 3, f.op("Shape", x));
        Value shape = f.concat(0, List.of(sizes.get(2), sizes.get(0)));
        Value made = f.op("ConstantOfShape", shape);
        assertEquals(Shape.of(List.of(Dim.of(64), n)), made.shape());
    }

    @Test
    void theOpenSizeIsAQuotient() {
        assertEquals(
                Shape.of(List.of(n.times(2), Dim.of(384))),
                f.reshape(x, -1, 384).shape());
        assertEquals(Shape.of(List.of(n.times(768))), f.reshape(x, -1).shape());
    }

    @Test
    void zeroCopiesASymbol() {
        Value shape = f.integers(0, 4, -1);
        assertEquals(
                Shape.of(List.of(n, Dim.of(4), Dim.of(192))),
                f.op("Reshape", x, shape).shape());
    }

    @Test
    void expandAndTileAndPadAndConcatKeepSymbols() {
        Value row = builder.input("row", TensorType.of(DType.FLOAT, 1, 12, 64));
        assertEquals(x.shape(), f.op("Expand", row, f.op("Shape", x)).shape());
        assertEquals(n.times(3), f.op("Tile", x, f.integers(3, 1, 1)).shape().dim(0));
        assertEquals(
                n.plus(3), f.op("Pad", x, f.integers(1, 0, 0, 2, 0, 0)).shape().dim(0));
        assertEquals(n.times(2), f.concat(0, List.of(x, x)).shape().dim(0));
    }

    @Test
    void rangesOfSymbolicLengthAreAsLong() {
        Value count = f.gather(f.op("Shape", x), f.constant(Tensor.scalar(0L)), 0);
        Value range = f.op("Range", f.scalar(DType.INT64, 0), count, f.scalar(DType.INT64, 1));
        assertEquals(Shape.of(List.of(n)), range.shape());
    }
}
