package org.cotangent.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * Whether the whole of each string matches {@code pattern}, a regular expression of RE2, which takes time linear in the
 * length of the string; ONNX RegexFullMatch, version 20.
 */
public final class RegexFullMatch implements Operator {
    @Override
    public OperatorId id() {
        return new OperatorId("", "RegexFullMatch", 20);
    }

    @Override
    public Signature signature() {
        return Signature.builder()
                .input("X", TypeVariable.of("T1", DType.STRING))
                .output("Y", TypeVariable.of("T2", DType.BOOL))
                .optionalAttribute("pattern", new Attribute.OfString(""))
                .build();
    }

    private static Pattern pattern(Attributes attributes) {
        String pattern = attributes.text("pattern");
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new AttributeException(
                    "pattern '" + pattern + "' is no regular expression of RE2: " + e.getMessage(), e);
        }
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        var _ = pattern(call.attributes());
        return List.of(call.input(0).with(DType.BOOL));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(RegexFullMatch::prepare);
    }

    private static Kernel prepare(Preparation call) {
        Pattern pattern = pattern(call.attributes());
        return io -> {
            String[] texts = io.input(0).strings();
            Tensor matches = io.output(0);
            for (int i = 0; i < texts.length; i++) {
                matches.setLong(i, pattern.matches(texts[i]) ? 1 : 0);
            }
        };
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("strings have no tangent space");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.of("pattern", draw.pick("a.*", "(?i)B+", "\\pL*", "")),
                draw.words(draw.shape(0, 3), "", "a", "abc", "bB", "é")));
    }
}
