package org.cotangent.train;

import java.util.regex.Pattern;

/**
 * A glob over names: {@code *} stands for any characters but {@code .} and {@code /}, {@code **} for any characters,
 * {@code ?} for one. A leading slash of a name does not count.
 */
record NamePattern(String glob, Pattern regex) {
    static NamePattern of(String glob) {
        StringBuilder regex = new StringBuilder();
        String plain = trimmed(glob);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c == '*' && i + 1 < plain.length() && plain.charAt(i + 1) == '*') {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^./]*");
            } else if (c == '?') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return new NamePattern(glob, Pattern.compile(regex.toString()));
    }

    boolean matches(String name) {
        return regex.matcher(trimmed(name)).matches();
    }

    private static String trimmed(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }
}
