package io.triskel.archive;

import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.store.KeyForm;
import java.util.Optional;

/**
 * The place of an event in a sorted history: by stream and revision; by its id if it has no stream.
 *
 * @param stream empty for an event without a stream
 * @param revision 0 for an event without a stream
 * @param id empty for an event of a stream
 */
record StreamPlace(String stream, long revision, String id) implements Comparable<StreamPlace> {
    private static final char SLASH = '/';

    /** Begins a text. The texts of earlier releases begin with a digit. */
    private static final String MARK = "s/";

    static StreamPlace of(Envelope<?> event) {
        return event.pattern() instanceof EventKind.Sourced fact
                ? new StreamPlace(fact.stream().value(), fact.revision(), "")
                : new StreamPlace(
                        "", 0, KeyForm.joined(event.id().source(), event.id().id()));
    }

    /**
     * {@return the place that {@link #text} wrote; empty, and so the beginning, for the text of an earlier release} A rebuild
     * that starts over changes nothing, because rows skip revisions that they have seen.
     */
    static Optional<StreamPlace> parse(String text) {
        if (!text.startsWith(MARK)) {
            return Optional.empty();
        }
        String[] parts = text.substring(MARK.length()).split("/", 3);
        int end = Integer.parseInt(parts[1]);
        return Optional.of(
                new StreamPlace(parts[2].substring(0, end), Long.parseLong(parts[0]), parts[2].substring(end)));
    }

    String text() {
        return MARK + revision + SLASH + stream.length() + SLASH + stream + id;
    }

    @Override
    public int compareTo(StreamPlace other) {
        int streams = stream.compareTo(other.stream);
        int revisions = streams != 0 ? streams : Long.compare(revision, other.revision);
        return revisions != 0 ? revisions : id.compareTo(other.id);
    }
}
