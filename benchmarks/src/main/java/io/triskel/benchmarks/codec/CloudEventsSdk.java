package io.triskel.benchmarks.codec;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.data.PojoCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.jackson.PojoCloudEventDataMapper;
import io.cloudevents.rw.CloudEventDataMapper;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import java.net.URI;

/** The CloudEvents SDK with its Jackson format, doing the same work: typed data to bytes and back. */
final class CloudEventsSdk {
    private final JsonMapper mapper = JsonMapper.builder().build();
    private final JsonFormat format = new JsonFormat();
    private final CloudEventDataMapper<? extends CloudEventData> data =
            PojoCloudEventDataMapper.from(mapper, Order.class);

    byte[] encode(Envelope<Order> event) {
        EventKind.Sourced sourced = (EventKind.Sourced) event.pattern();
        return format.serialize(CloudEventBuilder.v1()
                .withId(event.id().id())
                .withSource(URI.create(event.id().source()))
                .withType(event.type().wire())
                .withSubject(event.subject().orElseThrow())
                .withTime(event.time().orElseThrow())
                .withExtension("partitionkey", event.key().orElseThrow().value())
                .withExtension("triskelpattern", "sourced")
                .withExtension("stream", sourced.stream().value())
                .withExtension("sequence", Long.toString(sourced.revision()))
                .withExtension("correlationid", event.metadata().correlation().orElseThrow())
                .withExtension("causationid", event.metadata().causation().orElseThrow())
                .withExtension(
                        "traceparent", event.metadata().trace().orElseThrow().traceparent())
                .withData("application/json", PojoCloudEventData.wrap(event.data(), mapper::writeValueAsBytes))
                .build());
    }

    CloudEvent decode(byte[] bytes) {
        return format.deserialize(bytes, data);
    }
}
