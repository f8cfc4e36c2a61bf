package org.cotangent.opencl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotangent.opencl.program.ProgramCache;
import org.cotangent.opencl.support.TinyCalls;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kernel on small calls under oclgrind, which sees races and accesses out of bounds and writes them to a log. */
class RaceCheckTest {
    private static final Path OCLGRIND = Path.of("/usr/lib/oclgrind/liboclgrind-rt-icd.so");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"own", "gpu", "racing"})
    void noKernelRacesOrLeavesItsMemory(String form) throws IOException, InterruptedException {
        assumeTrue(
                Files.exists(OCLGRIND) || Boolean.getBoolean("cotangent.opencl.required"),
                "skipped: there is no " + OCLGRIND + "; on Debian, install oclgrind");
        Path vendors = Files.createDirectory(folder.resolve("vendors"));
        Files.writeString(vendors.resolve("oclgrind.icd"), OCLGRIND + System.lineSeparator());
        Path log = folder.resolve("log");
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dcotangent.opencl.required=true",
                "-D" + ProgramCache.COMPILERS + "=0", // oclgrind compiles on one thread at a time
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                TinyCalls.class.getName(),
                form));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(new File(output.toString()));
        builder.environment().put("OCL_ICD_VENDORS", vendors.toString());
        builder.environment().put("OCLGRIND_DATA_RACES", "1");
        builder.environment().put("OCLGRIND_LOG", log.toString());
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        String printed = Files.readString(output);
        String found = Files.exists(log) ? Files.readString(log) : "";
        if (form.equals("racing")) {
            assertTrue(found.contains("race"), "the check is asleep: " + printed);
            return;
        }
        assertEquals("", found, printed);
        assertEquals(0, process.waitFor(), printed);
        assertTrue(printed.contains(" operators ["), printed);
    }
}
