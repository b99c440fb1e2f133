package io.triskel.store;

import java.util.function.Function;

/** What a stream's last revision must be for an append to happen: the whole of optimistic concurrency. */
public sealed interface Expectation {
    /** {@return the expected last revision; 0 for a stream that does not exist} */
    long revision();

    /** {@return the result of the one function that fits} */
    <R> R fold(Function<NoStream, R> noStream, Function<Exactly, R> exactly);

    /** {@return the expectation that the stream has no event} */
    static Expectation noStream() {
        return NoStream.NO_STREAM;
    }

    /** {@return the expectation that this is the last revision; 0 is the same as {@link #noStream()}} */
    static Expectation exactly(long revision) {
        return revision == 0 ? noStream() : new Exactly(revision);
    }

    /** The stream has no event. */
    record NoStream() implements Expectation {
        private static final NoStream NO_STREAM = new NoStream();

        @Override
        public long revision() {
            return 0;
        }

        @Override
        public <R> R fold(Function<NoStream, R> noStream, Function<Exactly, R> exactly) {
            return noStream.apply(this);
        }
    }

    /**
     * The stream ends here.
     *
     * @param revision the last event's, 1 or more
     */
    record Exactly(long revision) implements Expectation {
        public Exactly {
            if (revision < 1) {
                throw new IllegalArgumentException("An expected revision is 1 or more, this one is " + revision);
            }
        }

        @Override
        public <R> R fold(Function<NoStream, R> noStream, Function<Exactly, R> exactly) {
            return exactly.apply(this);
        }
    }
}
