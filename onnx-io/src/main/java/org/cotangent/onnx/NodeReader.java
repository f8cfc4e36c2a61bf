package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.FunctionProto;
import org.cotangent.onnx.proto.OnnxMl.NodeProto;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Reads the nodes of one scope. */
final class NodeReader {
    private final ImportContext context;
    private final Scope scope;
    private final NodeNaming naming;
    private final AttributeReader attributes;
    private final FunctionCalls functions;

    NodeReader(ImportContext context, GraphReader graphs, Scope scope, NodeNaming naming) {
        this(context, graphs, scope, naming, new FunctionCalls(context, graphs, Set.of()));
    }

    NodeReader(ImportContext context, GraphReader graphs, Scope scope, NodeNaming naming, FunctionCalls functions) {
        this.context = context;
        this.scope = scope;
        this.naming = naming;
        this.attributes = new AttributeReader(context, graphs, scope);
        this.functions = functions;
    }

    /**
     * Puts {@code node} into the graph and its outputs into the scope. What is wrong is noted, and reading goes on. In
     * a subgraph it is no reason to refuse the model: the branch that suits other shapes may never run.
     */
    void read(NodeProto node) {
        context.count();
        List<Value> outputs;
        try {
            outputs = outputs(node);
        } catch (ModelException e) {
            throw e;
        } catch (CotangentException | IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            String reason = e instanceof CotangentException
                            && String.valueOf(e.getMessage()).contains("node '")
                    ? String.valueOf(e.getMessage())
                    : describe(node) + ": " + e.getMessage();
            if (scope.isNested()) {
                context.warn("fails if its subgraph runs: " + reason);
            } else {
                context.problem(reason);
            }
            outputs = opaque(node, List.of(), reason, true);
        }
        for (int i = 0; i < outputs.size(); i++) {
            if (i < node.getOutputCount() && !node.getOutput(i).isEmpty()) {
                define(node.getOutput(i), outputs.get(i));
            }
        }
    }

    private void define(String name, Value value) {
        try {
            scope.define(name, value);
        } catch (GraphException e) {
            context.problem(String.valueOf(e.getMessage()));
        }
    }

    private List<Value> outputs(NodeProto node) {
        String domain = ModelHeader.normalized(node.getDomain());
        if (domain.isEmpty() && node.getOpType().equals("Constant")) {
            return constant(node);
        }
        FunctionProto function = context.function(node);
        if (function != null && context.operators().find(domain, node.getOpType()) == null) {
            return functions.inline(node, function, inputs(node), scope, naming, attributes.resolved(node));
        }
        AttributeReader.Result read = attributes.read(node);
        if (!read.untranslated().isEmpty()) {
            return unsupported(
                    node,
                    read.untranslated(),
                    "graphs have no attributes of the kind of '"
                            + read.untranslated().getFirst().getName() + "'");
        }
        OlderForms emission = new OlderForms(context, scope.builder(), scope.opset(domain), names(node));
        try {
            if (GradientCall.isOne(node)) {
                return new GradientCall(scope, read.attributes(), inputs(node)).emit(names(node), outputCount(node));
            }
            return emission.emit(
                    domain, node.getOpType(), read.attributes(), inputs(node, read.captures()), outputCount(node));
        } catch (TypeException | UnsupportedException | AttributeException e) {
            return unsupported(node, read.untranslated(), String.valueOf(e.getMessage()));
        }
    }

    private List<Value> constant(NodeProto node) {
        Map<String, AttributeProto> given = attributes.resolved(node);
        if (given.size() != 1 || node.getOutputCount() != 1) {
            throw new AttributeException("a Constant has one output and one value, not " + given.keySet());
        }
        String name = naming.value(node.getOutput(0));
        return List.of(scope.builder()
                .initializer(
                        name,
                        Constants.read(
                                given.values().iterator().next(), context.file().tensors())));
    }

    private List<Value> unsupported(NodeProto node, List<AttributeProto> untranslated, String reason) {
        String domain = ModelHeader.normalized(node.getDomain());
        context.unsupported(domain, node.getOpType(), scope.opset(domain), node.getName(), reason);
        return opaque(node, untranslated, reason, false);
    }

    private List<Value> opaque(NodeProto node, List<AttributeProto> untranslated, String reason, boolean late) {
        String domain = ModelHeader.normalized(node.getDomain());
        List<ValueType> types = new ArrayList<>();
        TypeReader reader = new TypeReader(context.limits());
        for (int i = 0; i < outputCount(node); i++) {
            types.add(reader.read(scope.declared(node.getOutput(i))));
        }
        AttributeReader.Result read = attributes.read(node);
        List<@Nullable Value> inputs = inputs(node, read.captures());
        OperatorId id = new OperatorId(domain, node.getOpType(), scope.opset(domain));
        OpaqueOperator operator = new OpaqueOperator(id, inputs.size(), types, untranslated, reason, late);
        return scope.builder().emit(operator, read.attributes(), inputs, names(node), types.size());
    }

    private List<@Nullable Value> inputs(NodeProto node) {
        int count = node.getInputCount();
        while (count > 0 && node.getInput(count - 1).isEmpty()) {
            count--;
        }
        List<@Nullable Value> inputs = new ArrayList<>();
        for (String name : node.getInputList().subList(0, count)) {
            Value value = name.isEmpty() ? null : scope.find(name);
            if (value == null && !name.isEmpty()) {
                throw new GraphException("uses '" + name + "', which nothing gives");
            }
            inputs.add(value);
        }
        return inputs;
    }

    /** Captures come after all inputs that the operator has, absent ones included. */
    private List<@Nullable Value> inputs(NodeProto node, List<Value> captures) {
        List<@Nullable Value> inputs = inputs(node);
        Operator operator = context.operators().find(ModelHeader.normalized(node.getDomain()), node.getOpType());
        if (!captures.isEmpty() && operator != null && operator.signature().hasVariadicInput()) {
            while (inputs.size() < operator.signature().inputs().size() - 1) {
                inputs.add(null);
            }
        }
        inputs.addAll(captures);
        return inputs;
    }

    /** Outputs that are not named at the end are not computed. */
    private static int outputCount(NodeProto node) {
        int count = node.getOutputCount();
        while (count > 0 && node.getOutput(count - 1).isEmpty()) {
            count--;
        }
        return count;
    }

    private NodeNames names(NodeProto node) {
        return new NodeNames(
                naming.node(node.getName()),
                node.getOutputList().stream().map(naming::value).toList(),
                ModelHeader.entries(node.getMetadataPropsList()));
    }

    private static String describe(NodeProto node) {
        return node.getOpType() + " node '" + node.getName() + "'";
    }
}
