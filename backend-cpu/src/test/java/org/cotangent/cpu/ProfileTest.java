package org.cotangent.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Profile;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

class ProfileTest {
    @Test
    void everyStepHasItsTimeBytesAndProducts() {
        Cotangent cotangent = Cotangent.load();
        GraphBuilder builder = cotangent.graph("net");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 6, 5));
        Value y = f.matmul(x, f.constant(Tensor.full(DType.FLOAT, 1, 5, 7)));
        builder.output("y", f.softmax(y, 1));
        Tensor given = Tensor.full(DType.FLOAT, 1, 6, 5);
        try (Session session = cotangent.plan(builder.build(), Map.of()).newSession()) {
            Profile profile = session.profile();
            session.run(Map.of("x", given));
            session.run(Map.of("x", given));
            List<Profile.Line> steps = profile.steps();
            assertEquals(2, profile.runs());
            assertEquals(2, steps.size());
            assertEquals(
                    List.of(6L * 5 * 7, 0L),
                    steps.stream().map(Profile.Line::products).toList());
            assertEquals(4 * (6 * 5 + 5 * 7 + 6 * 7), steps.getFirst().bytes());
            assertTrue(steps.stream().allMatch(line -> line.milliseconds() > 0));
            assertEquals(
                    2 * steps.getFirst().products() / steps.getFirst().milliseconds() * 1e-6,
                    steps.getFirst().gigaflops(),
                    1e-9);
            String trace = profile.trace();
            assertEquals(
                    2, Pattern.compile("\"ph\":\"X\"").matcher(trace).results().count());
            assertTrue(trace.startsWith("{\"traceEvents\":[") && trace.endsWith("]}\n"), trace);
        }
    }
}
