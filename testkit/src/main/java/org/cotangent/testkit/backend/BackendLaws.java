package org.cotangent.testkit.backend;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.tensor.DType;
import org.cotangent.testkit.law.BackendAgreement;
import org.cotangent.testkit.law.BackendGradients;
import org.cotangent.testkit.law.Execution;
import org.cotangent.testkit.law.KernelMemory;
import org.cotangent.testkit.law.KinkConventions;
import org.cotangent.testkit.law.Law;
import org.cotangent.testkit.law.PlanAgreement;
import org.cotangent.testkit.law.PlansOfEmptyTensors;
import org.cotangent.testkit.law.PlansOfIntegers;
import org.cotangent.testkit.law.SpecialValues;

/** The laws of backends. */
public final class BackendLaws {
    private BackendLaws() {}

    /** {@return the laws of a backend as a whole} */
    public static List<BackendLaw> all() {
        return List.of(
                new Usable(),
                new OwnKernels(),
                new ParallelLoops(),
                new Models(),
                new Training(),
                new RandomNumbers(),
                new Refusals(),
                new SeveralThreads(),
                new Leftovers());
    }

    /** {@return the types in which calls are compared unless told} */
    public static List<DType> dtypes() {
        return List.of(
                DType.FLOAT,
                DType.DOUBLE,
                DType.FLOAT16,
                DType.BFLOAT16,
                DType.INT64,
                DType.INT32,
                DType.UINT8,
                DType.BOOL);
    }

    /**
     * {@return the laws of calls of operators on a backend}
     *
     * @param dtypes in which floats, and integers, are computed
     */
    public static List<Law> ofCalls(List<DType> dtypes) {
        List<Law> laws = new ArrayList<>(List.of(new Execution()));
        for (DType dtype : dtypes) {
            if (dtype.isFloating()) {
                laws.addAll(List.of(
                        new PlanAgreement(dtype),
                        new BackendGradients(dtype),
                        new BackendAgreement(dtype),
                        new KernelMemory(dtype),
                        new SpecialValues(dtype)));
            } else {
                laws.add(new PlansOfIntegers(dtype));
            }
        }
        laws.addAll(List.of(new PlansOfEmptyTensors(), new KinkConventions()));
        return List.copyOf(laws);
    }
}
