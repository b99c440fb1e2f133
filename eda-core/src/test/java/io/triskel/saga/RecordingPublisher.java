package io.triskel.saga;

import io.triskel.codec.EncodedData;
import io.triskel.codec.WrittenEvent;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.RejectionCause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Keeps what was published, refuses what a test tells it to, and withholds as the port demands. */
final class RecordingPublisher implements EventPublisher {
    final List<Envelope<?>> accepted = new ArrayList<>();
    final List<List<String>> calls = new ArrayList<>();
    final List<WrittenEvent> written = new ArrayList<>();
    Function<String, Optional<RejectionCause>> refuse = what -> Optional.empty();
    Runnable afterwards = () -> {};
    private final Map<OrderingKey, EventId> withheld = new HashMap<>();

    @Override
    public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline) {
        return publish(events, withheld);
    }

    private CompletionStage<PublishReport> publish(
            List<? extends Envelope<?>> events, Map<OrderingKey, EventId> withheld) {
        calls.add(events.stream().map(RecordingPublisher::what).toList());
        List<Entry> entries = new ArrayList<>();
        for (Envelope<?> event : events) {
            entries.add(publish(event, withheld));
        }
        afterwards.run();
        return CompletableFuture.completedFuture(new PublishReport(entries));
    }

    private Entry publish(Envelope<?> event, Map<OrderingKey, EventId> withheld) {
        OrderingKey key = event.key().orElseThrow();
        if (withheld.containsKey(key)) {
            return new Entry.Withheld(event, withheld.get(key));
        }
        Optional<RejectionCause> cause = refuse.apply(what(event));
        if (cause.isPresent()) {
            withheld.put(key, event.id());
            return new Entry.Rejected(event, cause.get(), "told to refuse");
        }
        accepted.add(event);
        return new Entry.Accepted(event, Integer.toString(accepted.size()));
    }

    @Override
    public void resume(OrderingKey key) {
        withheld.remove(key);
    }

    @Override
    public EventPublisher withOwnWithholding() {
        Map<OrderingKey, EventId> own = new HashMap<>();
        return new EventPublisher() {
            @Override
            public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline) {
                return RecordingPublisher.this.publish(events, own);
            }

            @Override
            public PublishReport publishAndWait(
                    List<? extends Envelope<?>> events, List<WrittenEvent> how, Deadline deadline) {
                written.addAll(how);
                return publishAndWait(events, deadline);
            }

            @Override
            public void resume(OrderingKey key) {
                own.remove(key);
            }

            @Override
            public EventPublisher withOwnWithholding() {
                return RecordingPublisher.this.withOwnWithholding();
            }
        };
    }

    List<String> sent() {
        return accepted.stream().map(RecordingPublisher::what).toList();
    }

    /** A command sent immediately has its data, one read from its row has it encoded. */
    static String what(Envelope<?> event) {
        if (!(event.data() instanceof EncodedData encoded)) {
            return event.data() instanceof Script.Do command
                    ? command.what()
                    : event.data().toString();
        }
        String json = new String(encoded.bytes(), StandardCharsets.UTF_8);
        return json.replaceAll(".*\"what\":\"([^\"]*)\".*", "$1");
    }
}
