package org.cotangent.opencl.binding;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.OpenClException;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** OpenCL, loaded: its devices, and the way to call it. */
public final class Driver {
    /** The property that says how hot calls are made, {@code ffm} or {@code jocl}. */
    public static final String BINDING = "cotangent.opencl.binding";

    private static final System.Logger LOG = System.getLogger(Driver.class.getName());

    private final Calls calls;
    private final List<FoundDevice> devices;

    private Driver(Calls calls, List<FoundDevice> devices) {
        this.calls = calls;
        this.devices = List.copyOf(devices);
    }

    /**
     * {@return OpenCL with the devices of this machine, which may be none}
     *
     * @param machine whose environment may tell drivers how to behave
     * @throws LinkageError if a library cannot be loaded
     * @throws OpenClException if the loader finds no driver
     */
    public static Driver load(Machine machine) {
        if (System.getProperty("uniqueLibraryNames") == null) {
            // A library under a fixed name in a shared folder would be loaded unseen.
            System.setProperty("uniqueLibraryNames", "true");
        }
        if (!machine.isWindows()) {
            PoclSettings.of(machine).forEach(Driver::set);
        }
        CL.setExceptionsEnabled(true);
        List<FoundDevice> devices = new ArrayList<>();
        for (cl_platform_id platform : platforms()) {
            for (cl_device_id device : devices(platform)) {
                devices.add(FoundDevice.of(devices.size(), platform, device));
            }
        }
        return new Driver(chosenCalls(), devices);
    }

    private static Calls chosenCalls() {
        String wish = System.getProperty(BINDING, "ffm");
        if (wish.equals("jocl")) {
            return new JoclCalls();
        }
        if (!wish.equals("ffm")) {
            throw new IllegalArgumentException(BINDING + " is '" + wish + "', but must be ffm or jocl");
        }
        try {
            return new FfmCalls(System.mapLibraryName("OpenCL"));
        } catch (IllegalArgumentException first) {
            try {
                return new FfmCalls("libOpenCL.so.1");
            } catch (IllegalArgumentException e) {
                LOG.log(Level.DEBUG, "calls go through JOCL", e);
                return new JoclCalls();
            }
        }
    }

    private static cl_platform_id[] platforms() {
        try {
            int[] count = new int[1];
            CL.clGetPlatformIDs(0, null, count);
            cl_platform_id[] platforms = new cl_platform_id[count[0]];
            CL.clGetPlatformIDs(platforms.length, platforms, null);
            return platforms;
        } catch (CLException e) {
            throw Failure.of(e, "clGetPlatformIDs");
        }
    }

    private static cl_device_id[] devices(cl_platform_id platform) {
        try {
            int[] count = new int[1];
            CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
            cl_device_id[] devices = new cl_device_id[count[0]];
            CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, devices.length, devices, null);
            return devices;
        } catch (CLException e) {
            if (e.getStatus() == CL.CL_DEVICE_NOT_FOUND) {
                return new cl_device_id[0];
            }
            throw Failure.of(e, "clGetDeviceIDs");
        }
    }

    /** Sets a variable of the environment, unless it is set: drivers read theirs when they are loaded. */
    private static void set(String variable, String value) {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("setenv").ifPresent(symbol -> {
            FunctionDescriptor descriptor = FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment name = arena.allocateFrom(variable);
                int status =
                        (int) linker.downcallHandle(symbol, descriptor).invokeExact(name, arena.allocateFrom(value), 0);
                if (status != 0) {
                    LOG.log(
                            Level.WARNING,
                            variable + " cannot be set to " + value + ": set it before the program starts");
                }
            } catch (Throwable e) {
                throw new IllegalStateException("the environment cannot be changed", e);
            }
        });
    }

    /** {@return how calls are made} */
    public Calls calls() {
        return calls;
    }

    public List<FoundDevice> devices() {
        return devices;
    }
}
