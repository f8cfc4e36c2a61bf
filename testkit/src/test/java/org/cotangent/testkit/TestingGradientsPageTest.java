package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.cotangent.testkit.example.JavaSource;
import org.cotangent.testkit.law.Law;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** What the page about testing gradients shows is true. */
class TestingGradientsPageTest {
    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "testing-gradients.md"));
    }

    private static List<String> snippets() throws IOException {
        return Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
                .matcher(page())
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /** The operator of the examples: x sigmoid(x). */
    private static void writeSwish(Path folder) throws IOException, ClassNotFoundException {
        String code = """
                package com.example;
                import java.util.List;
                import org.cotangent.spi.op.*;
                import org.cotangent.spi.tensor.*;
                public final class Swish implements Operator {
                    @Override public OperatorId id() { return new OperatorId("com.example", "Swish", 1); }
                    @Override public Signature signature() {
                        TypeVariable t = TypeVariable.of("T", DType.floating());
                        return Signature.builder().input("X", t).output("Y", t).build();
                    }
                    @Override public List<TensorType> infer(Inference call) { return List.of(call.input(0)); }
                    @Override public Forward forward() {
                        return Forward.pointwise(Scalar.input(0).times(Scalar.input(0).apply(UnaryFunction.SIGMOID)));
                    }
                    @Override public Derivative derivative() { return new Derivative.ByExpansion(); }
                }
                """;
        new JavaSource("com.example.Swish", code).compiled(folder);
    }

    @Test
    void tenLinesTestAnOperator(@TempDir Path folder) throws Exception {
        String snippet = snippets().getFirst();
        assertTrue(snippet.lines().filter(line -> !line.isBlank()).count() <= 10, snippet);
        writeSwish(folder);
        Class<?> type = new JavaSource("SwishTest", snippet).compiled(folder);
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        OperatorContract contract = (OperatorContract) constructor.newInstance();
        List<String> passed = new ArrayList<>();
        for (DynamicTest test : contract.laws().toList()) {
            try {
                test.getExecutable().execute();
                passed.add(test.getDisplayName());
            } catch (TestAbortedException e) {
                assertTrue(String.valueOf(e.getMessage()).length() > 10, test.getDisplayName());
            } catch (Throwable e) {
                throw new AssertionError(test.getDisplayName(), e);
            }
        }
        assertTrue(
                passed.containsAll(List.of("numeric derivative", "adjoint identity", "Hessian symmetry")),
                passed::toString);
    }

    @Test
    void otherSnippetsAreCode(@TempDir Path folder) throws Exception {
        writeSwish(folder);
        List<String> snippets = snippets();
        StringBuilder code = new StringBuilder("""
                import com.example.Swish;
                import java.nio.file.Path;
                import java.util.*;
                import net.jqwik.api.*;
                import org.cotangent.engine.Cotangent;
                import org.cotangent.spi.graph.Graph;
                import org.cotangent.spi.op.*;
                import org.cotangent.spi.tensor.*;
                import org.cotangent.testkit.*;
                import org.cotangent.testkit.jqwik.CallOf;
                import org.cotangent.testkit.law.*;
                abstract class Page extends OperatorContract {
                    abstract Tensor slowButSure(Domain.Sample call);
                """);
        int number = 0;
        for (String snippet : snippets.subList(1, snippets.size())) {
            boolean member = snippet.startsWith("@");
            code.append(
                    member
                            ? snippet
                            : "void s" + number++ + "(Graph graph, Cotangent engine, Tensor x) {\n" + snippet + "}\n");
        }
        new JavaSource("Page", code.append("}\n").toString()).compiled(folder);
        assertEquals(5, snippets.size());
    }

    @Test
    void everyLawIsInTheTable() throws IOException {
        String page = page();
        Set<String> missing = new TreeSet<>();
        for (Law law : Laws.all()) {
            String name = law.name();
            String family = name.replaceAll(" (in|of) [A-Z][A-Z0-9]+$", " $1 ...")
                    .replaceAll("^(ONNX round trip of ).*", "$1...");
            boolean named = page.contains(family)
                    || (family.endsWith(" of the gradient") && page.contains("... of the gradient"))
                    || (family.startsWith("inference ")
                            && page.contains("... " + family.substring("inference ".length())))
                    || (family.startsWith("gradients of symbolic") && page.contains("... of symbolic sizes"));
            if (!named) {
                missing.add(name);
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void theTableNamesNothingElse() throws IOException {
        List<String> rows = Pattern.compile("^\\| ([^|-][^|]*) \\| [^|]*\\|$", Pattern.MULTILINE)
                .matcher(page())
                .results()
                .map(result -> result.group(1))
                .filter(row -> !row.equals("law"))
                .toList();
        assertTrue(rows.size() > 20, rows::toString);
        List<String> names = Laws.all().stream().map(Law::name).toList();
        for (String row : rows) {
            String first = Pattern.compile("[a-zA-Z][a-zA-Z ]+")
                    .matcher(row.replace("...", ""))
                    .results()
                    .map(MatchResult::group)
                    .map(String::strip)
                    .findFirst()
                    .orElseThrow();
            assertTrue(names.stream().anyMatch(name -> name.contains(first)), row);
        }
    }
}
