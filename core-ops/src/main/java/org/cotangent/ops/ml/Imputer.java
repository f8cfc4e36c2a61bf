package org.cotangent.ops.ml;

import java.util.Collections;
import java.util.List;
import org.cotangent.ops.internal.ml.Features;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * {@code X} with elements equal to {@code replaced_value_float}, or {@code replaced_value_int64} for integers, replaced
 * by {@code imputed_value_floats} or {@code imputed_value_int64s}: a number for each feature, or one for all. NaN
 * counts as equal to NaN. ONNX Imputer of ai.onnx.ml, version 1.
 */
public final class Imputer extends MlOperator {
    public Imputer() {
        super("Imputer", 1, signature(numbers("T")));
    }

    private static Signature.Builder signature(TypeVariable t) {
        return Signature.builder()
                .input("X", t)
                .output("Y", t)
                .optionalAttribute("imputed_value_floats", FLOATS)
                .optionalIntegers("imputed_value_int64s")
                .attribute("replaced_value_float", 0f)
                .attribute("replaced_value_int64", 0);
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        String wanted = call.dtype(0).isInteger() ? "imputed_value_int64s" : "imputed_value_floats";
        if (!call.attributes().has(wanted)) {
            throw new AttributeException(
                    "for elements of " + call.dtype(0) + " the attribute " + wanted + " is needed");
        }
        columns(call.shape(0));
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(Imputer::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value x = call.input(0);
        Attributes attributes = call.attributes();
        if (x.dtype().isInteger()) {
            long[] imputed = attributes.integers("imputed_value_int64s");
            Value values = f.cast(f.integers(imputed), x.dtype());
            Value replaced = f.cast(f.constant(Tensor.scalar(attributes.integer("replaced_value_int64"))), x.dtype());
            return List.of(f.where(f.equal(x, replaced), checked(call, values), x));
        }
        List<Float> imputed = attributes.reals("imputed_value_floats");
        float replaced = attributes.real("replaced_value_float");
        Value matches = Float.isNaN(replaced) ? f.op("IsNaN", x) : f.equal(x, f.scalarLike(x, replaced));
        return List.of(f.where(matches, checked(call, Features.constants(f, x, imputed, imputed.size())), x));
    }

    private static Value checked(Call call, Value values) {
        Dim columns = columns(call.shape(0));
        if (columns.isKnown()
                && !values.shape().dim(0).is(1)
                && !values.shape().dim(0).equals(columns)) {
            throw new AttributeException("there are " + values.shape().dim(0) + " imputed values for features "
                    + call.shape(0) + ": give one, or one for each column");
        }
        return values;
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 2);
            int width = draw.chance(0.5) ? 1 : (int) shape[shape.length - 1];
            Tensor x = draw.away(shape, -2, 2, 0.05, 0);
            for (long i = 0; i < x.elements(); i++) {
                x.setDouble(i, draw.chance(0.3) ? Double.NaN : x.getDouble(i));
            }
            long[] whole = new long[width];
            return Domain.Sample.of(
                    Attributes.of("imputed_value_int64s", whole)
                            .with("imputed_value_floats", new Attribute.OfFloats(Collections.nCopies(width, 0.5f)))
                            .with("replaced_value_float", Float.NaN),
                    x);
        });
    }
}
