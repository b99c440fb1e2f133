package io.triskel.publish;

import java.util.List;
import java.util.Optional;

/**
 * What became of every event of one publication.
 *
 * @param entries one per event, in the order in which they were given
 */
public record PublishReport(List<Entry> entries) {
    public PublishReport {
        entries = List.copyOf(entries);
    }

    /** {@return whether the bus has all events} */
    public boolean complete() {
        return acceptedPrefix() == entries.size();
    }

    /** {@return how many events from the first on were accepted without a gap: how far an outbox may advance} */
    public int acceptedPrefix() {
        int prefix = 0;
        while (prefix < entries.size() && entries.get(prefix) instanceof Entry.Accepted) {
            prefix++;
        }
        return prefix;
    }

    /** {@return how many events were accepted} */
    public int accepted() {
        return (int) entries.stream().filter(Entry.Accepted.class::isInstance).count();
    }

    /** {@return the rejected events with their causes} */
    public List<Entry.Rejected> rejected() {
        return entries.stream()
                .filter(Entry.Rejected.class::isInstance)
                .map(Entry.Rejected.class::cast)
                .toList();
    }

    /** {@return the first event that was rejected, if one was} */
    public Optional<Entry.Rejected> firstRejected() {
        return rejected().stream().findFirst();
    }
}
