package io.triskel.load.study;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The anchors of a document's headings, as GitHub makes them. */
final class Slugs {
    private final Map<String, Integer> seen = new HashMap<>();

    /** {@return the anchor of the next heading} */
    String of(String heading) {
        String slug = slug(heading);
        return numbered(slug, seen.merge(slug, 1, Integer::sum) - 1);
    }

    /** {@return the anchor that this heading would get next} */
    String next(String heading) {
        return numbered(slug(heading), seen.getOrDefault(slug(heading), 0));
    }

    private static String numbered(String slug, int earlier) {
        return earlier == 0 ? slug : slug + "-" + earlier;
    }

    static String slug(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
