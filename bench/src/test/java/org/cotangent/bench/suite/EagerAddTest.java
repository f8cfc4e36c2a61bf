package org.cotangent.bench.suite;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import org.cotangent.bench.torch.TorchTensors;
import org.cotangent.engine.Cotangent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EagerAddTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sumsAreThoseOfThePeer(boolean recorded) {
        TorchTensors.unavailable().ifPresent(reason -> assumeFalse(true, reason));
        Runner runner = new Runner(new Setting(Cotangent.load(), 1, null, Path.of("")), 1, 0, false);
        assertInstanceOf(
                Outcome.Measured.class, runner.run(new EagerAdd(5, recorded)).outcome());
    }
}
