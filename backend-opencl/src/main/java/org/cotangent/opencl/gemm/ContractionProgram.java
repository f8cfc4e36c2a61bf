package org.cotangent.opencl.gemm;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.gemm.Contraction.Role;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.opencl.pointwise.Expressions;
import org.cotangent.opencl.pointwise.Expressions.Numbers;
import org.cotangent.spi.tensor.DType;

/**
 * Writes the program of a contraction. The text depends on types, on how many axes the indices count along, and on the
 * ending, not on sizes.
 *
 * @param vectors whether the ending is written for vectors
 */
record ContractionProgram(Contraction contraction, boolean vectors) {
    private static final List<Role> ROLES = List.of(Role.BATCH, Role.ROW, Role.COLUMN, Role.DEPTH);

    /** {@return the code in a resource for this contraction} */
    Source source(String resource, boolean packed) {
        DType type = contraction.y().type();
        StringBuilder text = new StringBuilder();
        text.append("#define MULTIPLY_ADD(x, y, z) ")
                .append(type.isInteger() ? "((x) * (y) + (z))\n" : "fma(x, y, z)\n")
                .append(deep("A", 0, Role.ROW))
                .append(deep("B", 1, Role.COLUMN));
        if (type == DType.BFLOAT16) {
            text.append("#define HAS_BFLOAT16\n");
        }
        if (packed) {
            text.append("#define PACKED\n");
        }
        if (vectors) {
            text.append(resourceText("contraction-vectors.cl"));
        }
        text.append(indices()).append(operands()).append(ending()).append(resourceText(resource));
        Source source = new Source(resource, text.toString())
                .define("REAL", ElementType.of(type).computed());
        source = type(source, "A", contraction.a().type());
        source = type(source, "B", contraction.b().type());
        source = type(source, "Y", type);
        for (int i = 0; i < contraction.ending().operands().size(); i++) {
            source =
                    type(source, "E" + i, contraction.ending().operands().get(i).type());
        }
        return source;
    }

    private Source type(Source source, String macro, DType type) {
        Source typed = source.type(macro, type);
        return vectors
                ? typed.define(macro + "_LOADV", "LOADV_" + type).define(macro + "_STOREV", "STOREV_" + type)
                : typed;
    }

    /** Whether neighbouring elements of a factor are at neighbouring depths. */
    private String deep(String macro, int operand, Role across) {
        boolean deep = contraction.space(Role.DEPTH).strides().get(operand).getLast() == 1
                && contraction.space(across).strides().get(operand).getLast() != 1;
        return "#define " + macro + "_DEEP " + (deep ? 1 : 0) + "\n";
    }

    private static String resourceText(String name) {
        return Source.resource(ContractionProgram.class, name).text();
    }

    private String indices() {
        StringBuilder parameters = new StringBuilder();
        StringBuilder macros = new StringBuilder();
        for (Role role : ROLES) {
            Index index = contraction.index(role);
            parameters.append(index.parameters());
            macros.append(index.definitions());
        }
        return "#define PARAMETERS" + parameters + "\n" + macros;
    }

    /** {@return what the parameters are that all kernels end with} */
    List<Argument> indexArguments() {
        List<Argument> arguments = new ArrayList<>();
        ROLES.forEach(role -> arguments.addAll(contraction.index(role).arguments()));
        return arguments;
    }

    /** What the code says of each operand of the ending. */
    private String operands() {
        Ending ending = contraction.ending();
        List<String> arguments = new ArrayList<>(List.of("v0"));
        StringBuilder parameters = new StringBuilder();
        StringBuilder tables = new StringBuilder();
        StringBuilder columns = new StringBuilder();
        StringBuilder patterns = new StringBuilder();
        StringBuilder loads = new StringBuilder();
        StringBuilder elements = new StringBuilder();
        for (int i = 0; i < ending.operands().size(); i++) {
            parameters.append(", IN(E%d, e%d)".formatted(i, i));
            tables.append("int e%d_at[NR]; int e%d_how[NV]; ".formatted(i, i));
            columns.append("e%d_at[j] = COLUMN_e%d; ".formatted(i, i));
            patterns.append("e%d_how[v] = pattern(e%d_at + v * V); ".formatted(i, i));
            loads.append("GATHER(x%d, E%d, e%d, ROW_e%d, e%d_at + v * V, e%d_how[v]) ".formatted(i, i, i, i, i, i));
            elements.append("const REAL x%d = E%d_LOAD(e%d, ROW_e%d + COLUMN_e%d); ".formatted(i, i, i, i, i));
            if (i == 0 && ending.summand()) {
                loads.append("v0 = v0 + beta * x0; ");
                elements.append("v0 = v0 + beta * x0; ");
            } else {
                arguments.add("x" + i);
            }
        }
        StringBuilder bindings = new StringBuilder();
        for (int i = 0; i < ending.operands().size(); i++) {
            bindings.append("BIND(e%d); e%d += BATCH_e%d; ".formatted(i, i, i));
        }
        return "#define OPERANDS" + parameters + "\n#define OPERAND_BINDINGS " + bindings + "\n#define OPERAND_TABLES "
                + tables + "\n#define OPERAND_COLUMNS " + columns + "\n#define OPERAND_PATTERNS " + patterns
                + "\n#define OPERAND_LOADS " + loads + "\n#define OPERAND_ELEMENTS " + elements
                + "\n#define ENDING_ARGUMENTS " + String.join(", ", arguments) + "\n";
    }

    /** The function that is applied to sums. */
    private String ending() {
        Ending ending = contraction.ending();
        if (ending.expression() == null) {
            return "#define ending(x) (x)\n";
        }
        Numbers numbers = Numbers.of(contraction.y().type());
        List<String> names = new ArrayList<>(List.of("v0"));
        for (int i = ending.summand() ? 1 : 0; i < ending.operands().size(); i++) {
            names.add("x" + i);
        }
        Expressions writer = new Expressions(numbers, names);
        String result = writer.write(ending.expression());
        return "#define NUMBER " + (vectors ? "VECTOR" : "REAL") + "\n#define " + numbers + "\n"
                + resourceText("scalar.cl")
                + "inline NUMBER ending("
                + String.join(
                        ", ", names.stream().map(name -> "const NUMBER " + name).toList())
                + ") {\n" + writer.statements() + "    return " + result + ";\n}\n";
    }
}
