package org.cotangent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.onnx.Onnx;
import org.junit.jupiter.api.Test;

class SupportedOpsTest {
    private final OperatorTable table = table();

    private static OperatorTable table() {
        try {
            return OperatorTable.ofEveryMachine(SupportedOpsTest.class.getClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thePageIsUpToDate() throws IOException {
        Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        Path page = Objects.requireNonNull(module.getParent()).resolve("docs").resolve("supported-ops.md");
        List<String> expected = table.markdown().lines().toList();
        List<String> found = Files.exists(page) ? Files.readAllLines(page) : List.of();
        List<String> lacking = new ArrayList<>(expected);
        lacking.removeAll(found);
        assertEquals(
                expected,
                found,
                () -> "docs/supported-ops.md is out of date: run ./cotangent ops --write docs/supported-ops.md."
                        + " It lacks for instance " + lacking.stream().limit(5).toList());
    }

    @Test
    void noOperatorOfOnnxIsMissing() {
        assertEquals(List.of(), table.missing());
        assertEquals(List.of("Scatter (9-10)", "Upsample (1-9)"), table.deprecated());
    }

    @Test
    void everyOperatorHasARow() {
        assertEquals(
                OperatorRegistry.load(getClass().getClassLoader()).all().size(),
                table.rows().size());
        OperatorRow conv = row("Conv");
        assertEquals("1-27", conv.opsetsIn());
        assertEquals("13-27", conv.opsetsOut());
        assertEquals("floats", conv.types());
        assertTrue(conv.kernels().contains("cpu"), conv.kernels());
    }

    @Test
    void opsetsAreThoseThatFilesCanHave() {
        assertEquals("20-27", row("Gelu").opsetsIn());
        assertEquals("13-27", row("Gelu").opsetsOut(), "through its expansion");
        assertEquals("13-27", row("ReduceMean").opsetsOut(), "through its older form");
        assertEquals("20-27", row("StringConcat").opsetsOut());
        assertEquals("15-27", row("OptionalGetElement").opsetsOut());
        assertEquals("1-5", row("Scaler").opsetsIn());
        assertEquals("1-4", row("TreeEnsembleRegressor").opsetsIn());
        assertEquals("-", row("SumTo").opsetsIn());
    }

    /** Whether they pass is for the command to say; here it is seen whether their graphs call what they did. */
    @Test
    void theFiguresAreThoseOfTheOfficialCases() throws IOException {
        String shared = System.getProperty("cotangent.shared", "");
        assumeTrue(!shared.isEmpty(), "skipped: no folder with the official tests in -Dcotangent.shared");
        Cotangent cotangent = Cotangent.load();
        Map<String, Integer> cases = new TreeMap<>();
        for (ConformanceCase each : ConformanceCase.find(List.of(Path.of(shared, "onnx-backend-tests")))) {
            Path model = each.folder().resolve("model.onnx");
            ConformanceCase.operators(Onnx.open(model, cotangent.operators()).graph())
                    .forEach(operator -> cases.merge(operator, 1, Integer::sum));
        }
        Map<String, Integer> counted = new TreeMap<>();
        ConformanceFigures.load().byOperator().forEach((operator, counts) -> counted.put(operator, counts.sum()));
        assumeTrue(sum(cases) == sum(counted), "skipped: the folder has other cases than those that were counted");
        assertEquals(cases, counted, "write conformance.txt again, as docs/supported-ops.md says");
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private OperatorRow row(String operator) {
        return table.rows().stream()
                .filter(row -> row.operator().equals(operator))
                .findFirst()
                .orElseThrow();
    }
}
