package org.cotangent.ops.nn;

import java.util.List;
import org.cotangent.ops.internal.normalization.BatchNormalizationKernel;
import org.cotangent.ops.internal.normalization.BatchNormalizationRule;
import org.cotangent.ops.internal.normalization.Standardization;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * {@code Y = (X - mean) / sqrt(var + epsilon) * scale + B} per channel of X, [N, C, sizes...].
 *
 * <p>Without {@code training_mode} mean and var are {@code input_mean} and {@code input_var}. With it they are those of
 * the batch (var is the mean square deviation), and {@code running = input * momentum + batch * (1 - momentum)} are two
 * more outputs. ONNX BatchNormalization, version 15.
 */
public final class BatchNormalization extends OnnxOperator {
    public BatchNormalization() {
        super("BatchNormalization", 15, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        TypeVariable t1 = TypeVariable.of("T1", DType.floating());
        TypeVariable t2 = TypeVariable.of("T2", DType.floating());
        TypeVariable computed = TypeVariable.of("computed", DType.FLOAT, DType.DOUBLE);
        return Signature.builder()
                .input("X", t)
                .parameter("scale", t1)
                .parameter("B", t1)
                .input("input_mean", t2)
                .input("input_var", t2)
                .output("Y", t)
                .optionalOutput("running_mean", t2)
                .optionalOutput("running_var", t2)
                .residual("mean", computed)
                .residual("inverse", computed)
                .attribute("epsilon", 1e-5f)
                .attribute("momentum", 0.9f)
                .attribute("training_mode", 0)
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        if (x.rank() < 1) {
            throw new ShapeException("X must have axes for batch and channels, not shape " + x);
        }
        Dim channels = x.rank() < 2 ? Dim.of(1) : x.dim(1);
        for (int i = 1; i < 5; i++) {
            Shape shape = call.shape(i);
            if (shape.rank() != 1 || (channels.isKnown() && shape.dim(0).isKnown() && !channels.equals(shape.dim(0)))) {
                throw new ShapeException(
                        "input " + i + " must be of shape [" + channels + "], one number per channel, not " + shape);
            }
        }
        if (call.outputCount() == 2
                || (call.outputCount() == 3 && !call.attributes().flag("training_mode"))) {
            throw new AttributeException("running statistics are outputs only with training_mode 1");
        }
        TensorType statistics = call.input(3);
        TensorType computed = statistics.with(Standardization.computed(call.dtype(0)));
        return List.of(call.input(0), statistics, statistics, computed, computed);
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(BatchNormalizationKernel::new, BatchNormalization::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        DType computed = Standardization.computed(call.dtype(0));
        Value x = f.cast(call.input(0), computed);
        int rank = x.shape().rank();
        long[] axes = BatchNormalizationRule.allButChannels(rank);
        boolean training = call.attributes().flag("training_mode");
        Value mean = training ? f.reduceMean(x, false, axes) : f.cast(call.input(3), computed);
        Value centred = f.sub(x, BatchNormalizationRule.perChannel(f, mean, rank));
        Value variance = training ? f.reduceMean(f.square(centred), false, axes) : f.cast(call.input(4), computed);
        Value inverse = f.reciprocal(f.sqrt(f.add(variance, call.attributes().real("epsilon"))));
        Value factor = f.mul(f.cast(call.input(1), computed), inverse);
        Value scaled = f.mul(centred, BatchNormalizationRule.perChannel(f, factor, rank));
        Value y = f.add(scaled, BatchNormalizationRule.perChannel(f, f.cast(call.input(2), computed), rank));
        List<Value> outputs = List.of(
                f.cast(y, call.dtype(0)),
                running(f, call, call.input(3), mean),
                running(f, call, call.input(4), variance),
                mean,
                inverse);
        return outputs.subList(0, call.outputCount());
    }

    private static Value running(Formulas f, Call call, Value before, Value batch) {
        double momentum = call.attributes().real("momentum");
        return f.add(f.mul(before, momentum), f.mul(f.cast(batch, before.dtype()), 1 - momentum));
    }

    @Override
    public Derivative derivative() {
        return Derivative.ofVjp(BatchNormalizationRule::vjp);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] x = draw.shape(2, 4);
            x[0] += 2;
            long[] channels = {x[1]};
            boolean training = draw.chance(0.5);
            Attributes attributes = Attributes.of("training_mode", training ? 1 : 0)
                    .with("epsilon", draw.pick(1e-5f, 1e-2f))
                    .with("momentum", draw.pick(0.9f, 0.5f));
            Domain.Sample sample = Domain.Sample.of(
                    attributes,
                    draw.tensor(x, -2, 2),
                    draw.tensor(channels, -2, 2),
                    draw.tensor(channels, -2, 2),
                    draw.tensor(channels, -1, 1),
                    draw.tensor(channels, 0.5, 2));
            return sample.withOutputs(training ? draw.pick(1, 3) : 1);
        });
    }
}
