package org.cotangent.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.PlanCache;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * A function of variables as planned sessions, one for each combination of input types, the last
 * {@value PlanCache#KEPT} of which are kept. The function is traced when inputs of new types come.
 *
 * <p>Parameters, and variables that require gradients, keep their memory: the sessions see changes to them, and writes
 * that the function makes to them. Other variables that the function uses from outside are taken as they are when it is
 * traced. Derivatives that the function takes become part of the plan. Not safe for use by several threads.
 */
public final class Compiled implements AutoCloseable {
    private final Autograd autograd;
    private final UnaryOperator<List<Variable>> function;
    private final Map<Object, String> names = new HashMap<>();
    private final PlanCache<List<TensorType>, Planned> plans =
            new PlanCache<>(planned -> planned.session().close());

    private record Planned(Plan plan, Session session) {}

    Compiled(Autograd autograd, UnaryOperator<List<Variable>> function) {
        this.autograd = autograd;
        this.function = function;
    }

    /** {@return the first output} */
    public Tensor apply(Tensor... inputs) {
        return applyAll(inputs).getFirst();
    }

    /** {@return the outputs} */
    public List<Tensor> applyAll(Tensor... inputs) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (Tensor input : inputs) {
            named.put("x" + named.size(), input);
        }
        return new ArrayList<>(planned(types(inputs)).session().run(named).values());
    }

    /** {@return how the function is run on inputs like these} */
    public Plan plan(Tensor... inputs) {
        return planned(types(inputs)).plan();
    }

    /** {@return how many combinations of input types are planned} */
    public int plans() {
        return plans.size();
    }

    private static List<TensorType> types(Tensor... inputs) {
        return Arrays.stream(inputs).map(Tensor::type).toList();
    }

    private Planned planned(List<TensorType> types) {
        return plans.get(types, this::plan);
    }

    private Planned plan(List<TensorType> types) {
        Map<String, TensorType> inputs = new LinkedHashMap<>();
        types.forEach(type -> inputs.put("x" + inputs.size(), type));
        Tracing tracing =
                new Tracing(autograd.cotangent(), part -> names.computeIfAbsent(part, p -> "part." + names.size()));
        var graph = tracing.trace(
                "compiled",
                inputs,
                this::body,
                value -> new Tracing.Captured(
                        autograd.recorder().tensor(value), autograd.recorder().requiresGrad(value)));
        Plan plan = autograd.cotangent().plan(graph, Map.of());
        return new Planned(plan, plan.newSession());
    }

    private Map<String, Variable> body(Autograd traced, Map<String, Variable> inputs) {
        Map<String, Variable> outputs = new LinkedHashMap<>();
        for (Variable output : function.apply(List.copyOf(inputs.values()))) {
            outputs.put("y" + outputs.size(), output);
        }
        return outputs;
    }

    @Override
    public void close() {
        plans.close();
    }
}
