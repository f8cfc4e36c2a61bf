package acme.box;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Fallback;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** Who has the jar chooses the backend by its name. */
class BoxInUseTest {
    private final Cotangent cotangent = Cotangent.load("box").withFallback(Fallback.FAIL);

    @Test
    void computesALayerOnTheBoxAlone() {
        GraphBuilder builder = cotangent.graph("layer");
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 1, 2));
        Value w = builder.parameter("w", Tensor.of(new float[] {1, 2, 3, -4}, 2, 2));
        builder.output("y", builder.apply("Relu", builder.apply("MatMul", x, w)));
        try (Session session = cotangent.plan(builder.build(), Map.of()).newSession()) {
            Tensor y = session.run(Map.of("x", Tensor.of(new float[] {1, 2}, 1, 2))).get("y");
            assertArrayEquals(new float[] {7, 0}, y.toFloats());
        }
    }

    @Test
    void saysWhatItCannotCompute() {
        GraphBuilder builder = cotangent.graph("other");
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 4));
        builder.output("y", builder.apply("CumSum", x, builder.constant(Tensor.scalar(0L))));
        var refused = assertThrows(UnsupportedException.class, () -> cotangent.plan(builder.build(), Map.of()));
        assertEquals(true, refused.getMessage().contains("CumSum"), refused::getMessage);
    }
}
