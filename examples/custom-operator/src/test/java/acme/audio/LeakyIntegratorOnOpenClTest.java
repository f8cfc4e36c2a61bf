package acme.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Fallback;
import org.cotangent.engine.plan.Session;
import org.cotangent.opencl.OpenClBackend;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Both operators run on the device alone: one by its kernel, the elementwise one without any code for it. */
class LeakyIntegratorOnOpenClTest {
    @Test
    void runsOnTheDeviceAlone() {
        if (new OpenClBackend().probe() instanceof Availability.Unavailable(String reason, String remedy)) {
            Assumptions.abort("skipped: " + reason + ". " + remedy);
        }
        Cotangent cotangent = Cotangent.load("opencl").withFallback(Fallback.FAIL);
        GraphBuilder builder = cotangent.graph("filter");
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2, 3));
        Formulas f = new Formulas(builder);
        Value y = f.call("acme.audio", "LeakyIntegrator", Attributes.none(), 1, x)
                .getFirst();
        builder.output("y", y);
        Value a = builder.parameter("a", Tensor.vector(new float[] {1, 1, 1}));
        builder.output("snake", f.call("acme.audio", "Snake", Attributes.none(), 1, y, a).getFirst());
        try (Session session = cotangent.plan(builder.build(), Map.of()).newSession()) {
            Map<String, Tensor> outputs = session.run(Map.of("x", Tensor.of(new float[] {1, 0, 0, 0, 2, 4}, 2, 3)));
            assertArrayEquals(
                    new float[] {1, 0.5f, 0.25f, 0, 2, 5}, outputs.get("y").toFloats());
            assertEquals(1 + Math.pow(Math.sin(1), 2), outputs.get("snake").getDouble(0), 1e-6);
        }
    }
}
