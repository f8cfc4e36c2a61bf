package org.cotangent.ops.internal.control;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.cotangent.ops.array.Identity;
import org.cotangent.ops.logic.Less;
import org.cotangent.ops.math.Add;
import org.cotangent.ops.math.Mul;
import org.cotangent.ops.math.Sub;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.ValueType;

/** Graphs for the calls of control flow that tests draw. They hold for numbers of every type. */
public final class SampleBodies {
    private static final OperatorLookup OPERATORS = (domain, type) -> switch (type) {
        case "Add" -> new Add();
        case "Identity" -> new Identity();
        case "Less" -> new Less();
        case "Mul" -> new Mul();
        case "Sub" -> new Sub();
        default -> null;
    };

    private SampleBodies() {}

    /** {@return the graph of a function of values of these types} */
    public static Attribute.OfGraph of(
            int captures, BiFunction<Formulas, List<Value>, List<Value>> function, ValueType... inputs) {
        Formulas f = new Formulas(new GraphBuilder("sample", OPERATORS));
        return new Attribute.OfGraph(Bodies.of(f, "sample", Arrays.asList(inputs), function), captures);
    }
}
