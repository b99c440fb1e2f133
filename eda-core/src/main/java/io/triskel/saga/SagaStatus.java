package io.triskel.saga;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The status of an instance, which receives inputs in every status. */
public sealed interface SagaStatus {
    /** The longest stored reason, in characters; longer ones are cut. */
    int MAX_REASON = 500;
    /** The ending of an instance that an operator abandoned. */
    String ABANDONED = "abandoned";

    /** {@return the result of the one function that fits} */
    <R> R fold(Function<Running, R> running, Function<Ended, R> ended, Function<Stuck, R> stuck);

    /** Under way. */
    record Running() implements SagaStatus {
        @Override
        public <R> R fold(Function<Running, R> running, Function<Ended, R> ended, Function<Stuck, R> stuck) {
            return running.apply(this);
        }
    }

    /**
     * Over.
     *
     * @param ending such as {@code completed}, {@code compensated} or {@code abandoned}, 1 to 64 characters
     */
    record Ended(String ending) implements SagaStatus {
        public Ended {
            Texts.require("A saga's ending", ending, 64);
        }

        @Override
        public <R> R fold(Function<Running, R> running, Function<Ended, R> ended, Function<Stuck, R> stuck) {
            return ended.apply(this);
        }
    }

    /**
     * Cannot continue by itself: {@link SagaRunner#resume} or {@link SagaRunner#abandon} it. A later input, such as a late
     * reply, may also let it continue.
     *
     * @param reason why it is stuck
     * @param on the {@link Input#id} on which the saga failed, or the id of the rejected command, if one is the cause: once
     *     the input is handled or the command sent, the instance is no longer stuck
     * @param ending the ending that the instance had before it became stuck, if it had ended
     * @param since when it became stuck; empty in rows that were written before this was recorded
     */
    record Stuck(String reason, Optional<String> on, Optional<String> ending, Optional<Instant> since)
            implements SagaStatus {
        public Stuck {
            Texts.require("A reason", reason, MAX_REASON);
        }

        /** Makes a status without a time. */
        public Stuck(String reason, Optional<String> on, Optional<String> ending) {
            this(reason, on, ending, Optional.empty());
        }

        @Override
        public <R> R fold(Function<Running, R> running, Function<Ended, R> ended, Function<Stuck, R> stuck) {
            return stuck.apply(this);
        }
    }
}
