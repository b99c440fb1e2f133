package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus;
import io.triskel.testkit.ManualClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/** What the Java driver needs of one cloud's adapter. All JSON has the forms of {@code docs/conformance.md}. */
public interface CloudBinding {
    /** {@return the name of the bus in the cases} */
    String platform();

    /** {@return the name of the store in the cases} */
    String store();

    /** {@return an event as the adapter puts it on the bus} */
    JsonNode write(Envelope<?> event, EventCodec codec);

    /** {@return a message as the adapter reads it} */
    Delivery read(JsonNode message, EventCodec codec);

    /** {@return the deliveries of an invocation, in order} */
    List<Delivery> deliveries(JsonNode invocation, EventCodec codec, Predicate<EventType> wanted);

    /** {@return the answer of the adapter's function to its platform} */
    JsonNode invoke(Invocation invocation);

    /** {@return the stores that an {@code open} names, without a request yet} */
    Stores open(JsonNode connection, InstantSource clock);

    /** {@return the bus that a {@code publish} names} */
    EventBus bus(JsonNode connection);

    /**
     * A call of a function.
     *
     * @param document as the platform passes it
     * @param remaining the time that the function has
     */
    record Invocation(
            BatchProcessor processor, EventCodec codec, ManualClock clock, Duration remaining, JsonNode document) {}
}
