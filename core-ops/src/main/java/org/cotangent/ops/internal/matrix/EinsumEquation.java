package org.cotangent.ops.internal.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.cotangent.spi.AttributeException;

/**
 * An equation of Einsum for operands of known ranks: a label for each axis of each operand and of the result. The axes
 * that an ellipsis stands for have the labels -1, -2, ... from the last one on.
 */
public record EinsumEquation(List<List<Integer>> operands, List<Integer> result) {
    /** {@return the equation that the text stands for} */
    public static EinsumEquation parse(String text, List<Integer> ranks) {
        String equation = text.replace(" ", "");
        int arrow = equation.indexOf("->");
        String left = arrow < 0 ? equation : equation.substring(0, arrow);
        String[] terms = left.split(",", -1);
        if (terms.length != ranks.size()) {
            throw new AttributeException(
                    "equation '" + text + "' has " + terms.length + " terms for " + ranks.size() + " operands");
        }
        List<List<Integer>> operands = new ArrayList<>();
        int ellipsis = 0;
        for (int i = 0; i < terms.length; i++) {
            int covered = ranks.get(i) - terms[i].replace("...", "").length();
            boolean has = terms[i].contains("...");
            if (covered < 0 || (covered > 0 && !has)) {
                throw new AttributeException("term '" + terms[i] + "' of equation '" + text + "' does not fit operand "
                        + i + " of rank " + ranks.get(i));
            }
            ellipsis = has ? Math.max(ellipsis, covered) : ellipsis;
            operands.add(labels(terms[i], covered, text));
        }
        List<Integer> result =
                arrow < 0 ? implicit(operands, ellipsis) : labels(equation.substring(arrow + 2), ellipsis, text);
        for (int label : result) {
            if (operands.stream().noneMatch(labels -> labels.contains(label))
                    || result.indexOf(label) != result.lastIndexOf(label)) {
                throw new AttributeException("the result of equation '" + text
                        + "' must name each of its axes once, and only axes of the operands");
            }
        }
        return new EinsumEquation(List.copyOf(operands), List.copyOf(result));
    }

    private static List<Integer> labels(String term, int covered, String text) {
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < term.length(); i++) {
            char c = term.charAt(i);
            if (term.startsWith("...", i)) {
                for (int k = covered; k > 0; k--) {
                    labels.add(-k);
                }
                i += 2;
            } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                labels.add((int) c);
            } else {
                throw new AttributeException("equation '" + text + "' holds '" + c + "', which is no letter");
            }
        }
        return labels;
    }

    /** The ellipsis, then in order all labels that stand once. */
    private static List<Integer> implicit(List<List<Integer>> operands, int ellipsis) {
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        operands.forEach(labels -> labels.forEach(label -> counts.merge(label, 1, Integer::sum)));
        List<Integer> result = new ArrayList<>();
        for (int k = ellipsis; k > 0; k--) {
            result.add(-k);
        }
        counts.forEach((label, count) -> {
            if (label > 0 && count == 1) {
                result.add(label);
            }
        });
        return result;
    }

    /** {@return whether the label stands in the result or in an operand from this one on} */
    public boolean isNeeded(int label, int fromOperand) {
        return result.contains(label)
                || operands.subList(fromOperand, operands.size()).stream().anyMatch(labels -> labels.contains(label));
    }
}
