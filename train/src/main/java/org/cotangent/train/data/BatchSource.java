package org.cotangent.train.data;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.cotangent.train.Batch;

/** Gives the batches of any epoch, the same ones whenever it is asked. */
public interface BatchSource {
    /**
     * {@return the batches of an epoch from some batch on}
     *
     * @param epoch counted from 0
     * @param first the number of batches to leave out; they need not be made
     */
    Batches epoch(int epoch, int first);

    /** {@return all batches of an epoch} */
    default Batches epoch(int epoch) {
        return epoch(epoch, 0);
    }

    /** {@return how many batches an epoch has, if that is known before} */
    default OptionalInt count(int epoch) {
        return OptionalInt.empty();
    }

    /**
     * {@return what its batches depend on, in words: sizes, seeds} Training that goes on after a break compares this
     * with what it began with. Empty if nothing can be said.
     */
    default String identity() {
        return "";
    }

    /**
     * {@return lists of batches}
     *
     * @param epochs gives the batches of an epoch, counted from 0, the same ones for the same epoch
     */
    static BatchSource of(IntFunction<? extends List<Batch>> epochs) {
        return (epoch, first) -> {
            List<Batch> all = epochs.apply(epoch);
            List<Batch> rest = all.subList(Math.min(first, all.size()), all.size());
            return new Batches() {
                @Override
                public Iterator<Batch> iterator() {
                    return rest.iterator();
                }

                @Override
                public void close() {}
            };
        };
    }
}
