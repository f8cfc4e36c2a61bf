package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.testkit.calculus.Verdict;

/** What the operator says about itself is consistent: identity, ports, forward and derivative. */
public final class Declarations implements Law {
    @Override
    public String name() {
        return "declarations";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return true;
    }

    @Override
    public Verdict check(Trial trial) {
        List<String> problems = problems(trial.operator());
        return problems.isEmpty() ? Verdict.pass() : Verdict.fail(String.join("; ", problems));
    }

    /** {@return what is inconsistent, a sentence each} */
    public static List<String> problems(Operator operator) {
        List<String> problems = new ArrayList<>();
        if (!operator.id().type().matches("[A-Za-z_][A-Za-z0-9_]*")) {
            problems.add("the type '" + operator.id().type() + "' is not an identifier");
        }
        if (operator.id().since() < 1) {
            problems.add("since is " + operator.id().since() + ", but versions begin with 1");
        }
        Signature signature = operator.signature();
        ports(problems, "input", signature.inputs());
        ports(problems, "output", signature.outputs());
        if (signature.outputs().isEmpty()) {
            problems.add("there is no output");
        }
        derivative(problems, operator, operator.derivative());
        return problems;
    }

    private static void ports(List<String> problems, String what, List<Port> ports) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            Port port = ports.get(i);
            if (!names.add(port.name())) {
                problems.add("two " + what + "s are named '" + port.name() + "'");
            }
            if (port.presence() == Port.Presence.VARIADIC && i < ports.size() - 1) {
                problems.add(what + " '" + port.name() + "' is variadic, but not the last");
            }
            if (port.type().allowed().isEmpty()) {
                problems.add(what + " '" + port.name() + "' accepts no element type");
            }
        }
    }

    private static boolean isSmooth(Port port) {
        return port.role() != Role.FIXED && port.type().allowed().stream().anyMatch(DType::isFloating);
    }

    private static void derivative(List<String> problems, Operator operator, Derivative derivative) {
        Signature signature = operator.signature();
        switch (derivative) {
            case Derivative.Zero(String why) -> reason(problems, "zero", why);
            case Derivative.Missing(String what) -> reason(problems, "missing", what);
            case Derivative.ByExpansion e -> {
                if (operator.forward().asExpansion() == null) {
                    problems.add("the derivative is that of the expansion, but there is no expansion");
                }
            }
            case Derivative.Elementwise e -> {
                if (signature.outputs().size() != 1) {
                    problems.add("an elementwise derivative is for one output, there are "
                            + signature.outputs().size());
                }
            }
            case Derivative.Linear linear -> linear(problems, signature, linear);
            case Derivative.Rules rules -> {
                if (rules.jvp() == null && rules.vjp() == null) {
                    problems.add("there are rules, but neither jvp nor vjp");
                }
            }
            case Derivative.Surrogate(Derivative instead, String why) -> {
                reason(problems, "a surrogate", why);
                derivative(problems, operator, instead);
            }
        }
        if (operator.forward() instanceof Forward.Pointwise pointwise
                && signature.outputs().size() != pointwise.expressions().size()) {
            problems.add("there are " + pointwise.expressions().size() + " expressions for "
                    + signature.outputs().size() + " outputs");
        }
    }

    private static void linear(List<String> problems, Signature signature, Derivative.Linear linear) {
        if (linear.groups().isEmpty()) {
            problems.add("the operator is linear in no input");
        }
        for (Set<Integer> group : linear.groups()) {
            for (int i : group) {
                if (i < 0 || i >= signature.inputs().size()) {
                    problems.add("linear in input " + i + ", which does not exist");
                } else if (!isSmooth(signature.input(i))) {
                    problems.add("linear in input '" + signature.input(i).name() + "', which has no tangent space");
                }
            }
        }
        for (int i = 0; i < signature.inputs().size(); i++) {
            int index = i;
            if (isSmooth(signature.input(i)) && linear.groups().stream().noneMatch(g -> g.contains(index))) {
                problems.add("input '" + signature.input(i).name() + "' is differentiable, but in no group");
            }
        }
    }

    private static void reason(List<String> problems, String kind, String reason) {
        if (reason.isBlank()) {
            problems.add("the derivative is " + kind + ", but without a reason");
        }
    }
}
