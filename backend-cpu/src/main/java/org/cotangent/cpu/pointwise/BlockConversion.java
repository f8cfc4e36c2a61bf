package org.cotangent.cpu.pointwise;

import static org.cotangent.cpu.primitive.NativeMemory.getByte;
import static org.cotangent.cpu.primitive.NativeMemory.getInt;
import static org.cotangent.cpu.primitive.NativeMemory.getLong;
import static org.cotangent.cpu.primitive.NativeMemory.getShort;
import static org.cotangent.cpu.primitive.NativeMemory.setByte;
import static org.cotangent.cpu.primitive.NativeMemory.setDouble;
import static org.cotangent.cpu.primitive.NativeMemory.setFloat;
import static org.cotangent.cpu.primitive.NativeMemory.setInt;
import static org.cotangent.cpu.primitive.NativeMemory.setLong;
import static org.cotangent.cpu.primitive.NativeMemory.setShort;

import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.spi.tensor.BFloat16;
import org.cotangent.spi.tensor.DType;

/** Moves {@code n} numbers between the element type of a tensor and a domain, rounding or truncating as tensors do. */
@FunctionalInterface
interface BlockConversion {

    void run(long source, long target, int n);

    /** Reads one element as a real. */
    @FunctionalInterface
    interface RealAt {
        double at(long address);
    }

    /** Reads one element as an integer. */
    @FunctionalInterface
    interface WholeAt {
        long at(long address);
    }

    /** {@return whether elements of this type can be read and written} */
    static boolean supports(DType dtype) {
        return dtype.bits() >= 8
                && switch (dtype.kind()) {
                    case FLOATING, SIGNED, UNSIGNED, BOOLEAN -> true;
                    case MINIFLOAT, COMPLEX, TEXT -> false;
                };
    }

    /** {@return the reading of elements of this type as numbers of the domain} */
    static BlockConversion load(DType from, NumberDomain to) {
        int bytes = from.bytes();
        if (to.isStoredAs(from)) {
            return (source, target, n) -> NativeMemory.copy(source, target, (long) n * bytes);
        }
        return switch (to) {
            case FLOAT32 -> loadFloats(from, bytes);
            case FLOAT64 -> {
                RealAt real = real(from);
                yield (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setDouble(target + 8L * i, real.at(source + (long) bytes * i));
                    }
                };
            }
            case INT64 -> {
                WholeAt whole = whole(from);
                yield (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setLong(target + 8L * i, whole.at(source + (long) bytes * i));
                    }
                };
            }
        };
    }

    private static BlockConversion loadFloats(DType from, int bytes) {
        return switch (from) {
            case FLOAT16 ->
                (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setFloat(target + 4L * i, Float.float16ToFloat(getShort(source + 2L * i)));
                    }
                };
            case BFLOAT16 ->
                (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setInt(target + 4L * i, getShort(source + 2L * i) << 16);
                    }
                };
            case BOOL ->
                (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setFloat(target + 4L * i, getByte(source + i));
                    }
                };
            default -> {
                RealAt real = real(from);
                yield (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setFloat(target + 4L * i, (float) real.at(source + (long) bytes * i));
                    }
                };
            }
        };
    }

    private static RealAt real(DType from) {
        return switch (from) {
            case FLOAT -> NativeMemory::getFloat;
            case DOUBLE -> NativeMemory::getDouble;
            case FLOAT16 -> at -> Float.float16ToFloat(getShort(at));
            case BFLOAT16 -> at -> BFloat16.toFloat(getShort(at));
            case UINT64 ->
                at -> {
                    long bits = getLong(at);
                    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
                };
            default -> {
                WholeAt whole = whole(from);
                yield whole::at;
            }
        };
    }

    private static WholeAt whole(DType from) {
        return switch (from) {
            case INT64, UINT64 -> NativeMemory::getLong;
            case INT32 -> NativeMemory::getInt;
            case UINT32 -> at -> Integer.toUnsignedLong(getInt(at));
            case INT16 -> NativeMemory::getShort;
            case UINT16 -> at -> Short.toUnsignedLong(getShort(at));
            case INT8 -> NativeMemory::getByte;
            case UINT8, BOOL -> at -> Byte.toUnsignedLong(getByte(at));
            default -> {
                RealAt real = real(from);
                yield at -> (long) real.at(at);
            }
        };
    }

    /** {@return the writing of numbers of the domain as elements of this type} */
    static BlockConversion store(NumberDomain from, DType to) {
        if (from.isStoredAs(to)) {
            int bytes = to.bytes();
            return (source, target, n) -> NativeMemory.copy(source, target, (long) n * bytes);
        }
        return switch (from) {
            case FLOAT32 -> storeReals(4, NativeMemory::getFloat, to);
            case FLOAT64 -> storeReals(8, NativeMemory::getDouble, to);
            case INT64 ->
                to.isFloating() ? storeReals(8, real(DType.INT64), to) : storeWhole(8, NativeMemory::getLong, to);
        };
    }

    private static BlockConversion storeReals(int bytes, RealAt real, DType to) {
        return switch (to) {
            case FLOAT ->
                (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setFloat(target + 4L * i, (float) real.at(source + (long) bytes * i));
                    }
                };
            case DOUBLE ->
                (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setDouble(target + 8L * i, real.at(source + (long) bytes * i));
                    }
                };
            case FLOAT16 ->
                (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setShort(target + 2L * i, Float.floatToFloat16((float) real.at(source + (long) bytes * i)));
                    }
                };
            case BFLOAT16 ->
                (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setShort(target + 2L * i, BFloat16.fromFloat((float) real.at(source + (long) bytes * i)));
                    }
                };
            case BOOL ->
                (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setByte(target + i, (byte) (real.at(source + (long) bytes * i) != 0 ? 1 : 0));
                    }
                };
            default -> storeWhole(bytes, at -> (long) real.at(at), to);
        };
    }

    private static BlockConversion storeWhole(int bytes, WholeAt whole, DType to) {
        return switch (to.bytes()) {
            case 1 ->
                (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        long value = whole.at(source + (long) bytes * i);
                        setByte(target + i, (byte) (to != DType.BOOL ? value : value != 0 ? 1 : 0));
                    }
                };
            case 2 ->
                (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setShort(target + 2L * i, (short) whole.at(source + (long) bytes * i));
                    }
                };
            case 4 ->
                (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setInt(target + 4L * i, (int) whole.at(source + (long) bytes * i));
                    }
                };
            default ->
                (source, target, n) -> {
                    for (int i = 0; i < n; i++) {
                        setLong(target + 8L * i, whole.at(source + (long) bytes * i));
                    }
                };
        };
    }
}
