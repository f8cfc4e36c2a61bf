package org.cotangent.train.data;

import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cotangent.spi.tensor.Tensor;

/**
 * Pictures that lie in a folder for each class. The class is the index of the folder's name, names being in the order
 * of {@link String#compareTo}; pictures are in the order of classes and then of names, also from folders further down.
 * Files whose ending no plug-in of Image I/O claims are passed over. Pictures are read when they are asked for.
 */
public final class ImageFolder implements Dataset {
    private final ImageInput input;
    private final List<String> classes;
    private final List<Path> files = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    private ImageFolder(ImageInput input, List<String> classes) {
        this.input = input;
        this.classes = classes;
    }

    /**
     * {@return the pictures below a folder}
     *
     * @throws DataException if there are no folders in it, or no pictures in one of them
     */
    public static ImageFolder open(Path folder, ImageInput input) {
        Set<String> endings = Arrays.stream(ImageIO.getReaderFileSuffixes())
                .map(ending -> ending.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> entries = Files.list(folder)) {
            List<String> names = entries.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
            if (names.isEmpty()) {
                throw new DataException(folder + ": there are no folders in it, one for each class");
            }
            ImageFolder images = new ImageFolder(input, names);
            for (String name : names) {
                images.add(folder.resolve(name), endings);
            }
            return images;
        } catch (IOException e) {
            throw new DataException(folder + ": the folder cannot be read (" + e + ")", e);
        }
    }

    private void add(Path folder, Set<String> endings) throws IOException {
        int before = files.size();
        try (Stream<Path> entries = Files.walk(folder)) {
            entries.filter(Files::isRegularFile)
                    .filter(file -> endings.contains(ending(file)))
                    .sorted()
                    .forEach(files::add);
        }
        if (files.size() == before) {
            throw new DataException(folder + ": there are no pictures in it; endings that can be read are " + endings);
        }
        int label = classes.indexOf(folder.getFileName().toString());
        for (int i = before; i < files.size(); i++) {
            labels.add(label);
        }
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** {@return the classes; the target of a sample, an INT64 scalar, is the index of its class here} */
    public List<String> classes() {
        return classes;
    }

    /** {@return the file of each sample} */
    public List<Path> files() {
        return List.copyOf(files);
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public Sample sample(int index, RandomGenerator random) {
        Tensor pixels = Picture.of(read(files.get(index))).prepared(input);
        return Sample.of(input.name(), pixels, Tensor.scalar((long) labels.get(index)));
    }

    private static BufferedImage read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            BufferedImage image = ImageIO.read(in);
            if (image == null) {
                throw new DataException(file + ": no plug-in of Image I/O knows this kind of picture");
            }
            return image;
        } catch (IOException | RuntimeException e) {
            if (e instanceof DataException known) {
                throw known;
            }
            throw new DataException(file + ": the picture is broken (" + e + ")", e);
        }
    }
}
