package org.cotangent.ops.internal.ml;

import java.util.Arrays;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;

/** Sends every row of features through all trees and gathers the votes of the leaves. */
public final class ForestKernel implements Kernel {
    private static final int GRAIN = 2_000;

    /** How votes for the same target are put together, in the order of ONNX's numbers. */
    private enum Aggregate {
        AVERAGE,
        SUM,
        MIN,
        MAX
    }

    @SuppressWarnings("ArrayRecordComponent") // working memory
    private record Memory(double[] row, double[] sums, boolean[] seen) {}

    private final Forest forest;
    private final Aggregate aggregate;
    private final Parallel parallel;
    private final int columns;
    private final Scratch<Memory> scratch;

    public ForestKernel(Preparation call) {
        forest = new Forest(call.attributes());
        long number = call.attributes().integer("aggregate_function");
        if (number < 0 || number >= Aggregate.values().length) {
            throw new AttributeException("aggregate_function must be from 0 to 3, not " + number);
        }
        aggregate = Aggregate.values()[(int) number];
        parallel = call.parallel();
        columns = Math.toIntExact(call.input(0).shape().size(1));
        if (forest.lastFeature() >= columns) {
            throw new ShapeException(
                    "the trees look at feature " + forest.lastFeature() + ", but X has only " + columns + " columns");
        }
        int targets = Math.toIntExact(call.output(0).shape().size(1));
        scratch = new Scratch<>(
                parallel, () -> new Memory(new double[columns], new double[targets], new boolean[targets]));
    }

    @Override
    public void run(Bindings io) {
        Tensor x = io.input(0);
        Tensor y = io.output(0);
        parallel.forRange(x.size(0), Math.max(1, GRAIN / Math.max(1, forest.roots.length)), (from, to) -> {
            Memory memory = scratch.take();
            for (long row = from; row < to; row++) {
                for (int i = 0; i < columns; i++) {
                    memory.row()[i] = x.getDouble(row * columns + i);
                }
                vote(memory);
                for (int i = 0; i < memory.sums().length; i++) {
                    y.setDouble(row * memory.sums().length + i, memory.sums()[i]);
                }
            }
            scratch.put(memory);
        });
    }

    private void vote(Memory memory) {
        Arrays.fill(memory.sums(), 0);
        Arrays.fill(memory.seen(), false);
        for (int root : forest.roots) {
            int leaf = forest.leaf(root, memory.row());
            for (int vote = forest.starts[leaf]; vote < forest.starts[leaf + 1]; vote++) {
                int target = forest.targets[vote];
                double weight = forest.weights[vote];
                double sum = memory.sums()[target];
                memory.sums()[target] = switch (aggregate) {
                    case SUM, AVERAGE -> sum + weight;
                    case MIN -> memory.seen()[target] ? Math.min(sum, weight) : weight;
                    case MAX -> memory.seen()[target] ? Math.max(sum, weight) : weight;
                };
                memory.seen()[target] = true;
            }
        }
        if (aggregate == Aggregate.AVERAGE) {
            for (int i = 0; i < memory.sums().length; i++) {
                memory.sums()[i] /= forest.roots.length;
            }
        }
    }
}
