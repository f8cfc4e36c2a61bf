package org.cotangent.testkit.backend;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.law.EngineBench;
import org.cotangent.testkit.law.Trial;

/** Kernels of the backend are chosen for a model or for a call of an operator: else nothing of it would be tested. */
record OwnKernels() implements BackendLaw {
    private static final int SIZE = 3;

    @Override
    public String name() {
        return "kernels of its own run";
    }

    @Override
    public Verdict check(BackendUnderTest tested) {
        try (BackendUnderTest.Open open = tested.open()) {
            Cotangent engine = open.engine();
            for (SmallModel model : SmallModel.values()) {
                if (isChosen(
                        open,
                        engine.plan(model.withGradients(engine, DType.FLOAT), Map.of())
                                .explain())) {
                    return Verdict.pass();
                }
            }
            return tested.operators().all().stream().anyMatch(operator -> isChosen(open, explanation(open, operator)))
                    ? Verdict.pass()
                    : Verdict.fail("none was chosen, for no model and for no call of an operator");
        }
    }

    /** {@return which kernels run a call in float32; nothing for operators that have no such call} */
    private static List<String> explanation(BackendUnderTest.Open open, Operator operator) {
        String name = open.of().name();
        try (EngineBench bench = EngineBench.of(operator, open.of().operators(), open.kernels(), name)) {
            Domain.Sample sample = operator.domain().sample(new SplittableRandom(1), SIZE);
            Trial call = new Trial(bench, operator, sample, 1).converted(DType.FLOAT);
            return bench.explain(name, call.graph(call.inputs(), call.variable()));
        } catch (CotangentException e) {
            return List.of();
        }
    }

    private static boolean isChosen(BackendUnderTest.Open open, List<String> explanation) {
        return open.kernels().providers(open.of().name()).stream()
                .map(KernelProvider::name)
                .anyMatch(name -> explanation.stream().anyMatch(line -> line.contains("<- " + name + ":")));
    }
}
