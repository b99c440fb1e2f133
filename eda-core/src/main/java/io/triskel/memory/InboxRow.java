package io.triskel.memory;

import io.triskel.inbox.Inbox.Release;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One event of one consumer that is not completed; guarded by the inbox that it is in. */
final class InboxRow {
    final Instant made;
    long fence;
    int attempts;
    int cutOff;
    boolean parked;

    private Instant written;
    private @Nullable Instant leaseEnd;
    private @Nullable Instant since;
    private long fenceOfSince;
    private @Nullable String claimant;

    InboxRow(Instant now) {
        made = now;
        written = now;
    }

    boolean leased(Instant now) {
        return leaseEnd != null && now.isBefore(leaseEnd);
    }

    boolean mayGo(Instant moment, Instant now) {
        return written.isBefore(moment) && !parked && !leased(now);
    }

    Instant since(Instant otherwise) {
        return Objects.requireNonNullElse(since, otherwise);
    }

    Instant leaseEnd(Instant otherwise) {
        return Objects.requireNonNullElse(leaseEnd, otherwise);
    }

    /** Whether the present claim is this claimant's, whose answer was lost. */
    boolean claimedBy(String name) {
        return leaseEnd != null && name.equals(claimant);
    }

    void extend(Instant end, Instant now) {
        if (end.isAfter(leaseEnd(end))) {
            leaseEnd = end;
            written = now;
        }
    }

    void claim(Instant now, Instant end, String name) {
        if (leaseEnd != null) {
            cutOff++;
        }
        fence++;
        attempts++;
        if (since == null) {
            since = now;
            fenceOfSince = fence;
        }
        leaseEnd = end;
        claimant = name;
        written = now;
    }

    void release(Release release, Instant now) {
        attempts = release.attempts();
        leaseEnd = null;
        if (!release.untried()) {
            cutOff = 0;
        } else if (fenceOfSince == fence) {
            since = null;
        }
        written = now;
    }
}
