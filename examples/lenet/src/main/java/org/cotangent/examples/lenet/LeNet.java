package org.cotangent.examples.lenet;

import org.cotangent.autograd.Variable;
import org.cotangent.train.layer.Conv2d;
import org.cotangent.train.layer.Linear;
import org.cotangent.train.layer.UnaryLayer;

/** The network of lecture 4.6, from pictures [batch, 1, 28, 28] to scores of ten digits: 105,506 parameters. */
public final class LeNet extends UnaryLayer {
    private final Conv2d conv1 = new Conv2d(1, 32, 5);
    private final Conv2d conv2 = new Conv2d(32, 64, 5);
    private final Linear fc1 = new Linear(256, 200);
    private final Linear fc2 = new Linear(200, 10);

    @Override
    public Variable forward(Variable x) {
        Variable first = conv1.apply(x).maxPool(3).relu();
        Variable second = conv2.apply(first).maxPool(2).relu();
        return fc2.apply(fc1.apply(second.flatten(1)).relu());
    }
}
