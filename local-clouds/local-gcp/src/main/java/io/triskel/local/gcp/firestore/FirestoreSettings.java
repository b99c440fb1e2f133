package io.triskel.local.gcp.firestore;

import java.time.Duration;
import java.time.InstantSource;

/**
 * The settings of a local Firestore.
 *
 * @param concurrency how concurrent transactions are isolated
 * @param lockPatience the real time that a write waits for the locks of others before it is aborted
 * @param maxStoredBytes above this the server rejects writes with an error
 * @param threads that serve calls
 * @param clock decides update times, the expiry of transactions, and what counts as written too often
 */
public record FirestoreSettings(
        Concurrency concurrency, Duration lockPatience, long maxStoredBytes, int threads, InstantSource clock) {

    /** "Concurrency mode" of a database (Firestore documentation, "Transaction serializability and isolation"). */
    public enum Concurrency {
        /** Locks data that a transaction has read, so that writes of others wait; the default for server libraries. */
        PESSIMISTIC,
        /** Locks nothing; aborts a transaction at its end if data that it read has changed. */
        OPTIMISTIC
    }

    /** Pessimistic as in the service; waits up to 5 s, uses at most half of the heap. */
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
