package io.triskel.consume;

import io.triskel.consume.Verdict.Why;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Outcome;

/** Verdicts and results with the message for a port that failed. */
final class Ports {
    private Ports() {}

    static Verdict.Unsettled failed(String what, RuntimeException failure) {
        return new Verdict.Unsettled(Why.PORT_FAILED, what + ": " + failure);
    }

    static ClaimResult missing() {
        return new ClaimResult.Failed("the inbox gave fewer results than there were events");
    }

    static Outcome noOutcome() {
        return new Outcome.Failed("the inbox gave fewer outcomes than there were claims");
    }
}
