package io.triskel.local.gcp.pubsub;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Writes a message in the form of push requests and Eventarc's events: JSON with base64, and two spellings of the id
 * and the time.
 */
public final class PushBody {
    private static final JsonFactory JSON = new JsonFactory();

    private PushBody() {}

    /**
     * The body of a push.
     *
     * @param subscription the full name of the subscription
     */
    public static byte[] of(String subscription, ReceivedMessage received) {
        PubsubMessage message = received.getMessage();
        ByteArrayBuilder bytes = new ByteArrayBuilder(message.getData().size() * 4 / 3 + 512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart("message");
            json.writeObjectFieldStart("attributes");
            for (Map.Entry<String, String> attribute :
                    message.getAttributesMap().entrySet()) {
                json.writeStringField(attribute.getKey(), attribute.getValue());
            }
            json.writeEndObject();
            json.writeBinaryField("data", message.getData().toByteArray());
            String time = Timestamps.instant(message.getPublishTime()).toString();
            json.writeStringField("messageId", message.getMessageId());
            json.writeStringField("message_id", message.getMessageId());
            json.writeStringField("publishTime", time);
            json.writeStringField("publish_time", time);
            if (!message.getOrderingKey().isEmpty()) {
                json.writeStringField("orderingKey", message.getOrderingKey());
            }
            json.writeEndObject();
            json.writeStringField("subscription", subscription);
            if (received.getDeliveryAttempt() > 0) {
                json.writeNumberField("deliveryAttempt", received.getDeliveryAttempt());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }
}
