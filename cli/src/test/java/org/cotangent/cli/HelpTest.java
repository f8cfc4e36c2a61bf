package org.cotangent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "doctor",
                "ops",
                "inspect",
                "graph",
                "run",
                "conformance",
                "gradients",
                "finetune",
                "vjp",
                "jvp",
                "train-graph"
            })
    void everyCommandTellsItsOptions(String command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertEquals(0, Main.run(new PrintWriter(out), new PrintWriter(err), command, "--help"), err::toString);
        assertTrue(out.toString().contains("Usage: cotangent " + command), out::toString);
        assertEquals("", err.toString());
    }
}
