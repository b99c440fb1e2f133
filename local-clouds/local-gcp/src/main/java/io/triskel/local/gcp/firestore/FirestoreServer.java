package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.Value;
import io.triskel.local.Daemons;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.iam.Policies;
import io.triskel.local.gcp.wire.GrpcLoopback;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Emulates Firestore on a loopback port, for real clients; documents live in this JVM and are lost with it. */
public final class FirestoreServer implements AutoCloseable {
    private static final long TICK_MILLIS = 20;

    private final FaultPlan faults;
    private final IndexExemptions exemptions = new IndexExemptions();
    private final FirestoreCounts counts = new FirestoreCounts();
    private final StoredDocuments documents;
    private final Contention contention;
    private final Commits commits;
    private final GrpcLoopback server;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("firestore-clock"));

    private FirestoreServer(FirestoreSettings settings, FaultPlan faults) {
        this.faults = faults;
        this.documents = new StoredDocuments(settings.clock(), settings.maxStoredBytes());
        this.contention =
                new Contention(settings.concurrency() == FirestoreSettings.Concurrency.PESSIMISTIC, settings.clock());
        this.commits = new Commits(documents, exemptions, contention, counts, settings.lockPatience());
        this.server = GrpcLoopback.start(
                "firestore",
                settings.threads(),
                DocumentLimits.REQUEST_BYTES,
                faults,
                List.of(new FirestoreService(
                        documents, contention, new Reads(documents, exemptions, contention, counts), commits, faults)));
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    public static FirestoreServer start(FirestoreSettings settings, FaultPlan faults) {
        return new FirestoreServer(settings, faults);
    }

    /** The value of {@code FIRESTORE_EMULATOR_HOST}: {@code 127.0.0.1:port}. */
    public String endpoint() {
        return server.authority();
    }

    /**
     * Copies documents, for a rehearsed restore: as point-in-time recovery does, but at once, and back into the same database.
     *
     * @param names the documents' names
     * @return puts all documents back as they are now, and removes all others; nothing may write meanwhile
     */
    public Runnable copy(Predicate<String> names) {
        List<Document> copies = matching(names);
        return () -> {
            synchronized (documents) {
                matching(names).forEach(documents::remove);
                copies.forEach(documents::put);
            }
        };
    }

    private List<Document> matching(Predicate<String> names) {
        synchronized (documents) {
            return documents
                    .all()
                    .filter(document -> names.test(document.getName()))
                    .toList();
        }
    }

    /** {@return the endpoint of one service account, limited to its roles} */
    public String endpointFor(String account, Policies policies) {
        return server.authorityFor(account, new FirestoreAccess(policies));
    }

    /**
     * The faults to inject; may be armed at any time. Operations have the API's names, such as {@code Commit} or {@code
     * RunQuery}; the error codes are gRPC's, such as {@code ABORTED}.
     */
    public FaultPlan faults() {
        return faults;
    }

    /** The fields that the deployment exempts from indexing. */
    public IndexExemptions exemptions() {
        return exemptions;
    }

    public FirestoreMetrics metrics() {
        synchronized (documents) {
            return counts.metrics();
        }
    }

    /** The number of documents. */
    public long count() {
        synchronized (documents) {
            return documents.count();
        }
    }

    /** {@return the bytes of all documents and index entries, as the service bills them} Reads every document. */
    public long storedBytes() {
        synchronized (documents) {
            return documents
                    .all()
                    .mapToLong(document -> StorageSize.of(document, exemptions))
                    .sum();
        }
    }

    /**
     * Deletes expired documents, as the service does within 24 hours of their time to live; each is billed as a deletion.
     *
     * @param collection the id of the collections
     * @param field the field with the time to live
     */
    public void expire(String collection, String field, Instant now) {
        synchronized (documents) {
            List<Document> expired = documents
                    .all()
                    .filter(document -> DocumentName.id(DocumentName.collection(document.getName()))
                            .equals(collection))
                    .filter(document -> document.getFieldsOrDefault(field, Value.getDefaultInstance())
                            .hasTimestampValue())
                    .filter(document ->
                            document.getFieldsOrThrow(field).getTimestampValue().getSeconds() < now.getEpochSecond())
                    .toList();
            expired.forEach(documents::remove);
            counts.expired(expired.size());
        }
    }

    /** A document by its full name, {@code projects/PROJECT/databases/DATABASE/documents/...}. */
    public Optional<Document> document(String name) {
        synchronized (documents) {
            return documents.get(name);
        }
    }

    /** The number of transactions that have begun and not ended. */
    public int transactionsUnderWay() {
        synchronized (documents) {
            return contention.underWay();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        server.close();
    }

    private void tick() {
        try {
            commits.tick(System.nanoTime());
        } catch (RuntimeException e) {
            System.getLogger(FirestoreServer.class.getName()).log(System.Logger.Level.ERROR, "A tick failed", e);
        }
    }
}
