package org.cotangent.testkit.law;

import java.util.List;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;

/** Outputs are the same whether or not optional outputs after them are asked for. */
public final class FewerOutputs implements Law {
    @Override
    public String name() {
        return "fewer outputs";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return operator.signature().outputs().stream().anyMatch(FewerOutputs::isOptional);
    }

    private static boolean isOptional(Port port) {
        return port.presence() == Port.Presence.OPTIONAL;
    }

    @Override
    public Verdict check(Trial trial) {
        int asked = trial.sample().outputs();
        int least = asked;
        while (least > 1 && isOptional(trial.operator().signature().output(least - 1))) {
            least--;
        }
        if (least == asked) {
            return Verdict.skipped("the call asks for no optional output");
        }
        for (int count = least; count < asked; count++) {
            Domain.Sample sample = trial.sample().withOutputs(count);
            if (!Legality.accepts(trial.operator(), sample)) {
                continue;
            }
            List<Tensor> found = new Trial(trial.bench(), trial.operator(), sample, 0).outputs();
            String difference = Bits.difference(found, trial.outputs());
            if (difference != null) {
                return Verdict.fail("with " + count + " and with " + asked + " outputs, " + difference);
            }
        }
        return Verdict.pass();
    }
}
