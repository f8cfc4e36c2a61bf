package org.cotangent.testkit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.law.Blocks;
import org.jspecify.annotations.Nullable;

/**
 * Calls that are a step simpler than a given one: first those with shorter axes, then with fewer axes, then with fewer
 * attributes, inputs and outputs, then with plainer numbers. Not all of them are legal.
 */
public final class Simpler {
    private final Case from;
    private final Domain.Sample sample;

    private Simpler(Case from) {
        this.from = from;
        this.sample = from.sample();
    }

    /** {@return simpler calls, the simplest of a kind first} */
    public static Stream<Domain.Sample> than(Case which) {
        Simpler simpler = new Simpler(which);
        return Stream.of(simpler.shorter(), simpler.flatter(), simpler.fewer(), simpler.plainer())
                .flatMap(samples -> samples);
    }

    /** One size in place of another, wherever it stands. */
    private Stream<Domain.Sample> shorter() {
        Set<Long> sizes = new TreeSet<>(Comparator.reverseOrder());
        for (Tensor input : sample.inputs()) {
            if (input != null) {
                input.shape().dims().forEach(dim -> sizes.add(dim.size()));
            }
        }
        return sizes.stream()
                .filter(size -> size > 1)
                .flatMap(size -> Stream.of(1L, size / 2, size - 1)
                        .distinct()
                        .filter(to -> to > 0)
                        .map(to -> changed(tensor -> Blocks.resized(tensor, size, to))));
    }

    /** Without the first axis of all inputs where it has size 1. */
    private Stream<Domain.Sample> flatter() {
        return Stream.of(changed(tensor -> tensor.rank() > 0 && tensor.size(0) == 1
                ? tensor.reshaped(Arrays.copyOfRange(tensor.sizes(), 1, tensor.rank()))
                : tensor));
    }

    /** Without an attribute, an optional input, the last output. */
    private Stream<Domain.Sample> fewer() {
        Stream<Domain.Sample> attributes = sample.attributes().names().stream()
                .map(name -> sample.with(sample.attributes().without(name)));
        Stream<Domain.Sample> inputs = inputs().filter(
                        i -> from.operator().signature().input(i).presence() == Port.Presence.OPTIONAL)
                .mapToObj(i -> sample.with(i, null));
        Stream<Domain.Sample> outputs =
                sample.outputs() > 1 ? Stream.of(sample.withOutputs(sample.outputs() - 1)) : Stream.empty();
        return Stream.of(attributes, inputs, outputs).flatMap(samples -> samples);
    }

    /** Multiples of 1, 1/2 and 1/8, but not 0, in place of numbers with many digits. */
    private Stream<Domain.Sample> plainer() {
        return Stream.of(1, 2, 8)
                .flatMap(parts -> inputs().boxed().flatMap(i -> {
                    @Nullable Tensor input = sample.inputs().get(i);
                    return input == null || input.dtype() != DType.DOUBLE || isPlain(input, parts)
                            ? Stream.empty()
                            : Stream.of(sample.with(i, plain(input, parts)));
                }));
    }

    private static boolean isPlain(Tensor tensor, int parts) {
        return Arrays.equals(tensor.toDoubles(), plain(tensor, parts).toDoubles());
    }

    private static Tensor plain(Tensor tensor, int parts) {
        Tensor result = Tensor.allocate(tensor.type());
        for (long i = 0; i < tensor.elements(); i++) {
            double x = tensor.getDouble(i);
            double rounded = Math.rint(parts * x) / parts;
            result.setDouble(i, rounded == 0 ? x : rounded);
        }
        return result;
    }

    private IntStream inputs() {
        return IntStream.range(0, sample.inputs().size())
                .filter(i -> sample.inputs().get(i) != null);
    }

    /** The call with every input changed that is not fixed. */
    private Domain.Sample changed(UnaryOperator<Tensor> change) {
        Domain.Sample result = sample;
        for (int i = 0; i < sample.inputs().size(); i++) {
            Tensor input = sample.inputs().get(i);
            if (input != null && from.operator().signature().input(i).role() != Role.FIXED) {
                result = result.with(i, change.apply(input));
            }
        }
        return result;
    }
}
