package io.triskel.event;

import java.util.List;
import java.util.Optional;

/**
 * One page of a longer list.
 *
 * @param items at most as many as requested
 * @param next where the next page begins; empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
