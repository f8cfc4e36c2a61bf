package org.cotangent.cpu.vector;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/** The numbers that tiles are written for. */
enum TileNumber {
    FLOAT(FloatVector.class, "FLOATS", TypeKind.FLOAT, Float.BYTES),
    DOUBLE(DoubleVector.class, "DOUBLES", TypeKind.DOUBLE, Double.BYTES);

    private final Class<?> vector;
    private final String species;
    private final TypeKind kind;
    private final int bytes;

    TileNumber(Class<?> vector, String species, TypeKind kind, int bytes) {
        this.vector = vector;
        this.species = species;
        this.kind = kind;
        this.bytes = bytes;
    }

    Class<?> vector() {
        return vector;
    }

    /** {@return the name of the species among the constants of {@link Lanes}} */
    String species() {
        return species;
    }

    ClassDesc primitive() {
        return kind.upperBound();
    }

    TypeKind kind() {
        return kind;
    }

    int bytes() {
        return bytes;
    }

    int lanes() {
        return Lanes.VECTOR_BYTES / bytes;
    }
}
