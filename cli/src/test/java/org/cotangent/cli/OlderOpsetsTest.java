package org.cotangent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.ImportedModel;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.ModelException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models written for an older opset compute what they computed: the official tests, written again, still pass. */
class OlderOpsetsTest {
    private final Cotangent cotangent = Cotangent.load();

    /** One case for each set of operators, so that all operators are met and the test stays quick. */
    private List<ConformanceCase> cases() throws IOException {
        String shared = System.getProperty("cotangent.shared", "");
        assumeTrue(!shared.isEmpty(), "skipped: no folder with the official tests in -Dcotangent.shared");
        Set<String> seen = new HashSet<>();
        List<ConformanceCase> chosen = new ArrayList<>();
        for (ConformanceCase each : ConformanceCase.find(List.of(Path.of(shared, "onnx-backend-tests", "node")))) {
            ImportedModel model = Onnx.open(each.folder().resolve("model.onnx"), cotangent.operators());
            String operators = model.graph().nodes().stream()
                    .map(node -> node.operator().id().toString())
                    .sorted()
                    .distinct()
                    .collect(Collectors.joining(" "));
            if (model.unsupported().isEmpty() && seen.add(operators)) {
                chosen.add(each);
            }
        }
        return chosen;
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 21})
    void theOfficialTestsPassWhenTheyAreWrittenForAnOlderOpset(int opset, @TempDir Path folder) throws IOException {
        List<String> failures = new ArrayList<>();
        int passed = 0;
        for (ConformanceCase each : cases()) {
            Path copy = Files.createDirectory(folder.resolve(each.name()));
            ImportedModel model = Onnx.open(each.folder().resolve("model.onnx"), cotangent.operators());
            try {
                Onnx.write(
                        model.graph(),
                        cotangent.operators(),
                        copy.resolve("model.onnx"),
                        ExportOptions.standard().withOpset(opset));
            } catch (ModelException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("it needs "), e.getMessage());
                continue;
            }
            copyData(each.folder(), copy);
            Verdict verdict = new ConformanceCase(copy).run(cotangent);
            if (verdict.outcome() == Verdict.Outcome.PASSED) {
                passed++;
            } else {
                failures.add(verdict.toString());
            }
        }
        assertEquals(List.of(), failures);
        assertTrue(passed > 100, "only " + passed + " models could be written");
    }

    private static void copyData(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".pb")).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
