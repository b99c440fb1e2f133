package io.triskel.gcp.firestore;

import com.google.api.core.ApiFuture;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.WriteResult;
import io.triskel.event.PortException;
import io.triskel.spi.Repetition;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** A conditional write of a document in progress, so that several documents can be written in parallel. */
final class DocumentWrite {
    private final DocumentCollection documents;
    private final DocumentReference document;
    private final Cells next;
    private final String stamp;
    private final Supplier<ApiFuture<List<WriteResult>>> commit;
    private ApiFuture<List<WriteResult>> underWay;
    private long begun;

    DocumentWrite(
            DocumentCollection documents,
            DocumentReference document,
            Cells next,
            String stamp,
            Supplier<ApiFuture<List<WriteResult>>> commit) {
        this.documents = documents;
        this.document = document;
        this.next = next;
        this.stamp = stamp;
        this.commit = commit;
        this.begun = System.nanoTime();
        this.underWay = commit.get();
    }

    /**
     * The outcome of a write.
     *
     * @param held whether the condition held and the document was written
     * @param now the document as it is now
     */
    record Attempt(boolean held, Optional<Stored> now) {}

    /**
     * The outcome of a write that may have failed.
     *
     * @param attempt empty if it failed
     * @param failure why it failed
     */
    record Written(Optional<Attempt> attempt, Optional<PortException> failure) {
        Attempt orElseThrow() {
            return attempt.orElseThrow(failure::orElseThrow);
        }
    }

    Attempt await() {
        return awaitAll(documents.calls(), List.of(this)).get(0).orElseThrow();
    }

    /** The outcome of each write, in order. Failed writes are retried in parallel until the deadline. */
    static List<Written> awaitAll(FirestoreCalls calls, List<DocumentWrite> writes) {
        Repetition repetition = calls.repetition();
        IdentityHashMap<DocumentWrite, Written> known = new IdentityHashMap<>();
        List<DocumentWrite> open = writes;
        while (!open.isEmpty()) {
            List<DocumentWrite> failed = new ArrayList<>(0);
            for (DocumentWrite write : open) {
                try {
                    known.put(write, new Written(Optional.of(write.outcome()), Optional.empty()));
                } catch (ExecutionException e) {
                    known.put(write, new Written(Optional.empty(), Optional.of(calls.told(e))));
                    if (Failures.isRepeatable(e)) {
                        failed.add(write);
                    }
                } catch (PortException notRead) {
                    known.put(write, new Written(Optional.empty(), Optional.of(notRead)));
                }
            }
            open = failed.isEmpty() || !repetition.pause() ? List.of() : failed;
            open.forEach(DocumentWrite::repeat);
        }
        return writes.stream().map(known::get).toList();
    }

    /** @throws ExecutionException if the attempt failed for another reason than the condition */
    private Attempt outcome() throws ExecutionException {
        try {
            Timestamp updated = documents.calls().once(underWay, begun).get(0).getUpdateTime();
            Optional<Stored> now = Optional.of(new Stored(next.create(), updated));
            documents.remember(document, now);
            return new Attempt(true, now);
        } catch (ExecutionException e) {
            if (!Failures.isCondition(e)) {
                throw e;
            }
            Optional<Stored> now = documents.get(document);
            return new Attempt(now.filter(this::isOurs).isPresent(), now);
        }
    }

    private void repeat() {
        begun = System.nanoTime();
        underWay = commit.get();
    }

    private boolean isOurs(Stored there) {
        return there.optionalText(DocumentCollection.STAMP)
                .filter(stamp::equals)
                .isPresent();
    }
}
