package org.cotangent.opencl.kernel;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.tensor.DType;

/**
 * How OpenCL C writes an element type.
 *
 * @param stored the type in memory; 16-bit floats are their bits
 * @param computed the type in which one computes: float32, float64 or 64-bit integers
 */
public record ElementType(String stored, String computed) {
    /** {@return whether elements of this type can be loaded and stored} */
    public static boolean supports(DType type) {
        return switch (type) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16, BOOL -> true;
            default -> type.isInteger() && type.bits() >= 8;
        };
    }

    /** {@return whether a device can load, store and compute with elements of this type} */
    public static boolean supports(DType type, DeviceFacts device) {
        return supports(type) && (type != DType.DOUBLE || device.fp64());
    }

    /** {@return how to write this type} */
    public static ElementType of(DType type) {
        return switch (type) {
            case FLOAT -> new ElementType("float", "float");
            case DOUBLE -> new ElementType("double", "double");
            case FLOAT16, BFLOAT16 -> new ElementType("ushort", "float");
            case BOOL, UINT8 -> new ElementType("uchar", "long");
            case INT8 -> new ElementType("char", "long");
            case UINT16 -> new ElementType("ushort", "long");
            case INT16 -> new ElementType("short", "long");
            case UINT32 -> new ElementType("uint", "long");
            case INT32 -> new ElementType("int", "long");
            case UINT64 -> new ElementType("ulong", "ulong");
            case INT64 -> new ElementType("long", "long");
            default -> throw new TypeException("elements of " + type + " have no type in OpenCL C");
        };
    }
}
