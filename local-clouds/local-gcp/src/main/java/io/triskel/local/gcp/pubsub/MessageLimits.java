package io.triskel.local.gcp.pubsub;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import io.triskel.local.gcp.wire.Refusal;
import java.util.List;

/** The limits of a message and a publish request (Pub/Sub documentation, "Quotas and limits", "Resource limits"). */
final class MessageLimits {
    static final int REQUEST_BYTES = 10_000_000;
    static final int REQUEST_MESSAGES = 1000;

    private static final int MESSAGE_BYTES = 10_000_000;
    private static final int ATTRIBUTES = 100;
    private static final int KEY_BYTES = 256;
    private static final int VALUE_BYTES = 1024;
    private static final int ORDERING_KEY_BYTES = 1024;

    private MessageLimits() {}

    /** Rejects a request that the service would reject; otherwise returns its bytes. */
    static long check(List<PubsubMessage> messages) {
        Refusal.unless(
                !messages.isEmpty() && messages.size() <= REQUEST_MESSAGES,
                "The value for message_count is out of range: 1 to 1000 messages, not " + messages.size());
        long bytes = 0;
        for (PubsubMessage message : messages) {
            check(message);
            bytes += message.getSerializedSize();
        }
        Refusal.unless(
                bytes <= REQUEST_BYTES,
                "Request payload size exceeds the limit: 10000000 bytes, this one has " + bytes);
        return bytes;
    }

    private static void check(PubsubMessage message) {
        Refusal.unless(
                !message.getData().isEmpty() || message.getAttributesCount() > 0,
                "A message must have either non-empty data, or at least one attribute");
        Refusal.unless(
                message.getData().size() <= MESSAGE_BYTES,
                "A message has at most 10000000 bytes, this one "
                        + message.getData().size());
        Refusal.unless(
                message.getAttributesCount() <= ATTRIBUTES,
                "A message has at most 100 attributes, this one " + message.getAttributesCount());
        Refusal.unless(
                message.getOrderingKeyBytes().size() <= ORDERING_KEY_BYTES, "An ordering key has at most 1024 bytes");
        message.getAttributesMap().forEach(MessageLimits::check);
    }

    private static void check(String key, String value) {
        Refusal.unless(
                !key.isEmpty() && bytes(key) <= KEY_BYTES && !key.startsWith("goog"),
                "An attribute's key has 1 to 256 bytes and does not start with goog: " + key);
        Refusal.unless(bytes(value) <= VALUE_BYTES, "An attribute's value has at most 1024 bytes: " + key);
    }

    private static int bytes(String text) {
        // Most texts are short enough that their bytes need not be counted.
        return text.length() * 3 <= KEY_BYTES
                ? text.length()
                : ByteString.copyFromUtf8(text).size();
    }
}
