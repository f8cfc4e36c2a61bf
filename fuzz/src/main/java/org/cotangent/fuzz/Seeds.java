package org.cotangent.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Files to begin with: a call of each operator, from its own domain. */
final class Seeds {
    private Seeds() {}

    /** {@return how many files were written} */
    static int write(Cotangent cotangent, Path folder) {
        int written = 0;
        for (Operator operator : cotangent.operators().all()) {
            try {
                Domain.Sample sample = operator.domain().sample(new SplittableRandom(1), 2);
                write(cotangent, operator, sample, folder.resolve("call" + written + ".onnx"));
                written++;
            } catch (CotangentException | IllegalArgumentException e) {
                // an operator of values that no file holds
            }
        }
        return written;
    }

    private static void write(Cotangent cotangent, Operator operator, Domain.Sample sample, Path file) {
        GraphBuilder builder = cotangent.graph("seed");
        List<@Nullable Value> inputs = new ArrayList<>();
        for (int i = 0; i < sample.inputs().size(); i++) {
            Tensor input = sample.inputs().get(i);
            if (input == null) {
                inputs.add(null);
            } else if (operator.signature().input(i).role() == Role.FIXED || i > 0) {
                inputs.add(builder.initializer("w" + i, input));
            } else {
                inputs.add(builder.input("x" + i, input.type()));
            }
        }
        List<Value> outputs = builder.emit(operator, sample.attributes(), inputs, sample.outputs());
        for (int i = 0; i < outputs.size(); i++) {
            builder.output("y" + i, outputs.get(i));
        }
        Onnx.write(builder.build(), cotangent.operators(), file, ExportOptions.standard());
    }
}
