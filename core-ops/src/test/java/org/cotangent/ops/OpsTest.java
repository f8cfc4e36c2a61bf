package org.cotangent.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cotangent.engine.eager.Eager;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Identities between functions of different families. */
class OpsTest {
    private final Eager eager = new Calls().eager();
    private final Ops ops = Ops.of(eager);
    private final Value x = eager.constant(Tensor.of(new double[] {1, -2, 0.5, 3, 0.25, -1}, 2, 3));
    private final Value labels = eager.constant(Tensor.vector(2L, 0L));

    private double number(Value value) {
        assertEquals(1, eager.tensor(value).elements());
        return eager.tensor(value).getDouble(0);
    }

    private void expectEqual(Value expected, Value actual) {
        double difference = number(ops.axis().l1(ops.f().sub(expected, actual), false));
        assertEquals(0, difference, 1e-12);
    }

    @Test
    void lossesAgree() {
        expectEqual(
                ops.loss().softmaxCrossEntropy(x, labels),
                ops.loss().negativeLogLikelihood(ops.axis().logSoftmax(x, 1), labels));
        expectEqual(ops.loss().softmaxCrossEntropy(x, labels), ops.loss().softmaxCrossEntropy(x, labels, -1));
        Value y = ops.f().mul(x, 2);
        expectEqual(ops.loss().meanSquaredError(x, y), ops.f().mul(ops.axis().sumSquare(x, false), 1.0 / 6));
    }

    @Test
    void functionsOfSingleElementsAgree() {
        expectEqual(ops.math().relu(x), ops.math().max(x, ops.f().zerosLike(x)));
        expectEqual(
                ops.math().clip(x, -1, 1),
                ops.math()
                        .min(
                                ops.f().onesLike(x),
                                ops.math().max(x, ops.f().neg(ops.f().onesLike(x)))));
        expectEqual(ops.math().swish(x), ops.f().mul(x, ops.f().sigmoid(x)));
        expectEqual(ops.math().leakyRelu(x, 0.5), ops.math().prelu(x, ops.f().scalarLike(x, 0.5)));
    }

    @Test
    void functionsAlongAxesAgree() {
        expectEqual(
                ops.axis().logSumExp(x, true, 1),
                ops.f().sub(ops.f().slice(x, 1, 0, 1), ops.f().slice(ops.axis().logSoftmax(x, 1), 1, 0, 1)));
        expectEqual(ops.f().slice(ops.axis().cumSum(x, 1), 1, 2, 3), ops.f().reduceSum(x, true, 1));
        expectEqual(ops.f().slice(ops.axis().cumProd(x, 1), 1, 2, 3), ops.axis().product(x, true, 1));
        expectEqual(
                ops.axis().l2(ops.axis().normalize(x, 1), true, 1),
                ops.f().onesLike(ops.f().slice(x, 1, 0, 1)));
    }

    @Test
    void aConvolutionOfOnePixelIsALinearLayer() {
        Value weight = eager.constant(Tensor.of(new double[] {1, 2, 3, -1, 0, 1}, 2, 3));
        Value pixels = ops.f().reshape(x, 2, 3, 1, 1);
        Value kernel = ops.f().reshape(weight, 2, 3, 1, 1);
        expectEqual(ops.nn().linear(x, weight, null), ops.nn().flatten(ops.nn().conv(pixels, kernel, null, 1, 0, 1)));
    }
}
