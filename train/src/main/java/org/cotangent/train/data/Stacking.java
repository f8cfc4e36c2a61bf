package org.cotangent.train.data;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.Batch;
import org.cotangent.train.TrainingStep;

/** A new leading axis over samples that all have the same types. */
record Stacking() implements Collation {
    @Override
    public Batch collate(List<Sample> samples) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String name : samples.getFirst().inputs().keySet()) {
            inputs.put(
                    name,
                    stack(
                            name,
                            samples.stream().map(sample -> sample.input(name)).toList()));
        }
        return new Batch(
                inputs,
                stack(TrainingStep.TARGETS, samples.stream().map(Sample::target).toList()));
    }

    static Tensor stack(String name, List<Tensor> tensors) {
        Tensor first = tensors.getFirst();
        for (int row = 0; row < tensors.size(); row++) {
            Tensor tensor = tensors.get(row);
            if (!tensor.type().equals(first.type())) {
                throw new DataException("'" + name + "' is " + first.type() + " in the first sample of a batch and "
                        + tensor.type() + " in sample " + row + " of it; bring them to one size, or name it"
                        + " to the loader's Padding");
            }
        }
        long[] sizes = new long[first.rank() + 1];
        sizes[0] = tensors.size();
        System.arraycopy(first.sizes(), 0, sizes, 1, first.rank());
        if (first.dtype() == DType.STRING) {
            return Tensor.of(
                    tensors.stream()
                            .flatMap(tensor -> List.of(tensor.strings()).stream())
                            .toArray(String[]::new),
                    sizes);
        }
        if (first.dtype().bits() < 8) {
            throw new DataException("'" + name + "' has elements within a byte; convert " + first.type() + " first");
        }
        Tensor stacked = Tensor.allocate(first.dtype(), sizes);
        long at = 0;
        for (Tensor tensor : tensors) {
            MemorySegment.copy(tensor.segment(), 0, stacked.segment(), at, tensor.byteSize());
            at += tensor.byteSize();
        }
        return stacked;
    }
}
