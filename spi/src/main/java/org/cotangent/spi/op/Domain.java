package org.cotangent.spi.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Legal calls of an operator, drawn at random for tests.
 *
 * <p>Floating inputs are drawn as float64, away from points where the operator is not differentiable; tests convert
 * them where they need other element types. Integer inputs are drawn in the type the operator wants.
 */
@FunctionalInterface
public interface Domain {
    /**
     * {@return a call; equal for equal states of {@code random}}
     *
     * @param size how large sizes may get: from 1, the simplest call there is, upwards
     */
    Sample sample(RandomGenerator random, int size);

    /** {@return points where the operator has no derivative, and what stands in for it there by convention} */
    default List<Kink> kinks() {
        return List.of();
    }

    /** {@return these calls, and these conventions} */
    default Domain withKinks(Kink... kinks) {
        Domain calls = this;
        return new Domain() {
            @Override
            public Sample sample(RandomGenerator random, int size) {
                return calls.sample(random, size);
            }

            @Override
            public List<Kink> kinks() {
                return List.of(kinks);
            }
        };
    }

    /**
     * A convention about a point without a derivative, such as {@code relu'(0) = 0}.
     *
     * @param call the point
     * @param gradient of the sum of all floating outputs, for each input; null where there is none to speak of
     */
    record Kink(Sample call, List<@Nullable Tensor> gradient) {
        /** {@return the slope of an elementwise operator with one input and these attributes} */
        public static Kink at(Attributes attributes, double x, double slope) {
            return of(Sample.of(attributes, Tensor.scalar(x)), Tensor.scalar(slope));
        }

        /** {@return the slope of an elementwise operator with one input and no attributes} */
        public static Kink at(double x, double slope) {
            return at(Attributes.none(), x, slope);
        }

        public static Kink of(Sample call, @Nullable Tensor... gradient) {
            return new Kink(call, Arrays.asList(gradient));
        }
    }

    /**
     * A call.
     *
     * @param inputs null where an optional input is absent
     * @param outputs how many outputs the call asks for
     */
    record Sample(Attributes attributes, List<@Nullable Tensor> inputs, int outputs) {
        public static Sample of(Attributes attributes, @Nullable Tensor... inputs) {
            return new Sample(attributes, Arrays.asList(inputs), 1);
        }

        public static Sample of(@Nullable Tensor... inputs) {
            return of(Attributes.none(), inputs);
        }

        public Sample withOutputs(int count) {
            return new Sample(attributes, inputs, count);
        }

        /** {@return the call with other attributes} */
        public Sample with(Attributes other) {
            return new Sample(other, inputs, outputs);
        }

        /** {@return the call with another input in place of one, or without it} */
        public Sample with(int input, @Nullable Tensor other) {
            List<@Nullable Tensor> changed = new ArrayList<>(inputs);
            changed.set(input, other);
            return new Sample(attributes, changed, outputs);
        }
    }

    /** {@return calls with a draw to fill} */
    static Domain of(Function<Draw, Sample> sampler) {
        return (random, size) -> sampler.apply(new Draw(random, size));
    }

    /** {@return calls whose inputs are tensors that broadcast against each other, with values in [low, high)} */
    static Domain broadcasting(int inputs, double low, double high) {
        return of(draw -> {
            List<@Nullable Tensor> tensors = new ArrayList<>();
            long[] shape = draw.shape(0, 4);
            for (int i = 0; i < inputs; i++) {
                tensors.add(draw.tensor(draw.broadcastableTo(shape), low, high));
            }
            return new Sample(Attributes.none(), tensors, 1);
        });
    }

    /** {@return calls without attributes whose required inputs have one shape and types the signature allows} */
    static Domain ofSignature(Signature signature) {
        return of(draw -> {
            long[] shape = draw.shape(0, 4);
            List<@Nullable Tensor> tensors = new ArrayList<>();
            for (Port port : signature.inputs()) {
                int copies = port.presence() == Port.Presence.VARIADIC ? draw.integer(1, 3) : 1;
                for (int i = 0; i < copies && port.presence() != Port.Presence.OPTIONAL; i++) {
                    tensors.add(draw.tensor(draw.typeOf(port), shape, -2, 2));
                }
            }
            int outputs = (int) signature.outputs().stream()
                    .filter(port -> port.presence() != Port.Presence.RESIDUAL)
                    .count();
            return new Sample(Attributes.none(), tensors, Math.max(1, outputs));
        });
    }
}
