package org.cotangent.opencl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.support.AsGpu;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.opencl.support.TinyCalls;
import org.junit.jupiter.api.Test;

class EveryKernelTest {
    private static final int OPERATORS = 97;

    private static void check(List<OpenClKernels> families) {
        try (DeviceCalls calls = DeviceCalls.open(families.toArray(OpenClKernels[]::new))) {
            TinyCalls tiny = TinyCalls.run(calls, calls.operators());
            assertEquals(Map.of(), tiny.failures());
            assertTrue(tiny.operators().size() >= OPERATORS, tiny.operators()::toString);
        }
    }

    private static List<OpenClKernels> families() {
        return ServiceLoader.load(OpenClKernels.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    @Test
    void kernelsOfThisDeviceAgreeWithPortableOnes() {
        check(families());
    }

    @Test
    void kernelsForGraphicsProcessorsAgreeWithPortableOnes() {
        check(families().stream().<OpenClKernels>map(AsGpu::new).toList());
    }
}
