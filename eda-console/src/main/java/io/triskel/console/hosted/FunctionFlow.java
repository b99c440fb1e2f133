package io.triskel.console.hosted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.console.FlowObserver;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells a console's flow what a driver sees of functions, which are processes of their own: the events on the bus, and the verdicts that
 * functions count in their logs. When a function handled which event is not known.
 */
public final class FunctionFlow {
    /** How the JSON of a function's line begins; the host may put text before it. */
    private static final String LINE = "{\"consumer\"";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SAGA = "saga-";
    private static final String REPLAYED = "replayed-";
    private static final Map<String, EventOutcome> VERDICTS =
            Stream.of(EventOutcome.values()).collect(Collectors.toMap(EventOutcome::tag, verdict -> verdict));

    /** Without types no data is read, and without keys no person. */
    private final EventCodec codec = EventCodec.of(TypeRegistry.builder().build());

    private final FlowObserver flow;
    private final LogTail logs = new LogTail();
    private final Map<EventType, List<String>> consumers = new HashMap<>();

    /** The flow of these consumers. */
    public FunctionFlow(FlowObserver flow, Collection<EventConsumer> subscribed) {
        this.flow = flow;
        subscribed.forEach(consumer -> consumer.types()
                .forEach(type -> consumers
                        .computeIfAbsent(type, first -> new ArrayList<>())
                        .add(consumer.name())));
    }

    /** {@return the flow of these consumers, if the observer is a console's} */
    public static Optional<FunctionFlow> of(Observer observer, Supplier<Collection<EventConsumer>> consumers) {
        return observer instanceof FlowObserver flow
                ? Optional.of(new FunctionFlow(flow, consumers.get()))
                : Optional.empty();
    }

    /** {@return the JSON of a function in a line of its log; empty if the host wrote the line} */
    public static Optional<String> line(String written) {
        int begin = written.indexOf(LINE);
        return begin < 0 ? Optional.empty() : Optional.of(written.substring(begin));
    }

    /** Takes an event of the bus, as a CloudEvent. */
    public void event(byte[] record) {
        Envelope<?> event = codec.decode(record);
        flow.published(event, EventOutcome.ACCEPTED, Duration.ZERO);
        consumers.getOrDefault(event.type(), List.of()).forEach(consumer -> flow.underWay(consumer, event));
    }

    /** Reads what the functions have added to their logs. */
    public void read(List<Path> folders) {
        logs.lines(folders).forEach(written -> line(written).ifPresent(this::take));
    }

    private void take(String line) {
        JsonNode said;
        try {
            said = JSON.readTree(line);
        } catch (JsonProcessingException broken) {
            // A JVM that was killed while it wrote; the run's figures report it.
            return;
        }
        String consumer = said.path("consumer").asText();
        said.path("events").properties().forEach(count -> {
            String what = count.getKey();
            if (what.startsWith(SAGA)) {
                for (long i = 0; i < count.getValue().asLong(); i++) {
                    flow.sagaEnded(consumer, "", what.substring(SAGA.length()));
                }
            } else {
                String verdict = what.startsWith(REPLAYED) ? what.substring(REPLAYED.length()) : what;
                Optional.ofNullable(VERDICTS.get(verdict))
                        .ifPresent(known ->
                                flow.counted(consumer, known, count.getValue().asLong()));
            }
        });
    }
}
