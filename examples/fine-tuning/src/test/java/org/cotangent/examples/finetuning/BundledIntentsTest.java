package org.cotangent.examples.finetuning;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.examples.finetuning.IntentExample.Split;
import org.junit.jupiter.api.Test;

/** What makes the held-out score of the demo mean something. */
class BundledIntentsTest {
    private static final double MOST_OVERLAP = 0.45;
    private static final int LONGEST = 32;

    private final IntentDataset data = IntentFile.bundled();

    @Test
    void intentsAreBalancedInBothSplits() {
        assertEquals(6, data.intents().size());
        assertEquals(Set.of(40L), Set.copyOf(perIntent(Split.TRAIN).values()));
        assertEquals(Set.of(15L), Set.copyOf(perIntent(Split.HELD_OUT).values()));
        for (Split split : Split.values()) {
            assertEquals(
                    data.intents(), perIntent(split).keySet().stream().sorted().toList());
        }
    }

    private Map<String, Long> perIntent(Split split) {
        return data.examples(split).stream().collect(groupingBy(IntentExample::intent, counting()));
    }

    @Test
    void everyFamilyHoldsEveryIntentSoThatFormDoesNotBetrayIt() {
        for (Split split : Split.values()) {
            Map<String, Map<String, Long>> families = data.examples(split).stream()
                    .collect(groupingBy(IntentExample::family, groupingBy(IntentExample::intent, counting())));
            families.forEach((family, counts) -> {
                assertEquals(Set.copyOf(data.intents()), counts.keySet(), family);
                assertEquals(1, Set.copyOf(counts.values()).size(), family);
            });
        }
    }

    @Test
    void heldOutFamiliesAreNewFamilies() {
        Set<String> shared = families(Split.TRAIN);
        shared.retainAll(families(Split.HELD_OUT));
        assertEquals(Set.of(), shared);
    }

    private Set<String> families(Split split) {
        Set<String> families = new HashSet<>();
        data.examples(split).forEach(example -> families.add(example.family()));
        return families;
    }

    @Test
    void noHeldOutSentenceIsNearlyATrainingSentence() {
        for (IntentExample heldOut : data.examples(Split.HELD_OUT)) {
            for (IntentExample train : data.examples(Split.TRAIN)) {
                double overlap = overlap(Words.of(heldOut.sentence()), Words.of(train.sentence()));
                assertTrue(overlap <= MOST_OVERLAP, () -> overlap + ": " + heldOut + " and " + train);
            }
        }
    }

    /** Jaccard index: shared words over all words. */
    private static double overlap(List<String> left, List<String> right) {
        Set<String> all = new HashSet<>(left);
        all.addAll(right);
        Set<String> shared = new HashSet<>(left);
        shared.retainAll(new HashSet<>(right));
        return (double) shared.size() / all.size();
    }

    @Test
    void overlapIsOneForEqualAndZeroForDisjointWords() {
        assertEquals(1, overlap(List.of("a", "b"), List.of("b", "a", "a")));
        assertEquals(0, overlap(List.of("a"), List.of("b")));
        assertEquals(0.25, overlap(List.of("a", "b"), List.of("b", "c", "d")));
    }

    @Test
    void everySentenceFitsTheEncoderUncutAndHasNoUnknownWord() {
        WordPieceTokenizer tokenizer = SentenceEncoder.tokenizer();
        for (Split split : Split.values()) {
            for (IntentExample example : data.examples(split)) {
                List<String> pieces = tokenizer.pieces(example.sentence());
                assertTrue(pieces.size() + 2 <= LONGEST, () -> pieces.size() + " pieces: " + example);
                assertFalse(pieces.contains(WordPieceTokenizer.UNKNOWN), example::toString);
            }
        }
    }
}
