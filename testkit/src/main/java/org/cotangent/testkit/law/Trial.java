package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.testkit.calculus.TensorTuple;
import org.jspecify.annotations.Nullable;

/** One call of an operator under test, and the means to examine it. */
public final class Trial {
    private final Workbench bench;
    private final Operator operator;
    private final Domain.Sample sample;
    private final Attributes attributes;
    private final long seed;
    private final Map<List<@Nullable Object>, Graph> graphs = new HashMap<>();
    private @Nullable List<Tensor> outputs;
    private @Nullable GraphMap map;

    /** @param seed of all directions that laws draw */
    public Trial(Workbench bench, Operator operator, Domain.Sample sample, long seed) {
        this.bench = bench;
        this.operator = operator;
        this.sample = sample;
        this.attributes = new CallTypes(operator, operator.id().type()).resolve(sample.attributes());
        this.seed = seed;
    }

    public Workbench bench() {
        return bench;
    }

    public Operator operator() {
        return operator;
    }

    public Domain.Sample sample() {
        return sample;
    }

    /** {@return the attributes, defaults filled in} */
    public Attributes attributes() {
        return attributes;
    }

    /** {@return the inputs, null where one is absent} */
    public List<@Nullable Tensor> inputs() {
        return sample.inputs();
    }

    /** {@return a source of random numbers, the same at every call} */
    public RandomGenerator random() {
        return new SplittableRandom(seed);
    }

    /** {@return the outputs of the call} */
    public List<Tensor> outputs() {
        List<Tensor> known = outputs;
        if (known == null) {
            known = run(inputs());
            outputs = known;
        }
        return known;
    }

    /** {@return the inputs that are given and not fixed} */
    public List<Integer> variable() {
        return variable(inputs());
    }

    private List<Integer> variable(List<@Nullable Tensor> inputs) {
        return IntStream.range(0, inputs.size())
                .filter(i -> inputs.get(i) != null && role(i) != Role.FIXED)
                .boxed()
                .toList();
    }

    /** {@return the outputs of the call as a plan of a backend} */
    public List<Tensor> runOn(String backend) {
        List<Tensor> arguments =
                variable().stream().map(i -> present(inputs(), i)).toList();
        return bench.runOn(backend, graph(inputs(), variable()), arguments);
    }

    /** {@return the same call with other inputs} */
    Trial withInputs(List<@Nullable Tensor> inputs) {
        return new Trial(bench, operator, new Domain.Sample(sample.attributes(), inputs, sample.outputs()), seed);
    }

    /** {@return the outputs of the call with other inputs} */
    public List<Tensor> run(List<@Nullable Tensor> inputs) {
        List<Integer> variable = variable(inputs);
        List<Tensor> arguments = new ArrayList<>();
        List<@Nullable Object> key = new ArrayList<>(inputs);
        for (int i : variable) {
            arguments.add(present(inputs, i));
            key.set(i, present(inputs, i).type());
        }
        return bench.run(graphs.computeIfAbsent(key, k -> graph(inputs, variable)), arguments);
    }

    /** {@return a graph of the call alone, with these inputs as its inputs and the others as constants} */
    public Graph graph(List<@Nullable Tensor> inputs, List<Integer> variable) {
        return graph(
                inputs, variable, IntStream.range(0, sample.outputs()).boxed().toList(), Map.of());
    }

    /** @param types of inputs that are not those of their tensors */
    private Graph graph(
            List<@Nullable Tensor> inputs,
            List<Integer> variable,
            List<Integer> wanted,
            Map<Integer, TensorType> types) {
        GraphBuilder builder = new GraphBuilder(operator.id().type(), bench.operators());
        List<@Nullable Value> values = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor tensor = inputs.get(i);
            if (tensor == null) {
                values.add(null);
            } else if (variable.contains(i)) {
                values.add(builder.input(inputName(i), types.getOrDefault(i, tensor.type())));
            } else {
                values.add(builder.initializer(inputName(i), tensor));
            }
        }
        List<Value> results = builder.emit(operator, attributes, values, sample.outputs());
        wanted.forEach(i -> builder.output(outputName(i), results.get(i)));
        return builder.build();
    }

    /** {@return the inputs with a tangent space} */
    public List<Integer> differentiable() {
        return IntStream.range(0, inputs().size())
                .filter(i -> inputs().get(i) != null
                        && role(i) != Role.FIXED
                        && present(inputs(), i).dtype().isFloating())
                .boxed()
                .toList();
    }

    /** {@return the call as a map of its differentiable inputs; null if it is none over float64} */
    public @Nullable GraphMap map() {
        if (map == null && whyNoMap().isEmpty()) {
            map = map(differentiable());
        }
        return map;
    }

    /** {@return the outputs with a tangent space} */
    public List<Integer> smoothOutputs() {
        return IntStream.range(0, outputs().size())
                .filter(i -> outputs().get(i).dtype().isFloating())
                .boxed()
                .toList();
    }

    /** {@return the call as a graph of its differentiable inputs and floating outputs} */
    private Graph smoothGraph() {
        return graph(inputs(), differentiable(), smoothOutputs(), Map.of());
    }

    /** {@return the graph of the gradients of all differentiable inputs} */
    public Graph gradient() {
        return bench.vjp(
                smoothGraph(), differentiable().stream().map(this::inputName).toList());
    }

    /** {@return the graph of the tangents of all floating outputs} */
    public Graph tangents() {
        return bench.jvp(
                smoothGraph(), differentiable().stream().map(this::inputName).toList());
    }

    /** {@return the call with its float64 inputs in another type, where they may be} */
    public Trial converted(DType dtype) {
        List<@Nullable Tensor> converted = new ArrayList<>();
        for (int i = 0; i < inputs().size(); i++) {
            Tensor input = inputs().get(i);
            boolean may = input != null
                    && input.dtype() == DType.DOUBLE
                    && operator.signature().input(i).type().allowed().contains(dtype);
            converted.add(input == null || !may ? input : input.converted(dtype));
        }
        return withInputs(converted);
    }

    /** {@return the call as a map of some of its differentiable inputs} */
    public GraphMap map(List<Integer> which) {
        return map(which, smoothOutputs());
    }

    /** {@return the call as a map from some of its differentiable inputs to some of its floating outputs} */
    public GraphMap map(List<Integer> which, List<Integer> wanted) {
        return map(which, wanted, Map.of());
    }

    /** {@return the call as a map of its differentiable inputs, some of which have these types, of symbolic sizes} */
    public GraphMap symbolic(Map<Integer, TensorType> types) {
        return map(differentiable(), smoothOutputs(), types);
    }

    private GraphMap map(List<Integer> which, List<Integer> wanted, Map<Integer, TensorType> types) {
        Map<String, Tensor> held = new LinkedHashMap<>();
        differentiable().stream()
                .filter(i -> !which.contains(i))
                .forEach(i -> held.put(inputName(i), present(inputs(), i)));
        return new GraphMap(
                bench,
                graph(inputs(), differentiable(), wanted, types),
                held,
                which.stream().map(this::inputName).toList(),
                TensorTuple.of(which.stream().map(i -> present(inputs(), i)).toList()));
    }

    /** {@return why there is no differentiable map; empty if there is} */
    public String whyNoMap() {
        if (operator.derivative() instanceof Derivative.Missing) {
            return "the derivative is declared missing";
        }
        if (differentiable().isEmpty()) {
            return "no input has a tangent space";
        }
        if (outputs().stream().noneMatch(t -> t.dtype().isFloating())) {
            return "no output has a tangent space";
        }
        boolean exact =
                differentiable().stream().allMatch(i -> present(inputs(), i).dtype() == DType.DOUBLE)
                        && outputs().stream().allMatch(t -> !t.dtype().isFloating() || t.dtype() == DType.DOUBLE);
        return exact ? "" : "the call is not one of float64";
    }

    /** {@return the name of the port, with a number where it is variadic} */
    public String inputName(int i) {
        Signature signature = operator.signature();
        return name(signature.input(i), i, signature.inputs().size());
    }

    /** {@return the name of the port, with a number where it is variadic} */
    public String outputName(int i) {
        Signature signature = operator.signature();
        return name(signature.output(i), i, signature.outputs().size());
    }

    private static String name(Port port, int i, int ports) {
        return port.presence() == Port.Presence.VARIADIC ? port.name() + "_" + (i - ports + 1) : port.name();
    }

    public Role role(int i) {
        return operator.signature().input(i).role();
    }

    /** {@return the inputs with one changed} */
    public List<@Nullable Tensor> with(int i, Tensor tensor) {
        List<@Nullable Tensor> changed = new ArrayList<>(inputs());
        changed.set(i, tensor);
        return Collections.unmodifiableList(changed);
    }

    /** {@return the tensors without those that are absent} */
    static List<Tensor> allPresent(List<? extends @Nullable Tensor> tensors) {
        List<Tensor> present = new ArrayList<>();
        for (Tensor tensor : tensors) {
            if (tensor != null) {
                present.add(tensor);
            }
        }
        return present;
    }

    static Tensor present(List<@Nullable Tensor> tensors, int i) {
        Tensor tensor = tensors.get(i);
        if (tensor == null) {
            throw new IllegalArgumentException("input " + i + " is absent");
        }
        return tensor;
    }
}
