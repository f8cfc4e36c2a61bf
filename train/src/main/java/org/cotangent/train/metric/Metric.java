package org.cotangent.train.metric;

import org.cotangent.spi.tensor.Tensor;

/** A figure that says how good the outputs of a model are. Stateless; each count begins with a new accumulator. */
public interface Metric {
    /** {@return the name under which the figure is reported} */
    String name();

    /** {@return whether a larger figure is a better one} */
    boolean increases();

    /** {@return an accumulator that has seen nothing yet} */
    Accumulator start();

    /** Takes batch after batch and holds no more than it needs for the figure. */
    interface Accumulator {
        /**
         * Takes a batch into account.
         *
         * @param output of the model
         * @param targets of the samples
         * @param loss the mean loss of the batch
         */
        void add(Tensor output, Tensor targets, double loss);

        /** {@return the figure over all batches so far; NaN over none} */
        double value();
    }
}
