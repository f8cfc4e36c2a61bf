package org.cotangent.opencl.gemm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.StridedSpace;

/**
 * An index of a contraction in the text of a program: it counts along one or more axes. Under the name {@code row},
 * say, {@code ROW_START(i)} declares variables that stand at index i, {@code ROW_NEXT()} makes them stand at the next
 * one, and {@code ROW_x} is the element of operand x that they stand at.
 *
 * @param name in lower case
 * @param space the axes, and their strides for the operands
 * @param operands the names of the operands
 */
public record Index(String name, StridedSpace space, List<String> operands) {
    public Index {
        operands = List.copyOf(operands);
    }

    /** {@return the number of elements that it counts} */
    int size() {
        return Math.toIntExact(space.elements());
    }

    /** {@return the parameters of a kernel that uses it, each after a comma} */
    public String parameters() {
        StringBuilder text = new StringBuilder();
        for (int axis = 1; axis < space.rank(); axis++) {
            text.append(", const int ").append(count(axis));
        }
        for (String operand : operands) {
            for (int axis = 0; axis < space.rank(); axis++) {
                text.append(", const int ").append(stride(operand, axis));
            }
        }
        return text.toString();
    }

    /** {@return what the parameters are} */
    public List<Argument> arguments() {
        List<Argument> arguments = new ArrayList<>();
        space.sizes()
                .subList(1, space.rank())
                .forEach(size -> arguments.add(Argument.of(Math.max(1, size.intValue()))));
        for (List<Integer> strides : space.strides()) {
            strides.forEach(stride -> arguments.add(Argument.of(stride.intValue())));
        }
        return arguments;
    }

    /** {@return the macros} */
    public String definitions() {
        String macro = name.toUpperCase(Locale.ROOT);
        StringBuilder text = new StringBuilder("#define " + macro + "_START(i) int ");
        String rest = "(i)";
        List<String> starts = new ArrayList<>();
        for (int axis = space.rank() - 1; axis > 0; axis--) {
            starts.addFirst(counter(axis) + " = " + rest + " % " + count(axis));
            rest += " / " + count(axis);
        }
        starts.addFirst(counter(0) + " = " + rest);
        text.append(String.join(", ", starts))
                .append("\n#define ")
                .append(macro)
                .append("_NEXT() ");
        String next = counter(0) + "++;";
        for (int axis = 1; axis < space.rank(); axis++) {
            next = "if (++" + counter(axis) + " == " + count(axis) + ") { " + counter(axis) + " = 0; " + next + " }";
        }
        text.append(next).append("\n");
        for (String operand : operands) {
            List<String> terms = new ArrayList<>();
            for (int axis = 0; axis < space.rank(); axis++) {
                terms.add(counter(axis) + " * " + stride(operand, axis));
            }
            text.append("#define %s_%s (%s)\n".formatted(macro, operand, String.join(" + ", terms)));
        }
        return text.toString();
    }

    private String counter(int axis) {
        return name + "_" + axis;
    }

    private String count(int axis) {
        return name + "_n" + axis;
    }

    private String stride(String operand, int axis) {
        return name + "_" + operand + axis;
    }
}
