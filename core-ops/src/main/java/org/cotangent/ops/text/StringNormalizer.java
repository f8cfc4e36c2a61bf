package org.cotangent.ops.text;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.text.NormalizeStrings;
import org.cotangent.ops.internal.text.TextOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.ValueType;

/**
 * The strings of {@code X}, of shape [C] or [1, C], that are no {@code stopwords}, in lower or upper case if
 * {@code case_change_action} is LOWER or UPPER.
 *
 * <p>Unless {@code is_case_sensitive}, stop words are found whatever the case of their letters. Case follows
 * {@code locale}, en_US by default. If no string is left, the result is one empty string. ONNX StringNormalizer,
 * version 10.
 */
public final class StringNormalizer extends TextOperator {
    private static final Set<String> ACTIONS = Set.of("LOWER", "UPPER", "NONE");

    public StringNormalizer() {
        super("StringNormalizer", 10, signature(strings("T")));
    }

    private static Signature.Builder signature(TypeVariable t) {
        return Signature.builder()
                .input("X", t)
                .output("Y", t)
                .attribute("case_change_action", "NONE")
                .attribute("is_case_sensitive", 0)
                .attribute("locale", "en_US")
                .attribute("stopwords", new Attribute.OfStrings(List.of()));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        String action = call.attributes().text("case_change_action");
        if (!ACTIONS.contains(action)) {
            throw new AttributeException("case_change_action must be LOWER, UPPER or NONE, not '" + action + "'");
        }
        Shape shape = call.shape(0);
        boolean isRow =
                shape.rank() == 2 && (shape.dim(0).is(1) || !shape.dim(0).isKnown());
        if (shape.rank() != 1 && !isRow) {
            throw new ShapeException("X must be of shape [C] or [1, C], not " + shape);
        }
        Dim left = call.fresh("left");
        return List.of(call.input(0).with(Shape.of(isRow ? List.of(Dim.of(1), left) : List.of(left))));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> new NormalizeStrings(call.attributes()));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            Attributes attributes = Attributes.of("case_change_action", draw.pick("LOWER", "UPPER", "NONE"))
                    .with("is_case_sensitive", draw.integer(0, 1))
                    .with("stopwords", new Attribute.OfStrings(List.of("Monday", "tuesday")));
            long count = draw.extent();
            long[] shape = draw.chance(0.5) ? new long[] {count} : new long[] {1, count};
            return Domain.Sample.of(attributes, draw.words(shape, "monday", "Monday", "tuesday", "Straße", ""));
        });
    }
}
