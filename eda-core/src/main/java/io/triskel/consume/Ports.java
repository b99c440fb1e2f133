package io.triskel.consume;

import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.WriteOutcome;

/** Results for a port that gave too few of them. */
final class Ports {
    private Ports() {}

    static ClaimResult missing() {
        return new ClaimResult.Failed("the inbox gave fewer results than there were events");
    }

    static WriteOutcome noOutcome() {
        return new WriteOutcome.Failed("the inbox gave fewer outcomes than there were claims");
    }
}
