package org.cotangent.cli.derive;

import java.util.function.Supplier;
import org.cotangent.train.loss.BinaryCrossEntropyWithLogits;
import org.cotangent.train.loss.Huber;
import org.cotangent.train.loss.Loss;
import org.cotangent.train.loss.MeanAbsoluteError;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.loss.OutputAsLoss;
import org.cotangent.train.loss.SoftTargetCrossEntropy;
import org.cotangent.train.loss.SoftmaxCrossEntropy;

/** The losses that have a name on the command line. */
enum Losses {
    CROSS_ENTROPY(SoftmaxCrossEntropy::new),
    SOFT_CROSS_ENTROPY(SoftTargetCrossEntropy::new),
    BINARY_CROSS_ENTROPY(BinaryCrossEntropyWithLogits::new),
    MEAN_SQUARED_ERROR(MeanSquaredError::new),
    MEAN_ABSOLUTE_ERROR(MeanAbsoluteError::new),
    HUBER(Huber::new),
    /** The model computes its loss itself. */
    OUTPUT(OutputAsLoss::new);

    private final Supplier<Loss> make;

    Losses(Supplier<Loss> make) {
        this.make = make;
    }

    Loss loss() {
        return make.get();
    }
}
