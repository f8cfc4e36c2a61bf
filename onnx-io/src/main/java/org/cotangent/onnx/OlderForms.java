package org.cotangent.onnx;

import java.util.List;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Operator;
import org.jspecify.annotations.Nullable;

/**
 * Puts one node into a graph, whatever the opset of the file: rewrites lead it, one after the other, to the form of the
 * operator.
 */
final class OlderForms {
    private final ImportContext context;
    private final GraphBuilder builder;
    private final int opset;
    private final NodeNames names;

    OlderForms(ImportContext context, GraphBuilder builder, int opset, NodeNames names) {
        this.context = context;
        this.builder = builder;
        this.opset = opset;
        this.names = names;
    }

    /** The outputs of the node, given as the opset of the file has it. */
    List<Value> emit(String domain, String type, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
        return emit(opset, new Form(domain, type, attributes, inputs, outputs));
    }

    private record Form(String domain, String type, Attributes attributes, List<@Nullable Value> inputs, int outputs) {}

    private List<Value> emit(int version, Form form) {
        Operator operator = context.operators().find(form.domain(), form.type());
        int newest = operator == null ? Integer.MAX_VALUE : operator.id().since();
        Rewrite rewrite = context.rewrites().next(form.domain(), form.type(), version, newest);
        if (rewrite != null) {
            return rewrite.rewrite(new Older(rewrite.since(), form));
        }
        if (operator == null) {
            throw new UnsupportedException("there is no operator of this name: add the jar that brings it");
        }
        return builder.emit(operator, form.attributes(), form.inputs(), names, form.outputs());
    }

    private final class Older implements OlderCall {
        private final int next;
        private final Form form;

        Older(int next, Form form) {
            this.next = next;
            this.form = form;
        }

        @Override
        public String type() {
            return form.type();
        }

        @Override
        public int opset() {
            return opset;
        }

        @Override
        public Formulas formulas() {
            return new Formulas(builder);
        }

        @Override
        public Attributes attributes() {
            return form.attributes();
        }

        @Override
        public List<@Nullable Value> inputs() {
            return form.inputs();
        }

        @Override
        public int outputCount() {
            return form.outputs();
        }

        @Override
        public List<Value> become(String type, Attributes attributes, List<@Nullable Value> inputs) {
            return emit(next, new Form(form.domain(), type, attributes, inputs, form.outputs()));
        }
    }
}
