package org.cotangent.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.spi.backend.ProductPrecision;

/** What the numbers were measured on. */
final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** {@return what is known, by name} */
    static Map<String, String> facts(ProductPrecision precision) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cpu", processor());
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("jdk", System.getProperty("java.vm.vendor") + " " + Runtime.version());
        for (Map.Entry<String, String> peer :
                Map.of("onnxruntime", "onnxruntime-", "pytorch", "pytorch-").entrySet()) {
            facts.put(peer.getKey(), version(peer.getValue()));
        }
        facts.put("precision", precision.name().toLowerCase(Locale.ROOT));
        return facts;
    }

    private static String processor() {
        if (!Files.isReadable(PROCESSORS)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    /** By the name of the jar on the class path, as Maven gives it. */
    private static String version(String artifact) {
        return Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(name -> name.startsWith(artifact) && Character.isDigit(name.charAt(artifact.length())))
                .map(name -> name.substring(artifact.length()).replaceFirst("(-linux.*)?\\.jar$", ""))
                .findFirst()
                .orElse("unknown");
    }
}
