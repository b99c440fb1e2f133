package io.triskel.inbox;

import io.triskel.event.ForAdapters;

/** The inbox's answer to the end of a claim: a completion, a release or a hand-over to the parking lot. */
@ForAdapters
public sealed interface WriteOutcome {
    /** {@return the answer that the end of the claim is recorded} */
    static WriteOutcome recorded() {
        return Recorded.RECORDED;
    }

    /** {@return the answer that the claim was void} */
    static WriteOutcome lost() {
        return Lost.LOST;
    }

    /** The end of the claim is recorded; repeating the call returns the same. */
    record Recorded() implements WriteOutcome {
        private static final Recorded RECORDED = new Recorded();
    }

    /** The lease had expired or there is a newer claim: nothing was written. */
    record Lost() implements WriteOutcome {
        private static final Lost LOST = new Lost();
    }

    /** The store failed for this event; the outcome is unknown. */
    record Failed(String message) implements WriteOutcome {}
}
