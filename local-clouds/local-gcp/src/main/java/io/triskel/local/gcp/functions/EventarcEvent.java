package io.triskel.local.gcp.functions;

import com.google.pubsub.v1.ReceivedMessage;
import io.triskel.local.gcp.pubsub.PushBody;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Converts a message to Eventarc's request to a function: a CloudEvent in binary mode over HTTP. */
final class EventarcEvent {
    /** "Event size: 512 KB" (Eventarc documentation, "Quotas and limits"). */
    static final int BYTES = 512 * 1024;

    private EventarcEvent() {}

    /** @param topic the full name of the topic */
    static FunctionRequest of(String topic, String subscription, ReceivedMessage received) {
        var published = received.getMessage().getPublishTime();
        Map<String, String> headers = new TreeMap<>(Map.of(
                "ce-specversion",
                "1.0",
                "ce-id",
                received.getMessage().getMessageId(),
                "ce-source",
                "//pubsub.googleapis.com/" + topic,
                "ce-type",
                "google.cloud.pubsub.topic.v1.messagePublished",
                "ce-time",
                Instant.ofEpochSecond(published.getSeconds(), published.getNanos())
                        .toString(),
                "content-type",
                "application/json"));
        return FunctionRequest.post("/", headers, PushBody.of(subscription, received));
    }
}
