package org.cotangent.cli.derive;

import org.cotangent.train.optim.Adagrad;
import org.cotangent.train.optim.Adam;
import org.cotangent.train.optim.AdamW;
import org.cotangent.train.optim.Lamb;
import org.cotangent.train.optim.Optimizer;
import org.cotangent.train.optim.RmsProp;
import org.cotangent.train.optim.Sgd;

/** The optimisers that have a name on the command line, with the usual settings. */
enum Optimizers {
    SGD,
    ADAM,
    ADAMW,
    RMSPROP,
    ADAGRAD,
    LAMB;

    Optimizer optimizer(double momentum, double weightDecay) {
        Optimizer optimizer = switch (this) {
            case SGD -> Sgd.momentum(momentum);
            case ADAM -> Adam.standard();
            case ADAMW -> AdamW.decaying(weightDecay);
            case RMSPROP -> RmsProp.standard();
            case ADAGRAD -> Adagrad.standard();
            case LAMB -> Lamb.decaying(weightDecay);
        };
        return optimizer.withWeightDecay(weightDecay);
    }
}
