package io.triskel.saga;

import java.util.Optional;
import java.util.function.Function;

/** The status of an instance; in every status it continues to receive inputs. */
public sealed interface SagaStatus {
    /** The longest reason that a row keeps, in characters; longer ones are cut. */
    int MAX_REASON = 500;
    /** The ending of an instance that an operator has given up. */
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
     * Cannot go on by itself: {@link SagaRunner#resume} or {@link SagaRunner#abandon} it. An input that helps, such as a
     * reply that came late, sets it going again too.
     *
     * @param reason for people
     * @param on the {@link Input#id} that the saga failed on, or the id of the command that the bus refused, if either is
     *     the cause: once that input is handled or that command sent, the instance is no longer stuck
     * @param ending the ending that the instance had before it became stuck, if it had ended
     */
    record Stuck(String reason, Optional<String> on, Optional<String> ending) implements SagaStatus {
        public Stuck {
            Texts.require("A reason", reason, MAX_REASON);
        }

        @Override
        public <R> R fold(Function<Running, R> running, Function<Ended, R> ended, Function<Stuck, R> stuck) {
            return stuck.apply(this);
        }
    }
}
