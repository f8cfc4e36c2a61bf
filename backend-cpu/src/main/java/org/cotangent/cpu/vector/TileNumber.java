package org.cotangent.cpu.vector;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/** The numbers that code is written for. */
enum TileNumber {
    FLOAT(FloatVector.class, FloatMath.class, "FLOATS", "", TypeKind.FLOAT, Float.BYTES),
    DOUBLE(DoubleVector.class, DoubleMath.class, "DOUBLES", "Doubles", TypeKind.DOUBLE, Double.BYTES);

    private final Class<?> vector;
    private final Class<?> math;
    private final String species;
    private final String suffix;
    private final TypeKind kind;
    private final int bytes;

    TileNumber(Class<?> vector, Class<?> math, String species, String suffix, TypeKind kind, int bytes) {
        this.vector = vector;
        this.math = math;
        this.species = species;
        this.suffix = suffix;
        this.kind = kind;
        this.bytes = bytes;
    }

    Class<?> vector() {
        return vector;
    }

    /** {@return the class of the functions of such vectors} */
    Class<?> math() {
        return math;
    }

    /** {@return what the names of methods that load such vectors have behind the verb} */
    String suffix() {
        return suffix;
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
