package io.triskel.simulation.system;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an observer outside of the system wrote down: which consumer has handled what, and what was wrong at once. */
final class Ledger {
    private final Map<String, Map<EventId, Envelope<?>>> handled = new HashMap<>();
    private final Set<String> completed = new LinkedHashSet<>();
    private final List<String> wrong = new ArrayList<>();

    private final Map<String, Set<EventType>> subscriptions = new HashMap<>();

    void subscribed(String consumer, EventType type) {
        subscriptions.computeIfAbsent(consumer, first -> new HashSet<>()).add(type);
    }

    Map<String, Set<EventType>> subscriptions() {
        return subscriptions;
    }

    void handled(String consumer, Envelope<?> event) {
        handled.computeIfAbsent(consumer, first -> new LinkedHashMap<>()).putIfAbsent(event.id(), event);
    }

    void completed(String consumer, EventId event) {
        completed.add(consumer + " " + event);
    }

    void handedOver(String consumer, EventId event) {
        if (completed.contains(consumer + " " + event)) {
            wrong(consumer + " was handed " + event + " after its completion was recorded");
        }
    }

    void wrong(String what) {
        wrong.add(what);
    }

    List<String> wrongs() {
        return wrong;
    }

    boolean hasHandled(String consumer, EventId event) {
        return handled.getOrDefault(consumer, Map.of()).containsKey(event);
    }

    /** {@return the revisions of a stream's facts in the order in which a consumer had each for the first time} */
    List<Long> revisions(String consumer, StreamId stream) {
        return handled.getOrDefault(consumer, Map.of()).values().stream()
                .filter(event -> event.pattern() instanceof EventKind.Sourced fact
                        && fact.stream().equals(stream))
                .map(event -> ((EventKind.Sourced) event.pattern()).revision())
                .toList();
    }
}
