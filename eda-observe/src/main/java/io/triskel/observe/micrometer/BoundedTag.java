package io.triskel.observe.micrometer;

import io.micrometer.core.instrument.Tag;
import java.util.HashSet;
import java.util.Set;

/** A tag with a bounded number of values: event types come from the wire, and each new value adds meters permanently. */
final class BoundedTag {
    static final String OTHER = "other";

    private final String name;
    private final int most;
    private final Set<String> values = new HashSet<>();

    BoundedTag(String name, int most) {
        this.name = name;
        this.most = most;
    }

    Tag of(String value) {
        synchronized (values) {
            boolean known = values.contains(value) || (values.size() < most && values.add(value));
            return Tag.of(name, known ? value : OTHER);
        }
    }
}
