package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.cotangent.spi.CotangentException;
import org.cotangent.train.ReduceOnPlateau.Rule;
import org.junit.jupiter.api.Test;

class ReduceOnPlateauTest {
    private static History history(double... accuracies) {
        List<EpochReport> epochs = new ArrayList<>();
        for (double accuracy : accuracies) {
            int epoch = epochs.size();
            LinkedHashMap<String, Double> figures = new LinkedHashMap<>(Map.of("accuracy", accuracy));
            epochs.add(new EpochReport(epoch, epoch + 1L, 1 - accuracy, 0.1, figures));
        }
        return new History(epochs, OptionalInt.empty(), false);
    }

    private static double rate(Rule rule, double... accuracies) {
        ReduceOnPlateau plateau = new ReduceOnPlateau(step -> 0.5, rule);
        plateau.begun(0, history(accuracies));
        return plateau.rate(7);
    }

    @Test
    void theRateFallsAfterMoreThanPatientEpochs() {
        Rule rule = Rule.rising("accuracy", 1);
        assertEquals(0.5, rate(rule));
        assertEquals(0.5, rate(rule, 0.3, 0.5, 0.5));
        assertEquals(0.05, rate(rule, 0.3, 0.5, 0.5, 0.4), 1e-12);
        assertEquals(0.05, rate(rule, 0.3, 0.5, 0.5, 0.4, 0.4), 1e-12);
        assertEquals(0.005, rate(rule, 0.3, 0.5, 0.5, 0.4, 0.4, 0.4), 1e-12);
        assertEquals(0.5, rate(rule, 0.3, 0.5, 0.5, 0.6, 0.6));
    }

    @Test
    void lossesHaveToFall() {
        assertEquals(0.5, rate(Rule.falling(null, 0), 0.3, 0.5));
        assertEquals(0.05, rate(Rule.falling(null, 0), 0.3, 0.3), 1e-12);
    }

    @Test
    void littleIsNotBetter() {
        Rule rule = new Rule("accuracy", true, 0.5, 0, 0.1, 0, 0);
        assertEquals(0.25, rate(rule, 0.5, 0.54));
        assertEquals(0.5, rate(rule, 0.5, 0.56));
    }

    @Test
    void epochsAfterAReductionDoNotCountAndTheRateHasALimit() {
        Rule cooling = new Rule("accuracy", true, 0.5, 0, 0, 2, 0);
        assertEquals(0.25, rate(cooling, 0.5, 0.5, 0.5, 0.5));
        assertEquals(0.125, rate(cooling, 0.5, 0.5, 0.5, 0.5, 0.5));
        Rule limited = new Rule("accuracy", true, 0.5, 0, 0, 0, 0.2);
        assertEquals(0.2, rate(limited, 0.5, 0.5, 0.5));
        assertThrows(CotangentException.class, () -> new Rule(null, false, 1, 0, 0, 0, 0));
    }

    @Test
    void theRestOfARunIsThatOfTheWhole() {
        Rule rule = Rule.rising("accuracy", 0);
        ReduceOnPlateau whole = new ReduceOnPlateau(step -> 1, rule);
        History all = history(0.2, 0.4, 0.3, 0.5, 0.5);
        for (int i = 0; i <= 5; i++) {
            History until = new History(all.epochs().subList(0, i), OptionalInt.empty(), false);
            if (i > 0) {
                whole.epochEnded(all.epochs().get(i - 1), until);
            }
            ReduceOnPlateau resumed = new ReduceOnPlateau(step -> 1, rule);
            resumed.begun(i, until);
            assertEquals(whole.rate(i), resumed.rate(i));
        }
    }
}
