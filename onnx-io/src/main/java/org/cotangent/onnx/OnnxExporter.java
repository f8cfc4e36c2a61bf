package org.cotangent.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.onnx.proto.OnnxMl.ModelProto;
import org.cotangent.onnx.proto.OnnxMl.OperatorSetIdProto;
import org.cotangent.onnx.proto.OnnxMl.StringStringEntryProto;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.OperatorLookup;

/**
 * Writes graphs as model files.
 *
 * <p>ONNX's operators are written in the lowest opset, from 18 on, that all nodes allow; or, if an opset is asked for,
 * in the forms that they had in it, or as what they compute in operators that it had. Operators of Cotangent's own
 * domain are replaced by their expansions; those of domains that are not ONNX's and that have an expansion, or a scalar
 * expression, become model-local functions. Initializers are raw data; if one file cannot hold them they go to a file
 * beside it.
 */
public final class OnnxExporter {
    private static final String PRODUCER = "cotangent";
    private static final int OLDEST_IR = 8;

    private final OperatorLookup operators;
    private final Rewrites rewrites;

    /** An exporter that takes the operators of expansions from there. */
    public OnnxExporter(OperatorLookup operators, Rewrites rewrites) {
        this.operators = operators;
        this.rewrites = rewrites;
    }

    /**
     * Writes {@code graph} to {@code file}, replacing it if it is there.
     *
     * @throws org.cotangent.spi.ModelException if the file cannot be written, or not for the opset that is wanted
     * @throws org.cotangent.spi.UnsupportedException if a node has no form in ONNX
     */
    public ExportedModel write(Graph graph, Path file, ExportOptions options) {
        Draft draft = draft(graph, options.opset());
        int opset = draft.needs().chosen(options.opset());
        int ir = irVersion(opset);
        SequencedMap<String, Integer> opsets = new LinkedHashMap<>(Map.of("", opset));
        opsets.putAll(draft.needs().domains());
        ModelProto.Builder model = ModelProto.newBuilder()
                .setGraph(draft.graph())
                .setIrVersion(ir)
                .setProducerName(PRODUCER)
                .addAllOpsetImport(imports(opsets))
                .addAllFunctions(draft.functions().functions(opsets));
        header(model, options);
        draft.tensors().write(model.build(), file, options.external());
        List<String> warnings = new ArrayList<>(draft.functions().warnings());
        warnings.addAll(draft.needs().warnings());
        return new ExportedModel(file, opset, ir, warnings);
    }

    /** {@return the lowest opset for which {@code graph} can be written; nothing if no file can hold it} */
    public OptionalInt lowestOpset(Graph graph) {
        for (int opset = ExportOptions.OLDEST_OPSET; opset <= OnnxImporter.NEWEST_OPSET; opset++) {
            try {
                if (draft(graph, opset).needs().needed() <= opset) {
                    return OptionalInt.of(opset);
                }
            } catch (UnsupportedException e) {
                // a newer opset may have what this one lacks
            }
        }
        return OptionalInt.empty();
    }

    /** What a file says about a graph, before its opset is settled. */
    private record Draft(GraphProto graph, TensorStore tensors, OpsetNeeds needs, FunctionWriter functions) {}

    private Draft draft(Graph graph, int opset) {
        FileForms forms = new FileForms(rewrites);
        Expander expander = new Expander(operators, forms, opset);
        TensorStore tensors = new TensorStore();
        int floor = opset == 0 ? ExportOptions.USUAL_OPSET : Math.min(opset, ExportOptions.USUAL_OPSET);
        OpsetNeeds needs = new OpsetNeeds(forms, floor);
        FunctionWriter functions = new FunctionWriter(expander, needs);
        GraphWriter writer = new GraphWriter(new Names(), tensors, needs, functions);
        return new Draft(writer.main(expander.expand(graph)), tensors, needs, functions);
    }

    private static void header(ModelProto.Builder model, ExportOptions options) {
        ModelHeader header = options.header();
        if (header != null) {
            model.setDomain(header.domain())
                    .setModelVersion(header.modelVersion())
                    .setDocString(header.doc());
            header.metadata()
                    .forEach((key, value) -> model.addMetadataProps(
                            StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        }
    }

    static List<OperatorSetIdProto> imports(SequencedMap<String, Integer> opsets) {
        return opsets.entrySet().stream()
                .map(entry -> OperatorSetIdProto.newBuilder()
                        .setDomain(entry.getKey())
                        .setVersion(entry.getValue())
                        .build())
                .toList();
    }

    /** The version of the file format that came with an opset, from that of model-local functions on. */
    private static int irVersion(int opset) {
        return switch (opset) {
            case 19, 20 -> 9;
            case 21, 22 -> 10;
            case 23 -> 11;
            case 24 -> 12;
            default -> opset > 24 ? OnnxImporter.NEWEST_IR : OLDEST_IR;
        };
    }
}
