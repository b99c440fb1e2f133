package io.triskel.load.study.print;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of each place that a link of the document leads to, from a PDF by Chromium. Chromium's CSS has no
 * {@code target-counter}: a table of contents gets its numbers from a first print.
 */
public final class PageNumbers {
    /** Chromium writes the objects of pages uncompressed and in their order. */
    private static final Pattern PAGE = Pattern.compile("(\\d+) 0 obj\\s*<</Type /Page\\s");

    /** A place is a name of the dictionary of places; {@code /Dest} is an entry of the outline. */
    private static final Pattern PLACE = Pattern.compile("/(?!Dest )([^\\s/\\[\\]<>]+) \\[(\\d+) 0 R /XYZ ");

    private PageNumbers() {}

    /** {@return page numbers from 1 by the ids of places; empty if the PDF is not written as expected} */
    public static Map<String, Integer> of(byte[] pdf) {
        String text = new String(pdf, StandardCharsets.ISO_8859_1);
        Map<String, Integer> pages = new HashMap<>();
        Matcher page = PAGE.matcher(text);
        while (page.find()) {
            pages.put(page.group(1), pages.size() + 1);
        }
        Map<String, Integer> numbers = new HashMap<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            Integer number = pages.get(place.group(2));
            if (number != null) {
                numbers.put(id(place.group(1)), number);
            }
        }
        return numbers;
    }

    /** Chromium writes the link {@code #%C3%A9t%C3%A9} as a name of PDF, whose percent signs are {@code #25}. */
    private static String id(String name) {
        return decoded(decoded(name.replace('#', '%')));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
