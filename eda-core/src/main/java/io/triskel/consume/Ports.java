package io.triskel.consume;

import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.WriteOutcome;

/** The results of a port that returned too few. */
final class Ports {
    private Ports() {}

    static ClaimResult missing() {
        return new ClaimResult.Failed("the inbox returned fewer results than there were events");
    }

    static WriteOutcome noOutcome() {
        return new WriteOutcome.Failed("the inbox returned fewer outcomes than there were claims");
    }
}
