package org.cotangent.bench.suite;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The graphs of the suite, small, against ONNX Runtime. */
class InferenceWorkloadTest {
    @TempDir
    Path scratch;

    static Stream<Workload> small() {
        GptDecoder gpt = new GptDecoder(2, 2, 8, 50, 32);
        return Stream.of(
                gpt.workload("prefill", 0, 5),
                gpt.workload("decode", 7, 1),
                gpt.workload("continued", 4, 3),
                SmallGraphs.lstm(2, 5, 6),
                SmallGraphs.tiny(3),
                GrowingGraphs.images(2),
                GrowingGraphs.chain(7));
    }

    @ParameterizedTest
    @MethodSource("small")
    void resultsAreThoseOfThePeer(Workload workload) {
        Runner runner = new Runner(new Setting(Cotangent.load(), 1, null, scratch), 1, 0, true);
        assertInstanceOf(Outcome.Measured.class, runner.run(workload).outcome());
    }
}
