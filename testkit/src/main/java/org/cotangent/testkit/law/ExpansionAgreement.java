package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/** An operator that has both a kernel and an expansion computes the same by both. */
public final class ExpansionAgreement implements Law {
    private record BodyCall(Attributes attributes, List<@Nullable Value> inputs, int outputCount) implements Call {}

    @Override
    public String name() {
        return "expansion";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return operator.forward() instanceof Forward.HostKernel host && host.expansion() != null;
    }

    @Override
    public Verdict check(Trial trial) {
        Forward forward = trial.operator().forward();
        Forward.Body body = forward.asExpansion();
        if (body == null || forward instanceof Forward.Expansion) {
            return Verdict.skipped("the operator has not both a kernel and an expansion");
        }
        if (trial.operator().signature().isRandom() && !trial.attributes().has("seed")) {
            return Verdict.skipped("without a seed, the operator draws other random numbers");
        }
        List<Tensor> found = trial.bench().run(expanded(trial, body), List.of());
        List<@Nullable Tensor> inputs = new ArrayList<>(trial.inputs());
        String problem =
                Precision.of(DType.DOUBLE, inputs, trial::run, trial.random()).problem(found, Precision.Scale.ALL);
        return problem == null ? Verdict.pass() : Verdict.fail("the kernel and the expansion differ: " + problem);
    }

    private static Graph expanded(Trial trial, Forward.Body body) {
        GraphBuilder builder = new GraphBuilder("expansion", trial.bench().operators());
        List<@Nullable Value> values = new ArrayList<>();
        for (int i = 0; i < trial.inputs().size(); i++) {
            Tensor input = trial.inputs().get(i);
            values.add(input == null ? null : builder.initializer(trial.inputName(i), input));
        }
        int count = trial.sample().outputs();
        List<Value> results = body.expand(new Formulas(builder), new BodyCall(trial.attributes(), values, count));
        IntStream.range(0, count).forEach(i -> builder.output("output " + i, results.get(i)));
        return builder.build();
    }
}
