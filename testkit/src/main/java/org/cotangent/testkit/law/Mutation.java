package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A call with one thing changed that may be wrong.
 *
 * @param refusedFor the input for which the signature forbids the call; null if only the operator can tell
 */
record Mutation(
        String description, Domain.Sample sample, @Nullable String refusedFor) {
    private static final long[] NUMBERS = {-9, 9, 0};

    /** {@return one mutation of each kind for each input and attribute} */
    static List<Mutation> all(Trial trial) {
        List<Mutation> all = new ArrayList<>();
        for (int i = 0; i < trial.inputs().size(); i++) {
            Tensor input = trial.inputs().get(i);
            if (input != null) {
                ofInput(all, trial, i, input);
            }
        }
        ofAttributes(all, trial.sample());
        return all;
    }

    private static void ofInput(List<Mutation> all, Trial trial, int i, Tensor input) {
        Port port = trial.operator().signature().input(i);
        Domain.Sample sample = trial.sample();
        String name = "input '" + trial.inputName(i) + "' ";
        boolean needed = port.presence() == Port.Presence.REQUIRED;
        if (port.presence() != Port.Presence.VARIADIC) {
            all.add(new Mutation(name + "missing", sample.with(i, null), needed ? port.name() : null));
        }
        Arrays.stream(DType.values())
                .filter(dtype -> !port.type().allowed().contains(dtype))
                .filter(dtype -> dtype != DType.STRING && dtype != input.dtype())
                .findFirst()
                .ifPresent(dtype -> all.add(new Mutation(
                        name + "of type " + dtype,
                        sample.with(i, Tensor.allocate(dtype, input.sizes())),
                        port.type().kind() == TypeVariable.Kind.TENSOR ? port.name() : null)));
        all.add(new Mutation(name + "of higher rank", sample.with(i, input.reshaped(wider(input.sizes()))), null));
        if (input.rank() > 0) {
            long[] shorter = Arrays.copyOfRange(input.sizes(), 1, input.rank());
            all.add(new Mutation(
                    name + "of lower rank", sample.with(i, Tensor.allocate(input.dtype(), shorter)), null));
            int last = input.rank() - 1;
            long[] longer = input.sizes();
            longer[last]++;
            all.add(new Mutation(
                    name + "with a longer axis", sample.with(i, Tensor.allocate(input.dtype(), longer)), null));
            long[] empty = input.sizes();
            empty[0] = 0;
            all.add(new Mutation(
                    name + "without elements", sample.with(i, Tensor.allocate(input.dtype(), empty)), null));
        }
        if (!trial.variable().contains(i) && input.dtype().isInteger()) {
            for (long number : NUMBERS) {
                Tensor changed = input.copy();
                IntStream.range(0, Math.toIntExact(input.elements())).forEach(k -> changed.setLong(k, number));
                all.add(new Mutation(name + "full of " + number, sample.with(i, changed), null));
            }
        }
    }

    private static long[] wider(long[] sizes) {
        long[] wider = new long[sizes.length + 1];
        wider[0] = 1;
        System.arraycopy(sizes, 0, wider, 1, sizes.length);
        return wider;
    }

    private static void ofAttributes(List<Mutation> all, Domain.Sample sample) {
        sample.attributes().asMap().forEach((name, value) -> {
            all.add(new Mutation(
                    "no attribute " + name, sample.with(sample.attributes().without(name)), null));
            for (Attribute other : others(value)) {
                all.add(new Mutation(
                        "attribute " + name + " " + other,
                        sample.with(sample.attributes().with(name, other)),
                        null));
            }
        });
        all.add(new Mutation(
                "an unknown attribute", sample.with(sample.attributes().with("no_such_thing", 1)), null));
    }

    private static List<Attribute> others(Attribute value) {
        return switch (value) {
            case Attribute.OfInt i ->
                Arrays.stream(NUMBERS).<Attribute>mapToObj(Attribute.OfInt::new).toList();
            case Attribute.OfFloat f -> List.of(new Attribute.OfFloat(-1), new Attribute.OfFloat(Float.NaN));
            case Attribute.OfString s -> List.of(new Attribute.OfString("nonsense"));
            case Attribute.OfInts(List<Long> values) ->
                List.of(
                        new Attribute.OfInts(List.of()),
                        new Attribute.OfInts(values.stream().map(v -> -9L).toList()),
                        new Attribute.OfInts(values.stream().map(v -> 9L).toList()));
            case Attribute.OfFloats f -> List.of(new Attribute.OfFloats(List.of()));
            case Attribute.OfStrings s -> List.of(new Attribute.OfStrings(List.of()));
            default -> List.of();
        };
    }
}
