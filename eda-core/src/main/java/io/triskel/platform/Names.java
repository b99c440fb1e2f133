package io.triskel.platform;

import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.ConsumerSpec.Owner;
import java.util.Comparator;
import java.util.List;
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
    private final Map<Part, ConsumerSpec> parts = new ConcurrentHashMap<>();

    /** A view, saga or replica and the consumer that hosts it have one name. */
    private record Part(String name, boolean hosted) {}

    /** Takes the name of a part that the platform made, and keeps the part; a rebuild ends, so it is not kept. */
    <S extends ConsumerSpec> S keep(S made) {
        Owner owner = made.owner();
        take(made.name(), owner);
        if (!owner.kind().equals(Owner.REBUILD)) {
            parts.put(new Part(made.name(), made instanceof HostedConsumer), made);
        }
        return made;
    }

    /** {@return the kept parts, by name} */
    List<ConsumerSpec> parts() {
        return parts.values().stream()
                .sorted(Comparator.comparing(ConsumerSpec::name))
                .toList();
    }

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
