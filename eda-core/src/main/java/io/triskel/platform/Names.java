package io.triskel.platform;

import io.triskel.consume.ConsumerSpec.Owner;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The owners of names on one platform. Consumer group, inbox, parking lot, tables and collections are kept under a name;
 * its owner is the first to take it, for the platform's lifetime.
 */
final class Names {
    /** As {@code Rebuild.name()} makes them: a view's name and the number of the generation. */
    private static final Pattern OF_REBUILDS = Pattern.compile("(.+)\\.g\\d+");

    private final Map<String, Owner> owners = new ConcurrentHashMap<>();

    /**
     * Takes a name; the owner may take it again.
     *
     * @throws IllegalArgumentException if it has another owner, or is reserved for a view's rebuilds
     */
    void take(String name, Owner owner) {
        var rebuilt = OF_REBUILDS.matcher(name);
        if (rebuilt.matches() && !owner.kind().equals(Owner.REBUILD)) {
            throw new IllegalArgumentException("The name '" + name + "' is that of a rebuild of view '"
                    + rebuilt.group(1) + "', so a " + owner.kind() + " cannot have it: end it differently");
        }
        Owner first = owners.putIfAbsent(name, owner);
        if (first == null || first.equals(owner)) {
            return;
        }
        boolean alike = first.kind().equals(owner.kind());
        throw new IllegalArgumentException("The name '" + name + "' is taken by " + (alike ? "another " : "a ")
                + first.kind() + ", so " + (alike ? "this " : "a ") + owner.kind()
                + " cannot have it. They would share a consumer group, and each would miss events: rename one of them"
                + (alike ? ", or, if they are the same, make it once" : ""));
    }
}
