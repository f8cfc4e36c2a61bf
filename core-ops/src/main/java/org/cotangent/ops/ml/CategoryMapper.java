package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.ops.internal.text.Vocabulary;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * Strings to integers, or integers to strings, by the pairs of {@code cats_strings} and {@code cats_int64s}; what is
 * not among them becomes {@code default_int64} or {@code default_string}. ONNX CategoryMapper of ai.onnx.ml, version 1.
 */
public final class CategoryMapper extends MlOperator {
    public CategoryMapper() {
        super(
                "CategoryMapper",
                1,
                Signature.builder()
                        .input("X", labels("T1"))
                        .output("Y", labels("T2"))
                        .optionalIntegers("cats_int64s")
                        .optionalAttribute("cats_strings", STRINGS)
                        .attribute("default_int64", -1)
                        .attribute("default_string", "_Unused"));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        int strings = call.attributes().texts("cats_strings").size();
        int integers = call.attributes().integers("cats_int64s").length;
        if (strings != integers) {
            throw new AttributeException(
                    "there are " + strings + " strings and " + integers + " integers: they form pairs");
        }
        return List.of(call.input(0).with(call.dtype(0) == DType.STRING ? DType.INT64 : DType.STRING));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(CategoryMapper::prepare);
    }

    private static Kernel prepare(Preparation call) {
        Attributes attributes = call.attributes();
        String[] strings = attributes.texts("cats_strings").toArray(String[]::new);
        long[] integers = attributes.integers("cats_int64s");
        boolean isText = call.input(0).dtype() == DType.STRING;
        Vocabulary keys = new Vocabulary(isText ? Tensor.of(strings, strings.length) : Tensor.vector(integers));
        long otherInteger = attributes.integer("default_int64");
        String otherString = attributes.text("default_string");
        return io -> {
            Tensor x = io.input(0);
            for (int i = 0; i < x.elements(); i++) {
                int place = keys.find(x, i);
                if (isText) {
                    io.output(0).setLong(i, place < 0 ? otherInteger : integers[place]);
                } else {
                    io.output(0).strings()[i] = place < 0 ? otherString : strings[place];
                }
            }
        };
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("strings and integers have no tangent space");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.of("cats_int64s", 3, 1).with("cats_strings", new Attribute.OfStrings(List.of("a", "b"))),
                draw.chance(0.5) ? draw.words(draw.shape(1, 2), "a", "b", "c") : draw.indices(draw.shape(1, 2), 0, 4)));
    }
}
