package io.triskel.memory;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where the page after this one begins; a page that is not full is the last one. */
final class Pages {
    private Pages() {}

    static <T> Optional<String> next(List<T> page, int limit, Function<T, String> place) {
        if (limit < 1) {
            throw new IllegalArgumentException("A page has room for one at least, not for " + limit);
        }
        return page.size() < limit ? Optional.empty() : Optional.of(place.apply(page.get(page.size() - 1)));
    }
}
