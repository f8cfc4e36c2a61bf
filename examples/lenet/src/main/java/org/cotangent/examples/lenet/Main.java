package org.cotangent.examples.lenet;

import java.nio.file.Path;
import java.util.Locale;
import org.cotangent.spi.CotangentException;

/** Trains on the files of MNIST. */
public final class Main {
    private static final double WANTED = 0.99;

    private Main() {}

    /**
     * Trains on the files in a folder; the exit status is 1 if the accuracy is below 99 %.
     *
     * @param arguments the folder with the data, a folder for the results, and perhaps the number of epochs
     */
    public static void main(String[] arguments) {
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println("usage: lenet DATA RESULTS [EPOCHS]");
            System.exit(2);
        }
        try {
            Digits digits = new Digits(new Mnist(Path.of(arguments[0])), Path.of(arguments[1]), System.out);
            digits.train(arguments.length == 3 ? Integer.parseInt(arguments[2]) : 6);
            double accuracy = digits.accuracy();
            System.out.printf(Locale.ROOT, "test accuracy %.2f %%%n", 100 * accuracy);
            System.exit(accuracy >= WANTED ? 0 : 1);
        } catch (CotangentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(2);
        }
    }
}
