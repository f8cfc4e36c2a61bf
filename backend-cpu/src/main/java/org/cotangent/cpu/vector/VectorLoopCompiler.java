package org.cotangent.cpu.vector;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.cotangent.cpu.primitive.BlockLoop;
import org.cotangent.cpu.primitive.LoopCompiler;
import org.cotangent.cpu.primitive.LoopPlan;
import org.jspecify.annotations.Nullable;

/**
 * Writes loops whose values are vectors in local variables.
 *
 * <pre>{@code
 * void run(long[] at, long[] strides, long rows, int n) {
 *     constant = broadcast(3f);                            // for each constant
 *     for (long row = 0; row < rows; row++) {
 *         x = at[0] + row * strides[0];                    // for each input and output
 *         for (int i = 0; i < whole; i += VECTOR_BYTES) {
 *             a = load(x + i);                             // for each input
 *             b = a.mul(constant);                         // for each step
 *             store(b, y + i);                             // for each output
 *         }
 *         if (whole < size) {
 *             rest(at, strides, row, whole, n);            // the same once, of some lanes
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>All that is called are methods of the Vector API, see {@link StaticCode}, and neither of the two methods may be
 * inlined into another, lest it grows too large to be compiled well: both are longer than what the virtual machine
 * inlines.
 */
final class VectorLoopCompiler implements LoopCompiler {

    /**
     * Longer chains are slower than two shorter ones: when a processor looks ahead less than a few iterations, it waits
     * for each result. They also take long to compile.
     */
    private static final int MOST_WEIGHT = 50;
    /** More than the 325 bytes that HotSpot inlines. */
    private static final int NEVER_INLINED = 330;

    private static final ClassDesc LONGS = CD_long.arrayType();
    private static final ClassDesc INTERFACE =
            BlockLoop.class.describeConstable().orElseThrow();
    private static final ClassDesc SELF = ClassDesc.of(VectorLoopCompiler.class.getPackageName(), "WrittenLoop");
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_void, LONGS, LONGS, CD_long, CD_int);
    private static final MethodTypeDesc REST = MethodTypeDesc.of(CD_void, LONGS, LONGS, CD_long, CD_int, CD_int);

    /** Read when the first loop is written. */
    private @Nullable StaticCode methods;

    @Override
    public int weight(LoopPlan.Step step, boolean wide) {
        return LoopFunctions.weight(step, wide);
    }

    @Override
    public int mostWeight() {
        return MOST_WEIGHT;
    }

    @Override
    public int lanes(boolean wide) {
        return (wide ? TileNumber.DOUBLE : TileNumber.FLOAT).lanes();
    }

    @Override
    public boolean readsTruths(boolean wide) {
        return Truths.IN_REGISTERS;
    }

    private synchronized StaticCode methods() {
        StaticCode read = methods;
        if (read == null) {
            read = new StaticCode(List.of(FloatMath.class, DoubleMath.class, Lanes.class, Truths.class));
            methods = read;
        }
        return read;
    }

    @Override
    public BlockLoop compile(LoopPlan plan) {
        TileNumber number = plan.wide() ? TileNumber.DOUBLE : TileNumber.FLOAT;
        StaticCode methods = methods();
        byte[] code = ClassFile.of()
                .build(
                        SELF,
                        type -> type.withInterfaceSymbols(INTERFACE)
                                .withMethodBody(
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void,
                                        0,
                                        init -> init.aload(0)
                                                .invokespecial(
                                                        ConstantDescs.CD_Object,
                                                        ConstantDescs.INIT_NAME,
                                                        ConstantDescs.MTD_void)
                                                .return_())
                                .withMethodBody(
                                        "run",
                                        RUN,
                                        ClassFile.ACC_PUBLIC,
                                        run -> new Writer(plan, number, methods, run).run())
                                .withMethodBody(
                                        "rest",
                                        REST,
                                        ClassFile.ACC_STATIC,
                                        rest -> new Writer(plan, number, methods, rest).rest()));
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(code, true);
            return (BlockLoop) lookup.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a loop for " + plan + " cannot be defined: " + e, e);
        }
    }

    private record Writer(LoopPlan plan, TileNumber number, StaticCode methods, CodeBuilder code) {

        void run() {
            int rows = 3;
            int n = 5;
            LoopBody body = new LoopBody(plan, number, methods, code, LoopBody.ALL_LANES);
            body.constants();
            int row = code.allocateLocal(TypeKind.LONG);
            int index = code.allocateLocal(TypeKind.INT);
            int whole = code.allocateLocal(TypeKind.INT);
            code.iload(n).loadConstant(-number.lanes()).iand();
            code.loadConstant(number.bytes()).imul().istore(whole);
            code.lconst_0().lstore(row);
            var nextRow = code.newLabel();
            var testRow = code.newLabel();
            var nextVector = code.newLabel();
            var testVector = code.newLabel();
            var noRest = code.newLabel();
            code.goto_(testRow).labelBinding(nextRow);
            body.addresses(1, 2, row);
            code.iconst_0().istore(index).goto_(testVector).labelBinding(nextVector);
            body.evaluate(index);
            code.iinc(index, Lanes.VECTOR_BYTES).labelBinding(testVector);
            code.iload(index).iload(whole).if_icmplt(nextVector);
            code.iload(whole).iload(n).loadConstant(number.bytes()).imul().if_icmpge(noRest);
            code.aload(1).aload(2).lload(row).iload(whole).iload(n).invokestatic(SELF, "rest", REST);
            code.labelBinding(noRest);
            code.lload(row).lconst_1().ladd().lstore(row).labelBinding(testRow);
            code.lload(row).lload(rows).lcmp().iflt(nextRow);
            end();
        }

        void rest() {
            int row = 2;
            int whole = 4;
            int n = 5;
            int there = code.allocateLocal(TypeKind.REFERENCE);
            LoopBody body = new LoopBody(plan, number, methods, code, there);
            body.constants();
            body.addresses(0, 1, row);
            code.iload(n).loadConstant(number.lanes() - 1).iand();
            body.first(there);
            body.evaluate(whole);
            end();
        }

        private void end() {
            code.return_();
            for (int i = 0; i < NEVER_INLINED; i++) {
                code.nop();
            }
            code.return_();
        }
    }
}
