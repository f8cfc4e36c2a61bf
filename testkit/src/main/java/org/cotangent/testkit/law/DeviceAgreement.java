package org.cotangent.testkit.law;

import org.cotangent.spi.tensor.DType;
import org.cotangent.testkit.calculus.Verdict;

/**
 * Devices compute what portable kernels compute in float64, up to the rounding of the element type. Plans are run as a
 * whole, copies to the device and back included.
 *
 * @param dtype of the inputs that are floats
 */
public record DeviceAgreement(DType dtype) implements Law {
    @Override
    public String name() {
        return "devices in " + dtype;
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.bench().devices().isEmpty()) {
            return Verdict.skipped("no device is asked for");
        }
        return PlanAgreement.check(trial, dtype, trial.bench().devices());
    }
}
