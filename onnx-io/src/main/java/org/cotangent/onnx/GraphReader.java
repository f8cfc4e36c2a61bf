package org.cotangent.onnx;

import java.util.HashSet;
import java.util.SequencedMap;
import java.util.Set;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.SparseTensorProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.onnx.proto.OnnxMl.ValueInfoProto;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.tensor.Tensor;

/** Reads a {@code GraphProto}, the main one or one in an attribute. */
final class GraphReader {
    private final ImportContext context;
    private final TypeReader types;

    GraphReader(ImportContext context) {
        this.context = context;
        this.types = new TypeReader(context.limits());
    }

    /** The graph in an attribute of a node in {@code around} that uses these values from there. */
    Attribute.OfGraph body(GraphProto proto, Scope around, SequencedMap<String, Scope.Captured> captured) {
        Scope scope = around.nested(new GraphBuilder(proto.getName(), context.operators()), captured);
        Graph graph = read(proto, scope, Set.of());
        int own = (int) proto.getInputList().stream()
                .filter(input -> graph.inputs().containsKey(input.getName()))
                .count();
        return new Attribute.OfGraph(graph, graph.inputs().size() - own);
    }

    /** Reads a graph into the builder of {@code scope}; the initializers in {@code asInputs} become inputs. */
    Graph read(GraphProto proto, Scope scope, Set<String> asInputs) {
        scope.reserve(FreeNames.defined(proto));
        scope.declare(proto.getValueInfoList());
        scope.declare(proto.getOutputList());
        inputs(proto, scope, asInputs);
        scope.capture();
        initializers(proto, scope, asInputs);
        NodeReader nodes = new NodeReader(context, this, scope, NodeNaming.ofGraph());
        NodeOrder order = new NodeOrder(proto.getNodeList(), scope::knows);
        order.problems().forEach(context::problem);
        order.sorted().forEach(nodes::read);
        for (ValueInfoProto output : proto.getOutputList()) {
            Value value = scope.find(output.getName());
            if (value == null) {
                context.problem("no node gives the output '" + output.getName() + "'");
            } else {
                scope.builder().output(output.getName(), value);
            }
        }
        return scope.builder().build();
    }

    private void inputs(GraphProto proto, Scope scope, Set<String> asInputs) {
        Set<String> defaults = new HashSet<>();
        proto.getInitializerList().forEach(tensor -> defaults.add(tensor.getName()));
        proto.getSparseInitializerList()
                .forEach(sparse -> defaults.add(sparse.getValues().getName()));
        defaults.removeAll(asInputs);
        for (ValueInfoProto input : proto.getInputList()) {
            if (!defaults.contains(input.getName())) {
                scope.define(input.getName(), scope.builder().input(input.getName(), types.read(input)));
            }
        }
        for (String name : asInputs) {
            if (!scope.knows(name)) {
                throw new GraphException("'" + name + "' is no input of the model, so it cannot be given in a run");
            }
        }
    }

    private void initializers(GraphProto proto, Scope scope, Set<String> asInputs) {
        int limit = context.limits().initializers();
        if (proto.getInitializerCount() + proto.getSparseInitializerCount() > limit) {
            throw context.file().broken("has more than " + limit + " initializers, which is the limit");
        }
        for (TensorProto tensor : proto.getInitializerList()) {
            if (!asInputs.contains(tensor.getName())) {
                initializer(tensor.getName(), context.file().tensors().read(tensor), scope);
            }
        }
        for (SparseTensorProto sparse : proto.getSparseInitializerList()) {
            if (!asInputs.contains(sparse.getValues().getName())) {
                initializer(
                        sparse.getValues().getName(), context.file().tensors().read(sparse), scope);
            }
        }
    }

    private static void initializer(String name, Tensor tensor, Scope scope) {
        scope.define(name, scope.builder().initializer(name, tensor));
    }
}
