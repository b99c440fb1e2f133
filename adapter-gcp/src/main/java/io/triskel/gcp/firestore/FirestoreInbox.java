package io.triskel.gcp.firestore;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import io.triskel.spi.Change;
import io.triskel.spi.InboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Stores an inbox, one document per consumer and event. A call reads its entries in one request, and writes them in
 * parallel, one commit each. Most claimed events are new, so they are assumed to be: creating the document proves it.
 * Firestore's time to live deletes documents; {@link #forgetBefore} deletes them sooner.
 */
public final class FirestoreInbox implements Inbox {
    private final DocumentCollection documents;
    private final Duration retention;
    private final AtomicReference<Optional<String>> scanned = new AtomicReference<>(Optional.empty());

    /**
     * Makes no request yet.
     *
     * @param firestore closed by the caller
     * @param collections gives the collection's name, {@link FirestoreCollections#inbox()}
     * @param retention how long a document is kept after its last write: at least the bus's retention and the replay
     *     horizon
     */
    public FirestoreInbox(Firestore firestore, FirestoreCollections collections, Duration retention) {
        this.documents = new DocumentCollection(firestore, collections.inbox());
        this.retention = retention;
    }

    /** A step to apply to one entry. */
    private record Task<R>(DocumentReference document, Function<Optional<Stored>, Change<Cells, R>> step) {}

    @Override
    public List<ClaimResult> claimAll(
            String consumer, List<EventId> events, Instant now, Duration lease, String claimant) {
        return all(
                events.stream()
                        .map(event -> claim(consumer, event, now, now.plus(lease), false, claimant))
                        .toList(),
                true,
                ClaimResult.Failed::new);
    }

    @Override
    public ClaimResult claimParked(String consumer, EventId event, Instant now, Duration lease, String claimant) {
        return one(claim(consumer, event, now, now.plus(lease), true, claimant));
    }

    @Override
    public List<Optional<ClaimResult>> seeAll(String consumer, List<EventId> events, Instant now) {
        return documents
                .getAll(events.stream().map(event -> at(consumer, event)).toList())
                .stream()
                .map(there -> there.map(FirestoreInbox::entry).flatMap(entry -> entry.seen(now)))
                .toList();
    }

    private DocumentReference at(String consumer, EventId event) {
        return documents.at(DocumentIds.spread(consumer, event.source(), event.id()));
    }

    private Task<ClaimResult> claim(
            String consumer, EventId event, Instant now, Instant end, boolean forTheLot, String claimant) {
        return task(consumer, event, now, entry -> entry.claim(consumer, event, now, end, forTheLot, claimant));
    }

    @Override
    public List<WriteOutcome> completeAll(List<Claim> claims, Instant now) {
        return all(
                claims.stream()
                        .map(claim -> task(claim.consumer(), claim.event(), now, entry -> entry.complete(claim, now)))
                        .toList(),
                false,
                WriteOutcome.Failed::new);
    }

    @Override
    public List<WriteOutcome> releaseAll(List<Release> releases, Instant now) {
        return releaseAll(releases, now, false);
    }

    @Override
    public List<WriteOutcome> parkAll(List<Release> releases, Instant now) {
        return releaseAll(releases, now, true);
    }

    private List<WriteOutcome> releaseAll(List<Release> releases, Instant now, boolean toTheLot) {
        return all(
                releases.stream()
                        .map(release -> task(
                                release.claim().consumer(),
                                release.claim().event(),
                                now,
                                entry -> entry.release(release, now, toTheLot)))
                        .toList(),
                false,
                WriteOutcome.Failed::new);
    }

    @Override
    public WriteOutcome completeParked(String consumer, EventId event, Instant now) {
        return one(task(consumer, event, now, entry -> entry.completeParked(now)));
    }

    /** Scans documents in the order of their ids, starting where this object's last call ended. */
    @Override
    public int forgetBefore(Instant moment, Instant now, int limit) {
        CollectionReference inbox = documents.collection();
        List<QueryDocumentSnapshot> page = documents.page(inbox, scanned.get(), limit);
        scanned.set(DocumentCollection.next(page, limit));
        int gone = 0;
        for (QueryDocumentSnapshot found : page) {
            Stored there = DocumentCollection.stored(found);
            if (entry(there).mayGo(moment, now) && documents.delete(found.getReference(), there)) {
                gone++;
            }
        }
        return gone;
    }

    private <R> R one(Task<R> task) {
        return documents.step(task.document(), task.step());
    }

    /** One result per task, in order; a failure of one task does not affect the others. */
    private <R> List<R> all(List<Task<R>> tasks, boolean mostlyNew, Function<String, R> failed) {
        Map<Task<R>, Optional<Stored>> known = new LinkedHashMap<>();
        List<Task<R>> toRead = new ArrayList<>();
        for (Task<R> task : tasks) {
            Optional<Stored> remembered = documents.remembered(task.document());
            boolean proved = (remembered.isPresent() || mostlyNew)
                    && task.step().apply(remembered).next().isPresent();
            if (proved) {
                known.put(task, remembered);
            } else {
                toRead.add(task);
            }
        }
        Map<Task<R>, R> results = new HashMap<>();
        try {
            List<Optional<Stored>> read =
                    documents.getAll(toRead.stream().map(Task::document).toList());
            for (int i = 0; i < read.size(); i++) {
                known.put(toRead.get(i), read.get(i));
            }
        } catch (PortException e) {
            toRead.forEach(task -> results.put(task, failed.apply(String.valueOf(e.getMessage()))));
        }
        results.putAll(run(known, failed));
        return tasks.stream().map(results::get).toList();
    }

    /** Starts all writes in parallel before it waits for the first. */
    private <R> Map<Task<R>, R> run(Map<Task<R>, Optional<Stored>> known, Function<String, R> failed) {
        record UnderWay<R>(Task<R> task, R answer, DocumentWrite sent) {}
        Map<Task<R>, R> results = new HashMap<>();
        List<UnderWay<R>> underWay = new ArrayList<>();
        known.forEach((task, there) -> {
            Change<Cells, R> step = task.step().apply(there);
            if (step.next().isEmpty()) {
                results.put(task, step.answer());
            } else {
                underWay.add(new UnderWay<>(
                        task,
                        step.answer(),
                        documents.send(task.document(), there, step.next().get())));
            }
        });
        List<DocumentWrite.Written> written = DocumentWrite.awaitAll(
                documents.calls(), underWay.stream().map(UnderWay::sent).toList());
        for (int i = 0; i < written.size(); i++) {
            UnderWay<R> one = underWay.get(i);
            Task<R> task = one.task();
            R result;
            try {
                DocumentWrite.Attempt attempt = written.get(i).orElseThrow();
                result =
                        attempt.held() ? one.answer() : documents.stepFrom(task.document(), attempt.now(), task.step());
            } catch (PortException e) {
                result = failed.apply(String.valueOf(e.getMessage()));
            }
            results.put(task, result);
        }
        return results;
    }

    private <R> Task<R> task(
            String consumer, EventId event, Instant now, Function<InboxEntry, Change<InboxEntry, R>> step) {
        return new Task<>(at(consumer, event), there -> {
            InboxEntry entry = there.map(FirestoreInbox::entry).orElseGet(() -> InboxEntry.absent(now));
            return step.apply(entry).map(this::fields);
        });
    }

    private Cells fields(InboxEntry entry) {
        Instant last = entry.leaseEnd().filter(entry.written()::isBefore).orElse(entry.written());
        return new Cells()
                .number("fence", entry.fence())
                .number("attempts", entry.attempts())
                .number("cutOff", entry.cutOff())
                .flag("completed", entry.completed())
                .flag("parked", entry.parked())
                .instant("written", entry.written())
                .instant("leaseEnd", entry.leaseEnd())
                .instant("since", entry.since())
                .number("fenceOfSince", entry.fenceOfSince())
                .text("claimant", entry.claimant())
                .expires(entry.parked() ? Optional.empty() : Optional.of(last.plus(retention)));
    }

    private static InboxEntry entry(Stored there) {
        return new InboxEntry(
                there.number("fence"),
                Math.toIntExact(there.number("attempts")),
                Math.toIntExact(there.number("cutOff")),
                there.flag("completed"),
                there.flag("parked"),
                there.instant("written").orElseThrow(),
                there.instant("leaseEnd"),
                there.instant("since"),
                there.number("fenceOfSince"),
                there.optionalText("claimant"));
    }
}
