package org.cotangent.opencl;

import java.nio.file.InvalidPathException;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Availability.Unavailable;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.Parallel;

/** The backend of OpenCL devices. It cannot be used, because it has no kernels; it says what is installed. */
public final class OpenClBackend implements Backend {
    /** The name by which people choose this backend. */
    public static final String NAME = "opencl";

    private static final String OR_CPU = ", or choose the backend cpu";

    private final Machine machine;

    /** The backend of the devices of this machine. */
    public OpenClBackend() {
        this(Machine.current());
    }

    OpenClBackend(Machine machine) {
        this.machine = machine;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability probe() {
        try {
            return availability(Installation.find(machine));
        } catch (InvalidPathException e) {
            return new Unavailable(
                    "the search for OpenCL met a path that is none, '" + e.getInput() + "'",
                    "Correct LD_LIBRARY_PATH, OCL_ICD_VENDORS and OCL_ICD_FILENAMES" + OR_CPU);
        }
    }

    private static Availability availability(Installation installation) {
        return switch (installation) {
            case Installation.NoLoader(var folders) ->
                new Unavailable(
                        "no OpenCL loader (libOpenCL) is in " + folders,
                        "Install the driver of your device and the loader, on Debian the package ocl-icd-libopencl1"
                                + OR_CPU);
            case Installation.NoDriver(var loader, var registries) ->
                new Unavailable(
                        "the OpenCL loader " + loader + " is there, but no driver is registered in " + registries,
                        "Install the driver of your device, on Debian intel-opencl-icd, nvidia-opencl-icd,"
                                + " mesa-opencl-icd or, for processors, pocl-opencl-icd" + OR_CPU);
            case Installation.Complete(var loader, var drivers) ->
                new Unavailable(
                        "OpenCL is installed (loader " + loader + ", drivers " + drivers
                                + "), but this version of Cotangent has no OpenCL kernels",
                        "Choose the backend cpu");
        };
    }

    @Override
    public Parallel parallel() {
        return Parallel.sequential();
    }
}
