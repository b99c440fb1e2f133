package io.triskel.observe.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Optional;

/**
 * The attributes of OpenTelemetry's semantic conventions, version 1.44.0: {@code docs/messaging/messaging-spans.md},
 * {@code docs/cloudevents/cloudevents-spans.md} and {@code docs/general/recording-errors.md}. They are defined here because
 * OpenTelemetry's library publishes those in development only as alpha versions.
 */
final class Conventions {
    static final String SCHEMA = "https://opentelemetry.io/schemas/1.44.0";

    static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    static final AttributeKey<String> CONVERSATION_ID = AttributeKey.stringKey("messaging.message.conversation_id");
    static final AttributeKey<String> CONSUMER = AttributeKey.stringKey("messaging.consumer.group.name");
    static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("cloudevents.event_id");
    static final AttributeKey<String> EVENT_SOURCE = AttributeKey.stringKey("cloudevents.event_source");
    static final AttributeKey<String> EVENT_TYPE = AttributeKey.stringKey("cloudevents.event_type");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    /** Our own attribute: the outcome of a publication or a delivery. */
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("triskel.outcome");

    /** Our own: which port failed. */
    static final AttributeKey<String> PORT = AttributeKey.stringKey("triskel.port");

    private Conventions() {}

    static Attributes bus(String system, Optional<String> destination) {
        AttributesBuilder attributes = Attributes.builder().put("messaging.system", system);
        destination.ifPresent(name -> attributes.put("messaging.destination.name", name));
        return attributes.build();
    }

    /** {@return the class of a failure: its canonical name if it has one, by the conventions} */
    static String errorOf(Throwable failure) {
        String name = failure.getClass().getCanonicalName();
        return name == null ? failure.getClass().getName() : name;
    }
}
