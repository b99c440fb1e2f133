package io.triskel.local.gcp.firestore;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How a local Firestore differs from one server to another.
 *
 * @param concurrency how concurrent transactions are kept apart
 * @param lockPatience how long a write waits for the locks of others, of real time, before it is aborted
 * @param maxStoredBytes above this the server refuses writes loudly
 * @param threads that serve calls
 * @param clock decides update times, the expiry of transactions, and what counts as written too often
 */
public record FirestoreSettings(
        Concurrency concurrency, Duration lockPatience, long maxStoredBytes, int threads, InstantSource clock) {

    /** "Concurrency mode" of a database (Firestore documentation, "Transaction serializability and isolation"). */
    public enum Concurrency {
        /** Data that a transaction has read is locked, and writes of others wait; the default for server libraries. */
        PESSIMISTIC,
        /** Nothing is locked; a transaction is aborted at its end if data that it read has changed. */
        OPTIMISTIC
    }

    /** Pessimistic as in the service, waiting up to 5 s, at most half of the heap. */
    public static FirestoreSettings defaults() {
        return new FirestoreSettings(
                Concurrency.PESSIMISTIC,
                Duration.ofSeconds(5),
                Runtime.getRuntime().maxMemory() / 2,
                8,
                InstantSource.system());
    }

    public FirestoreSettings withConcurrency(Concurrency mode) {
        return new FirestoreSettings(mode, lockPatience, maxStoredBytes, threads, clock);
    }

    public FirestoreSettings withLockPatience(Duration patience) {
        return new FirestoreSettings(concurrency, patience, maxStoredBytes, threads, clock);
    }

    public FirestoreSettings withMaxStoredBytes(long bytes) {
        return new FirestoreSettings(concurrency, lockPatience, bytes, threads, clock);
    }

    public FirestoreSettings withClock(InstantSource newClock) {
        return new FirestoreSettings(concurrency, lockPatience, maxStoredBytes, threads, newClock);
    }
}
