package org.cotangent.ops.array;

import java.util.List;
import java.util.function.IntFunction;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Planned;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * The matrices of the last two axes with zeros below ({@code upper = 1}) or above the {@code k}-th diagonal; ONNX
 * Trilu, version 14.
 */
public final class Trilu extends OnnxOperator {
    private static final long GRAIN = 1 << 13;

    public Trilu() {
        super(
                "Trilu",
                14,
                Signature.builder()
                        .input("input", Types.basic("T"))
                        .optionalFixed("k", Types.int64("K"))
                        .output("output", Types.basic("T"))
                        .attribute("upper", 1)
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        if (call.shape(0).rank() < 2) {
            throw new ShapeException("input " + call.shape(0) + " must have at least two axes");
        }
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> Planned.of(call, elements -> plan(call, elements), 1));
    }

    private static Kernel plan(Preparation call, IntFunction<@Nullable Tensor> elements) {
        Shape shape = call.input(0).shape();
        long rows = shape.size(shape.rank() - 2);
        long columns = shape.size(shape.rank() - 1);
        long matrices = shape.elements(0, shape.rank() - 2).size();
        Tensor given = elements.apply(1);
        long k = given == null ? 0 : Math.clamp(given.getLong(0), -rows - 1, columns + 1);
        boolean upper = call.attributes().flag("upper");
        Cells cells = Cells.of(call.input(0).dtype());
        Tensor zero = Tensor.allocate(call.input(0).dtype());
        long grain = Math.ceilDiv(GRAIN, Math.max(1, columns));
        return io -> {
            Tensor input = io.input(0);
            Tensor output = io.output(0);
            call.parallel().forRange(matrices * rows, grain, (first, last) -> {
                for (long line = first; line < last; line++) {
                    long diagonal = line % rows + k;
                    long from = upper ? Math.clamp(diagonal, 0, columns) : 0;
                    long to = upper ? columns : Math.clamp(diagonal + 1, 0, columns);
                    long start = line * columns;
                    cells.copy(zero, 0, 0, output, start, 1, from);
                    cells.copy(input, start + from, output, start + from, to - from);
                    cells.copy(zero, 0, 0, output, start + to, 1, columns - to);
                }
            });
        };
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, i, cotangents) -> at.has(1)
                ? f.op("Trilu", at.attributes(), cotangents.getFirst(), at.input(1))
                : f.op("Trilu", at.attributes(), cotangents.getFirst()));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            Tensor k = Tensor.allocate(DType.INT64);
            k.setLong(0, draw.integer(-3, 3));
            return Domain.Sample.of(
                    Attributes.of("upper", draw.integer(0, 1)),
                    draw.tensor(draw.shape(2, 4), -2, 2),
                    draw.chance(0.3) ? null : k);
        });
    }
}
