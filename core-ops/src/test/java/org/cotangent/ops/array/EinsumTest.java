package org.cotangent.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.Calls;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class EinsumTest {
    private final Calls calls = new Calls();

    private static int size(int label) {
        return switch (label) {
            case 'a', 'd' -> 2;
            case 'b' -> 3;
            default -> 4;
        };
    }

    /** The definition: a loop over all labels. */
    private static double[] byDefinition(String equation, List<Tensor> operands) {
        String[] terms = equation.substring(0, equation.indexOf("->")).split(",");
        String result = equation.substring(equation.indexOf("->") + 2);
        int[] labels = String.join("", terms).chars().distinct().toArray();
        int total = Arrays.stream(labels).map(EinsumTest::size).reduce(1, (x, y) -> x * y);
        double[] sums = new double[result.chars().map(EinsumTest::size).reduce(1, (x, y) -> x * y)];
        int[] at = new int['z'];
        for (int n = 0; n < total; n++) {
            int rest = n;
            for (int label : labels) {
                at[label] = rest % size(label);
                rest /= size(label);
            }
            double product = 1;
            for (int i = 0; i < terms.length; i++) {
                product *= operands.get(i).getDouble(place(terms[i], at));
            }
            sums[place(result, at)] += product;
        }
        return sums;
    }

    private static int place(String term, int[] at) {
        return term.chars().reduce(0, (place, label) -> place * size(label) + at[label]);
    }

    @Test
    void isItsDefinition() {
        for (String equation : List.of(
                "ab->ba",
                "ab->",
                "ab,bc->ac",
                "ab,bc->ca",
                "ab,cb->abc",
                "aab->ab",
                "aa,ab->b",
                "abc,cb,da->d",
                "ab,ab->ab",
                "a,b,c->cab",
                "aba->b",
                "abc,abc->",
                "abc,bd->acd")) {
            List<Tensor> operands = new ArrayList<>();
            for (String term : equation.substring(0, equation.indexOf("->")).split(",")) {
                Tensor operand = Tensor.allocate(
                        DType.DOUBLE, term.chars().mapToLong(EinsumTest::size).toArray());
                for (long i = 0; i < operand.elements(); i++) {
                    operand.setDouble(i, Math.sin(3 * i + operands.size()));
                }
                operands.add(operand);
            }
            Tensor result = calls.run("Einsum", Attributes.of("equation", equation), operands.toArray(Tensor[]::new));
            assertArrayEquals(byDefinition(equation, operands), result.toDoubles(), 1e-12, equation);
        }
    }

    @Test
    void wrongEquationsAreRefused() {
        Tensor x = Tensor.allocate(DType.DOUBLE, 2, 3);
        for (String equation : List.of("ab,bc->ac", "a->a", "ab->c", "ab->aa", "a1->a", "aa->a")) {
            assertThrows(
                    CotangentException.class,
                    () -> calls.run("Einsum", Attributes.of("equation", equation), x),
                    equation);
        }
    }
}
