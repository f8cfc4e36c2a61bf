package org.cotangent.picture;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;

/** Writes pictures as pages of HTML to be explored. A page is one file, and asks nothing of any network. */
public final class HtmlWriter {
    private HtmlWriter() {}

    /**
     * {@return the text of an HTML file}
     *
     * @param open the numbers of the groups that are open at first
     */
    public static String write(Picture picture, Set<Integer> open) {
        // Gson writes <, > and & as escapes, so no text of a model ends the element that the data stands in.
        String data = new Gson().toJson(new PageData(picture).json(open));
        String style = "\n:root{" + Palette.properties(false) + "}\n@media (prefers-color-scheme:dark){:root{"
                + Palette.properties(true) + "}}\n" + resource("page.css");
        String script =
                "\n" + resource("layout.js") + resource("canvas.js") + resource("panel.js") + resource("page.js");
        StringBuilder page = new StringBuilder();
        for (String part : resource("page.html").split("(?<=\\n)")) {
            page.append(
                    switch (part.strip()) {
                        case "@policy@" -> policy(style, script);
                        case "@title@" -> "<title>" + SvgWriter.escaped(picture.title()) + "</title>\n";
                        case "@style@" -> "<style>" + style + "</style>\n";
                        case "@data@" -> "<script type=\"application/json\" id=\"data\">" + data + "</script>\n";
                        case "@script@" -> "<script>" + script + "</script>\n";
                        default -> part;
                    });
        }
        return page.toString();
    }

    /** What browsers are told: load nothing, and run nothing but this script. */
    private static String policy(String style, String script) {
        return "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
                + digest(style) + "'; script-src 'sha256-" + digest(script) + "'\">\n";
    }

    private static String digest(String text) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlWriter.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
