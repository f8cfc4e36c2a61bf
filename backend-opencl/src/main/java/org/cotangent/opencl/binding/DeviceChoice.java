package org.cotangent.opencl.binding;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.cotangent.opencl.DeviceFacts.Kind;

/**
 * Which device to use.
 *
 * @param wish {@code gpu}, {@code cpu}, {@code accelerator}, a number among all devices, or a regular expression for
 *     platform and name; empty for the best there is
 */
public record DeviceChoice(String wish) {
    /** The property that names the device. */
    public static final String PROPERTY = "cotangent.opencl.device";

    /** The variable of the environment that names the device. */
    public static final String VARIABLE = "COTANGENT_OPENCL_DEVICE";

    /** {@return what the property says, or else the environment} */
    public static DeviceChoice current() {
        return new DeviceChoice(System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, "")));
    }

    /** {@return the device that is wanted, if it is there} Graphics processors with memory of their own come first. */
    public Optional<FoundDevice> among(List<FoundDevice> devices) {
        return devices.stream().filter(this::fits).min(Comparator.comparingInt(DeviceChoice::order));
    }

    private boolean fits(FoundDevice device) {
        if (wish.isBlank()) {
            return true;
        }
        for (Kind kind : Kind.values()) {
            if (wish.equalsIgnoreCase(kind.name())) {
                return device.facts().kind() == kind;
            }
        }
        if (wish.matches("\\d+")) {
            return device.index() == Integer.parseInt(wish);
        }
        try {
            return Pattern.compile(wish, Pattern.CASE_INSENSITIVE)
                    .matcher(device.facts().platform() + " " + device.facts().name())
                    .find();
        } catch (PatternSyntaxException e) {
            return device.facts().name().toLowerCase(Locale.ROOT).contains(wish.toLowerCase(Locale.ROOT));
        }
    }

    private static int order(FoundDevice device) {
        return switch (device.facts().kind()) {
            case GPU -> device.facts().unified() ? 1 : 0;
            case ACCELERATOR -> 2;
            case CPU -> 3;
        };
    }
}
