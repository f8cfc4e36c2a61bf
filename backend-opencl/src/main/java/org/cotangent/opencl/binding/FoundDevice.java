package org.cotangent.opencl.binding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * A device of this machine.
 *
 * @param index among all devices of all platforms
 */
public record FoundDevice(int index, cl_platform_id platform, cl_device_id device, DeviceFacts facts) {
    static FoundDevice of(int index, cl_platform_id platform, cl_device_id device) {
        try {
            return new FoundDevice(index, platform, device, facts(platform, device));
        } catch (CLException e) {
            throw Failure.of(e, "clGetDeviceInfo");
        }
    }

    private static DeviceFacts facts(cl_platform_id platform, cl_device_id device) {
        List<String> extensions = List.of(text(device, CL.CL_DEVICE_EXTENSIONS).split("\\s+"));
        long type = number(device, CL.CL_DEVICE_TYPE);
        return new DeviceFacts(
                text(platform, CL.CL_PLATFORM_NAME),
                text(device, CL.CL_DEVICE_NAME),
                text(device, CL.CL_DRIVER_VERSION),
                (type & CL.CL_DEVICE_TYPE_GPU) != 0
                        ? DeviceFacts.Kind.GPU
                        : (type & CL.CL_DEVICE_TYPE_CPU) != 0 ? DeviceFacts.Kind.CPU : DeviceFacts.Kind.ACCELERATOR,
                number(device, CL.CL_DEVICE_HOST_UNIFIED_MEMORY) != 0,
                (int) number(device, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
                Math.max(1, (int) number(device, CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT)),
                (int) Math.min(Integer.MAX_VALUE, number(device, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE)),
                number(device, CL.CL_DEVICE_LOCAL_MEM_SIZE),
                number(device, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                number(device, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
                extensions.contains("cl_khr_fp64") || number(device, CL.CL_DEVICE_DOUBLE_FP_CONFIG) != 0,
                extensions.contains("cl_khr_int64_base_atomics"));
    }

    /** {@return a number of 1 to 8 bytes} */
    private static long number(cl_device_id device, int name) {
        ByteBuffer value = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        CL.clGetDeviceInfo(device, name, Long.BYTES, Pointer.to(value), null);
        return value.getLong(0);
    }

    private static String text(cl_device_id device, int name) {
        long[] size = new long[1];
        CL.clGetDeviceInfo(device, name, 0, null, size);
        byte[] value = new byte[(int) size[0]];
        CL.clGetDeviceInfo(device, name, value.length, Pointer.to(value), null);
        return text(value);
    }

    private static String text(cl_platform_id platform, int name) {
        long[] size = new long[1];
        CL.clGetPlatformInfo(platform, name, 0, null, size);
        byte[] value = new byte[(int) size[0]];
        CL.clGetPlatformInfo(platform, name, value.length, Pointer.to(value), null);
        return text(value);
    }

    private static String text(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    /** {@return whether its driver is PoCL} */
    public boolean isPocl() {
        return facts.platform().equals("Portable Computing Language");
    }

    /** {@return a line for people who choose} */
    public String describe() {
        return index + ": " + facts.name() + " (" + facts.kind().name().toLowerCase(java.util.Locale.ROOT) + ", "
                + facts.platform() + ", driver " + facts.version() + ")";
    }
}
