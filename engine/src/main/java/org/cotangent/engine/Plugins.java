package org.cotangent.engine;

import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The plug-ins of one kind that a service loader finds.
 *
 * @param found the ones that could be made
 * @param problems what is wrong with the others, a sentence each; they do not keep the rest from working
 */
record Plugins<T>(List<T> found, List<String> problems) {
    static <T> Plugins<T> load(ServiceLoader<T> loader) {
        List<T> found = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Iterator<ServiceLoader.Provider<T>> providers = loader.stream().iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return new Plugins<>(List.copyOf(found), List.copyOf(problems));
                }
                found.add(providers.next().get());
            } catch (ServiceConfigurationError | LinkageError e) {
                problems.add("a plug-in was left out: " + e.getMessage()
                        + (e.getCause() == null ? "" : " (" + e.getCause() + ")"));
            }
        }
    }

    /** {@return the jar or folder a plug-in comes from, for messages} */
    static String origin(Object plugin) {
        CodeSource source = plugin.getClass().getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        return plugin.getClass().getName() + " in " + (location == null ? "an unknown place" : location.getPath());
    }
}
