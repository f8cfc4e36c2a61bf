package org.cotangent.testkit.calculus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.testkit.calculus.Verdict.Fail;
import org.cotangent.testkit.calculus.Verdict.Inconclusive;
import org.cotangent.testkit.calculus.Verdict.Pass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapLawsTest {
    private static final List<MapLaw> LAWS =
            List.of(new NumericAgreement(), new AdjointIdentity(), new ProductLinearity(), new HessianSymmetry());

    private static Verdict check(MapLaw law, DifferentiableMap map) {
        return law.check(map, new SplittableRandom(7));
    }

    private static String failure(MapLaw law, DifferentiableMap map) {
        return assertInstanceOf(Fail.class, check(law, map)).details();
    }

    @Test
    void rightDerivativesObeyEveryLaw() {
        for (MapLaw law : LAWS) {
            assertEquals(new Pass(), check(law, Example.right()), law.name());
        }
    }

    @Test
    void rightSecondDerivativesAgreeWithDifferencesOfTheFirst() {
        assertEquals(new Pass(), check(new NumericAgreement(), Example.right().pullback(Example.pair(0.5, 2))));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 2, 0, 1 + 1e-5, Double.NaN})
    void wrongFactorsAreCaughtByDifferencesAndByTheAdjoint(double factor) {
        Example right = Example.right();
        Example wrong = right.withProduct((x, v) -> right.jvp(x, v).times(factor));
        String numeric = failure(new NumericAgreement(), wrong);
        assertTrue(numeric.startsWith("along a alone, "), numeric);
        String adjoint = failure(new AdjointIdentity(), wrong);
        assertTrue(adjoint.contains(" / d "), adjoint);
    }

    @Test
    void anErrorOfBothProductsIsCaughtByDifferencesAlone() {
        Example right = Example.right();
        Example wrong = right.withProduct((x, v) -> right.jvp(x, v).times(2))
                .withTransposed((x, u) -> right.vjp(x, u).times(2));
        assertEquals(new Pass(), check(new AdjointIdentity(), wrong));
        failure(new NumericAgreement(), wrong);
    }

    @Test
    void aProductThatIsNotLinearIsCaught() {
        Example right = Example.right();
        Example shifted = right.withTransposed((x, u) -> right.vjp(x, u).plus(1, Example.pair(0, 1e-3)));
        assertTrue(failure(new ProductLinearity(), shifted).startsWith("b: J^T 0 gives 0.001"));
        Example squared = right.withProduct((x, v) -> right.jvp(x, v).times(v.magnitude()));
        assertTrue(failure(new ProductLinearity(), squared).contains("J (a v + b w)"));
    }

    @Test
    void anAsymmetricSecondDerivativeIsCaught() {
        Example right = Example.right();
        Example wrong = right.withGradientProduct((x, v) ->
                right.gradientProduct().apply(x, v).plus(1, Example.pair(v.get(1) * x.get(2), 0)));
        failure(new HessianSymmetry(), wrong);
        failure(new NumericAgreement(), wrong.pullback(Example.pair(1, 1)));
    }

    @Test
    void nothingIsDecidedWhereTheMapIsNotSmooth() {
        Example rough = Example.right().withValue(x -> {
            double noise = Math.IEEEremainder(x.get(0) * 1e9, 1);
            return Example.pair(x.get(0) * x.get(1) + noise, Math.pow(x.get(0), 3) + noise);
        });
        assertInstanceOf(Inconclusive.class, check(new NumericAgreement(), rough));
    }
}
