package io.triskel.local.azure.eventhubs;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBufferAllocator;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.apache.qpid.protonj2.codec.Decoder;
import org.apache.qpid.protonj2.codec.DecoderState;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.codec.EncoderState;
import org.apache.qpid.protonj2.codec.decoders.ProtonDecoderFactory;
import org.apache.qpid.protonj2.codec.encoders.ProtonEncoderFactory;
import org.apache.qpid.protonj2.engine.IncomingDelivery;
import org.apache.qpid.protonj2.engine.OutgoingDelivery;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.engine.Session;
import org.apache.qpid.protonj2.engine.impl.ProtonDeliveryTagGenerator;
import org.apache.qpid.protonj2.types.messaging.Accepted;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.apache.qpid.protonj2.types.messaging.Target;

/**
 * Serves {@code $cbs} and {@code $management}: requests arrive on one link, answers are sent on another link of the
 * same session, found by the request's reply address.
 */
final class ControlNode {
    private static final String CBS = "$cbs";
    private static final String MANAGEMENT = "$management";
    private static final int CREDIT = 100;

    private final EventHubsServer server;
    private final Decoder decoder = ProtonDecoderFactory.create();
    private final Encoder encoder = ProtonEncoderFactory.create();
    private final Map<Session, Map<String, Replies>> replies = new HashMap<>();
    private String caller = "";

    ControlNode(EventHubsServer server) {
        this.server = server;
    }

    /** The parts of a request that this node uses. */
    private record Request(Properties message, Map<String, Object> properties, Object body) {
        String text(String name) {
            Object value = properties.get(name);
            return value == null ? "" : value.toString();
        }
    }

    private record Answer(int status, String description, String condition, Object body) {}

    static boolean isAddress(String address) {
        return address.equals(CBS) || address.equals(MANAGEMENT);
    }

    void attach(Receiver requests, String address) {
        requests.deliveryReadHandler(delivery -> received(requests, address, delivery));
        requests.detachHandler(Receiver::detach);
        requests.closeHandler(Receiver::close);
        requests.open();
        requests.addCredit(CREDIT);
    }

    void attach(Sender answers) {
        answers.setDeliveryTagGenerator(ProtonDeliveryTagGenerator.BUILTIN.POOLED.createGenerator());
        Replies link = new Replies(answers, new ArrayDeque<>());
        Map<String, Replies> ofSession = replies.computeIfAbsent(answers.getSession(), session -> new HashMap<>());
        // The SDK for Java asks for replies by the link's target, the one for Node.js by the link's name.
        ofSession.put(answers.getName(), link);
        if (answers.getRemoteTarget() instanceof Target target && target.getAddress() != null) {
            ofSession.put(target.getAddress(), link);
        }
        answers.creditStateUpdateHandler(credit -> link.send());
        answers.detachHandler(Sender::detach);
        answers.closeHandler(Sender::close);
        answers.open();
    }

    /** The name of the key that signed the last accepted token; empty if there was none. */
    String caller() {
        return caller;
    }

    void ended(Session session) {
        replies.remove(session);
    }

    private void received(Receiver requests, String address, IncomingDelivery delivery) {
        if (delivery.isPartial()) {
            return;
        }
        Request request = read(delivery.readAll());
        delivery.disposition(Accepted.getInstance(), true);
        requests.addCredit(1);
        // The SDK for Python (management_link.py, execute_operation) names no reply address, but its link's target
        // does.
        String replyTo = request.message().getReplyTo();
        Replies link = replies.getOrDefault(requests.getSession(), Map.of()).get(replyTo == null ? address : replyTo);
        if (link != null) {
            link.waiting().add(encode(request, address.equals(CBS) ? authorize(request) : manage(request)));
            link.send();
        }
    }

    private Request read(ProtonBuffer bytes) {
        Properties message = new Properties();
        Map<String, Object> properties = Map.of();
        Object body = "";
        DecoderState state = decoder.newDecoderState();
        while (bytes.isReadable()) {
            Object section = readSection(bytes, state);
            if (section instanceof Properties found) {
                message = found;
            } else if (section instanceof ApplicationProperties found && found.getValue() != null) {
                properties = found.getValue();
            } else if (section instanceof AmqpValue<?> found && found.getValue() != null) {
                body = found.getValue();
            }
        }
        return new Request(message, properties, body);
    }

    private Object readSection(ProtonBuffer bytes, DecoderState state) {
        try {
            return decoder.readObject(bytes, state);
        } catch (DecodeException e) {
            throw new HubException(HubException.DECODE_ERROR, "The request is not an AMQP message: " + e.getMessage());
        }
    }

    private Answer authorize(Request request) {
        String token = String.valueOf(request.body());
        String refusal = server.access().refusal(token);
        if (!refusal.isEmpty()) {
            return new Answer(401, refusal, HubException.UNAUTHORIZED, "");
        }
        caller = SharedAccess.keyName(token);
        return new Answer(202, "Accepted", "", "");
    }

    private Answer manage(Request request) {
        try {
            EventHub hub = server.require(request.text("name"));
            return switch (request.text("type")) {
                case "com.microsoft:eventhub" -> ok(describe(hub));
                case "com.microsoft:partition" -> ok(describe(hub, hub.partition(request.text("partition"))));
                default ->
                    new Answer(
                            400,
                            "Unknown type of entity: '" + request.text("type") + "'",
                            HubException.NOT_ALLOWED,
                            "");
            };
        } catch (HubException e) {
            return new Answer(404, String.valueOf(e.getMessage()), e.condition(), "");
        }
    }

    private static Answer ok(Map<String, Object> body) {
        return new Answer(200, "OK", "", body);
    }

    // The types of these values are part of the protocol: SDKs cast them.
    private static Map<String, Object> describe(EventHub hub) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", hub.name());
        body.put("type", "com.microsoft:eventhub");
        body.put("created_at", Date.from(hub.createdAt()));
        body.put("partition_count", hub.partitions().size());
        body.put("partition_ids", hub.partitions().stream().map(Partition::id).toArray(String[]::new));
        return body;
    }

    private static Map<String, Object> describe(EventHub hub, Partition partition) {
        Partition.Info info = partition.info();
        Partition.Last last = info.last();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", hub.name());
        body.put("type", "com.microsoft:partition");
        body.put("partition", partition.id());
        body.put("begin_sequence_number", info.beginSequenceNumber());
        body.put("last_enqueued_sequence_number", last.sequenceNumber());
        body.put("last_enqueued_offset", Long.toString(last.offset()));
        body.put("last_enqueued_time_utc", Date.from(Instant.ofEpochMilli(last.enqueuedMillis())));
        body.put("is_partition_empty", info.isEmpty());
        return body;
    }

    private ProtonBuffer encode(Request request, Answer answer) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("status-code", answer.status());
        properties.put("status-description", answer.description());
        if (!answer.condition().isEmpty()) {
            properties.put("error-condition", answer.condition());
        }
        Properties message = new Properties();
        message.setCorrelationId(request.message().getMessageId());
        message.setTo(request.message().getReplyTo());
        ProtonBuffer bytes = ProtonByteArrayBufferAllocator.allocator().allocate(512);
        EncoderState state = encoder.newEncoderState();
        encoder.writeObject(bytes, state, message);
        encoder.writeObject(bytes, state, new ApplicationProperties(properties));
        encoder.writeObject(bytes, state, new AmqpValue<>(answer.body()));
        return bytes;
    }

    /** A link for answers, and the answers that wait for credit from the client. */
    private record Replies(Sender sender, Queue<ProtonBuffer> waiting) {
        void send() {
            while (sender.isLocallyOpen() && sender.isSendable() && !waiting.isEmpty()) {
                OutgoingDelivery delivery = sender.next();
                delivery.disposition(Accepted.getInstance(), true);
                delivery.writeBytes(waiting.remove());
            }
        }
    }
}
