package io.triskel.store;

/**
 * One append as it is remembered: which command it was and where its events are.
 *
 * @param command the id it was appended with
 * @param first revision of its first event
 * @param last revision of its last event
 */
public record Commit(CommandId command, long first, long last) {
    public Commit {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException(
                    "A commit's revisions are 1 or more and in order, these are " + first + " to " + last);
        }
    }
}
