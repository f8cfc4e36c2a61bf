package org.cotangent.picture;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
        StringBuilder page = new StringBuilder();
        for (String part : resource("page.html").split("(?<=\\n)")) {
            page.append(
                    switch (part.strip()) {
                        case "@title@" -> "<title>" + SvgWriter.escaped(picture.title()) + "</title>\n";
                        case "@style@" ->
                            "<style>\n:root{" + Palette.properties(false) + "}\n"
                                    + "@media (prefers-color-scheme:dark){:root{" + Palette.properties(true) + "}}\n"
                                    + resource("page.css") + "</style>\n";
                        case "@data@" -> "<script type=\"application/json\" id=\"data\">" + data + "</script>\n";
                        case "@script@" ->
                            "<script>\n" + resource("layout.js") + resource("canvas.js") + resource("panel.js")
                                    + resource("page.js") + "</script>\n";
                        default -> part;
                    });
        }
        return page.toString();
    }

    private static String resource(String name) {
        try (InputStream in = HtmlWriter.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
