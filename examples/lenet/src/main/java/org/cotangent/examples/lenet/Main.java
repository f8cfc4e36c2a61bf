package org.cotangent.examples.lenet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.CotangentException;

/** Trains on the files of MNIST. */
public final class Main {
    private static final double WANTED = 0.99;

    private Main() {}

    /**
     * Trains on the files in a folder; the exit status is 1 if the accuracy is below 99 %.
     *
     * @param arguments the folder with the data, a folder for the results, perhaps the number of epochs, and perhaps
     *     {@code --backend} and a name
     */
    public static void main(String[] arguments) {
        List<String> given = new ArrayList<>(List.of(arguments));
        int option = given.indexOf("--backend");
        String backend = option >= 0 && option + 1 < given.size() ? given.get(option + 1) : "cpu";
        if (option >= 0) {
            given.subList(option, Math.min(option + 2, given.size())).clear();
        }
        if (given.size() < 2 || given.size() > 3) {
            System.err.println("usage: lenet DATA RESULTS [EPOCHS] [--backend B]");
            System.exit(2);
        }
        try {
            Digits digits = new Digits(
                    Cotangent.load(backend), new Mnist(Path.of(given.get(0))), Path.of(given.get(1)), System.out);
            digits.train(given.size() == 3 ? Integer.parseInt(given.get(2)) : 6);
            double accuracy = digits.accuracy();
            System.out.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100 * accuracy);
            System.exit(accuracy >= WANTED ? 0 : 1);
        } catch (CotangentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(2);
        }
    }
}
