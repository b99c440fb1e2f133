package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Document;
import com.google.protobuf.Timestamp;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts for {@link FirestoreMetrics}. Guarded by the documents. */
final class FirestoreCounts {
    private static final int REMEMBERED = 100_000;
    private static final long SECOND = 1_000_000_000;

    private final Map<String, Long> writtenTooOften = new HashMap<>();
    private long reads;
    private long writes;
    private long deletes;
    private long aborted;

    void read(int results) {
        reads += Math.max(1, results);
    }

    void written(WritePlan plan) {
        plan.before().forEach((name, before) -> {
            Optional<Document> after = plan.after().getOrDefault(name, Optional.empty());
            if (after.isPresent()) {
                writes++;
                before.filter(old -> nanos(after.get().getUpdateTime()) - nanos(old.getUpdateTime()) < SECOND)
                        .ifPresent(old -> tooOften(name));
            } else {
                deletes++;
            }
        });
    }

    void expired(int documents) {
        deletes += documents;
    }

    void aborted() {
        aborted++;
    }

    FirestoreMetrics metrics() {
        return new FirestoreMetrics(reads, writes, deletes, aborted, writtenTooOften);
    }

    private void tooOften(String name) {
        if (writtenTooOften.size() < REMEMBERED || writtenTooOften.containsKey(name)) {
            writtenTooOften.merge(name, 1L, Long::sum);
        }
    }

    private static long nanos(Timestamp time) {
        return time.getSeconds() * SECOND + time.getNanos();
    }
}
