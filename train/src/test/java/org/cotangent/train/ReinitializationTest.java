package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReinitializationTest {
    private static final long SEED = 11;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void weightsThatNodesMakeBecomeInitializersWithTheVarianceOfHe() {
        Model model = SmallModel.of(folder, (b, f) -> {
            Value x = b.input("x", TensorType.of(DType.FLOAT, 1, 64));
            Value sizes = b.initializer("sizes", Tensor.vector(64L, 32L));
            b.output("y", f.matmul(x, f.op("ConstantOfShape", sizes)));
        });
        assertEquals(Set.of(), model.trained());
        Model drawn = model.reinitialized(SEED);
        assertEquals(1, drawn.trained().size());
        Tensor w = SmallModel.initializer(drawn, drawn.trained().iterator().next());
        double squares = 0;
        for (float value : w.toFloats()) {
            squares += value * value;
        }
        assertEquals(2.0 / 64, squares / w.elements(), 0.1 * 2.0 / 64);
        assertArrayEquals(w.toFloats(), again(model).toFloats());
    }

    private static Tensor again(Model model) {
        Model drawn = model.reinitialized(SEED);
        return SmallModel.initializer(drawn, drawn.trained().iterator().next());
    }

    @Test
    void normalisationsBeginAsTheIdentity() {
        Model drawn = SmallModel.of(folder, (b, f) -> {
                    Value x = b.input("x", TensorType.of(DType.FLOAT, 1, 2, 3));
                    b.output(
                            "y",
                            f.op(
                                    "BatchNormalization",
                                    x,
                                    b.initializer("scale", Tensor.vector(3f, 4f)),
                                    b.initializer("bias", Tensor.vector(3f, 4f)),
                                    b.initializer("mean", Tensor.vector(3f, 4f)),
                                    b.initializer("var", Tensor.vector(3f, 4f))));
                })
                .reinitialized(SEED);
        assertArrayEquals(
                new float[] {1, 1}, SmallModel.initializer(drawn, "scale").toFloats());
        assertArrayEquals(
                new float[] {0, 0}, SmallModel.initializer(drawn, "bias").toFloats());
        assertArrayEquals(
                new float[] {0, 0}, SmallModel.initializer(drawn, "mean").toFloats());
        assertArrayEquals(
                new float[] {1, 1}, SmallModel.initializer(drawn, "var").toFloats());
    }
}
