package org.cotangent.opencl.program;

import java.nio.charset.StandardCharsets;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.OpenClException;
import org.cotangent.opencl.binding.Failure;
import org.cotangent.opencl.kernel.Source;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_program;

/** Compiles programs. */
public final class ProgramBuilder {
    /** PoCL renames a file while it compiles, and gives up if a signal comes in between. */
    private static final int ATTEMPTS = 3;

    private final cl_context context;
    private final cl_device_id device;
    private final String prelude;

    /** Compiles for a device of a context. */
    public ProgramBuilder(cl_context context, cl_device_id device, DeviceFacts facts) {
        this.context = context;
        this.device = device;
        this.prelude = (facts.fp64() ? "#pragma OPENCL EXTENSION cl_khr_fp64 : enable\n" : "")
                + Source.resource(ProgramBuilder.class, "prelude.cl").text();
    }

    /** {@return the program} Throws {@link OpenClException} with the compiler's messages if it cannot be compiled. */
    cl_program build(Source source) {
        cl_program program = create(source);
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
                program = create(source);
            }
        }
    }

    private cl_program create(Source source) {
        try {
            return CL.clCreateProgramWithSource(context, 1, new String[] {prelude + source.text()}, null, null);
        } catch (CLException e) {
            throw Failure.of(e, "clCreateProgramWithSource");
        }
    }

    private String log(cl_program program) {
        long[] size = new long[1];
        CL.clGetProgramBuildInfo(program, device, CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
        byte[] log = new byte[(int) size[0]];
        CL.clGetProgramBuildInfo(program, device, CL.CL_PROGRAM_BUILD_LOG, log.length, Pointer.to(log), null);
        return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
}
