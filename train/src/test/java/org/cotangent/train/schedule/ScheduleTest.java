package org.cotangent.train.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.spi.CotangentException;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static void follows(Schedule schedule, double... rates) {
        for (int step = 0; step < rates.length; step++) {
            assertEquals(rates[step], schedule.rate(step), 1e-12, schedule + ", step " + step);
        }
    }

    @Test
    void stepsDown() {
        follows(Schedule.constant(0.3), 0.3, 0.3, 0.3);
        follows(new StepDecay(1, 2, 0.5), 1, 1, 0.5, 0.5, 0.25);
        follows(new MultiStepDecay(1, List.of(1L, 3L, 3L), 0.1), 1, 0.1, 0.1, 0.001, 0.001);
        follows(new Exponential(2, 0.5), 2, 1, 0.5, 0.25);
        assertThrows(CotangentException.class, () -> new StepDecay(1, 0, 0.5));
    }

    @Test
    void linesAndCurvesEndWhereTheySay() {
        follows(new LinearRamp(0.25, 1, 3), 0.25, 0.5, 0.75, 1, 1);
        follows(new LinearRamp(0, 1, 0), 1, 1);
        follows(new Polynomial(2, 4, 2), 2, 2 * 0.5625, 0.5, 0.125, 0, 0);
        double root = Math.sqrt(0.5);
        follows(new Cosine(1, 4), 1, (1 + root) / 2, 0.5, (1 - root) / 2, 0, 0);
        follows(new Cosine(3, 2, 1), 3, 2, 1, 1);
    }

    @Test
    void restartsBeginAnew() {
        follows(new CosineRestarts(1, 2), 1, 0.5, 1, 0.5, 1);
        follows(new CosineRestarts(1, 1, 2, 0), 1, 1, 0.5, 1, 0.5 + Math.sqrt(0.5) / 2, 0.5);
        Schedule growing = new CosineRestarts(1, 10, 3, 0.1);
        assertEquals(1, growing.rate(10));
        assertEquals(1, growing.rate(40));
        assertEquals(new Cosine(1, 30, 0.1).rate(29), growing.rate(39));
        assertThrows(CotangentException.class, () -> new CosineRestarts(1, 0));
    }

    /** The corners of the cycle; in between it is monotone. */
    @Test
    void oneCycleRisesAndFalls() {
        for (boolean linear : new boolean[] {false, true}) {
            OneCycle two = new OneCycle(1, 11, 4 / 11.0, 10, 100, linear, false);
            assertEquals(0.1, two.rate(0), 1e-12);
            assertEquals(1, two.rate(3), 1e-12);
            assertEquals(0.001, two.rate(10), 1e-12);
            assertEquals(0.001, two.rate(99), 1e-12);
            LongStream.range(0, 3).forEach(k -> assertTrue(two.rate(k) < two.rate(k + 1)));
            LongStream.range(3, 10).forEach(k -> assertTrue(two.rate(k) > two.rate(k + 1)));
            OneCycle three = new OneCycle(1, 11, 4 / 11.0, 10, 100, linear, true);
            assertEquals(1, three.rate(3), 1e-12);
            assertEquals(0.1, three.rate(6), 1e-12);
            assertEquals(0.001, three.rate(10), 1e-12);
        }
        assertEquals(0.4, new OneCycle(1, 11, 4 / 11.0, 10, 100, true, false).rate(1), 1e-12);
        assertEquals(1 / 25.0, new OneCycle(1, 100).rate(0), 1e-12);
        assertThrows(CotangentException.class, () -> new OneCycle(1, 0));
    }

    @Test
    void schedulesAreComposed() {
        follows(new Exponential(1, 0.5).then(2, Schedule.constant(7)), 1, 0.5, 7, 7);
        follows(new Exponential(1, 0.5).times(step -> step), 0, 0.5, 0.5, 0.375);
        follows(new LinearRamp(1, 0, 2).afterWarmup(3), 0.25, 0.5, 0.75, 1, 0.5, 0);
        follows(Schedule.constant(2).afterWarmup(0), 2, 2);
    }
}
