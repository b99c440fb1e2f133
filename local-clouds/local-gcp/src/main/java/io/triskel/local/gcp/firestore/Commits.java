package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.CommitResponse;
import com.google.firestore.v1.Write;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.triskel.local.gcp.wire.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Executes writes, one commit after another; a commit that meets the locks of a transaction waits until the transaction
 * has ended.
 */
final class Commits {
    private final StoredDocuments documents;
    private final IndexExemptions exemptions;
    private final Contention contention;
    private final FirestoreCounts counts;
    private final Duration patience;
    private final Set<Waiting> waiting = new LinkedHashSet<>();

    Commits(
            StoredDocuments documents,
            IndexExemptions exemptions,
            Contention contention,
            FirestoreCounts counts,
            Duration patience) {
        this.documents = documents;
        this.exemptions = exemptions;
        this.contention = contention;
        this.counts = counts;
        this.patience = patience;
    }

    private record Waiting(
            List<Write> writes,
            Optional<Transaction> transaction,
            long until,
            CompletableFuture<CommitResponse> response) {}

    /** Completes with the response or with an error, now or later; the caller must hold no lock. */
    CompletableFuture<CommitResponse> commit(List<Write> writes, Optional<Transaction> transaction) {
        Waiting commit =
                new Waiting(writes, transaction, System.nanoTime() + patience.toNanos(), new CompletableFuture<>());
        List<Runnable> answers = new ArrayList<>();
        synchronized (documents) {
            if (!attempt(commit, answers)) {
                waiting.add(commit);
            }
            proceed(answers);
        }
        answers.forEach(Runnable::run);
        return commit.response();
    }

    /** Drops a transaction, unless it was committed, and resumes the commits that waited for it. */
    void rollback(ByteString transaction) {
        List<Runnable> answers = new ArrayList<>();
        synchronized (documents) {
            contention.findUnderWay(transaction).ifPresent(contention::end);
            proceed(answers);
        }
        answers.forEach(Runnable::run);
    }

    /** Executes a single write, without waiting. */
    WritePlan write(Write write) {
        synchronized (documents) {
            WritePlan plan = WritePlan.of(List.of(write), documents, exemptions, documents.tick());
            if (!contention.holders(plan, Optional.empty()).isEmpty()) {
                counts.aborted();
                throw Contention.aborted();
            }
            plan.carryOut();
            counts.written(plan);
            return plan;
        }
    }

    /** Called as time passes: expires transactions, and aborts commits that waited too long. */
    void tick(long nanoTime) {
        List<Runnable> answers = new ArrayList<>();
        synchronized (documents) {
            contention.expire();
            proceed(answers);
            for (Waiting late :
                    waiting.stream().filter(one -> nanoTime - one.until() > 0).toList()) {
                waiting.remove(late);
                late.transaction().ifPresent(contention::end);
                refuse(late, Contention.aborted(), answers);
                proceed(answers);
            }
        }
        answers.forEach(Runnable::run);
    }

    private void proceed(List<Runnable> answers) {
        boolean moved = true;
        while (moved) {
            moved = false;
            for (Waiting next : List.copyOf(waiting)) {
                if (attempt(next, answers)) {
                    waiting.remove(next);
                    moved = true;
                }
            }
        }
    }

    /** Tries a commit; false if it has to wait. */
    private boolean attempt(Waiting commit, List<Runnable> answers) {
        try {
            Optional<CommitResponse> done = tryOut(commit);
            done.ifPresent(response -> answers.add(() -> commit.response().complete(response)));
            return done.isPresent();
        } catch (StatusRuntimeException refusal) {
            commit.transaction().ifPresent(contention::end);
            refuse(commit, refusal, answers);
            return true;
        }
    }

    private Optional<CommitResponse> tryOut(Waiting commit) {
        Refusal.unless(
                commit.transaction().filter(Transaction::isReadOnly).isEmpty()
                        || commit.writes().isEmpty(),
                "Cannot modify entities in a read-only transaction.");
        Timestamp now = documents.tick();
        WritePlan plan = WritePlan.of(commit.writes(), documents, exemptions, now);
        Set<Transaction> holders = contention.holders(plan, commit.transaction());
        if (!holders.isEmpty()) {
            commit.transaction().ifPresent(own -> contention.await(own, holders));
            return Optional.empty();
        }
        commit.transaction()
                .ifPresent(
                        own -> contention.check(own, documents, !commit.writes().isEmpty()));
        plan.carryOut();
        counts.written(plan);
        commit.transaction().ifPresent(contention::end);
        return Optional.of(CommitResponse.newBuilder()
                .addAllWriteResults(plan.results())
                .setCommitTime(now)
                .build());
    }

    private void refuse(Waiting commit, StatusRuntimeException refusal, List<Runnable> answers) {
        if (refusal.getStatus().getCode() == Status.Code.ABORTED) {
            counts.aborted();
        }
        answers.add(() -> commit.response().completeExceptionally(refusal));
    }
}
