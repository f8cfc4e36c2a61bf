package org.cotangent.cpu.vector;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteOrder;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.cpu.primitive.NativeMemory;

/**
 * Writes the code of register tiles: two vectors of accumulators for each row, all of them local variables, and a loop
 * over the steps that loads two vectors of the right operand, and for each row broadcasts a number of the left one.
 *
 * <pre>{@code
 * for (int s = 0; s < k; s++) {
 *     l = load(b);
 *     r = load(b + vector);
 *     v = broadcast(a[aOffset]);          // once for each row,
 *     left_i = v.fma(l, left_i);          // with its own accumulators
 *     right_i = v.fma(r, right_i);
 *     aOffset += rows;
 *     b += bStride;
 * }
 * }</pre>
 *
 * <p>Unrolled like this the compiler keeps all accumulators in registers. It does so for at most about 28 vectors, and
 * only as long as the method stays small.
 */
final class TileCompiler {

    private static final ClassDesc SPECIES =
            VectorSpecies.class.describeConstable().orElseThrow();
    private static final ClassDesc VECTOR = Vector.class.describeConstable().orElseThrow();
    private static final ClassDesc SEGMENT =
            MemorySegment.class.describeConstable().orElseThrow();
    private static final ClassDesc ORDER = ByteOrder.class.describeConstable().orElseThrow();
    private static final ClassDesc LANES = Lanes.class.describeConstable().orElseThrow();
    private static final ClassDesc MEMORY =
            NativeMemory.class.describeConstable().orElseThrow();

    private static final int K = 1;
    private static final int A = 2;
    private static final int A_OFFSET = 3;
    private static final int B = 4;
    private static final int B_STRIDE = 6;
    private static final int TILE = 8;
    private static final int STEP = 9;
    private static final int LEFT = 10;
    private static final int RIGHT = 11;
    private static final int BROADCAST = 12;
    private static final int ACCUMULATORS = 13;

    private final TileNumber number;
    private final int rows;
    private final ClassDesc vector;
    private final ClassDesc array;

    private TileCompiler(TileNumber number, int rows) {
        this.number = number;
        this.rows = rows;
        this.vector = number.vector().describeConstable().orElseThrow();
        this.array = number.primitive().arrayType();
    }

    /** {@return a new tile of the given base class, whose method {@code multiply} is written here} */
    static <T> T tile(TileNumber number, Class<T> base, int rows) {
        byte[] code = new TileCompiler(number, rows).write(base);
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(code, true);
            return base.cast(lookup.lookupClass().getDeclaredConstructor().newInstance());
        } catch (InvocationTargetException e) {
            throw new UnsupportedOperationException("a tile of " + rows + " rows failed: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("a tile of " + rows + " rows cannot be defined: " + e, e);
        }
    }

    private byte[] write(Class<?> base) {
        ClassDesc parent = base.describeConstable().orElseThrow();
        ClassDesc self = ClassDesc.of(base.getPackageName(), base.getSimpleName() + "Of" + rows + "Rows");
        return ClassFile.of()
                .build(
                        self,
                        type -> type.withSuperclass(parent)
                                .withMethodBody(
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void,
                                        0,
                                        code -> code.aload(0)
                                                .loadConstant(rows)
                                                .invokespecial(
                                                        parent,
                                                        ConstantDescs.INIT_NAME,
                                                        MethodTypeDesc.of(CD_void, CD_int))
                                                .return_())
                                .withMethodBody(
                                        "multiply",
                                        MethodTypeDesc.of(CD_void, CD_int, array, CD_int, CD_long, CD_long, array),
                                        ClassFile.ACC_PUBLIC,
                                        this::multiply));
    }

    private void multiply(CodeBuilder code) {
        for (int i = 0; i < 2 * rows; i++) {
            code.getstatic(LANES, number.species(), SPECIES)
                    .invokestatic(vector, "zero", MethodTypeDesc.of(vector, SPECIES))
                    .astore(ACCUMULATORS + i);
        }
        code.iconst_0().istore(STEP);
        var test = code.newLabel();
        var body = code.newLabel();
        code.goto_(test).labelBinding(body);
        step(code);
        code.iinc(STEP, 1);
        code.labelBinding(test).iload(STEP).iload(K).if_icmplt(body);
        for (int i = 0; i < 2 * rows; i++) {
            code.aload(ACCUMULATORS + i)
                    .aload(TILE)
                    .loadConstant(i * number.lanes())
                    .invokevirtual(vector, "intoArray", MethodTypeDesc.of(CD_void, array, CD_int));
        }
        code.return_();
    }

    private void step(CodeBuilder code) {
        load(code, 0, LEFT);
        load(code, number.lanes() * number.bytes(), RIGHT);
        MethodTypeDesc broadcast = MethodTypeDesc.of(vector, SPECIES, number.primitive());
        MethodTypeDesc fma = MethodTypeDesc.of(vector, VECTOR, VECTOR);
        for (int i = 0; i < rows; i++) {
            code.getstatic(LANES, number.species(), SPECIES)
                    .aload(A)
                    .iload(A_OFFSET)
                    .iload(STEP)
                    .loadConstant(rows)
                    .imul()
                    .iadd()
                    .loadConstant(i)
                    .iadd();
            code.arrayLoad(number.kind())
                    .invokestatic(vector, "broadcast", broadcast)
                    .astore(BROADCAST);
            for (int half = 0; half < 2; half++) {
                int accumulator = ACCUMULATORS + 2 * i + half;
                code.aload(BROADCAST)
                        .aload(half == 0 ? LEFT : RIGHT)
                        .aload(accumulator)
                        .invokevirtual(vector, "fma", fma)
                        .astore(accumulator);
            }
        }
    }

    private void load(CodeBuilder code, int offset, int variable) {
        code.getstatic(LANES, number.species(), SPECIES)
                .getstatic(MEMORY, "ALL", SEGMENT)
                .lload(B)
                .iload(STEP)
                .i2l()
                .lload(B_STRIDE)
                .lmul()
                .ladd()
                .loadConstant((long) offset)
                .ladd()
                .getstatic(LANES, "ORDER", ORDER)
                .invokestatic(vector, "fromMemorySegment", MethodTypeDesc.of(vector, SPECIES, SEGMENT, CD_long, ORDER))
                .astore(variable);
    }
}
