package org.cotangent.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** An encoded image, read by whichever reader of Image I/O can. */
final class ImageFile {
    private static final Logger LOGGER = System.getLogger(ImageFile.class.getName());

    /** Readers from these packages are asked in this order, others after them. */
    private static final List<String> PREFERRED = List.of("com.luciad.", "com.twelvemonkeys.", "com.sun.");

    private final byte[] bytes;

    ImageFile(byte[] bytes) {
        this.bytes = bytes;
    }

    /** {@return the first image of the file; null if no reader can decode it} */
    @Nullable
    BufferedImage decode() {
        for (ImageReaderSpi provider : providers()) {
            try {
                BufferedImage image = read(provider);
                if (image != null) {
                    return image;
                }
            } catch (IOException | RuntimeException | LinkageError e) {
                LOGGER.log(Level.DEBUG, "{0} cannot decode the image: {1}", provider.getPluginClassName(), e);
            }
        }
        return null;
    }

    private static List<ImageReaderSpi> providers() {
        List<ImageReaderSpi> providers = new ArrayList<>();
        IIORegistry.getDefaultInstance()
                .getServiceProviders(ImageReaderSpi.class, true)
                .forEachRemaining(providers::add);
        providers.sort(Comparator.comparingInt(ImageFile::rank));
        return providers;
    }

    private static int rank(ImageReaderSpi provider) {
        for (int i = 0; i < PREFERRED.size(); i++) {
            if (provider.getClass().getName().startsWith(PREFERRED.get(i))) {
                return i;
            }
        }
        return PREFERRED.size();
    }

    private @Nullable BufferedImage read(ImageReaderSpi provider) throws IOException {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            if (!provider.canDecodeInput(stream)) {
                return null;
            }
            ImageReader reader = provider.createReaderInstance();
            try {
                reader.setInput(stream, true, true);
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }
}
