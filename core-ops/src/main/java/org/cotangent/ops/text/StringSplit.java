package org.cotangent.ops.text;

import java.util.List;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.ops.internal.text.SplitStrings;
import org.cotangent.ops.internal.text.TextOperator;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The parts of each string between {@code delimiter}s, and how many there are.
 *
 * <p>{@code Y} has the shape of X and one axis more, as long as the longest list of parts; empty strings fill it up.
 * {@code Z} has the shape of X. An empty delimiter stands for any run of white space; white space at the ends then
 * gives no parts. After {@code maxsplit} splits the rest of the string is one part, whose trailing white space stays; a
 * negative number means no limit. ONNX StringSplit, version 20.
 */
public final class StringSplit extends TextOperator {
    public StringSplit() {
        super(
                "StringSplit",
                20,
                Signature.builder()
                        .input("X", strings("T1"))
                        .output("Y", strings("T2"))
                        .output("Z", Types.int64("T3"))
                        .attribute("delimiter", "")
                        .optionalAttribute("maxsplit", new Attribute.OfInt(0)));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape shape = call.shape(0);
        return List.of(
                call.input(0).with(shape.insert(shape.rank(), call.fresh("parts"))),
                new TensorType(DType.INT64, shape));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> new SplitStrings(
                call.attributes().text("delimiter"), call.attributes().integer("maxsplit", -1)));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            Attributes attributes = Attributes.of("delimiter", draw.pick("", " ", ",", "ab"));
            return Domain.Sample.of(
                            draw.chance(0.5) ? attributes : attributes.with("maxsplit", draw.integer(0, 2)),
                            draw.words(draw.shape(0, 3), "", " a  b ", "x,y,,z", "ababab", "\ta\u2003b c"))
                    .withOutputs(2);
        });
    }
}
