package org.cotangent.opencl;

/**
 * What kernels may ask about a device.
 *
 * @param platform the name of its platform
 * @param name its name
 * @param version of the driver
 * @param unified whether it works on the memory of the host
 * @param computeUnits how many work-groups run at the same time, roughly
 * @param vectorWidth how many float32 its instructions take at once; 1 if work-items are the lanes
 * @param workGroup the most work-items of a group
 * @param localBytes the local memory of a group
 * @param largestBlock the bytes of the largest buffer
 * @param memory the bytes of all its memory
 * @param fp64 whether it computes with float64
 * @param longAtomics whether it has atomic operations on 64-bit integers
 */
public record DeviceFacts(
        String platform,
        String name,
        String version,
        Kind kind,
        boolean unified,
        int computeUnits,
        int vectorWidth,
        int workGroup,
        long localBytes,
        long largestBlock,
        long memory,
        boolean fp64,
        boolean longAtomics) {
    /** What kind of processor a device is. */
    public enum Kind {
        CPU,
        GPU,
        ACCELERATOR
    }

    /** {@return whether kernels for it should use vectors and long loops instead of many small work-items} */
    public boolean isCpu() {
        return kind == Kind.CPU;
    }

    /** {@return whether buffers over memory of the host are that memory, and each side sees what the other wrote} */
    public boolean sharesMemory() {
        return unified && isCpu();
    }

    /** {@return whether the driver keeps compiled programs itself} */
    public boolean keepsPrograms() {
        return platform.equals("Portable Computing Language") || platform.startsWith("NVIDIA");
    }

    /** {@return an ordinary graphics processor, to tell what kernels there are where no device is} */
    public static DeviceFacts typical() {
        return new DeviceFacts(
                "none", "typical", "", Kind.GPU, false, 16, 1, 256, 32 << 10, 1L << 30, 4L << 30, true, true);
    }

    /** {@return the most work-items that a group of a kernel should have here} */
    public int groupSize() {
        return Math.min(256, workGroup);
    }
}
