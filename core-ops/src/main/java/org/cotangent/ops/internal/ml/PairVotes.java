package org.cotangent.ops.internal.ml;

import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;

/** A support vector machine for each pair of classes, in the order (0, 1), (0, 2), ..., (1, 2), ... */
public record PairVotes(int classes, List<Long> vectorsPerClass) {
    public PairVotes {
        vectorsPerClass = List.copyOf(vectorsPerClass);
        if (vectorsPerClass.size() != classes) {
            throw new AttributeException("vectors_per_class holds " + vectorsPerClass.size() + " numbers for " + classes
                    + " classes: each needs one");
        }
    }

    public int pairs() {
        return classes * (classes - 1) / 2;
    }

    /** {@return the number of support vectors} */
    public int vectors() {
        return vectorsPerClass.stream().mapToInt(Long::intValue).sum();
    }

    /** {@return the scores of all pairs, [N, pairs]; positive ones speak for the first class} */
    public Value scores(Formulas f, Value x, Attributes attributes) {
        List<Float> coefficients = Features.numbers(attributes, "coefficients");
        List<Float> rho = Features.numbers(attributes, "rho");
        if (coefficients.size() != (classes - 1) * vectors() || rho.size() < pairs()) {
            throw new AttributeException("there are " + coefficients.size() + " coefficients and " + rho.size()
                    + " rho; " + classes + " classes and " + vectors() + " support vectors need "
                    + (classes - 1) * vectors() + " and " + pairs());
        }
        Value kernel = SupportVectors.kernel(f, x, attributes, vectors());
        Value sums = f.matmul(kernel, Features.constants(f, x, weights(coefficients), vectors(), pairs()));
        return f.add(sums, Features.constants(f, x, rho.subList(0, pairs()), pairs()));
    }

    /** What each support vector weighs in each pair. A vector of a class has a coefficient for every other class. */
    private double[] weights(List<Float> coefficients) {
        double[] weights = new double[vectors() * pairs()];
        int[] starts = starts();
        int pair = 0;
        for (int i = 0; i < classes; i++) {
            for (int j = i + 1; j < classes; j++, pair++) {
                for (int v = starts[i]; v < starts[i + 1]; v++) {
                    weights[v * pairs() + pair] = coefficients.get((j - 1) * vectors() + v);
                }
                for (int v = starts[j]; v < starts[j + 1]; v++) {
                    weights[v * pairs() + pair] = coefficients.get(i * vectors() + v);
                }
            }
        }
        return weights;
    }

    private int[] starts() {
        int[] starts = new int[classes + 1];
        for (int i = 0; i < classes; i++) {
            starts[i + 1] = starts[i] + vectorsPerClass.get(i).intValue();
        }
        return starts;
    }

    /** {@return how many pairs each class wins, [N, classes]} */
    public Value votes(Formulas f, Value scores) {
        Tensor first = Tensor.allocate(scores.dtype(), pairs(), classes);
        Tensor second = Tensor.allocate(scores.dtype(), pairs(), classes);
        long pair = 0;
        for (int i = 0; i < classes; i++) {
            for (int j = i + 1; j < classes; j++, pair++) {
                first.setDouble(pair * classes + i, 1);
                second.setDouble(pair * classes + j, 1);
            }
        }
        Value wins = f.cast(f.greater(scores, f.scalarLike(scores, 0)), scores.dtype());
        return f.add(f.matmul(wins, f.constant(first)), f.matmul(f.sub(1, wins), f.constant(second)));
    }
}
