package org.cotangent.opencl.binding;

import org.cotangent.opencl.OpenClException;
import org.jocl.CL;
import org.jocl.CLException;
import org.jspecify.annotations.Nullable;

/** Makes errors that say what to do of the numbers that drivers return. */
public final class Failure {
    private Failure() {}

    /** Throws if the status tells of an error. */
    static void check(int status, String call) {
        if (status != CL.CL_SUCCESS) {
            throw of(status, call, null);
        }
    }

    /** {@return the error of a call of JOCL} */
    public static OpenClException of(CLException e, String call) {
        return of(e.getStatus(), call, e);
    }

    /** {@return the error of a call that returned this status} */
    static OpenClException of(int status, String call, @Nullable CLException cause) {
        return new OpenClException(status, call + " failed: " + CL.stringFor_errorCode(status) + advice(status), cause);
    }

    private static String advice(int status) {
        return switch (status) {
            case CL.CL_MEM_OBJECT_ALLOCATION_FAILURE, CL.CL_OUT_OF_RESOURCES, CL.CL_OUT_OF_HOST_MEMORY ->
                ". The device has too little memory: use smaller batches, close sessions that are not needed, or plan"
                        + " with Cotangent.withArenaBudget";
            case CL.CL_INVALID_WORK_GROUP_SIZE ->
                ". The kernel needs larger work-groups than the device has; report it with the output of"
                        + " './cotangent doctor'";
            case CL.CL_DEVICE_NOT_AVAILABLE ->
                ". The device was lost: close the session and open a new one, or choose the backend cpu";
            default -> "";
        };
    }
}
