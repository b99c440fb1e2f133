package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.aws.dynamodb.StreamItems.Unpublished;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.spi.CommitMark.Turn;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Remembered;
import io.triskel.store.StoredFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A stream's head: its item at revision 0, with the dispatch lease and the last revision published under it. Each step of
 * {@link io.triskel.spi.DispatchEntry} is one conditional update. Commits carry a mark in the index of unpublished streams
 * until they are published, or until the stream is postponed, which moves the mark to the head. What appenders publish by
 * claim only changes their commits: a stream without contention has no head.
 */
final class DispatchItems {
    private final ItemTable table;
    private final StreamItems items;
    private final DirtyMarks marks;
    private final Claims claims;

    /** Avoids rereading the head when its lease is released: only the lease's holder changes these values. */
    private final Remembered<StreamId, Held> held = new Remembered<>();

    DispatchItems(ItemTable table, StreamItems items, DirtyMarks marks, Claims claims) {
        this.table = table;
        this.items = items;
        this.marks = marks;
        this.claims = claims;
    }

    /** @param own the claim of who asks, if its commit is claimed; that is no other process's */
    Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration, String own) {
        Instant until = now.plus(duration);
        String holder = UUID.randomUUID().toString();
        AtomicBoolean refused = new AtomicBoolean();
        return ItemTable.WRITES
                .<Optional<DispatchLease>>until(
                        "The lease of stream " + stream, () -> tryLease(stream, now, until, holder, refused))
                .flatMap(lease -> behindClaims(lease, now, own));
    }

    /** The lease from the first unpublished commit on; empty if that one's appender publishes it, which is marked now. */
    private Optional<DispatchLease> behindClaims(DispatchLease lease, Instant now, String own) {
        StreamId stream = lease.stream();
        return ItemTable.WRITES.until("The claim of stream " + stream, () -> {
            Unpublished left = items.unpublished(stream, lease.dispatchedTo());
            Optional<Commit> claimed = left.first()
                    .filter(item -> DirtyMarks.claimedByOthers(item, own, now))
                    .map(StreamItems::commit);
            if (claimed.isPresent()) {
                Turn turn = marks.want(stream, claimed.get().first(), now, lease.toString());
                boolean gone = (turn == Turn.PUBLISHERS && refuse(lease))
                        || !write(lease, "REMOVE #wanted", "", Map.of("#wanted", "wanted"), Map.of());
                return gone ? Optional.of(Optional.empty()) : Optional.empty();
            }
            if (left.after() > lease.dispatchedTo()) {
                held.get(stream)
                        .map(there -> there.advanced(left.after()).unmarked(left.after()))
                        .ifPresent(next -> held.put(stream, next));
            }
            return Optional.of(Optional.of(new DispatchLease(stream, lease.fence(), left.after(), lease.until())));
        });
    }

    /** {@return the lease or its refusal; empty if the head changed meanwhile} */
    private Optional<Optional<DispatchLease>> tryLease(
            StreamId stream, Instant now, Instant until, String holder, AtomicBoolean refused) {
        boolean exists = !refused.get() && items.remembered(stream).isPresent();
        Optional<Map<String, AttributeValue>> head = take(stream, now, until, holder, exists);
        if (head.isEmpty() && !exists && head(stream).isEmpty()) {
            return items.lastRevision(stream) == 0 ? Optional.of(Optional.empty()) : Optional.empty();
        }
        if (head.isEmpty()) {
            Optional<Map<String, AttributeValue>> marked = mark(stream, now);
            // If an answer was lost, the SDK retries the request, and the retry finds the stream leased by this same
            // request.
            head = marked.filter(there -> holder.equals(text(there, "holder")));
            if (marked.isPresent() && head.isEmpty()) {
                return Optional.of(Optional.empty());
            }
            // The next attempt reads the head, and fails with a clear message if a later release has written it.
            refused.set(true);
        }
        if (head.isEmpty()) {
            return Optional.empty();
        }
        Held leased = Held.of(head.get());
        held.put(stream, leased);
        return Optional.of(Optional.of(new DispatchLease(stream, leased.fence(), leased.dispatchedTo(), until)));
    }

    /** Creates the head only if the stream is known to exist. */
    private Optional<Map<String, AttributeValue>> take(
            StreamId stream, Instant now, Instant until, String holder, boolean exists) {
        Map<String, String> names = new HashMap<>(Map.of(
                "#fence", "fence",
                "#until", "leasedUntil",
                "#holder", "holder",
                "#wanted", "wanted",
                "#dispatched", "dispatchedTo",
                "#cleaned", "unmarkedTo",
                "#format", StoredFormat.NAME));
        if (!exists) {
            names.put("#stream", "streamId");
        }
        return table.update(update -> update.key(DynamoDbEventStore.key(stream, 0))
                .updateExpression("SET #fence = if_not_exists(#fence, :none) + :one, #until = :until,"
                        + " #holder = :holder, #dispatched = if_not_exists(#dispatched, :none),"
                        + " #cleaned = if_not_exists(#cleaned, :none), #format = :format REMOVE #wanted")
                .conditionExpression((exists ? "(attribute_not_exists(#format) OR " : "(attribute_exists(#stream) AND ")
                        + "#format = :format) AND (attribute_not_exists(#until) OR #until <= :now)")
                .expressionAttributeNames(names)
                .expressionAttributeValues(Map.of(
                        ":none", number(0),
                        ":one", number(1),
                        ":until", instant(until),
                        ":holder", text(holder),
                        ":format", ItemTable.FORMAT,
                        ":now", instant(now))));
    }

    /** Marks a lease that has not expired; empty if there is none. */
    private Optional<Map<String, AttributeValue>> mark(StreamId stream, Instant now) {
        return table.update(update -> update.key(DynamoDbEventStore.key(stream, 0))
                .updateExpression("SET #wanted = :true")
                .conditionExpression("#until > :now")
                .expressionAttributeNames(Map.of("#until", "leasedUntil", "#wanted", "wanted"))
                .expressionAttributeValues(Map.of(":true", Attributes.flag(true), ":now", instant(now))));
    }

    /** Releases a lease that was not used, unless somebody was refused it, whose commit no claim may cover. */
    private boolean refuse(DispatchLease lease) {
        Map<String, String> names = Map.of("#until", "leasedUntil", "#wanted", "wanted");
        return write(lease, "REMOVE #until", " AND attribute_not_exists(#wanted)", names, Map.of());
    }

    boolean advance(DispatchLease lease, long to) {
        Map<String, String> names = Map.of("#dispatched", "dispatchedTo");
        boolean advanced =
                write(lease, "SET #dispatched = :to", " AND #dispatched <= :to", names, Map.of(":to", number(to)));
        if (advanced) {
            held(lease).ifPresent(there -> held.put(lease.stream(), there.advanced(to)));
        }
        return advanced;
    }

    Finish finish(DispatchLease lease, long to, List<Commit> commits) {
        Optional<Held> leased = held(lease);
        if (leased.isEmpty()) {
            return Finish.FENCED;
        }
        // The bus has these commits, so they need no mark, even if the lease is lost.
        List<Commit> marked = marked(lease.stream(), leased.get(), to, commits);
        boolean wanted = claims.published(lease.stream(), marked);
        boolean covered = to >= leased.get().unmarkedTo();
        Held next = leased.get()
                .advanced(to)
                .unmarked(marked.isEmpty() ? 0 : marked.get(marked.size() - 1).last());
        if (!wanted
                && record(
                        lease,
                        next,
                        "#until, #wanted" + (covered ? ", #bucket, #due, #since" : ""),
                        " AND attribute_not_exists(#wanted)")) {
            held.forget(lease.stream());
            return Finish.RELEASED;
        }
        if (record(lease, next, "#wanted" + (covered ? ", #bucket, #due, #since" : ""), "")) {
            held.put(lease.stream(), next);
            return Finish.MORE;
        }
        return Finish.FENCED;
    }

    /** The completely published commits that may have marks; reads them if those at hand are not all. */
    private List<Commit> marked(StreamId stream, Held leased, long to, List<Commit> atHand) {
        if (to <= leased.unmarkedTo()) {
            return List.of();
        }
        boolean all = !atHand.isEmpty() && atHand.get(0).first() <= leased.unmarkedTo() + 1;
        return (all ? atHand : commits(items.marked(stream, leased.unmarkedTo() + 1, to)))
                .stream()
                        .filter(commit -> commit.last() <= to && commit.last() > leased.unmarkedTo())
                        .distinct()
                        .toList();
    }

    private static List<Commit> commits(List<Map<String, AttributeValue>> items) {
        return items.stream().map(StreamItems::commit).toList();
    }

    /** A stream whose head has its mark, with the time that the head has. */
    Outbox.Unpublished putOff(StreamId stream) {
        return new Outbox.Unpublished(stream, head(stream).flatMap(item -> instant(item, DirtyMarks.SINCE)));
    }

    boolean putOff(DispatchLease lease, long to, Instant dirtyFrom) {
        StreamId stream = lease.stream();
        Optional<Held> leased = held(lease);
        if (leased.isEmpty()) {
            return false;
        }
        long last = items.lastRevision(stream);
        boolean published = Math.max(to, leased.get().dispatchedTo()) >= last;
        List<Map<String, AttributeValue>> marked =
                items.marked(stream, leased.get().unmarkedTo() + 1, last);
        Optional<Instant> since = marked.stream()
                .filter(item -> StreamItems.commit(item).last() > to)
                .findFirst()
                .flatMap(item -> instant(item, DirtyMarks.SINCE));
        if (!published && !mark(lease, dirtyFrom, since)) {
            return false;
        }
        // Now the head has a mark, or no commit up to the last revision read needs one: remove the commits' own marks.
        claims.postpone(stream, commits(marked), to);
        Held next = leased.get().advanced(to).unmarked(last);
        held.forget(stream);
        return record(lease, next, "#until, #wanted" + (published ? ", #bucket, #due, #since" : ""), "");
    }

    private Optional<Held> held(DispatchLease lease) {
        Optional<Held> known = held.get(lease.stream()).filter(there -> there.fence() == lease.fence());
        return known.isPresent()
                ? known
                : head(lease.stream()).map(Held::of).filter(there -> there.fence() == lease.fence());
    }

    private boolean record(DispatchLease lease, Held next, String removed, String condition) {
        Map<String, String> names =
                new HashMap<>(Map.of("#dispatched", "dispatchedTo", "#cleaned", "unmarkedTo", "#wanted", "wanted"));
        if (removed.contains("#until")) {
            names.put("#until", "leasedUntil");
        }
        if (removed.contains("#bucket")) {
            names.putAll(DirtyMarks.NAMES);
            names.put("#since", DirtyMarks.SINCE);
        }
        return write(
                lease,
                "SET #dispatched = :to, #cleaned = :cleaned REMOVE " + removed,
                condition,
                names,
                Map.of(":to", number(next.dispatchedTo()), ":cleaned", number(next.unmarkedTo())));
    }

    /** A stream that was put off before keeps its time. */
    private boolean mark(DispatchLease lease, Instant from, Optional<Instant> since) {
        Map<String, String> names = new HashMap<>(DirtyMarks.NAMES);
        Map<String, AttributeValue> values =
                new HashMap<>(Map.of(":bucket", text(DirtyMarks.bucket(lease.stream())), ":due", instant(from)));
        since.ifPresent(at -> {
            names.put("#since", DirtyMarks.SINCE);
            values.put(":since", instant(at));
        });
        String time = since.isPresent() ? ", #since = if_not_exists(#since, :since)" : "";
        return write(lease, "SET #bucket = :bucket, #due = :due" + time, "", names, values);
    }

    /** Writes the head if the lease is still the newest one. */
    private boolean write(
            DispatchLease lease,
            String expression,
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        Map<String, String> allNames = new HashMap<>(names);
        allNames.put("#fence", "fence");
        Map<String, AttributeValue> allValues = new HashMap<>(values);
        allValues.put(":fence", number(lease.fence()));
        return table.update(update -> update.key(DynamoDbEventStore.key(lease.stream(), 0))
                        .updateExpression(expression)
                        .conditionExpression("#fence = :fence" + condition)
                        .expressionAttributeNames(allNames)
                        .expressionAttributeValues(allValues))
                .isPresent();
    }

    private Optional<Map<String, AttributeValue>> head(StreamId stream) {
        return table.get(DynamoDbEventStore.key(stream, 0));
    }
}
