package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.TransactionOptions;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.triskel.local.gcp.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The current transactions, and which waits for which. Pessimistic: data that a transaction has read stays unchanged
 * until it ends, and writes of others wait; in a cycle of waiting transactions the last is aborted. Guarded by the
 * documents.
 */
final class Contention {
    /** "270 seconds", "60 seconds idle" (Firestore documentation, "Quotas and limits", "Writes and transactions"). */
    private static final Duration LIFETIME = Duration.ofSeconds(270);

    private static final Duration IDLE = Duration.ofMinutes(1);

    private final boolean pessimistic;
    private final InstantSource clock;
    private final Map<ByteString, Transaction> underWay = new LinkedHashMap<>();
    private final Map<Transaction, Set<Transaction>> waiting = new HashMap<>();
    private long lastId;

    Contention(boolean pessimistic, InstantSource clock) {
        this.pessimistic = pessimistic;
        this.clock = clock;
    }

    static StatusRuntimeException aborted() {
        return Status.ABORTED
                .withDescription("Too much contention on these documents. Please try again.")
                .asRuntimeException();
    }

    Transaction begin(TransactionOptions options) {
        lastId++;
        Transaction transaction = new Transaction(
                ByteString.copyFromUtf8("transaction-" + lastId), options.hasReadOnly(), clock.instant());
        underWay.put(transaction.id(), transaction);
        return transaction;
    }

    Transaction find(ByteString id) {
        Transaction transaction = findUnderWay(id)
                .orElseThrow(() -> Refusal.invalid("The referenced transaction has expired or is no longer valid."));
        transaction.used(clock.instant());
        return transaction;
    }

    Optional<Transaction> findUnderWay(ByteString id) {
        return Optional.ofNullable(underWay.get(id));
    }

    void end(Transaction transaction) {
        underWay.remove(transaction.id());
        waiting.remove(transaction);
    }

    /** Ends transactions that have lived too long or are idle; returns whether there were any. */
    boolean expire() {
        Instant now = clock.instant();
        List<Transaction> over = underWay.values().stream()
                .filter(transaction -> transaction.startedAt().plus(LIFETIME).isBefore(now)
                        || transaction.usedAt().plus(IDLE).isBefore(now))
                .toList();
        over.forEach(this::end);
        return !over.isEmpty();
    }

    int underWay() {
        return underWay.size();
    }

    /** The other transactions whose reads these writes would change; if empty, the writes may proceed. */
    Set<Transaction> holders(WritePlan plan, Optional<Transaction> own) {
        if (!pessimistic) {
            return Set.of();
        }
        Set<Transaction> holders = new HashSet<>();
        for (Transaction other : underWay.values()) {
            if (!other.isReadOnly() && own.filter(other::equals).isEmpty() && hasRead(other, plan)) {
                holders.add(other);
            }
        }
        return holders;
    }

    /** Called before a transaction commits: without locks, the data that it has read must be unchanged. */
    void check(Transaction transaction, StoredDocuments documents, boolean writes) {
        if (!pessimistic && writes && !transaction.isUnchanged(documents)) {
            throw aborted();
        }
    }

    /** Notes that a transaction waits for others, unless one of them waits for it. */
    void await(Transaction transaction, Set<Transaction> holders) {
        waiting.remove(transaction);
        Set<Transaction> seen = new HashSet<>();
        for (Transaction holder : holders) {
            if (leadsTo(transaction, holder, seen)) {
                throw aborted();
            }
        }
        waiting.put(transaction, holders);
    }

    private boolean leadsTo(Transaction goal, Transaction from, Set<Transaction> seen) {
        if (from.equals(goal)) {
            return true;
        }
        return seen.add(from)
                && waiting.getOrDefault(from, Set.of()).stream().anyMatch(next -> leadsTo(goal, next, seen));
    }

    private static boolean hasRead(Transaction other, WritePlan plan) {
        for (Map.Entry<String, Optional<Document>> write : plan.before().entrySet()) {
            Optional<Document> after = plan.after().getOrDefault(write.getKey(), Optional.empty());
            if (other.hasRead(write.getKey(), write.getValue(), after)) {
                return true;
            }
        }
        return false;
    }
}
