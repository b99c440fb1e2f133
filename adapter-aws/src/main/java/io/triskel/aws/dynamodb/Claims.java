package io.triskel.aws.dynamodb;

import io.triskel.aws.dynamodb.StreamItems.End;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.spi.CommitMark.Turn;
import io.triskel.spi.NewCommit;
import io.triskel.store.EventReader.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The claims of appenders, which their commits carry: one update publishes a commit. */
final class Claims {
    private final StreamItems items;
    private final DirtyMarks marks;

    Claims(StreamItems items, DirtyMarks marks) {
        this.items = items;
        this.marks = marks;
    }

    /**
     * The right to publish a commit by its claim.
     *
     * @param before the commit before it when last seen
     * @param by the claim
     * @param lease takes the stream's lease, if nobody claims the commit before
     */
    Optional<DispatchLease> lease(
            NewCommit claimed,
            Optional<End> before,
            String by,
            Instant now,
            Duration duration,
            Supplier<Optional<DispatchLease>> lease) {
        StreamId stream = claimed.stream();
        long revision = claimed.commit().first() - 1;
        Turn turn = Turn.APPENDERS;
        if (revision > 0 && before.filter(End::published).isEmpty()) {
            long first = before.or(() -> items.itemUpTo(stream, revision).map(End::of))
                    .map(End::first)
                    .orElse(revision);
            turn = marks.want(stream, first, now, by);
        }
        return turn == Turn.APPENDERS
                ? Optional.of(DispatchLease.claim(stream, revision, now.plus(duration)))
                : turn == Turn.PUBLISHERS ? Optional.empty() : lease.get();
    }

    /** Records what a claim's holder has published, and whether it goes on. */
    Finish finish(DispatchLease claim, long to, List<Commit> commits) {
        List<Commit> whole = commits.stream()
                .filter(commit -> commit.last() <= to && commit.first() > claim.dispatchedTo())
                .distinct()
                .toList();
        return published(claim.stream(), whole) ? Finish.MORE : Finish.RELEASED;
    }

    /** Records commits as published; returns whether who appended behind the last one waits. */
    boolean published(StreamId stream, List<Commit> commits) {
        boolean wanted = false;
        for (Commit commit : commits) {
            wanted = marks.publish(stream, commit.first());
            items.published(stream, commit);
        }
        return wanted;
    }

    /** Records what a claim's holder has published, and leaves the commit behind it to drainers. */
    void giveUp(DispatchLease claim, long to, Instant dirtyFrom) {
        for (Map<String, AttributeValue> item : items.itemsAfter(claim.stream(), claim.dispatchedTo())) {
            Commit commit = StreamItems.commit(item);
            if (commit.last() > to) {
                marks.giveUp(claim.stream(), commit.first(), dirtyFrom);
                return;
            }
            published(claim.stream(), List.of(commit));
        }
    }
}
