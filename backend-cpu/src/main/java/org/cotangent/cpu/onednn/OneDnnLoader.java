package org.cotangent.cpu.onednn;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.Optional;

/** Loads oneDNN for the life of the process, or says why not. */
final class OneDnnLoader {

    /** System property: a folder with oneDNN's library, to be used instead of the native jar. */
    static final String FOLDER_PROPERTY = "cotangent.onednn.folder";

    private final NativePlatform platform;
    private final NativeFiles files;

    OneDnnLoader(NativePlatform platform, NativeFiles files) {
        this.platform = platform;
        this.files = files;
    }

    /** Returns the loader for this machine: class path of this class, cache in {@code java.io.tmpdir}. */
    static OneDnnLoader here() {
        NativePlatform platform = NativePlatform.current();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."));
        Optional<Path> folder =
                Optional.ofNullable(System.getProperty(FOLDER_PROPERTY)).map(Path::of);
        ClassLoader classes = OneDnnLoader.class.getClassLoader();
        return new OneDnnLoader(platform, new NativeFiles(platform, classes, temporary, folder));
    }

    /** Loads the library; every failure becomes {@link OneDnn.Unavailable}. */
    OneDnn load() {
        String other = "name a folder that holds " + platform.library() + " in -D" + FOLDER_PROPERTY;
        String remedy =
                "put org.bytedeco:dnnl with classifier " + platform.folder() + " on the class path, or " + other;
        try {
            Optional<Path> file = files.locate();
            if (file.isEmpty()) {
                return new OneDnn.Unavailable("no oneDNN for " + platform.folder() + " on the class path", remedy);
            }
            OneDnnLibrary library = new OneDnnLibrary(symbols(file.get()));
            return new OneDnn.Available(library.version(), Engine.cpu(library));
        } catch (IOException e) {
            return new OneDnn.Unavailable(
                    "oneDNN's files could not be unpacked: " + e, "give java.io.tmpdir a writable folder, or " + other);
        } catch (IllegalCallerException e) {
            return new OneDnn.Unavailable(
                    "native access is not enabled: " + e.getMessage(),
                    "start Java with --enable-native-access=ALL-UNNAMED, or with this module's name");
        } catch (RuntimeException | LinkageError e) {
            return new OneDnn.Unavailable("oneDNN did not load: " + e, remedy);
        }
    }

    /** Where the linker does not look into the libraries that oneDNN itself needs, OpenMP's are added by name. */
    private SymbolLookup symbols(Path file) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(file, Arena.global());
        return platform.openMpByName()
                .map(name -> symbols.or(SymbolLookup.libraryLookup(name, Arena.global())))
                .orElse(symbols);
    }
}
