package org.cotangent.onnx;

import java.util.List;
import java.util.Map;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.NewerCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Operator;
import org.jspecify.annotations.Nullable;

/** Puts one call into a graph in the form that its operator had in an older opset: rewrites lead it there backwards. */
final class OlderWriting {
    private final FileForms forms;
    private final int opset;
    private final GraphBuilder builder;
    private final Emitter emitter;

    /**
     * For files of {@code opset}.
     *
     * @param emitter takes what is computed around calls
     */
    OlderWriting(FileForms forms, int opset, GraphBuilder builder, Emitter emitter) {
        this.forms = forms;
        this.opset = opset;
        this.builder = builder;
        this.emitter = emitter;
    }

    /** The outputs of the call in its older form; null if it has none. */
    @Nullable
    List<Value> emit(
            Operator operator,
            Attributes attributes,
            List<@Nullable Value> inputs,
            CallTypes.Result outputs,
            NodeNames names) {
        try {
            return new Newer(operator, operator.id().since(), attributes, inputs, outputs, names).older();
        } catch (CotangentException e) {
            return null;
        }
    }

    /** A call in the form of a version, which the last rewrite before that version leads back. */
    private final class Newer implements NewerCall {
        private final Operator operator;
        private final Attributes attributes;
        private final List<@Nullable Value> inputs;
        private final CallTypes.Result outputs;
        private final NodeNames names;
        private final @Nullable Rewrite change;

        Newer(
                Operator operator,
                int version,
                Attributes attributes,
                List<@Nullable Value> inputs,
                CallTypes.Result outputs,
                NodeNames names) {
            this.operator = operator;
            this.attributes = attributes;
            this.inputs = inputs;
            this.outputs = outputs;
            this.names = names;
            this.change = forms.lastChange(operator, version, opset);
        }

        List<Value> older() {
            if (change == null) {
                return write();
            }
            List<Value> results = change.revert(this);
            if (results == null) {
                throw new UnsupportedException(type() + " has no form in opset " + opset);
            }
            return results;
        }

        /** Attributes that an older form does not know are left out where they say what holds without them. */
        private List<Value> write() {
            Map<String, Attribute> written = forms.written(operator, attributes);
            written.entrySet().removeIf(entry -> isImplied(entry.getKey(), entry.getValue()));
            if (!forms.takes(type(), opset, inputs, written)) {
                throw new UnsupportedException(type() + " of opset " + opset + " does not take such a call");
            }
            OpaqueOperator form = OpaqueOperator.older(type(), opset, inputs.size(), outputs);
            return builder.emit(form, Attributes.of(written), inputs, names, outputCount());
        }

        /** Whether an attribute says of windows what holds without it. */
        private static boolean isImplied(String name, Attribute value) {
            return name.equals("dilations")
                    && value instanceof Attribute.OfInts(List<Long> steps)
                    && steps.stream().allMatch(step -> step == 1);
        }

        @Override
        public List<Value> become(Attributes older, List<@Nullable Value> olderInputs) {
            int version = change == null ? opset : change.since() - 1;
            return new Newer(operator, version, older, olderInputs, outputs, names).older();
        }

        @Override
        public String type() {
            return operator.id().type();
        }

        @Override
        public Formulas formulas() {
            return new Formulas(emitter);
        }

        @Override
        public Attributes attributes() {
            return attributes;
        }

        @Override
        public List<@Nullable Value> inputs() {
            return inputs;
        }

        @Override
        public int outputCount() {
            return outputs.types().size();
        }
    }
}
