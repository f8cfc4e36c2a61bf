package org.cotangent.bench.torch;

import org.cotangent.autograd.Variable;
import org.cotangent.autograd.Window;
import org.cotangent.train.layer.BatchNorm;
import org.cotangent.train.layer.Conv2d;
import org.cotangent.train.layer.UnaryLayer;
import org.jspecify.annotations.Nullable;

/** Two convolutions 3 x 3 and a way around them, which is projected where sizes change. */
final class ResidualBlock extends UnaryLayer {
    private final Conv2d conv1;
    private final BatchNorm bn1;
    private final Conv2d conv2;
    private final BatchNorm bn2;
    private final @Nullable Conv2d shortcut;
    private final @Nullable BatchNorm shortcutNorm;

    ResidualBlock(long inputs, long outputs, int stride) {
        boolean same = stride == 1 && inputs == outputs;
        this.conv1 = new Conv2d(inputs, outputs, Window.of().stride(stride).padding(1), false, 3);
        this.bn1 = new BatchNorm(outputs);
        this.conv2 = new Conv2d(outputs, outputs, Window.of().padding(1), false, 3);
        this.bn2 = new BatchNorm(outputs);
        this.shortcut = same ? null : new Conv2d(inputs, outputs, Window.of().stride(stride), false, 1);
        this.shortcutNorm = same ? null : new BatchNorm(outputs);
    }

    @Override
    public Variable forward(Variable x) {
        Variable y = bn2.apply(conv2.apply(bn1.apply(conv1.apply(x)).relu()));
        return y.add(shortcut == null || shortcutNorm == null ? x : shortcutNorm.apply(shortcut.apply(x)))
                .relu();
    }
}
