package org.cotangent.cpu.vector;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static org.cotangent.cpu.vector.StaticCode.desc;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.cotangent.cpu.primitive.LoopPlan;
import org.cotangent.cpu.primitive.LoopPlan.Step;
import org.cotangent.cpu.primitive.NativeMemory;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.UnaryFunction;

/**
 * The code that evaluates a plan at one vector's worth of elements. Comparisons stay masks until somebody needs their
 * numbers.
 */
final class LoopBody {

    /** In place of the variable of a mask: all elements are there. */
    static final int ALL_LANES = -1;

    private static final ClassDesc SPECIES = desc(VectorSpecies.class);
    private static final ClassDesc VECTOR = desc(Vector.class);
    private static final ClassDesc MASK = desc(VectorMask.class);
    private static final ClassDesc COMPARISON = desc(VectorOperators.Comparison.class);
    private static final ClassDesc OPERATORS = desc(VectorOperators.class);
    private static final ClassDesc LANES = desc(Lanes.class);
    private static final ClassDesc MEMORY = desc(NativeMemory.class);
    private static final int NONE = -1;

    private final LoopPlan plan;
    private final TileNumber number;
    private final StaticCode methods;
    private final CodeBuilder code;
    private final int there;
    private final ClassDesc vector;
    private final int[] inputAddresses;
    private final int[] outputAddresses;
    /** For each value the local variable of its numbers, if there is one yet. */
    private final int[] numbers;
    /** For each value the local variable of its mask, if there is one yet. */
    private final int[] masks;

    /** @param there the local variable of the mask of the elements that are there, or {@link #ALL_LANES} */
    LoopBody(LoopPlan plan, TileNumber number, StaticCode methods, CodeBuilder code, int there) {
        this.methods = methods;
        this.plan = plan;
        this.number = number;
        this.code = code;
        this.there = there;
        this.vector = desc(number.vector());
        this.inputAddresses = new int[plan.inputs().size()];
        this.outputAddresses = new int[plan.outputs().size()];
        int values =
                inputAddresses.length + plan.constants().size() + plan.steps().size();
        this.numbers = new int[values];
        this.masks = new int[values];
        Arrays.fill(numbers, NONE);
        Arrays.fill(masks, NONE);
    }

    void constants() {
        for (int i = 0; i < plan.constants().size(); i++) {
            double value = plan.constants().get(i);
            code.getstatic(LANES, number.species(), SPECIES);
            if (number == TileNumber.FLOAT) {
                code.loadConstant((float) value);
            } else {
                code.loadConstant(value);
            }
            numbers[inputAddresses.length + i] = broadcast();
        }
    }

    /** A new variable with a vector of the number on the stack, which stands on the species. */
    private int broadcast() {
        code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, number.primitive()));
        return kept();
    }

    private int kept() {
        int variable = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(variable);
        return variable;
    }

    /** Finds where inputs and outputs have a row, and reads the inputs of one number. */
    void addresses(int at, int strides, int row) {
        for (int k = 0; k < inputAddresses.length; k++) {
            LoopPlan.Input input = plan.inputs().get(k);
            inputAddresses[k] = address(at, strides, row, input.register());
            if (input.form() == LoopPlan.Form.NUMBER) {
                String name = number == TileNumber.FLOAT ? "getFloat" : "getDouble";
                code.getstatic(LANES, number.species(), SPECIES)
                        .lload(inputAddresses[k])
                        .invokestatic(MEMORY, name, MethodTypeDesc.of(number.primitive(), CD_long));
                numbers[k] = broadcast();
            }
        }
        for (int k = 0; k < outputAddresses.length; k++) {
            outputAddresses[k] = address(at, strides, row, plan.outputs().get(k).register());
        }
    }

    private int address(int at, int strides, int row, int register) {
        int variable = code.allocateLocal(TypeKind.LONG);
        code.aload(at).loadConstant(register).laload();
        code.aload(strides)
                .loadConstant(register)
                .laload()
                .lload(row)
                .lmul()
                .ladd()
                .lstore(variable);
        return variable;
    }

    /** All loads come before all stores: an output may overwrite what it was computed from. */
    void evaluate(int index) {
        for (int k = 0; k < inputAddresses.length; k++) {
            if (plan.inputs().get(k).form() != LoopPlan.Form.NUMBER) {
                load(k, index);
            }
        }
        for (int i = 0; i < plan.steps().size(); i++) {
            step(plan.steps().get(i), inputAddresses.length + plan.constants().size() + i);
        }
        for (LoopPlan.Output output : plan.outputs()) {
            prepare(output);
        }
        for (int k = 0; k < outputAddresses.length; k++) {
            store(k, index);
        }
    }

    private void load(int k, int index) {
        boolean truths = plan.inputs().get(k).form() == LoopPlan.Form.TRUTHS;
        Class<?> owner = truths ? Truths.class : Lanes.class;
        ClassDesc type = truths ? MASK : vector;
        place(inputAddresses[k], index, truths);
        String name = "load" + number.suffix();
        if (there == ALL_LANES) {
            methods.call(code, owner, name, type, CD_long);
        } else {
            code.aload(there);
            methods.call(code, owner, name + "Part", type, CD_long, MASK);
        }
        (truths ? masks : numbers)[k] = kept();
    }

    private void prepare(LoopPlan.Output output) {
        if (output.truths()) {
            pushMask(output.value());
        } else {
            push(output.value());
        }
        code.pop();
    }

    private void store(int k, int index) {
        LoopPlan.Output output = plan.outputs().get(k);
        String name = "store";
        if (output.truths()) {
            pushMask(output.value());
            name += number.suffix();
        } else {
            push(output.value());
        }
        ClassDesc type = output.truths() ? MASK : vector;
        place(outputAddresses[k], index, output.truths());
        Class<?> owner = output.truths() ? Truths.class : Lanes.class;
        if (there == ALL_LANES) {
            methods.call(code, owner, name, CD_void, type, CD_long);
        } else {
            code.aload(there);
            methods.call(code, owner, name + "Part", CD_void, type, CD_long, MASK);
        }
    }

    private void place(int address, int index, boolean truths) {
        code.lload(address).iload(index);
        if (truths) {
            code.loadConstant(Integer.numberOfTrailingZeros(number.bytes())).ishr();
        }
        code.i2l().ladd();
    }

    private void step(Step step, int value) {
        switch (step) {
            case Step.Unary(UnaryFunction f, int x) -> unary(f, x, value);
            case Step.Binary(BinaryFunction f, int x, int y) -> binary(f, x, y, value);
            case Step.Select(int condition, int x, int y) -> {
                push(y);
                push(x);
                pushMask(condition);
                code.invokevirtual(vector, "blend", MethodTypeDesc.of(vector, VECTOR, MASK));
                numbers[value] = kept();
            }
        }
    }

    private void unary(UnaryFunction f, int x, int value) {
        if (f == UnaryFunction.NOT) {
            pushMask(x);
            code.invokevirtual(MASK, "not", MethodTypeDesc.of(MASK));
            masks[value] = kept();
            return;
        }
        LoopFunctions.Unary unary = LoopFunctions.unary(f, plan.wide());
        push(x);
        if (unary.isMethod()) {
            code.invokevirtual(vector, unary.name(), MethodTypeDesc.of(vector));
        } else {
            methods.call(code, number.math(), unary.name(), vector, vector);
        }
        numbers[value] = kept();
    }

    private void binary(BinaryFunction f, int x, int y, int value) {
        switch (f) {
            case ADD -> arithmetic("add", x, y, value);
            case SUB -> arithmetic("sub", x, y, value);
            case MUL -> arithmetic("mul", x, y, value);
            case DIV -> arithmetic("div", x, y, value);
            case MIN -> arithmetic("min", x, y, value);
            case MAX -> arithmetic("max", x, y, value);
            case LESS -> comparison("LT", x, y, value);
            case LESS_OR_EQUAL -> comparison("LE", x, y, value);
            case EQUAL -> comparison("EQ", x, y, value);
            case AND -> logic("and", x, y, value);
            case OR -> logic("or", x, y, value);
            case XOR -> logic("xor", x, y, value);
            default -> throw new IllegalArgumentException(f + " cannot be part of a loop");
        }
    }

    private void arithmetic(String name, int x, int y, int value) {
        push(x);
        push(y);
        code.invokevirtual(vector, name, MethodTypeDesc.of(vector, VECTOR));
        numbers[value] = kept();
    }

    private void comparison(String name, int x, int y, int value) {
        push(x);
        code.getstatic(OPERATORS, name, COMPARISON);
        push(y);
        code.invokevirtual(vector, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
        masks[value] = kept();
    }

    private void logic(String name, int x, int y, int value) {
        pushMask(x);
        pushMask(y);
        code.invokevirtual(MASK, name, MethodTypeDesc.of(MASK, MASK));
        masks[value] = kept();
    }

    private void push(int value) {
        if (numbers[value] == NONE) {
            code.aload(masks[value]);
            methods.call(code, number.math(), "truth", vector, MASK);
            numbers[value] = kept();
        }
        code.aload(numbers[value]);
    }

    private void pushMask(int value) {
        if (masks[value] == NONE) {
            code.aload(numbers[value]);
            methods.call(code, number.math(), "nonZero", MASK, vector);
            masks[value] = kept();
        }
        code.aload(masks[value]);
    }

    /** Sets a variable to the mask of the first lanes, as many as stand on the stack. */
    void first(int mask) {
        methods.call(code, Lanes.class, "first" + number.suffix(), MASK, CD_int);
        code.astore(mask);
    }
}
