package io.triskel.event;

import java.util.List;
import java.util.Optional;

/**
 * Some of many items, read page by page.
 *
 * @param items at most as many as asked for
 * @param next where the next page begins; empty after the last one
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
