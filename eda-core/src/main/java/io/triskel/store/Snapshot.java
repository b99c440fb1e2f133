package io.triskel.store;

import java.util.Arrays;
import java.util.List;

/**
 * A state as of a revision, with what is needed to recognise the commands that led to it.
 *
 * @param fingerprint of the state's schema, 1 to 128 characters; a state of another schema is never read back
 * @param revision the last one that the state contains, 1 or more
 * @param state encoded
 * @param lastCommands the last commits up to the revision, in order
 * @param olderCommands the commands before those, as {@link CommandFilter} writes them; empty if there are none
 */
public record Snapshot(
        String fingerprint, long revision, byte[] state, List<Commit> lastCommands, byte[] olderCommands) {

    public Snapshot {
        if (fingerprint.isBlank() || fingerprint.length() > 128) {
            throw new IllegalArgumentException(
                    "A fingerprint has 1 to 128 characters and is not blank, this one has " + fingerprint.length());
        }
        if (revision < 1) {
            throw new IllegalArgumentException("A snapshot's revision is 1 or more, this one is " + revision);
        }
        lastCommands = List.copyOf(lastCommands);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Snapshot that
                && fingerprint.equals(that.fingerprint)
                && revision == that.revision
                && Arrays.equals(state, that.state)
                && lastCommands.equals(that.lastCommands)
                && Arrays.equals(olderCommands, that.olderCommands);
    }

    @Override
    public int hashCode() {
        return 31 * fingerprint.hashCode() + Long.hashCode(revision);
    }
}
