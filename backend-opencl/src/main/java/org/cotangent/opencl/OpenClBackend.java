package org.cotangent.opencl;

import java.lang.System.Logger.Level;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cotangent.opencl.binding.DeviceChoice;
import org.cotangent.opencl.binding.Driver;
import org.cotangent.opencl.binding.FoundDevice;
import org.cotangent.opencl.binding.Installation;
import org.cotangent.opencl.binding.Machine;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Availability.Unavailable;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * The backend of OpenCL devices, through JOCL.
 *
 * <p>The device is chosen by the property {@code cotangent.opencl.device} or the variable
 * {@code COTANGENT_OPENCL_DEVICE}: {@code gpu}, {@code cpu}, a number, or a part of a name. Without them the best
 * graphics processor is taken, and a processor if there is none.
 */
public final class OpenClBackend implements Backend {
    /** The name by which people choose this backend. */
    public static final String NAME = "opencl";

    private static final String OR_CPU = ", or choose the backend cpu";
    private static final System.Logger LOG = System.getLogger(OpenClBackend.class.getName());

    private final Machine machine;
    private final DeviceChoice choice;
    private @Nullable Found found;
    private @Nullable OpenClDevice device;

    /** The backend of the devices of this machine. */
    public OpenClBackend() {
        this(Machine.current(), DeviceChoice.current());
    }

    OpenClBackend(Machine machine, DeviceChoice choice) {
        this.machine = machine;
        this.choice = choice;
    }

    /** What a search found. */
    private sealed interface Found {
        record Chosen(Driver driver, FoundDevice device) implements Found {}

        record Nothing(Unavailable why) implements Found {}
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability probe() {
        return switch (found()) {
            case Found.Chosen(Driver driver, FoundDevice chosen) ->
                new Availability.Available("device " + chosen.describe() + ", calls by "
                        + driver.calls().name() + others(driver, chosen) + advice(chosen));
            case Found.Nothing(Unavailable why) -> why;
        };
    }

    private static String others(Driver driver, FoundDevice chosen) {
        String others = driver.devices().stream()
                .filter(other -> other != chosen)
                .map(FoundDevice::describe)
                .collect(Collectors.joining("; "));
        return others.isEmpty() ? "" : "; also there: " + others;
    }

    private String advice(FoundDevice chosen) {
        return chosen.isPocl() && !machine.preloads("libjsig")
                ? "; PoCL takes signals that Java needs: start Java with LD_PRELOAD="
                        + Path.of(System.getProperty("java.home"), "lib", "libjsig.so")
                : "";
    }

    private synchronized Found found() {
        Found known = found;
        if (known == null) {
            known = search();
            found = known;
        }
        return known;
    }

    private Found search() {
        try {
            Installation installation = Installation.find(machine);
            return installation instanceof Installation.Complete ? load() : new Found.Nothing(missing(installation));
        } catch (InvalidPathException e) {
            return nothing(
                    "the search for OpenCL met a path that is none, '" + e.getInput() + "'",
                    "Correct LD_LIBRARY_PATH, OCL_ICD_VENDORS and OCL_ICD_FILENAMES" + OR_CPU);
        } catch (LinkageError e) {
            return nothing(
                    "JOCL or the OpenCL loader cannot be loaded: " + e.getMessage(),
                    "Start Java with --enable-native-access=ALL-UNNAMED (or =jocl), and see that the folder for"
                            + " temporary files, " + System.getProperty("java.io.tmpdir")
                            + ", may hold programs (it is not mounted noexec)" + OR_CPU);
        } catch (OpenClException | IllegalArgumentException e) {
            return nothing(
                    "OpenCL answers with an error: " + e.getMessage(),
                    "Install the driver of your device, and see with 'clinfo -l' that it is registered" + OR_CPU);
        }
    }

    private Found load() {
        Driver driver = Driver.load(machine);
        List<FoundDevice> devices = driver.devices();
        Optional<FoundDevice> chosen = choice.among(devices);
        if (chosen.isPresent()) {
            return new Found.Chosen(driver, chosen.get());
        }
        return devices.isEmpty()
                ? nothing("the OpenCL drivers have no device", "See what 'clinfo -l' says" + OR_CPU)
                : nothing(
                        "no OpenCL device is called '" + choice.wish() + "'; there are "
                                + devices.stream().map(FoundDevice::describe).toList(),
                        "Correct " + DeviceChoice.VARIABLE + " or the property " + DeviceChoice.PROPERTY + OR_CPU);
    }

    private static Found nothing(String reason, String remedy) {
        return new Found.Nothing(new Unavailable(reason, remedy));
    }

    private static Unavailable missing(Installation installation) {
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
            case Installation.Complete complete -> throw new IllegalArgumentException(complete + " lacks nothing");
        };
    }

    @Override
    public boolean isHost() {
        return false;
    }

    @Override
    public synchronized OpenClDevice device() {
        OpenClDevice open = device;
        if (open == null) {
            open = switch (found()) {
                case Found.Chosen(Driver driver, FoundDevice chosen) -> open(driver, chosen);
                case Found.Nothing(Unavailable why) ->
                    throw new UnsupportedException(
                            "the backend opencl cannot be used here: " + why.reason() + ". " + why.remedy());
            };
            device = open;
        }
        return open;
    }

    private OpenClDevice open(Driver driver, FoundDevice chosen) {
        String advice = advice(chosen);
        if (!advice.isEmpty()) {
            LOG.log(Level.WARNING, chosen.describe() + advice);
        }
        if (chosen.facts().isCpu() && choice.wish().isBlank()) {
            LOG.log(
                    Level.INFO,
                    "OpenCL runs on the processor, for want of a graphics processor; the backend cpu is faster there");
        }
        return new OpenClDevice(driver, chosen);
    }

    @Override
    public Parallel parallel() {
        return Parallel.sequential();
    }

    @Override
    public synchronized void close() {
        if (device != null) {
            device.close();
            device = null;
        }
    }
}
