package org.cotangent.train.data;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.Batch;
import org.cotangent.train.TrainingStep;

/**
 * Stacks samples some of whose tensors differ in size: each axis of these gets the largest size that it has in the
 * batch, and what a sample lacks, at the end of an axis, is filled with a number.
 *
 * @param values what to fill with, by the name of an input or {@value TrainingStep#TARGETS}; all that is not named here
 *     has one size
 * @param lengths names of inputs to add, int64 [batch], by the input whose first size in each sample they hold
 * @param multiple the first size is rounded up to a multiple of this: the fewer sizes there are, the fewer plans a
 *     training makes
 */
public record Padding(Map<String, Double> values, Map<String, String> lengths, int multiple) implements Collation {
    public Padding {
        values = Map.copyOf(values);
        lengths = Map.copyOf(lengths);
        if (multiple < 1) {
            throw new DataException("padded sizes cannot be multiples of " + multiple);
        }
    }

    /** {@return padding of one input, or of {@value TrainingStep#TARGETS}} */
    public static Padding of(String name, double value) {
        return new Padding(Map.of(name, value), Map.of(), 1);
    }

    /** {@return this, padding one more} */
    public Padding and(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Padding(more, lengths, multiple);
    }

    /** {@return this, adding an input {@code added}, int64 [batch]: the first size of {@code input} in each sample} */
    public Padding withLengths(String input, String added) {
        Map<String, String> more = new LinkedHashMap<>(lengths);
        more.put(input, added);
        return new Padding(values, more, multiple);
    }

    /** {@return this, with the first size rounded up to a multiple} */
    public Padding withMultiple(int other) {
        return new Padding(values, lengths, other);
    }

    @Override
    public Batch collate(List<Sample> samples) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String name : samples.getFirst().inputs().keySet()) {
            List<Tensor> tensors =
                    samples.stream().map(sample -> sample.input(name)).toList();
            inputs.put(name, stack(name, tensors));
            String added = lengths.get(name);
            if (added != null) {
                inputs.put(
                        added,
                        Tensor.vector(tensors.stream().mapToLong(t -> t.size(0)).toArray()));
            }
        }
        return new Batch(
                inputs,
                stack(TrainingStep.TARGETS, samples.stream().map(Sample::target).toList()));
    }

    private Tensor stack(String name, List<Tensor> tensors) {
        Double value = values.get(name);
        if (value == null) {
            return Stacking.stack(name, tensors);
        }
        long[] sizes = largest(name, tensors);
        return Stacking.stack(
                name,
                tensors.stream().map(tensor -> padded(tensor, sizes, value)).toList());
    }

    private long[] largest(String name, List<Tensor> tensors) {
        long[] sizes = tensors.getFirst().sizes();
        for (Tensor tensor : tensors) {
            if (tensor.rank() != sizes.length || tensor.rank() == 0) {
                throw new DataException("'" + name + "' cannot be padded: samples of one batch are "
                        + tensors.getFirst().type() + " and " + tensor.type());
            }
            for (int axis = 0; axis < sizes.length; axis++) {
                sizes[axis] = Math.max(sizes[axis], tensor.size(axis));
            }
        }
        sizes[0] = Math.ceilDiv(sizes[0], (long) multiple) * multiple;
        return sizes;
    }

    private static Tensor padded(Tensor tensor, long[] sizes, double value) {
        if (tensor.dtype() == DType.STRING || tensor.dtype().bits() < 8) {
            throw new DataException(tensor.type() + " cannot be padded; convert it first");
        }
        Tensor padded = Tensor.full(tensor.dtype(), value, sizes);
        if (tensor.elements() > 0) {
            copy(tensor, padded, 0, 0, 0);
        }
        return padded;
    }

    /** Copies what lies below one index of each axis before {@code axis}: offsets count elements. */
    private static void copy(Tensor from, Tensor to, int axis, long source, long target) {
        if (axis == from.rank() - 1) {
            int bytes = from.dtype().bytes();
            MemorySegment.copy(from.segment(), source * bytes, to.segment(), target * bytes, from.size(axis) * bytes);
            return;
        }
        for (long i = 0; i < from.size(axis); i++) {
            copy(from, to, axis + 1, (source + i) * from.size(axis + 1), (target + i) * to.size(axis + 1));
        }
    }
}
