package org.cotangent.train;

import java.util.Collection;
import java.util.List;
import org.cotangent.train.loss.Loss;

/**
 * What is minimised, and by what.
 *
 * @param output the name of the output that the loss is taken of
 * @param trainable the names of the initializers that change
 * @param precision in which products are computed
 */
public record Objective(String output, Loss loss, Collection<String> trainable, Precision precision) {
    public Objective {
        trainable = List.copyOf(trainable);
    }

    /** In the types of the model. */
    public Objective(String output, Loss loss, Collection<String> trainable) {
        this(output, loss, trainable, Precision.MODEL);
    }
}
