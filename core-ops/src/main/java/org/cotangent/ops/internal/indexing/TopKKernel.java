package org.cotangent.ops.internal.indexing;

import java.util.Arrays;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;

/** The k best of each line along an axis, best first, and their places; of equals the first. */
public final class TopKKernel implements Kernel {
    private static final long GRAIN = 1 << 12;

    private final int size;
    private final int k;
    private final long outer;
    private final long inner;
    private final boolean largest;
    private final Cells cells;
    private final Parallel parallel;
    private final Scratch<Line> scratch;

    public TopKKernel(Preparation call, int axis, boolean largest) {
        long[] sizes = call.input(0).shape().sizes();
        this.size = Math.toIntExact(sizes[axis]);
        this.k = Math.toIntExact(call.output(0).shape().size(axis));
        this.outer = Strides.product(sizes, 0, axis);
        this.inner = Strides.product(sizes, axis + 1, sizes.length);
        this.largest = largest;
        this.cells = Cells.of(call.input(0).dtype());
        this.parallel = call.parallel();
        this.scratch = new Scratch<>(parallel, () -> new Line(size, k));
    }

    @Override
    public void run(Bindings io) {
        Tensor x = io.input(0);
        parallel.forRange(outer * inner, Math.ceilDiv(GRAIN, Math.max(1L, size)), (first, last) -> {
            Line line = scratch.take();
            for (long i = first; i < last; i++) {
                long start = i / inner * size * inner + i % inner;
                long target = i / inner * k * inner + i % inner;
                line.select(x, start, inner, largest);
                for (int rank = 0; rank < k; rank++) {
                    long to = target + rank * inner;
                    cells.copy(x, start + line.heap[rank] * inner, io.output(0), to, 1);
                    if (io.hasOutput(1)) {
                        io.output(1).setLong(to, line.heap[rank]);
                    }
                }
            }
            scratch.put(line);
        });
    }

    /** One line: its keys, of which greater ones are better, and a heap of the best places so far, the worst on top. */
    private static final class Line {
        private final long[] keys;
        private final int[] heap;

        Line(int size, int k) {
            this.keys = new long[size];
            this.heap = new int[k];
        }

        void select(Tensor x, long start, long stride, boolean largest) {
            SortKeys.read(x, start, stride, keys);
            for (int i = 0; i < keys.length && !largest; i++) {
                keys[i] = ~keys[i];
            }
            int k = heap.length;
            if (k == 0) {
                return;
            }
            Arrays.setAll(heap, i -> i);
            for (int i = k / 2 - 1; i >= 0; i--) {
                sink(i, k);
            }
            for (int i = k; i < keys.length; i++) {
                if (keys[i] > keys[heap[0]]) {
                    heap[0] = i;
                    sink(0, k);
                }
            }
            for (int last = k - 1; last > 0; last--) {
                int worst = heap[0];
                heap[0] = heap[last];
                heap[last] = worst;
                sink(0, last);
            }
        }

        private boolean isWorse(int a, int b) {
            return keys[a] < keys[b] || (keys[a] == keys[b] && a > b);
        }

        private void sink(int from, int count) {
            int place = from;
            int moved = heap[from];
            while (2 * place + 1 < count) {
                int child = 2 * place + 1;
                if (child + 1 < count && isWorse(heap[child + 1], heap[child])) {
                    child++;
                }
                if (!isWorse(heap[child], moved)) {
                    break;
                }
                heap[place] = heap[child];
                place = child;
            }
            heap[place] = moved;
        }
    }
}
