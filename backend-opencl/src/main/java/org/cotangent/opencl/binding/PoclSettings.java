package org.cotangent.opencl.binding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Variables of the environment that PoCL, which runs OpenCL on processors, reads when it is loaded. */
final class PoclSettings {
    private static final Pattern FROM_ZERO = Pattern.compile("0(?:-(\\d{1,6}))?");
    private static final Pattern ALLOWED = Pattern.compile("Cpus_allowed_list:\\s*(\\S+)");

    private PoclSettings() {}

    /**
     * {@return what the variables should be, where nobody has set them}
     *
     * <p>PoCL would take the signal for divisions by zero, and Java's ArithmeticException would be lost. Linux wakes
     * its threads on one processor, where they stay for some time while another is idle: they are bound to processors
     * if they may have all of them. Otherwise that would break what the process was confined to, or meet other
     * processes that bind as many.
     */
    static Map<String, String> of(Machine machine) {
        Map<String, String> settings = new TreeMap<>(Map.of("POCL_SIGFPE_HANDLER", "0"));
        if (hasAllProcessors(machine)) {
            settings.put("POCL_AFFINITY", "1");
        }
        return settings;
    }

    private static boolean hasAllProcessors(Machine machine) {
        Optional<String> online = lines(machine.root().resolve("sys/devices/system/cpu/online")).stream()
                .findFirst()
                .map(String::strip);
        Optional<String> allowed = lines(machine.root().resolve("proc/self/status")).stream()
                .map(ALLOWED::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .findFirst();
        Matcher range = FROM_ZERO.matcher(online.orElse(""));
        if (!range.matches() || !allowed.equals(online)) {
            return false;
        }
        int processors = range.group(1) == null ? 1 : Integer.parseInt(range.group(1)) + 1;
        String threads = machine.environment().getOrDefault("POCL_MAX_PTHREAD_COUNT", "");
        return threads.isBlank() || threads.strip().equals(Integer.toString(processors));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
