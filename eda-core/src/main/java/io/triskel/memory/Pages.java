package io.triskel.memory;

import io.triskel.spi.Paging;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pages of sorted items. A page that is not full is the last one. */
final class Pages {
    private Pages() {}

    /** The first {@code limit} items. A {@code Stream} would count all following items first, for each page. */
    static <T> List<T> first(Iterable<T> all, int limit) {
        List<T> page = new ArrayList<>();
        Iterator<T> next = all.iterator();
        while (page.size() < limit && next.hasNext()) {
            page.add(next.next());
        }
        return List.copyOf(page);
    }

    static <T> Optional<String> next(List<T> page, int limit, Function<T, String> place) {
        Paging.require(0, limit);
        return page.size() < limit ? Optional.empty() : Optional.of(place.apply(page.get(page.size() - 1)));
    }
}
