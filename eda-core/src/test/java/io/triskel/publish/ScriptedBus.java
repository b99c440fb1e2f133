package io.triskel.publish;

import io.triskel.event.Deadline;
import io.triskel.event.OrderingKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A bus that answers at once, and refuses what a test says, as often as it says. */
final class ScriptedBus implements EventBus {
    private final BusLimits limits;
    private final Map<String, Refusal> refusals = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> accepted = new ArrayList<>();
    Runnable whenAsked = () -> {};

    private record Refusal(RejectionCause cause, int times) {}

    ScriptedBus(BusLimits limits) {
        this.limits = limits;
    }

    void refuses(String id, RejectionCause cause, int times) {
        refusals.put(id, new Refusal(cause, times));
    }

    void recovers() {
        refusals.clear();
    }

    /** {@return the ids of all events that were sent, as often as they were} */
    List<String> asked() {
        return asked;
    }

    /** {@return the ids of the events that it has, in order} */
    List<String> accepted() {
        return accepted;
    }

    @Override
    public BusLimits limits() {
        return limits;
    }

    @Override
    public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
        Runnable once = whenAsked;
        whenAsked = () -> {};
        once.run();
        Set<OrderingKey> failed = new HashSet<>();
        List<BusResult> results = new ArrayList<>();
        for (Outgoing each : batch) {
            String id = each.event().id().id();
            asked.add(id);
            boolean behind = each.event().key().filter(failed::contains).isPresent();
            BusResult result = behind ? BusResult.failed(RejectionCause.TRANSIENT, "behind another one") : answer(id);
            if (result instanceof BusResult.Failed) {
                each.event().key().ifPresent(failed::add);
            } else {
                accepted.add(id);
            }
            results.add(result);
        }
        return CompletableFuture.completedFuture(results);
    }

    private BusResult answer(String id) {
        Refusal refusal = refusals.get(id);
        if (refusal == null || refusal.times() == 0) {
            return BusResult.ok("at-" + id);
        }
        refusals.put(id, new Refusal(refusal.cause(), refusal.times() - 1));
        return BusResult.failed(refusal.cause(), "no");
    }
}
