package org.cotangent.opencl.pointwise;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.kernel.StridedSpace;
import org.cotangent.opencl.pointwise.Expressions.Numbers;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;

/**
 * Writes the program of an elementwise call. The text depends on which axes inputs broadcast along, not on sizes, so
 * that calls of other sizes find it compiled.
 *
 * @param inputs their element types
 * @param outputs their element types
 * @param expressions one for each output
 * @param dtype the type in which one computes
 */
record PointwiseProgram(List<DType> inputs, List<DType> outputs, List<Scalar> expressions, DType dtype) {
    /** {@return the launch for inputs of these sizes, which broadcast to {@code output}} */
    Launch launch(long[] output, List<long[]> sizes, int group) {
        StridedSpace space = StridedSpace.broadcast(output, sizes);
        boolean flat = space.rank() == 1;
        StridedSpace operands = withDenseOutput(space);
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            arguments.add(Argument.input(i));
        }
        for (int i = 0; i < outputs.size(); i++) {
            arguments.add(Argument.output(i));
        }
        arguments.add(Argument.of(space.row()));
        arguments.add(Argument.of(Math.toIntExact(space.rows())));
        arguments.addAll(operands.outerArguments());
        return new Launch(source(operands, flat), "pointwise", operands.range(group), arguments, false);
    }

    /** The output is the last operand; its rows follow each other. */
    private static StridedSpace withDenseOutput(StridedSpace space) {
        long[] sizes = space.sizes().stream().mapToLong(Integer::longValue).toArray();
        List<Integer> dense = new ArrayList<>();
        for (long stride : StridedSpace.strides(sizes)) {
            dense.add((int) stride);
        }
        List<List<Integer>> strides = new ArrayList<>(space.strides());
        strides.add(dense);
        return new StridedSpace(space.sizes(), strides);
    }

    private Source source(StridedSpace space, boolean flat) {
        Numbers numbers = Numbers.of(dtype);
        StringBuilder code = new StringBuilder("__kernel void pointwise(");
        StringBuilder bindings = new StringBuilder();
        StringBuilder loads = new StringBuilder();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            code.append("IN(X").append(i).append(", x").append(i).append("), ");
            bindings.append("    BIND(x").append(i).append(");\n");
            String index = space.strides().get(i).getLast() == 0 ? "a" + i : "a" + i + " + column";
            loads.append("    const NUMBER v%d = (NUMBER)X%d_LOAD(x%d, %s);\n".formatted(i, i, i, index));
            names.add("v" + i);
        }
        for (int i = 0; i < outputs.size(); i++) {
            code.append("OUT(Y").append(i).append(", y").append(i).append("), ");
            bindings.append("    BIND(y").append(i).append(");\n");
        }
        code.append("const int columns, const int rows")
                .append(space.outerParameters())
                .append(") {\n")
                .append("    const int column = get_global_id(0);\n")
                .append(flat ? "" : "    const int row = get_global_id(1);\n")
                .append("    if (column >= columns")
                .append(flat ? "" : " || row >= rows")
                .append(") {\n        return;\n    }\n")
                .append(bindings)
                .append(space.rowStarts())
                .append(loads);
        Expressions writer = new Expressions(numbers, names);
        List<String> results = expressions.stream().map(writer::write).toList();
        code.append(writer.statements());
        for (int i = 0; i < results.size(); i++) {
            code.append("    Y%d_STORE(y%d, a%d + column, %s);\n".formatted(i, i, inputs.size(), results.get(i)));
        }
        code.append("}\n");
        Source source = new Source(
                "pointwise",
                Source.resource(PointwiseProgram.class, "scalar.cl").text() + code);
        for (String definition : Expressions.definitions(numbers)) {
            source = new Source(source.name(), definition + "\n" + source.text());
        }
        for (int i = 0; i < inputs.size(); i++) {
            source = source.type("X" + i, inputs.get(i));
        }
        for (int i = 0; i < outputs.size(); i++) {
            source = source.type("Y" + i, outputs.get(i));
        }
        return source;
    }
}
