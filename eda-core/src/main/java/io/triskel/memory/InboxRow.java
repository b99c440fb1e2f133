package io.triskel.memory;

import io.triskel.inbox.Inbox.Release;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One event of one consumer; guarded by the inbox that it is in. */
final class InboxRow {
    final Instant made;
    long fence;
    int attempts;
    int cutOff;
    boolean completed;
    boolean parked;
    Instant written;

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
        return written.isBefore(moment) && (completed || (!parked && !leased(now)));
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

    /** True for a repeat, too; false once the lease has ended. */
    boolean complete(Instant now) {
        if (completed) {
            return true;
        }
        if (!leased(now)) {
            return false;
        }
        end(now);
        return true;
    }

    boolean completeUnclaimed(Instant now) {
        if (!completed && leased(now)) {
            return false;
        }
        end(now);
        return true;
    }

    private void end(Instant now) {
        completed = true;
        parked = false;
        leaseEnd = null;
        written = now;
    }

    boolean release(Release release, Instant now) {
        if (completed) {
            return false;
        }
        attempts = release.attempts();
        leaseEnd = null;
        if (!release.untried()) {
            cutOff = 0;
        } else if (fenceOfSince == fence) {
            since = null;
        }
        written = now;
        return true;
    }
}
