package org.cotangent.ops.array;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotangent.ops.internal.matrix.EinsumEquation;
import org.cotangent.ops.internal.matrix.EinsumTerm;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * The sum over products of elements that {@code equation} says, by Einstein's convention; ONNX Einsum, version 12.
 *
 * <p>Operands are multiplied from left to right, as matrix products where there is something to sum.
 */
public final class Einsum extends OnnxOperator {
    public Einsum() {
        super(
                "Einsum",
                12,
                Signature.builder()
                        .variadic("Inputs", Types.numeric("T"))
                        .output("Output", Types.numeric("T"))
                        .optionalAttribute("equation", new Attribute.OfString(""))
                        .build());
    }

    private static EinsumEquation equation(Attributes attributes, List<Shape> shapes) {
        return EinsumEquation.parse(
                attributes.text("equation"), shapes.stream().map(Shape::rank).toList());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        List<Shape> shapes =
                IntStream.range(0, call.inputCount()).mapToObj(call::shape).toList();
        EinsumEquation equation = equation(call.attributes(), shapes);
        Map<Integer, Dim> sizes = new HashMap<>();
        for (int i = 0; i < shapes.size(); i++) {
            for (int axis = 0; axis < shapes.get(i).rank(); axis++) {
                int label = equation.operands().get(i).get(axis);
                Dim size = shapes.get(i).dim(axis);
                Dim known = sizes.getOrDefault(label, size);
                if (label > 0 && known.isKnown() && size.isKnown() && !known.equals(size)) {
                    throw new ShapeException("axis '" + (char) label + "' of equation '"
                            + call.attributes().text("equation") + "' has sizes " + known + " and " + size);
                }
                sizes.put(label, label > 0 ? (known.isKnown() ? known : size) : known.broadcast(size));
            }
        }
        return List.of(call.input(0)
                .with(Shape.of(equation.result().stream().map(sizes::get).toList())));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(Einsum::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        int count = call.inputs().size();
        List<Shape> shapes = IntStream.range(0, count).mapToObj(call::shape).toList();
        EinsumEquation equation = equation(call.attributes(), shapes);
        List<EinsumTerm> terms = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Value operand = f.cast(call.input(i), computed(call.dtype(0)));
            terms.add(new EinsumTerm(f, operand, equation.operands().get(i)).diagonal());
        }
        EinsumTerm product = terms.getFirst();
        for (int i = 1; i < count; i++) {
            int next = i + 1;
            EinsumTerm left = product;
            EinsumTerm right = terms.get(i);
            int position = i;
            EinsumTerm reducedLeft = left.sumToLabels(left.labels().stream()
                    .filter(label -> equation.isNeeded(label, position))
                    .toList());
            EinsumTerm reducedRight = right.sumToLabels(right.labels().stream()
                    .filter(label ->
                            equation.isNeeded(label, next) || left.labels().contains(label))
                    .toList());
            List<Integer> kept = IntStream.concat(
                            left.labels().stream().mapToInt(Integer::intValue),
                            right.labels().stream().mapToInt(Integer::intValue))
                    .filter(label -> equation.isNeeded(label, next))
                    .distinct()
                    .boxed()
                    .toList();
            product = reducedLeft.times(reducedRight, kept);
        }
        Value result = product.sumToLabels(equation.result())
                .arranged(equation.result())
                .value();
        return List.of(f.cast(result, call.dtype(0)));
    }

    /** Narrow integers are computed in int32, of which the low bits are kept: products and sums have no others. */
    private static DType computed(DType dtype) {
        return dtype.isInteger() && dtype.bits() < 32 ? DType.INT32 : dtype;
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            String equation = draw.pick(
                    "ij->ji",
                    "ij,jk->ik",
                    "ij,jk",
                    "bij,bjk->bik",
                    "ii->i",
                    "bii->b",
                    "ij->",
                    "i,j->ij",
                    "i,i->",
                    "...ij,...jk->...ik",
                    "ij,ij->i",
                    "abc,cd,de->abe",
                    "ij,kj->ik",
                    "aij,aj->ai");
            Map<Character, Long> sizes = new HashMap<>();
            String left = equation.contains("->") ? equation.substring(0, equation.indexOf("->")) : equation;
            List<@Nullable Tensor> inputs = new ArrayList<>();
            for (String term : left.split(",", -1)) {
                long[] shape = term.replace("...", "#")
                        .chars()
                        .mapToLong(c -> sizes.computeIfAbsent((char) c, k -> (long) draw.extent()))
                        .toArray();
                inputs.add(draw.tensor(shape, -2, 2));
            }
            return new Domain.Sample(Attributes.of("equation", equation), inputs, 1);
        });
    }
}
