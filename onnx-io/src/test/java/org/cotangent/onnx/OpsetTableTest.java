package org.cotangent.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.tensor.DType;
import org.junit.jupiter.api.Test;

/** The table of versions says of the newest version what the operator says; what only older ones have is rewritten. */
class OpsetTableTest {
    /** Its blocks are added up where they lie on one another, which ONNX allows for strings and bools as well. */
    private static final String NUMBERS_ONLY = "Col2Im";

    private final OpsetTable table = new OpsetTable();
    private final Rewrites rewrites = Rewrites.load(OpsetTableTest.class.getClassLoader());

    private static Stream<Operator> operators() {
        return Cotangent.load().operators().all().stream()
                .filter(operator -> operator.id().domain().isEmpty());
    }

    @Test
    void operatorsHaveTheVersionAndTheAttributesOfTheNewestForm() {
        List<String> differences = new ArrayList<>();
        operators().forEach(operator -> {
            OpsetTable.Form form = table.forms(operator.id().type()).getLast();
            Set<String> own = new TreeSet<>(operator.signature().attributeNames());
            Set<String> attributes = new TreeSet<>(form.attributes().keySet());
            if (form.since() != operator.id().since() || !attributes.equals(own)) {
                differences.add(operator.id() + " " + own + ", not " + form.since() + " " + attributes);
            }
        });
        assertEquals(List.of(), differences);
    }

    @Test
    void operatorsTakeAndGiveAllThatTheNewestFormDoes() {
        List<String> lacking = new ArrayList<>();
        operators()
                .filter(operator -> !operator.id().type().equals(NUMBERS_ONLY))
                .forEach(operator -> {
                    OpsetTable.Form form = table.forms(operator.id().type()).getLast();
                    if (!covers(operator.signature().inputs(), form.inputs())
                            || !covers(operator.signature().outputs(), form.outputs())) {
                        lacking.add(operator.id().toString());
                    }
                });
        assertEquals(List.of(), lacking);
    }

    private static boolean covers(List<Port> own, PortTypes form) {
        if (own.size() < form.ports().size()) {
            return false;
        }
        for (int i = 0; i < form.ports().size(); i++) {
            Set<DType> allowed = own.get(i).type().allowed();
            for (long set : form.ports().get(i).values()) {
                if (DType.all().stream().anyMatch(type -> (set >> type.code() & 1) != 0 && !allowed.contains(type))) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void whatOnlyOlderFormsHaveIsRewritten() {
        List<String> lacking = new ArrayList<>();
        operators()
                .forEach(operator -> table.forms(operator.id().type()).stream()
                        .filter(form -> !operator.signature()
                                .attributeNames()
                                .containsAll(form.attributes().keySet()))
                        .filter(form -> rewrites.next(
                                        "",
                                        operator.id().type(),
                                        form.since(),
                                        operator.id().since())
                                == null)
                        .forEach(form -> lacking.add(operator.id() + " " + form.since())));
        assertEquals(List.of(), lacking);
    }
}
