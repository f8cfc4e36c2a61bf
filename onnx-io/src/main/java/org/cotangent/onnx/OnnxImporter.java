package org.cotangent.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.ValueInfoProto;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;

/**
 * Reads model files into graphs.
 *
 * <p>Nodes of older opsets are rewritten to the operators' newest form. Constant nodes become initializers. Functions
 * of the model are inlined unless an operator of that name is installed. Nodes that cannot run here, for lack of an
 * operator or because it takes other types, become opaque nodes and are listed in {@link ImportedModel#unsupported()}.
 */
public final class OnnxImporter {
    /** The newest version of ONNX's own operators that is known. */
    public static final int NEWEST_OPSET = 27;

    /** The newest version of the file format that is known. */
    public static final int NEWEST_IR = 13;

    private final OperatorLookup operators;
    private final Rewrites rewrites;
    private final Limits limits;

    /** An importer that finds operators and rewrites there and refuses what exceeds {@code limits}. */
    public OnnxImporter(OperatorLookup operators, Rewrites rewrites, Limits limits) {
        this.operators = operators;
        this.rewrites = rewrites;
        this.limits = limits;
    }

    /**
     * Reads a model.
     *
     * @throws ModelException if the file is missing or damaged, or the model is wrong; all that is wrong is told at
     *     once
     */
    public ImportedModel read(Path file) {
        return read(file, Set.of());
    }

    /**
     * Reads a model. Those of its initializers that are named in {@code asInputs} are left out: they are inputs that a
     * run must give. The file must declare them as inputs.
     *
     * @throws ModelException if the file is missing or damaged, or the model is wrong; all that is wrong is told at
     *     once
     */
    public ImportedModel read(Path file, Set<String> asInputs) {
        ModelFile model = ModelFile.open(file, limits);
        try {
            return read(model, asInputs);
        } catch (ModelException e) {
            throw e;
        } catch (CotangentException e) {
            throw new ModelException(file + ": " + e.getMessage(), e);
        }
    }

    private ImportedModel read(ModelFile file, Set<String> asInputs) {
        ModelProto proto = file.proto();
        if (!proto.hasGraph() || proto.getIrVersion() <= 0) {
            throw file.broken("no ONNX model: it has no graph or no version");
        }
        ModelHeader header = ModelHeader.of(proto);
        ImportContext context = new ImportContext(file, operators, rewrites, limits);
        GraphBuilder builder = new GraphBuilder(proto.getGraph().getName(), operators);
        Graph graph = new GraphReader(context).read(proto.getGraph(), Scope.main(builder, header.opsets()), asInputs);
        context.check();
        SequencedMap<String, Value> initializers = initializers(proto.getGraph(), graph);
        return new ImportedModel(
                file.path(),
                header,
                graph,
                initializers,
                overridable(proto.getGraph(), initializers),
                context.unsupported(),
                warnings(header, proto, context));
    }

    private static SequencedMap<String, Value> initializers(GraphProto proto, Graph graph) {
        Map<String, Value> all = new LinkedHashMap<>();
        graph.initializers().keySet().forEach(value -> all.put(value.name(), value));
        SequencedMap<String, Value> initializers = new LinkedHashMap<>();
        proto.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), all.get(tensor.getName())));
        proto.getSparseInitializerList()
                .forEach(sparse -> initializers.put(
                        sparse.getValues().getName(), all.get(sparse.getValues().getName())));
        initializers.values().removeIf(Objects::isNull);
        return initializers;
    }

    private static SequencedMap<String, Value> overridable(GraphProto proto, Map<String, Value> initializers) {
        SequencedMap<String, Value> overridable = new LinkedHashMap<>();
        for (ValueInfoProto input : proto.getInputList()) {
            Value value = initializers.get(input.getName());
            if (value != null) {
                overridable.put(input.getName(), value);
            }
        }
        return overridable;
    }

    private static List<String> warnings(ModelHeader header, ModelProto proto, ImportContext context) {
        List<String> warnings = new ArrayList<>(context.warnings());
        int opset = header.opsets().getOrDefault("", 1);
        if (opset > NEWEST_OPSET) {
            warnings.add("opset " + opset + " is newer than " + NEWEST_OPSET
                    + ", the newest known: operators that changed since are read in their older meaning");
        }
        if (header.irVersion() > NEWEST_IR) {
            warnings.add("IR version " + header.irVersion() + " is newer than " + NEWEST_IR
                    + ", the newest known: parts of the file may be overlooked");
        }
        if (proto.getTrainingInfoCount() > 0) {
            warnings.add("the file's training_info is not used");
        }
        return warnings;
    }
}
