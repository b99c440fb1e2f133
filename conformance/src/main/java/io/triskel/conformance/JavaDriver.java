package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.EventFactory;
import io.triskel.codec.InvalidEventException;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Deliveries;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.IdSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The driver of Java: core and one cloud's adapter, in this process. */
final class JavaDriver implements Driver {
    private static final EventCodec CODEC = EventCodec.of(TypeRegistry.builder().build());
    private static final Position NOWHERE = new Position("nowhere");

    private final Optional<CloudBinding> cloud;
    private final Mutant mutant;
    private JavaStores stores;
    private JavaConsumers consumers;
    private JavaPublishing publishing;

    JavaDriver(Optional<CloudBinding> cloud, Mutant mutant) {
        this.cloud = cloud;
        this.mutant = mutant;
        stores = JavaStores.none(mutant);
        consumers = new JavaConsumers(CODEC, stores, cloud, mutant);
        publishing = new JavaPublishing(CODEC, cloud);
    }

    @Override
    public JsonNode answer(ObjectNode operation) {
        try {
            String name = operation.path("op").asText();
            return switch (name) {
                case "hello" -> hello();
                case "encode" -> encode(operation);
                case "decode" -> decode(operation);
                case "reply" -> reply(operation);
                case "open" -> open(operation);
                case "restart" -> restart();
                case "settle" -> consumers.settle(operation);
                case "replay" -> consumers.replay(operation);
                case "publish" -> publishing.publish(operation);
                case "resume" -> publishing.resume(operation);
                default -> stores.answer(name, operation);
            };
        } catch (RuntimeException failure) {
            return Json.object().put("error", failure.toString());
        }
    }

    private ObjectNode hello() {
        ObjectNode hello = Json.object().put("language", "java").put("version", "0.1.0");
        ArrayNode known = hello.putArray("stores").add("none").add("memory");
        ArrayNode platforms = hello.putArray("platforms").add("structured").add("binary");
        cloud.ifPresent(binding -> {
            known.add(binding.store());
            platforms.add(binding.platform());
        });
        ArrayNode operations = hello.putArray("operations");
        List.of("encode", "decode", "reply", "open", "restart", "settle", "replay", "publish", "resume")
                .forEach(operations::add);
        JavaStores.OPERATIONS.forEach(operations::add);
        return hello;
    }

    private CloudBinding cloud() {
        return cloud.orElseThrow(() -> new IllegalArgumentException("This driver has no cloud"));
    }

    private ObjectNode encode(ObjectNode operation) {
        ObjectNode told = operation.withObjectProperty("event");
        if (mutant == Mutant.DROPS_AN_EXTENSION) {
            told.remove("extensions");
        }
        Envelope<?> event = NeutralEvent.read(told);
        try {
            return Json.object()
                    .set("message", message(operation.path("platform").asText(), event));
        } catch (InvalidEventException invalid) {
            return invalid(invalid.attribute(), invalid.reason());
        }
    }

    private JsonNode message(String platform, Envelope<?> event) {
        return switch (platform) {
            case "structured" -> Json.object().put("body", Json.base64(CODEC.encode(event)));
            case "binary" -> binary(CODEC.encodeBinary(event));
            default -> cloud().write(event, CODEC);
        };
    }

    private static ObjectNode binary(WireEvent wire) {
        ObjectNode message = Json.object();
        ObjectNode attributes = message.putObject("attributes");
        wire.attributes().forEach(attributes::put);
        return message.put("body", Json.base64(wire.body()));
    }

    private ObjectNode decode(ObjectNode operation) {
        EventCodec codec = operation.has("personal") ? PersonalReading.CODEC : CODEC;
        JsonNode message = operation.path("message");
        String platform = operation.path("platform").asText();
        Delivery read = switch (platform) {
            case "structured" -> delivery(codec, WireEvent.structured(body(message)));
            case "binary" -> delivery(codec, new WireEvent(attributes(message), Json.base64(message, "body")));
            default -> cloud().read(message, codec);
        };
        return read.fold(decoded -> Json.object().set("event", NeutralEvent.write(decoded.envelope())), broken -> {
            int end = broken.reason().indexOf(": ");
            return invalid(broken.reason().substring(0, end), broken.reason().substring(end + 2));
        });
    }

    private byte[] body(JsonNode message) {
        byte[] body = Json.base64(message, "body");
        if (mutant != Mutant.READS_A_NEWER_SPECVERSION) {
            return body;
        }
        String text = new String(body, java.nio.charset.StandardCharsets.UTF_8);
        return Json.bytes(text.replaceAll("\"specversion\"\\s*:\\s*\"[^\"]*\"", "\"specversion\":\"1.0\""));
    }

    private static java.util.Map<String, String> attributes(JsonNode message) {
        return Json.texts(message.path("attributes"));
    }

    private static Delivery delivery(EventCodec codec, WireEvent wire) {
        return Deliveries.read(codec, type -> true, wire, Optional.empty(), NOWHERE);
    }

    private static ObjectNode invalid(String attribute, String reason) {
        ObjectNode answer = Json.object();
        answer.putObject("invalid").put("attribute", attribute).put("reason", reason);
        return answer;
    }

    private ObjectNode reply(ObjectNode operation) {
        Envelope<?> command = NeutralEvent.read(operation.path("command"));
        String participant = operation.path("participant").asText();
        if (!(command.pattern() instanceof EventKind.Command to) || !to.target().equals(participant)) {
            return Json.object().put("ignored", true);
        }
        EventType type = EventType.parse(operation.path("type").asText());
        TypeRegistry types = TypeRegistry.builder().add(type, Reply.class).build();
        EventFactory events = new EventFactory(
                operation.path("source").asText(), types, InstantSource.fixed(Json.now(operation)), IdSource.random());
        Envelope<?> reply = events.causedBy(command, participant, new Reply())
                .withData(type, new EncodedData(Optional.empty(), Json.bytes(operation.path("data"))));
        ObjectNode event = NeutralEvent.write(reply);
        if (mutant == Mutant.RANDOM_REPLY_ID) {
            event.put("id", IdSource.random().next());
        }
        return Json.object().set("event", event);
    }

    /** A placeholder for data whose type only the case knows. */
    private record Reply() {}

    private ObjectNode open(ObjectNode operation) {
        String store = operation.path("store").asText();
        stores = switch (store) {
            case "none" -> JavaStores.none(mutant);
            case "memory" -> JavaStores.memory(mutant);
            default -> JavaStores.of(clock -> cloud().open(operation, clock), mutant);
        };
        return restart();
    }

    private ObjectNode restart() {
        consumers = new JavaConsumers(CODEC, stores, cloud, mutant);
        publishing = new JavaPublishing(CODEC, cloud);
        return Json.object();
    }

    @Override
    public void close() {
        // The runner owns the emulators and stops them itself.
    }
}
