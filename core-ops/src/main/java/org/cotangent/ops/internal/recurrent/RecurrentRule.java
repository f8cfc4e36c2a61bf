package org.cotangent.ops.internal.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.matrix.MatrixShapes;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a plain recurrent layer: one operator runs back in time and gives the cotangents of the sums that
 * activations are applied to; those of inputs, weights and biases are products and sums of all times together.
 */
record RecurrentRule(RecurrentKind kind) implements Derivative.Shortcut {
    private static final int X = 0;
    private static final int W = 1;
    private static final int R = 2;
    private static final int B = 3;
    private static final int LENGTHS = 4;
    private static final int INITIAL_H = 5;
    private static final int INITIAL_C = 6;
    private static final int P = 7;

    @Override
    public @Nullable List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        boolean traced =
                cotangents.size() > kind.traceOutput() && cotangents.get(kind.traceOutput()) instanceof Tangent.Of;
        if (traced || !kind.isPlain(at.attributes()) || !hasKnownWeights(at)) {
            return null;
        }
        return new Reverse(f, at, cotangents, wanted).cotangents();
    }

    private static boolean hasKnownWeights(Point at) {
        Shape w = at.shape(W);
        Shape r = at.shape(R);
        return w.isStatic()
                && r.isStatic()
                && w.elements().size() > 0
                && r.elements().size() > 0;
    }

    private final class Reverse {
        private final Formulas f;
        private final Point at;
        private final Set<Integer> wanted;
        private final boolean batchFirst;
        private final int directions;
        private final long hidden;
        private final ReverseCell cell;
        private final Value trace;
        private final List<Value> found;

        Reverse(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
            this.f = f;
            this.at = at;
            this.wanted = wanted;
            this.batchFirst = at.attributes().flag("layout");
            this.directions = RecurrentLayout.directions(at.attributes()).size();
            this.hidden = at.shape(R).size(2);
            this.cell = kind.reverse(at.attributes());
            this.trace = at.output(kind.traceOutput());
            List<@Nullable Value> inputs = new ArrayList<>();
            inputs.add(at.input(R));
            inputs.add(trace);
            inputs.add(at.has(LENGTHS) ? at.input(LENGTHS) : null);
            inputs.add(timeFirst(cotangent(cotangents, 0), 1, 2, 0, 3));
            inputs.add(timeFirst(cotangent(cotangents, 1), 1, 0, 2));
            if (kind.hasCellState()) {
                inputs.add(timeFirst(cotangent(cotangents, 2), 1, 0, 2));
                inputs.add(at.has(P) ? at.input(P) : null);
            }
            Attributes attributes = Attributes.of("direction", at.attributes().text("direction"));
            if (kind == RecurrentKind.GRU) {
                attributes =
                        attributes.with("linear_before_reset", at.attributes().flag("linear_before_reset") ? 1 : 0);
            }
            int outputs = wanted.contains(INITIAL_C) ? 3 : wanted.contains(INITIAL_H) ? 2 : 1;
            this.found = f.call(
                    OperatorId.COTANGENT,
                    kind.name() + "Gradient",
                    attributes,
                    outputs,
                    inputs.toArray(new @Nullable Value[0]));
        }

        private static @Nullable Value cotangent(List<Tangent> cotangents, int output) {
            return output < cotangents.size() && cotangents.get(output) instanceof Tangent.Of(Value value)
                    ? value
                    : null;
        }

        private @Nullable Value timeFirst(@Nullable Value x, int... order) {
            return x == null || !batchFirst ? x : f.transpose(x, order);
        }

        List<Tangent> cotangents() {
            List<Tangent> result = new ArrayList<>();
            for (int input = 0; input < at.inputs().size(); input++) {
                result.add(wanted.contains(input) ? Tangent.of(cotangentOf(input)) : Tangent.zero());
            }
            return result;
        }

        private Value cotangentOf(int input) {
            return switch (input) {
                case X -> ofInputs();
                case INITIAL_H -> ofState(found.get(1));
                case INITIAL_C -> ofState(found.get(2));
                default -> {
                    List<Value> parts = new ArrayList<>();
                    for (int direction = 0; direction < directions; direction++) {
                        parts.add(f.unsqueeze(ofWeights(input, new OneDirection(direction)), 0));
                    }
                    yield directions == 1 ? parts.getFirst() : f.concat(0, parts);
                }
            };
        }

        private Value ofState(Value state) {
            return batchFirst ? f.transpose(state, 1, 0, 2) : state;
        }

        private Value ofInputs() {
            Value sum = null;
            for (int direction = 0; direction < directions; direction++) {
                Value w = directions == 1 ? at.input(W) : f.slice(at.input(W), 0, direction, direction + 1L);
                Value part = f.matmul(new OneDirection(direction).sums(0, kind.gates()), f.squeeze(w, 0));
                sum = sum == null ? part : f.add(sum, part);
            }
            Value dx = sum == null ? f.zerosLike(at.input(X)) : sum;
            return batchFirst ? f.transpose(dx, 1, 0, 2) : dx;
        }

        private Value ofWeights(int input, OneDirection direction) {
            return switch (input) {
                case W -> {
                    Value x = batchFirst ? f.transpose(at.input(X), 1, 0, 2) : at.input(X);
                    yield product(direction.sums(0, kind.gates()), x);
                }
                case R ->
                    joined(cell.projections(f, direction).stream()
                            .map(part -> product(part.cotangent(), part.factor()))
                            .toList());
                case B -> {
                    List<Value> parts = new ArrayList<>();
                    parts.add(f.reduceSum(direction.sums(0, kind.gates()), false, 0, 1));
                    cell.projections(f, direction)
                            .forEach(part -> parts.add(f.reduceSum(part.cotangent(), false, 0, 1)));
                    yield joined(parts);
                }
                default -> {
                    Value peepholes = cell.peepholes(f, direction);
                    yield peepholes == null ? f.zerosLike(at.input(input)) : peepholes;
                }
            };
        }

        private Value joined(List<Value> parts) {
            return parts.size() == 1 ? parts.getFirst() : f.concat(0, parts);
        }

        /** {@return the product of cotangents and factors of all times, [rows, columns]} */
        private Value product(Value cotangent, Value factor) {
            return MatrixShapes.multiply(f, flat(cotangent), true, flat(factor), false, 1);
        }

        private Value flat(Value x) {
            return f.reshape(x, -1, x.shape().size(2));
        }

        private final class OneDirection implements ReverseCell.Sequence {
            private final int direction;

            OneDirection(int direction) {
                this.direction = direction;
            }

            @Override
            public Value trace(int i) {
                return part(trace, i, 1, kind.traced());
            }

            @Override
            public Value sums(int firstGate, int count) {
                return part(found.getFirst(), firstGate, count, kind.gates());
            }

            private Value part(Value all, int from, int count, int of) {
                Value columns = count == of ? all : f.slice(all, 3, from * hidden, (from + count) * hidden);
                return f.squeeze(directions == 1 ? columns : f.slice(columns, 1, direction, direction + 1L), 1);
            }
        }
    }
}
