package io.triskel.spi;

import io.triskel.event.ForAdapters;
import java.time.Instant;
import java.util.Optional;

/**
 * The state machine of one commit's publication, as stored with the commit. A published commit proves that it and all
 * earlier ones are published, so that who appends behind it publishes without a lease. The store orders the two steps
 * {@link #want} and {@link #publish} of one commit: either its publisher learns that a successor waits, or the successor's
 * appender learns that the commit is published. So exactly one of them publishes the successor.
 *
 * @param claimedUntil until when the commit's appender publishes it, and nobody else; empty if it does not or gave up
 * @param wanted whether the next commit's appender left that one to this one's publisher
 * @param published whether this commit and all earlier ones are published
 */
@ForAdapters
public record CommitMark(Optional<Instant> claimedUntil, boolean wanted, boolean published) {
    /** {@return the mark of an unpublished commit} */
    public static CommitMark unpublished(Optional<Instant> claimedUntil) {
        return new CommitMark(claimedUntil, false, false);
    }

    /** Who publishes a commit behind this one. */
    public enum Turn {
        /** Its appender: everything before it is published. */
        APPENDERS,
        /** This commit's publisher, which learns of it. */
        PUBLISHERS,
        /** Who takes the stream's lease: nobody claims this commit. */
        WHO_LEASES
    }

    /** {@return whether the appender of this unpublished commit still publishes it} */
    public boolean claimed(Instant now) {
        return !published && claimedUntil.filter(now::isBefore).isPresent();
    }

    /** Leaves the next commit to the publisher of this one, if this one is claimed. */
    public Change<CommitMark, Turn> want(Instant now) {
        if (published) {
            return Change.nothing(Turn.APPENDERS);
        }
        if (!claimed(now)) {
            return Change.nothing(Turn.WHO_LEASES);
        }
        return wanted
                ? Change.nothing(Turn.PUBLISHERS)
                : Change.write(new CommitMark(claimedUntil, true, false), Turn.PUBLISHERS);
    }

    /** Records that this commit is published, as all earlier ones are; returns whether the next one is left to its publisher. */
    public Change<CommitMark, Boolean> publish() {
        return published
                ? Change.nothing(wanted)
                : Change.write(new CommitMark(Optional.empty(), wanted, true), wanted);
    }

    /** Ends the claim of an appender that cannot publish. */
    public Change<CommitMark, Boolean> giveUp() {
        return published || claimedUntil.isEmpty()
                ? Change.nothing(false)
                : Change.write(new CommitMark(Optional.empty(), wanted, false), true);
    }
}
