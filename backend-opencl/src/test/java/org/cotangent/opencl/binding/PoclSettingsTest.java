package org.cotangent.opencl.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoclSettingsTest {
    private static final Map<String, String> FREE = Map.of("POCL_SIGFPE_HANDLER", "0");
    private static final Map<String, String> BOUND = Map.of("POCL_SIGFPE_HANDLER", "0", "POCL_AFFINITY", "1");

    @TempDir
    private Path root;

    private Map<String, String> settings(String online, String allowed, Map<String, String> environment)
            throws IOException {
        Path processors = Files.createDirectories(root.resolve("sys/devices/system/cpu"));
        Files.writeString(processors.resolve("online"), online + "\n");
        Path self = Files.createDirectories(root.resolve("proc/self"));
        Files.writeString(self.resolve("status"), "Name:\tjava\nCpus_allowed_list:\t" + allowed + "\nMems:\t1\n");
        return PoclSettings.of(new Machine("Linux", environment, root));
    }

    @Test
    void threadsAreBoundWhereTheProcessHasAllProcessors() throws IOException {
        assertEquals(BOUND, settings("0-7", "0-7", Map.of()));
        assertEquals(BOUND, settings("0", "0", Map.of()));
        assertEquals(BOUND, settings("0-7", "0-7", Map.of("POCL_MAX_PTHREAD_COUNT", "8")));
    }

    @Test
    void threadsAreFreeWhereTheProcessHasSomeProcessors() throws IOException {
        assertEquals(FREE, settings("0-7", "0-3", Map.of()));
        assertEquals(FREE, settings("0-7", "4-7", Map.of()));
        assertEquals(FREE, settings("0-2,5", "0-2,5", Map.of()));
        assertEquals(FREE, settings("0-7", "0-7", Map.of("POCL_MAX_PTHREAD_COUNT", "2")));
    }

    @Test
    void nothingIsKnownOfOtherSystems() {
        assertEquals(FREE, PoclSettings.of(new Machine("Mac OS X", Map.of(), root)));
    }
}
