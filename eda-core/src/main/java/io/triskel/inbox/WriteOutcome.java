package io.triskel.inbox;

import io.triskel.event.ForAdapters;
import java.util.function.Function;

/** The inbox's answer to the end of a claim: a completion, a release or a hand-over to the parking lot. */
@ForAdapters
public sealed interface WriteOutcome {
    /** {@return the result of the one function that fits} */
    <R> R fold(Function<Recorded, R> recorded, Function<Lost, R> lost, Function<Failed, R> failed);

    /** {@return the answer that the end of the claim is recorded} */
    static WriteOutcome recorded() {
        return Recorded.RECORDED;
    }

    /** {@return the answer that the claim was void} */
    static WriteOutcome lost() {
        return Lost.LOST;
    }

    /** The end of the claim is recorded; a repetition of the same call is answered the same. */
    record Recorded() implements WriteOutcome {
        private static final Recorded RECORDED = new Recorded();

        @Override
        public <R> R fold(Function<Recorded, R> recorded, Function<Lost, R> lost, Function<Failed, R> failed) {
            return recorded.apply(this);
        }
    }

    /** The lease had ended or there is a newer claim: nothing was written. */
    record Lost() implements WriteOutcome {
        private static final Lost LOST = new Lost();

        @Override
        public <R> R fold(Function<Recorded, R> recorded, Function<Lost, R> lost, Function<Failed, R> failed) {
            return lost.apply(this);
        }
    }

    /** The store failed for this event; the outcome is unknown. */
    record Failed(String message) implements WriteOutcome {
        @Override
        public <R> R fold(Function<Recorded, R> recorded, Function<Lost, R> lost, Function<Failed, R> failed) {
            return failed.apply(this);
        }
    }
}
