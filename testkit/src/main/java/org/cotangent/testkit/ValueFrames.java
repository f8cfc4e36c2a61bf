package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The operators on sequences and optional values, each in a frame that takes a position and tensors. */
final class ValueFrames {
    private static final TypeVariable REAL = TypeVariable.of("T", DType.FLOAT16, DType.FLOAT, DType.DOUBLE);
    private static final Attributes ROWS = Attributes.of("axis", 0);

    private final OperatorRegistry registry;

    ValueFrames(OperatorRegistry registry) {
        this.registry = registry;
    }

    /** {@return whether calls of the operator cannot be told by tensors alone} */
    static boolean isNeededFor(Operator operator) {
        List<TypeVariable> types = new ArrayList<>();
        operator.signature().inputs().forEach(port -> types.add(port.type()));
        operator.signature().outputs().forEach(port -> types.add(port.type()));
        return types.stream()
                .map(TypeVariable::kind)
                .anyMatch(kind -> kind != TypeVariable.Kind.TENSOR && kind != TypeVariable.Kind.ANY);
    }

    /** {@return the operator in its frame; null for one that nobody framed yet} */
    @Nullable
    Framed of(Operator operator) {
        return switch (operator.id().type()) {
            case "SequenceConstruct", "ConcatFromSequence" ->
                framed(operator, REAL, (f, in) -> f.op("ConcatFromSequence", stacked(), all(f, in)));
            case "SequenceAt" -> framed(operator, REAL, (f, in) -> f.op("SequenceAt", all(f, in), in.input(0)));
            case "SequenceInsert" ->
                framed(
                        operator,
                        REAL,
                        (f, in) -> rows(f, f.op("SequenceInsert", all(f, in), f.square(in.input(1)), in.input(0))));
            case "SequenceErase" ->
                framed(operator, REAL, (f, in) -> rows(f, f.op("SequenceErase", all(f, in), in.input(0))));
            case "SequenceEmpty" ->
                framed(operator, REAL, (f, in) -> {
                    Attributes type = Attributes.of("dtype", in.dtype(1).code());
                    return rows(f, f.op("SequenceInsert", f.op("SequenceEmpty", type), in.input(1)));
                });
            case "SequenceSum" ->
                framed(
                        operator,
                        REAL,
                        (f, in) -> f.own("SequenceSum", Attributes.none(), all(f, in), f.zerosLike(in.input(1))));
            case "SequenceLength" ->
                framed(operator, TypeVariable.of("I", DType.INT64), (f, in) -> f.op("SequenceLength", all(f, in)));
            case "SplitToSequence" ->
                framed(operator, REAL, (f, in) -> {
                    Value parts = f.op("SplitToSequence", ROWS, f.concat(0, List.of(in.input(1), in.input(2))));
                    return f.mul(f.op("SequenceAt", parts, f.integers(0)), f.op("SequenceAt", parts, f.integers(-1)));
                });
            case "SequenceMap" ->
                framed(operator, REAL, (f, in) -> rows(f, f.op("SequenceMap", body(in), all(f, in), in.input(1))));
            case "Optional", "OptionalGetElement" ->
                framed(operator, REAL, (f, in) -> f.op("OptionalGetElement", f.op("Optional", in.input(1))));
            case "OptionalHasElement" ->
                framed(
                        operator,
                        TypeVariable.of("B", DType.BOOL),
                        (f, in) -> f.op("OptionalHasElement", f.op("Optional", in.input(1))));
            default -> null;
        };
    }

    private Framed framed(Operator operator, TypeVariable result, BiFunction<Formulas, Call, Value> frame) {
        Signature signature = Signature.builder()
                .fixed("position", TypeVariable.of("P", DType.INT64))
                .variadic("tensors", REAL)
                .output("result", result)
                .build();
        return new Framed(
                operator,
                registry,
                signature,
                (f, call) -> List.of(frame.apply(f, call)),
                Domain.of(ValueFrames::sample));
    }

    private static Domain.Sample sample(Draw draw) {
        long[] shape = draw.shape(1, 3);
        List<@Nullable Tensor> inputs = new ArrayList<>();
        int count = draw.integer(2, 3);
        inputs.add(Tensor.scalar((long) draw.integer(-count, count - 1)));
        for (int i = 0; i < count; i++) {
            inputs.add(draw.tensor(shape, -2, 2));
        }
        return new Domain.Sample(Attributes.none(), Collections.unmodifiableList(inputs), 1);
    }

    /** A sequence of all tensors of the call. */
    private static Value all(Formulas f, Call call) {
        List<@Nullable Value> tensors = call.inputs().subList(1, call.inputs().size());
        return f.op("SequenceConstruct", tensors.toArray(new @Nullable Value[0]));
    }

    private static Value rows(Formulas f, Value sequence) {
        return f.op("ConcatFromSequence", ROWS, sequence);
    }

    private static Attributes stacked() {
        return Attributes.of("axis", 1).with("new_axis", 1);
    }

    /** The graph of {@code (x, y) -> x y + x}. */
    private Attributes body(Call call) {
        GraphBuilder builder = new GraphBuilder("body", registry);
        Value x = builder.input("x", call.input(1).type());
        Value y = builder.input("y", call.input(1).type());
        Formulas f = new Formulas(builder);
        builder.output("z", f.add(f.mul(x, y), x));
        return Attributes.none().with("body", new Attribute.OfGraph(builder.build(), 0));
    }
}
