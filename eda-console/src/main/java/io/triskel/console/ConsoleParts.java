package io.triskel.console;

import io.triskel.codec.JsonObject;
import io.triskel.consume.ConsumerSpec;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.ParkedReplay;
import io.triskel.event.EventType;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.projection.View;
import io.triskel.saga.SagaRunner;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an application consists of: what its platform made, and what it built itself and handed in. */
final class ConsoleParts {
    private final Platform platform;
    private final Map<String, Consumer> consumers = new TreeMap<>();
    private final Map<String, View<?>> views = new TreeMap<>();
    private final Map<String, SagaRunner<?>> sagas = new TreeMap<>();

    /**
     * A consumer.
     *
     * @param kind such as {@code participant} or {@code saga}
     * @param replay handles its parked events in this process
     */
    record Consumer(String name, String kind, List<EventType> types, ParkedReplay replay) {}

    ConsoleParts(Platform platform, Collection<EventConsumer> handedIn) {
        this.platform = platform;
        for (ConsumerSpec part : platform.parts()) {
            if (part instanceof View<?> view) {
                views.put(view.name(), view);
            } else if (part instanceof SagaRunner<?> saga) {
                sagas.put(saga.name(), saga);
            } else if (part instanceof HostedConsumer hosted) {
                add(hosted.consumer(), hosted.owner().kind(), hosted.replay());
            }
        }
        handedIn.forEach(consumer -> add(consumer, kindOf(consumer.name()), replayOf(consumer)));
    }

    private void add(EventConsumer consumer, String kind, ParkedReplay replay) {
        List<EventType> types = consumer.types().stream()
                .sorted(Comparator.comparing(EventType::wire))
                .toList();
        consumers.put(consumer.name(), new Consumer(consumer.name(), kind, types, replay));
    }

    private String kindOf(String name) {
        Consumer known = consumers.get(name);
        return known != null
                ? known.kind()
                : views.containsKey(name) ? "view" : sagas.containsKey(name) ? "saga" : "consumer";
    }

    private ParkedReplay replayOf(EventConsumer consumer) {
        return ParkedReplay.of(consumer)
                .codec(platform.codec())
                .clock(platform.clock())
                .observer(platform.observer())
                .build();
    }

    Platform platform() {
        return platform;
    }

    Map<String, Consumer> consumers() {
        return consumers;
    }

    Map<String, View<?>> views() {
        return views;
    }

    Map<String, SagaRunner<?>> sagas() {
        return sagas;
    }

    Consumer consumer(String name) {
        Consumer found = consumers.get(name);
        if (found == null) {
            throw Refusal.notFound("There is no consumer '" + Texts.cut(name, 40) + "'.", known(consumers));
        }
        return found;
    }

    View<?> view(String name) {
        View<?> found = views.get(name);
        if (found == null) {
            throw Refusal.notFound("There is no view '" + Texts.cut(name, 40) + "'.", known(views));
        }
        return found;
    }

    SagaRunner<?> saga(String name) {
        SagaRunner<?> found = sagas.get(name);
        if (found == null) {
            throw Refusal.notFound("There is no saga '" + Texts.cut(name, 40) + "'.", known(sagas));
        }
        return found;
    }

    private static String known(Map<String, ?> parts) {
        return "Known are: " + String.join(", ", parts.keySet()) + ".";
    }

    List<JsonObject> consumersAsJson() {
        return consumers.values().stream()
                .map(one -> JsonObject.empty()
                        .set("name", one.name())
                        .set("kind", one.kind())
                        .setTexts(
                                "types",
                                one.types().stream().map(EventType::wire).toList()))
                .toList();
    }
}
