package org.cotangent.ops.internal.random;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/** A tensor of random numbers, of the shape that an attribute gives or of that of an input. */
public abstract class RandomOperator extends OnnxOperator {
    private final Distribution.Family family;

    /**
     * @param ports the input, if there is one
     * @param parameters the attributes of the distribution with their defaults
     */
    protected RandomOperator(String type, Signature.Builder ports, Attributes parameters, Distribution.Family family) {
        super(type, 22, complete(ports, parameters).build());
        this.family = family;
    }

    private static Signature.Builder complete(Signature.Builder ports, Attributes parameters) {
        parameters.asMap().forEach(ports::attribute);
        return ports.output("output", TypeVariable.of("T2", DType.floating()))
                .optionalAttribute("seed", new Attribute.OfFloat(0))
                .random();
    }

    /** {@return no input, and attributes for shape and element type} */
    protected static Signature.Builder ofShape() {
        return Signature.builder().optionalIntegers("shape").attribute("dtype", DType.FLOAT.code());
    }

    /** {@return an input of any type that gives the shape, and perhaps the element type} */
    protected static Signature.Builder like() {
        return Signature.builder().input("input", Types.basic("T1")).optionalInteger("dtype");
    }

    private boolean isLike() {
        return !signature().inputs().isEmpty();
    }

    @Override
    public final List<? extends ValueType> infer(Inference call) {
        Attributes attributes = call.attributes();
        Shape shape = isLike() ? call.shape(0) : Shape.of(attributes.integers("shape"));
        DType dtype = attributes.has("dtype") ? attributes.dtype("dtype") : call.dtype(0);
        if (!dtype.isFloating()) {
            throw new TypeException("random numbers of type " + dtype
                    + " are not to be had: set the attribute dtype to FLOAT, DOUBLE, FLOAT16 or BFLOAT16");
        }
        return List.of(new TensorType(dtype, shape));
    }

    @Override
    public final Forward forward() {
        return new Forward.HostKernel(call -> new RandomKernel(
                call, family.of(call.attributes(), call.output(0).dtype())));
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.Zero("of an input, only shape and element type matter");
    }

    @Override
    public final Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 3);
            Attributes seed = Attributes.none().with("seed", (float) draw.integer(0, 9));
            return isLike()
                    ? Domain.Sample.of(seed, draw.tensor(shape, -2, 2))
                    : Domain.Sample.of(seed.with("shape", shape));
        });
    }
}
