package io.triskel.spi;

import io.triskel.event.CheckReturnValue;
import io.triskel.event.ForAdapters;
import io.triskel.event.PortException;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventReader.Commit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Retries conditional writes of a stored state until the condition holds. */
@ForAdapters
public final class ConditionalWrites {
    /** A real conflict ends an append at the next read; more attempts would only hide that reads are not consistent. */
    private static final int APPENDS = 16;

    private static final int TRIES = 256;

    /** Two writers that collide once need no pause; more writers would collide again and again. */
    private static final int TRIES_WITHOUT_PAUSE = 2;

    /** About the time of one write. */
    private static final Duration FIRST_WAIT = Duration.ofMillis(1);

    /** All pauses then take 1.3 s on average, which a batch has before its deadline. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(10);

    private final Pauses pauses;

    /** Makes loops that pause before the third attempt and each later one. */
    public ConditionalWrites(Pauses pauses) {
        this.pauses = pauses;
    }

    /**
     * Appends a commit. Skips the first read if the stream is expected to be new, or was last seen as expected: if it has
     * grown since, the write fails.
     *
     * @param seen the last seen revision of the stream
     * @param last reads the stream's last revision, consistently
     * @param commitFrom finds the commit that begins at a revision
     * @param put stores the commit on condition that the stream has none at its first revision; returns whether it is
     *     stored
     * @throws PortException if a conflicting commit is not visible to reads
     */
    @CheckReturnValue
    public static AppendResult append(
            NewCommit commit,
            Optional<Long> seen,
            LongSupplier last,
            LongFunction<Optional<Commit>> commitFrom,
            BooleanSupplier put) {
        Commit stamped = commit.commit();
        long expected = stamped.first() - 1;
        Optional<Long> end = expected == 0 ? Optional.of(0L) : seen.filter(known -> known == expected);
        for (int tries = 0; tries < APPENDS; tries++) {
            long now = end.isPresent() ? end.get() : last.getAsLong();
            end = Optional.empty();
            Optional<AppendResult> answer = commit.answerWithoutWriting(now, commitFrom);
            if (answer.isPresent()) {
                return answer.get();
            }
            if (put.getAsBoolean()) {
                return new AppendResult.Committed(stamped.first(), stamped.last());
            }
        }
        throw new PortException("Stream " + commit.stream() + " had a commit at revision " + stamped.first()
                + " that a consistent read does not show; append again with the same command id");
    }

    /**
     * Applies a step to a stored state until no other writer is faster. A step that writes nothing does not confirm a
     * guess, so it is applied again to the state as read.
     *
     * @param what the state's name in messages
     * @param thought a guess of the state, which saves reading it
     * @param write writes the next state; returns whether its condition held
     */
    public <S, N, T> T step(
            String what, Optional<S> thought, Supplier<S> read, Function<S, Change<N, T>> step, Predicate<N> write) {
        return stepFrom(
                what,
                thought,
                read,
                step,
                (before, next) -> write.test(next) ? Optional.empty() : Optional.of(read.get()));
    }

    /**
     * As {@link #step}, for a write that returns the stored state if its condition does not hold.
     *
     * @param write writes the next state if the previous one is still stored; else returns the stored state
     */
    public <S, N, T> T stepFrom(
            String what,
            Optional<S> thought,
            Supplier<S> read,
            Function<S, Change<N, T>> step,
            BiFunction<S, N, Optional<S>> write) {
        boolean proved = thought.isEmpty();
        S there = proved ? read.get() : thought.get();
        for (int tries = 0; tries < TRIES; tries++) {
            pauseBefore(tries, what);
            Change<N, T> change = step.apply(there);
            Optional<S> now = change.next().isPresent()
                    ? write.apply(there, change.next().get())
                    : proved ? Optional.empty() : Optional.of(read.get());
            if (now.isEmpty()) {
                return change.answer();
            }
            there = now.get();
            proved = true;
        }
        throw tooMany(what);
    }

    /**
     * Repeats an attempt until it has an answer.
     *
     * @param what the state's name in messages
     * @param attempt returns empty if another writer was faster
     */
    public <T> T until(String what, Supplier<Optional<T>> attempt) {
        for (int tries = 0; tries < TRIES; tries++) {
            pauseBefore(tries, what);
            Optional<T> answer = attempt.get();
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw tooMany(what);
    }

    private void pauseBefore(int tries, String what) {
        if (tries < TRIES_WITHOUT_PAUSE) {
            return;
        }
        Duration most = FIRST_WAIT.multipliedBy(1L << Math.min(tries - TRIES_WITHOUT_PAUSE, 10));
        if (!pauses.pause(pauses.partOf(most.compareTo(LONGEST_WAIT) < 0 ? most : LONGEST_WAIT))) {
            throw new PortException(what + " changed concurrently, and the thread was interrupted before a retry");
        }
    }

    private static PortException tooMany(String what) {
        return new PortException(
                what + " changed concurrently on each of " + TRIES + " tries; retry under less contention");
    }
}
