package io.triskel.local.gcp.pubsub;

import java.util.List;

/**
 * A page of a list of names.
 *
 * @param nextToken empty on the last page
 */
record NamePage(List<String> names, String nextToken) {
    private static final int DEFAULT_SIZE = 100;

    /** @param token the last name of the previous page, or empty */
    static NamePage of(List<String> names, int size, String token) {
        List<String> later = names.stream()
                .filter(name -> name.compareTo(token) > 0)
                .sorted()
                .toList();
        int end = Math.min(later.size(), size > 0 ? size : DEFAULT_SIZE);
        return new NamePage(later.subList(0, end), end < later.size() ? later.get(end - 1) : "");
    }
}
