package io.triskel.asyncapi;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.triskel.codec.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An AsyncAPI 3 document as a contract: its messages by name, with what binds readers and writers. */
final class ContractDocument {
    /**
     * What a message binds its readers and writers to.
     *
     * @param channels addresses, or names of channels without one
     * @param payload missing if the document has none
     * @param format of the payload's schema; empty for AsyncAPI's own, JSON Schema
     */
    record Message(
            Set<String> channels,
            String contentType,
            JsonNode payload,
            JsonNode headers,
            Optional<String> format,
            Extensions own,
            Uses uses) {}

    /**
     * What our own documents add.
     *
     * @param upcasts older versions that are read as this one
     * @param upcastTo the version as which this one is read
     */
    record Extensions(
            Optional<String> pattern, Optional<String> key, List<String> upcasts, Optional<String> upcastTo) {}

    record Uses(Set<String> senders, Set<String> receivers) {}

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final JsonNode root;
    private final IdentityHashMap<JsonNode, List<SchemaPart>> parts = new IdentityHashMap<>();
    private final IdentityHashMap<JsonNode, SchemaPart> wholes = new IdentityHashMap<>();
    private final Map<String, Message> messages = new LinkedHashMap<>();

    private ContractDocument(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException if it is not AsyncAPI 3, or refers to another file or to nothing
     */
    static ContractDocument of(JsonObject document) {
        String version = document.has("asyncapi") ? document.text("asyncapi") : "";
        if (version.isEmpty()) {
            throw new IllegalArgumentException("This is not an AsyncAPI document: it has no member 'asyncapi'");
        }
        if (!version.startsWith("3.")) {
            throw new IllegalArgumentException(
                    "This is AsyncAPI " + version + ", and only 3.x is supported: convert the document");
        }
        ContractDocument contract = new ContractDocument(tree(document));
        contract.read();
        return contract;
    }

    private static JsonNode tree(JsonObject document) {
        try {
            return JSON.readTree(document.toString());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("JSON that was read can be read", impossible);
        }
    }

    Map<String, Message> messages() {
        return messages;
    }

    private void read() {
        IdentityHashMap<JsonNode, String> names = new IdentityHashMap<>();
        Map<String, Set<String>> channels = new LinkedHashMap<>();
        root.at("/components/messages").properties().forEach(one -> {
            JsonNode message = resolved(one.getValue());
            channels.put(names.computeIfAbsent(message, each -> name(each, one.getKey(), channels)), new TreeSet<>());
        });
        root.path("channels").properties().forEach(one -> {
            JsonNode channel = resolved(one.getValue());
            String address = channel.path("address").asText(one.getKey());
            channel.path("messages").properties().forEach(listed -> {
                JsonNode message = resolved(listed.getValue());
                String name = names.computeIfAbsent(message, each -> name(each, listed.getKey(), channels));
                channels.computeIfAbsent(name, unused -> new TreeSet<>())
                        .add(channel.path("address").isTextual() ? address : one.getKey());
            });
        });
        Map<String, Uses> uses = uses(names);
        Map<String, JsonNode> byName = new TreeMap<>();
        names.forEach((message, name) -> byName.put(name, message));
        byName.forEach((name, message) -> messages.put(
                name,
                message(
                        message,
                        channels.getOrDefault(name, Set.of()),
                        uses.getOrDefault(name, new Uses(Set.of(), Set.of())))));
    }

    /** Names are unique in a document by AsyncAPI's advice alone, so a second message of a name is told by its key. */
    private static String name(JsonNode message, String key, Map<String, ?> taken) {
        String name = message.path("name").asText(key);
        return taken.containsKey(name) ? name + " (" + key + ")" : name;
    }

    private Map<String, Uses> uses(IdentityHashMap<JsonNode, String> names) {
        Map<String, Uses> uses = new LinkedHashMap<>();
        root.path("operations").properties().forEach(one -> {
            JsonNode operation = resolved(one.getValue());
            boolean sends = operation.path("action").asText().equals("send");
            List<JsonNode> used = new ArrayList<>();
            // Without a list an operation uses all messages of its channel.
            if (operation.has("messages")) {
                operation.path("messages").forEach(used::add);
            } else {
                resolved(operation.path("channel")).path("messages").forEach(used::add);
            }
            used.stream()
                    .map(this::resolved)
                    .map(names::get)
                    .filter(name -> name != null)
                    .forEach(name -> {
                        Uses those = uses.computeIfAbsent(name, unused -> new Uses(new TreeSet<>(), new TreeSet<>()));
                        (sends ? those.senders : those.receivers).add(one.getKey());
                    });
        });
        return uses;
    }

    private Message message(JsonNode message, Set<String> channels, Uses uses) {
        JsonNode payload = resolved(message.path("payload"));
        boolean multi = payload.has("schemaFormat");
        return new Message(
                channels,
                message.path("contentType")
                        .asText(root.path("defaultContentType").asText("")),
                multi ? payload.path("schema") : payload,
                message.path("headers"),
                multi
                        ? Optional.of(payload.path("schemaFormat").asText()).filter(other -> !isJsonSchema(other))
                        : Optional.empty(),
                new Extensions(
                        text(message, "x-triskel-pattern"),
                        text(message, "x-triskel-ordering-key"),
                        texts(message.path("x-triskel-upcasts")),
                        text(message, "x-triskel-upcast-to")),
                uses);
    }

    private static boolean isJsonSchema(String format) {
        return format.startsWith("application/schema+json")
                || format.startsWith("application/schema+yaml")
                || format.startsWith("application/vnd.aai.asyncapi");
    }

    private static Optional<String> text(JsonNode of, String name) {
        return Optional.of(of.path(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    /** {@return the schema's conjuncts: an instance that fits all of them fits the schema; none if any instance fits} */
    List<SchemaPart> parts(JsonNode schema) {
        List<SchemaPart> known = parts.get(schema);
        if (known != null) {
            return known;
        }
        List<SchemaPart> found = new ArrayList<>();
        collect(schema, found, Collections.newSetFromMap(new IdentityHashMap<>()));
        parts.put(schema, List.copyOf(found));
        return parts.get(schema);
    }

    private void collect(JsonNode schema, List<SchemaPart> found, Set<JsonNode> seen) {
        JsonNode resolved = resolved(schema);
        if (resolved.isMissingNode() || !seen.add(resolved) || (resolved.isBoolean() && resolved.booleanValue())) {
            return;
        }
        SchemaPart whole = whole(resolved);
        found.add(whole.has("allOf") ? whole.without("allOf") : whole);
        resolved.path("allOf").forEach(one -> collect(one, found, seen));
    }

    private SchemaPart whole(JsonNode resolved) {
        return wholes.computeIfAbsent(resolved, one -> new SchemaPart(this, one));
    }

    /** Members next to {@code $ref} are ignored, as in draft 7: json-schema.org/draft-07/json-schema-core, section 8.3. */
    JsonNode resolved(JsonNode node) {
        JsonNode found = node;
        for (int hops = 0; found.path("$ref").isTextual(); hops++) {
            String reference = found.path("$ref").textValue();
            found = at(reference);
            if (found.isMissingNode() || hops > 100) {
                throw new IllegalArgumentException("The reference '" + reference + "' leads to nothing in this document"
                        + ": bundle the files that it needs into one");
            }
        }
        return found;
    }

    private JsonNode at(String reference) {
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            return MissingNode.getInstance();
        }
        String pointer = reference.substring(1).replace("+", "%2B");
        return root.at(JsonPointer.compile(URLDecoder.decode(pointer, StandardCharsets.UTF_8)));
    }
}
