package org.cotangent.spi.op;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.backend.KernelFactory;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.DType;
import org.jspecify.annotations.Nullable;

/** How an operator computes, in the most telling form that is true. */
public sealed interface Forward {
    /**
     * Each output is the same scalar expression of the inputs at every element; inputs broadcast against each other,
     * and all outputs have the broadcast shape. Loops, vector code, device code and fusion are made from the
     * expressions.
     *
     * @param expressions one for each output
     * @param otherwise the portable kernel of calls that the expressions do not {@linkplain #covers cover}; null if the
     *     signature allows no such call
     */
    record Pointwise(List<Expression> expressions, @Nullable KernelFactory otherwise) implements Forward {
        public Pointwise {
            expressions = List.copyOf(expressions);
        }

        /** One output. */
        public Pointwise(Expression expression, @Nullable KernelFactory otherwise) {
            this(List.of(expression), otherwise);
        }

        /** One output, of calls that the expression always covers. */
        public Pointwise(Expression expression) {
            this(List.of(expression), null);
        }

        /** {@return the expressions of a call's outputs, in order} */
        public List<Scalar> of(Attributes attributes, DType dtype, int inputs) {
            return expressions.stream()
                    .map(expression -> expression.of(attributes, dtype, inputs))
                    .toList();
        }

        /**
         * {@return whether the expressions describe a call with inputs of these types, null for absent ones}
         *
         * <p>It does if they are all numbers or bools and the numbers are of one type.
         */
        public boolean covers(Collection<@Nullable DType> inputs) {
            Set<DType> numbers = EnumSet.noneOf(DType.class);
            for (DType input : inputs) {
                if (input != null && input != DType.BOOL) {
                    numbers.add(input);
                }
            }
            return numbers.size() <= 1 && DType.numeric().containsAll(numbers);
        }
    }

    /** The output has the elements of input 0 in the same order; only its shape differs. No kernel is needed. */
    record View() implements Forward {}

    /** Portable Java on dense row-major host tensors: the reference, and the slow twin of every fast kernel. */
    record HostKernel(KernelFactory factory, @Nullable Body expansion) implements Forward {
        public HostKernel(KernelFactory factory) {
            this(factory, null);
        }
    }

    /**
     * Portable Java on whole values: tensors, sequences, optional values and graphs. It finds types and sizes of its
     * outputs as it runs, so one kernel serves inputs of all types.
     */
    record ValueKernel(KernelFactory factory, @Nullable Body expansion) implements Forward {
        public ValueKernel(KernelFactory factory) {
            this(factory, null);
        }
    }

    /** A body in other operators. */
    record Expansion(Body body) implements Forward {}

    /**
     * What a plan makes of a call and its neighbours: inputs whose axes are put in order first, a result whose axes are
     * put in order, and an elementwise expression of that. Kernels read and write memory in those orders instead of
     * moving elements. Never part of a user's graph.
     *
     * @param operator a call with one output
     * @param inputs for each input of the operator, which are the first inputs: the order that gives what the operator
     *     takes
     * @param output the order applied to the operator's output
     * @param epilogue of input 0, the result in its order, and of inputs 1, 2, ..., which are the composite's inputs
     *     behind those of the operator and broadcast to the result; null for none
     */
    record Composite(
            Operator operator,
            Attributes attributes,
            List<AxisOrder> inputs,
            AxisOrder output,
            @Nullable Scalar epilogue)
            implements Forward {
        public Composite {
            inputs = List.copyOf(inputs);
        }
    }

    /** {@return this computation in other operators, if it is known: for export, and for derivatives by expansion} */
    default @Nullable Body asExpansion() {
        return switch (this) {
            case Expansion(Body body) -> body;
            case HostKernel(KernelFactory factory, Body body) -> body;
            case ValueKernel(KernelFactory factory, Body body) -> body;
            case Pointwise pointwise -> new PointwiseExpansion(pointwise);
            case Composite composite -> new CompositeExpansion(composite);
            case View v -> null;
        };
    }

    /** Gives the scalar expression of one output element. */
    @FunctionalInterface
    interface Expression {
        /**
         * {@return the expression over {@code Scalar.input(0) ... Scalar.input(inputs - 1)}}
         *
         * @param dtype the element type in which one computes: that of the inputs that are not bool, if any
         * @param inputs the number of inputs; absent inputs at the end are not counted
         */
        Scalar of(Attributes attributes, DType dtype, int inputs);
    }

    /** Writes a call as other operators. */
    @FunctionalInterface
    interface Body {
        /** {@return the outputs of the call} */
        List<Value> expand(Formulas f, Call call);
    }

    /** {@return the forward of a scalar expression that depends neither on attributes nor on the element type} */
    static Forward pointwise(Scalar expression) {
        return new Pointwise((attributes, dtype, inputs) -> expression);
    }
}
