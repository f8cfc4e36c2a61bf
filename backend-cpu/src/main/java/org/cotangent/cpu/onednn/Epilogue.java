package org.cotangent.cpu.onednn;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.AxisOrder;

/**
 * What is done to a result before it is stored, one after the other.
 *
 * <p>oneDNN's maxima and rectifiers make 0 of NaN. So {@code max(x, 0)} is written as {@code x} times its hard step,
 * {@code x clamp(c x, 0, 1)} with the largest c there is: NaN stays NaN, and so becomes negative infinity; positive
 * numbers that are not subnormal and negative numbers give what they should.
 */
record Epilogue(List<Link> links) {
    private static final Link RECTIFIER = new Link.Function(PostOp.Function.HARDSWISH, Float.MAX_VALUE, 0);

    /** One thing that is done. */
    sealed interface Link {
        /** A function of each element. */
        record Function(PostOp.Function function, float alpha, float beta) implements Link {}

        /**
         * An operation with another operand.
         *
         * @param input which input of the kernel it is
         * @param operand where its elements stand, axes as those of the result
         */
        record Operand(PostOp.Operation operation, int input, Strided operand) implements Link {}
    }

    Epilogue {
        links = List.copyOf(links);
    }

    static Epilogue none() {
        return new Epilogue(List.of());
    }

    boolean isEmpty() {
        return links.isEmpty();
    }

    /**
     * Returns what the expression of a composite does.
     *
     * @throws Refusal if it does something else
     */
    static Epilogue of(Preparation call, Forward.Composite composite) {
        Scalar expression = composite.epilogue();
        if (expression == null) {
            return none();
        }
        List<Link> links = new ArrayList<>();
        new Parser(call, composite).append(expression, links);
        return new Epilogue(links);
    }

    /** Returns the other operands. */
    List<Strided> operands() {
        return links.stream()
                .filter(Link.Operand.class::isInstance)
                .map(link -> ((Link.Operand) link).operand())
                .toList();
    }

    private record Parser(Preparation call, Forward.Composite composite) {
        /** Appends what makes the expression of input 0. */
        void append(Scalar expression, List<Link> links) {
            if (expression instanceof Scalar.Input(int index) && index == 0) {
                return;
            }
            Scalar gelu = GeluForm.argument(expression);
            if (gelu != null) {
                append(gelu, links);
                links.add(new Link.Function(PostOp.Function.GELU_ERF, 0, 0));
                return;
            }
            switch (expression) {
                case Scalar.Binary(BinaryFunction f, Scalar x, Scalar y) -> {
                    boolean swapped = !depends(x) && (f == BinaryFunction.ADD || f == BinaryFunction.MUL);
                    append(f, swapped ? y : x, swapped ? x : y, links);
                }
                case Scalar.Unary(UnaryFunction f, Scalar x)
                when f == UnaryFunction.TANH -> {
                    append(x, links);
                    links.add(new Link.Function(PostOp.Function.TANH, 0, 0));
                }
                case Scalar.Unary(UnaryFunction f, Scalar x)
                when f == UnaryFunction.SIGMOID -> {
                    append(x, links);
                    links.add(new Link.Function(PostOp.Function.LOGISTIC, 0, 0));
                }
                default -> throw new Refusal("oneDNN does nothing like " + expression + " to a result");
            }
        }

        private void append(BinaryFunction f, Scalar x, Scalar y, List<Link> links) {
            if (f == BinaryFunction.MUL && (isSigmoid(y, x) || isSigmoid(x, y))) {
                append(isSigmoid(y, x) ? x : y, links);
                links.add(new Link.Function(PostOp.Function.SWISH, 1, 0));
                return;
            }
            if (f == BinaryFunction.MAX && (isZero(x) || isZero(y))) {
                append(isZero(x) ? y : x, links);
                links.add(RECTIFIER);
                return;
            }
            Refusal.unless(!depends(y), "the result is used twice");
            append(x, links);
            links.add(
                    switch (y) {
                        case Scalar.Constant(double value) -> constant(f, (float) value);
                        case Scalar.Input(int index) -> operand(f, index);
                        default -> throw new Refusal("an operand of the epilogue is computed");
                    });
        }

        private static boolean isZero(Scalar scalar) {
            return scalar instanceof Scalar.Constant(double value) && value == 0;
        }

        private static boolean isSigmoid(Scalar scalar, Scalar of) {
            return scalar instanceof Scalar.Unary(UnaryFunction f, Scalar x)
                    && f == UnaryFunction.SIGMOID
                    && x.equals(of);
        }

        private static Link constant(BinaryFunction f, float value) {
            return switch (f) {
                case ADD -> new Link.Function(PostOp.Function.LINEAR, 1, value);
                case SUB -> new Link.Function(PostOp.Function.LINEAR, 1, -value);
                case MUL -> new Link.Function(PostOp.Function.LINEAR, value, 0);
                case DIV -> new Link.Function(PostOp.Function.LINEAR, 1 / value, 0);
                default -> throw new Refusal("no post-op does " + f);
            };
        }

        private Link operand(BinaryFunction f, int index) {
            int input = composite.inputs().size() + index - 1;
            Refusal.unless(call.input(input).dtype() == call.output(0).dtype(), "an operand is of another type");
            PostOp.Operation operation = switch (f) {
                case ADD -> PostOp.Operation.ADD;
                case MUL -> PostOp.Operation.MUL;
                default -> throw new Refusal("no post-op does " + f);
            };
            Strided stored = Strided.of(AxisOrder.natural(), Refusal.sizes(call.input(input)))
                    .padded(Refusal.sizes(call.output(0)).length);
            return new Link.Operand(
                    operation, input, stored.ordered(composite.output().inverse()));
        }

        private static boolean depends(Scalar scalar) {
            return switch (scalar) {
                case Scalar.Input(int index) -> index == 0;
                case Scalar.Constant constant -> false;
                case Scalar.Unary(UnaryFunction f, Scalar x) -> depends(x);
                case Scalar.Binary(BinaryFunction f, Scalar x, Scalar y) -> depends(x) || depends(y);
                case Scalar.Select(Scalar c, Scalar x, Scalar y) -> depends(c) || depends(x) || depends(y);
                case Scalar.Opaque opaque -> true;
                case Scalar.OpaqueBinary opaque -> true;
            };
        }
    }
}
