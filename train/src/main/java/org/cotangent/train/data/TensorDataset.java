package org.cotangent.train.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** The rows of tensors in memory. */
final class TensorDataset implements Dataset {
    private final Map<String, Tensor> inputs;
    private final Tensor targets;

    TensorDataset(Map<String, Tensor> inputs, Tensor targets) {
        this.inputs = new LinkedHashMap<>(inputs);
        this.targets = targets;
        requireRows("the targets", targets);
        inputs.forEach((name, tensor) -> {
            requireRows("input '" + name + "'", tensor);
            if (tensor.size(0) != targets.size(0)) {
                throw new DataException(
                        "input '" + name + "' has " + tensor.size(0) + " rows, the targets have " + targets.size(0));
            }
        });
    }

    private static void requireRows(String what, Tensor tensor) {
        if (tensor.rank() == 0 || tensor.size(0) > Integer.MAX_VALUE) {
            throw new DataException(what + " " + tensor.type() + " cannot be cut into rows");
        }
        if (tensor.dtype() != DType.STRING && tensor.dtype().bits() < 8) {
            throw new DataException(
                    what + " " + tensor.type() + " has rows within a byte; convert it to INT8 or UINT8");
        }
    }

    @Override
    public int size() {
        return (int) targets.size(0);
    }

    @Override
    public Sample sample(int index, RandomGenerator random) {
        Objects.checkIndex(index, size());
        Map<String, Tensor> rows = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> rows.put(name, row(tensor, index)));
        return new Sample(rows, row(targets, index));
    }

    private static Tensor row(Tensor tensor, int index) {
        long[] sizes = tensor.sizes();
        long[] rest = Arrays.copyOfRange(sizes, 1, sizes.length);
        long elements = tensor.elements() / sizes[0];
        if (tensor.dtype() == DType.STRING) {
            int from = (int) (index * elements);
            return Tensor.of(Arrays.copyOfRange(tensor.strings(), from, (int) (from + elements)), rest);
        }
        long bytes = tensor.dtype().byteSize(elements);
        return Tensor.wrap(tensor.dtype(), rest, tensor.segment().asSlice(index * bytes, bytes));
    }
}
