package org.cotangent.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.testkit.backend.BackendLaws;
import org.cotangent.testkit.calculus.AdjointIdentity;
import org.cotangent.testkit.calculus.HessianSymmetry;
import org.cotangent.testkit.calculus.NumericAgreement;
import org.cotangent.testkit.calculus.ProductLinearity;
import org.cotangent.testkit.calculus.Verdict;
import org.cotangent.testkit.law.BackendAgreement;
import org.cotangent.testkit.law.BackendGradients;
import org.cotangent.testkit.law.BatchedProducts;
import org.cotangent.testkit.law.Completeness;
import org.cotangent.testkit.law.Declarations;
import org.cotangent.testkit.law.Determinism;
import org.cotangent.testkit.law.DeviceAgreement;
import org.cotangent.testkit.law.Elementwise;
import org.cotangent.testkit.law.EmptyTensors;
import org.cotangent.testkit.law.EngineBench;
import org.cotangent.testkit.law.Execution;
import org.cotangent.testkit.law.ExpansionAgreement;
import org.cotangent.testkit.law.ExportAgreement;
import org.cotangent.testkit.law.FewerOutputs;
import org.cotangent.testkit.law.FixedAtRunTime;
import org.cotangent.testkit.law.GradientPrecision;
import org.cotangent.testkit.law.GroupLinearity;
import org.cotangent.testkit.law.Immutability;
import org.cotangent.testkit.law.Independence;
import org.cotangent.testkit.law.InferenceLaw;
import org.cotangent.testkit.law.IntegerTypes;
import org.cotangent.testkit.law.KernelMemory;
import org.cotangent.testkit.law.KinkConventions;
import org.cotangent.testkit.law.Law;
import org.cotangent.testkit.law.LowPrecision;
import org.cotangent.testkit.law.MissingDerivative;
import org.cotangent.testkit.law.MissingTangents;
import org.cotangent.testkit.law.MutatedCalls;
import org.cotangent.testkit.law.NanLocality;
import org.cotangent.testkit.law.NearbySlopes;
import org.cotangent.testkit.law.OnMap;
import org.cotangent.testkit.law.ParameterMask;
import org.cotangent.testkit.law.Placements;
import org.cotangent.testkit.law.RuleResults;
import org.cotangent.testkit.law.Saturation;
import org.cotangent.testkit.law.ScalarReference;
import org.cotangent.testkit.law.SpecialValues;
import org.cotangent.testkit.law.SymbolicGradient;
import org.cotangent.testkit.law.Trial;
import org.cotangent.testkit.law.WantedSubset;

/** The laws of operators, and how to check them in one case. */
public final class Laws {
    private static final long SEED = 42;

    private Laws() {}

    /** {@return all laws; what comes after {@link Execution} is about calls that run} */
    public static List<Law> all() {
        List<Law> laws = new ArrayList<>(List.of(new Declarations(), new Execution()));
        for (InferenceLaw.View view : InferenceLaw.View.values()) {
            laws.add(new InferenceLaw(view));
        }
        laws.addAll(List.of(
                new Determinism(),
                new Immutability(),
                new Completeness(),
                new FixedAtRunTime(),
                new ScalarReference(),
                new ExpansionAgreement(),
                new Elementwise(),
                new GroupLinearity(),
                new MissingDerivative(),
                new RuleResults(),
                new OnMap(new NumericAgreement(), 1),
                new OnMap(new AdjointIdentity(), 1),
                new OnMap(new ProductLinearity(), 1),
                new WantedSubset(),
                new ParameterMask(),
                new OnMap(new NumericAgreement(), 2),
                new OnMap(new AdjointIdentity(), 2),
                new OnMap(new HessianSymmetry(), 1),
                new MissingTangents(),
                new BatchedProducts(),
                new FewerOutputs(),
                new SymbolicGradient(false),
                new SymbolicGradient(true),
                new Independence(),
                new Placements(),
                new KinkConventions(),
                new NearbySlopes(),
                new NanLocality(),
                new Saturation(),
                new EmptyTensors(),
                new MutatedCalls()));
        for (int order = 0; order <= 2; order++) {
            laws.add(new ExportAgreement(order));
        }
        for (DType dtype : List.of(DType.FLOAT, DType.FLOAT16, DType.BFLOAT16)) {
            laws.add(new LowPrecision(dtype));
            laws.add(new GradientPrecision(dtype));
        }
        for (DType dtype :
                DType.integers().stream().filter(t -> t != DType.INT64).toList()) {
            laws.add(new IntegerTypes(dtype));
        }
        for (DType dtype : List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16, DType.BFLOAT16)) {
            laws.add(new BackendAgreement(dtype));
            laws.add(new DeviceAgreement(dtype));
            laws.add(new KernelMemory(dtype));
            laws.add(new SpecialValues(dtype));
            laws.add(new BackendGradients(dtype));
        }
        return List.copyOf(laws);
    }

    /** {@return what comes of all laws for one call of an operator, which need not be registered} */
    public static List<Finding> check(Operator operator, Domain.Sample sample) {
        try (EngineBench bench = EngineBench.of(operator)) {
            return check(all(), new Trial(bench, operator, sample, SEED));
        }
    }

    /** {@return what comes of these laws; when the call does not run, those that follow are skipped} */
    static List<Finding> check(List<Law> laws, Trial trial) {
        List<Finding> findings = new ArrayList<>();
        boolean runs = true;
        for (Law law : laws) {
            Verdict verdict = runs ? verdict(law, trial) : Verdict.skipped("the call does not run");
            findings.add(new Finding(law.name(), verdict));
            runs &= !(law instanceof Execution) || verdict instanceof Verdict.Pass;
        }
        return findings;
    }

    /** {@return the verdict; what is unsupported says so, every other error breaks the law} */
    static Verdict verdict(Law law, Trial trial) {
        try {
            return law.check(trial);
        } catch (UnsupportedException e) {
            return Verdict.unsupported(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return Verdict.fail(e
                    + Arrays.stream(e.getStackTrace())
                            .limit(6)
                            .map(frame -> System.lineSeparator() + "      at " + frame)
                            .collect(Collectors.joining()));
        }
    }

    /** Throws {@link AssertionError} with all that is wrong, if this call breaks a law. */
    public static void verify(Operator operator, Domain.Sample sample) {
        verify(operator, all(), SEED, sample);
    }

    /**
     * Throws {@link AssertionError} if this call breaks the law of this name.
     *
     * @param seed of the directions in which the law looks at the call
     */
    public static void verify(Operator operator, String law, long seed, Domain.Sample sample) {
        SequencedMap<String, Law> byName = new LinkedHashMap<>();
        all().forEach(each -> byName.put(each.name(), each));
        BackendLaws.ofCalls(BackendLaws.dtypes()).forEach(each -> byName.put(each.name(), each));
        Law named = byName.get(law);
        if (named == null) {
            throw new IllegalArgumentException("there is no law '" + law + "'; there are " + byName.keySet());
        }
        verify(operator, List.of(named), seed, sample);
    }

    private static void verify(Operator operator, List<Law> laws, long seed, Domain.Sample sample) {
        Case which = new Case(operator, sample, 1, seed);
        List<String> failures = new ArrayList<>();
        try (EngineBench bench = EngineBench.of(operator)) {
            for (Finding finding : check(laws, which.on(bench))) {
                if (finding.verdict() instanceof Verdict.Fail(String details)) {
                    failures.add(new Failure(which, finding.law(), seed, details).describe());
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n", failures));
        }
    }

    /** {@return the failures among findings} */
    public static List<Finding> failures(List<Finding> findings) {
        return findings.stream()
                .filter(f -> f.verdict() instanceof Verdict.Fail)
                .toList();
    }
}
