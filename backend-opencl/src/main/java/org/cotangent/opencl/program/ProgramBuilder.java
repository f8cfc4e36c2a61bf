package org.cotangent.opencl.program;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.OpenClException;
import org.cotangent.opencl.binding.Failure;
import org.cotangent.opencl.kernel.Source;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;

/** Compiles programs. */
public final class ProgramBuilder {
    /**
     * The property that names the folder for compiled programs, or is {@code off}. Without it they are kept in the
     * user's cache, but for drivers that keep them themselves.
     */
    public static final String CACHE = "cotangent.opencl.cache";

    /** PoCL renames a file while it compiles, and gives up if a signal comes in between. */
    private static final int ATTEMPTS = 3;

    private static final long LARGEST_STORE = 512L << 20;

    private final cl_context context;
    private final cl_device_id device;
    private final String prelude;
    private final @Nullable ProgramStore store;

    /** Compiles for a device of a context. */
    public ProgramBuilder(cl_context context, cl_device_id device, DeviceFacts facts) {
        this.context = context;
        this.device = device;
        this.prelude = (facts.fp64() ? "#pragma OPENCL EXTENSION cl_khr_fp64 : enable\n" : "")
                + Source.resource(ProgramBuilder.class, "prelude.cl").text();
        Path folder = folder(facts);
        String target = facts.platform() + "\0" + facts.name() + "\0" + facts.version();
        this.store = folder == null ? null : new ProgramStore(folder, target, LARGEST_STORE);
    }

    private static @Nullable Path folder(DeviceFacts facts) {
        String wish = System.getProperty(CACHE, "");
        if (wish.equals("off") || (wish.isEmpty() && facts.keepsPrograms())) {
            return null;
        }
        if (!wish.isEmpty()) {
            return Path.of(wish);
        }
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        Path home = cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return home.resolve("cotangent").resolve("opencl");
    }

    /** {@return the program} Throws {@link OpenClException} with the compiler's messages if it cannot be compiled. */
    cl_program build(Source source) {
        String text = prelude + source.text();
        Optional<byte[]> kept = store == null ? Optional.empty() : store.find(text);
        if (kept.isPresent()) {
            cl_program program = load(kept.get());
            if (program != null) {
                return program;
            }
        }
        cl_program program = compile(source, text);
        if (store != null) {
            store.keep(text, binary(program));
        }
        return program;
    }

    private cl_program compile(Source source, String text) {
        cl_program program = create(text);
        for (int attempt = 1; ; attempt++) {
            try {
                CL.clBuildProgram(program, 1, new cl_device_id[] {device}, "", null, null);
                return program;
            } catch (CLException e) {
                String log = log(program);
                CL.clReleaseProgram(program);
                if (attempt == ATTEMPTS || !log.contains("unable to rename temporary")) {
                    throw new OpenClException(
                            e.getStatus(),
                            "the OpenCL program " + source.name() + " cannot be compiled: "
                                    + CL.stringFor_errorCode(e.getStatus()) + "\n" + log,
                            e);
                }
                program = create(text);
            }
        }
    }

    private cl_program create(String text) {
        try {
            return CL.clCreateProgramWithSource(context, 1, new String[] {text}, null, null);
        } catch (CLException e) {
            throw Failure.of(e, "clCreateProgramWithSource");
        }
    }

    /** {@return the program; null if the driver does not take it} */
    private @Nullable cl_program load(byte[] binary) {
        cl_program program = null;
        try {
            program = CL.clCreateProgramWithBinary(
                    context,
                    1,
                    new cl_device_id[] {device},
                    new long[] {binary.length},
                    new byte[][] {binary},
                    new int[1],
                    null);
            CL.clBuildProgram(program, 1, new cl_device_id[] {device}, "", null, null);
            return program;
        } catch (CLException e) {
            if (program != null) {
                CL.clReleaseProgram(program);
            }
            return null;
        }
    }

    private static byte[] binary(cl_program program) {
        long[] size = new long[1];
        CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(size), null);
        byte[] binary = new byte[(int) size[0]];
        CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARIES, Sizeof.POINTER, Pointer.to(Pointer.to(binary)), null);
        return binary;
    }

    private String log(cl_program program) {
        long[] size = new long[1];
        CL.clGetProgramBuildInfo(program, device, CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
        byte[] log = new byte[(int) size[0]];
        CL.clGetProgramBuildInfo(program, device, CL.CL_PROGRAM_BUILD_LOG, log.length, Pointer.to(log), null);
        return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
}
