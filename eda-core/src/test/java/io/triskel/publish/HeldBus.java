package io.triskel.publish;

import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A bus that records its requests and answers when the test says so. */
final class HeldBus implements EventBus {
    private final BusLimits limits;
    private final List<Sent> requests = new ArrayList<>();

    record Sent(List<Outgoing> events, Deadline deadline, CompletableFuture<List<BusResult>> answer) {
        List<String> ids() {
            return events.stream().map(each -> each.event().id().id()).toList();
        }

        void accept() {
            answer.complete(events.stream()
                    .map(each -> BusResult.ok("at-" + each.event().id().id()))
                    .toList());
        }

        void reject(RejectionCause cause) {
            answer.complete(
                    events.stream().map(each -> BusResult.failed(cause, "no")).toList());
        }

        void answer(Function<EventId, BusResult> each) {
            answer.complete(
                    events.stream().map(event -> each.apply(event.event().id())).toList());
        }
    }

    HeldBus(BusLimits limits) {
        this.limits = limits;
    }

    @Override
    public BusLimits limits() {
        return limits;
    }

    @Override
    public synchronized CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
        Sent sent = new Sent(List.copyOf(batch), deadline, new CompletableFuture<>());
        requests.add(sent);
        return sent.answer();
    }

    synchronized List<Sent> requests() {
        return List.copyOf(requests);
    }

    synchronized Sent request(int index) {
        return requests.get(index);
    }

    /** {@return the ids of each request, in order} */
    List<List<String>> sentIds() {
        return requests().stream().map(Sent::ids).toList();
    }

    /** {@return whether no key is in two unanswered requests} */
    boolean noKeyTwiceInFlight() {
        Set<String> keys = new HashSet<>();
        return requests().stream()
                .filter(request -> !request.answer().isDone())
                .flatMap(request -> request.events().stream()
                        .flatMap(each -> each.event().key().stream())
                        .distinct())
                .allMatch(key -> keys.add(key.value()));
    }
}
