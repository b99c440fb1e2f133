package io.triskel.console;

import io.triskel.asyncapi.AsyncApi;
import io.triskel.codec.JsonObject;
import io.triskel.codec.SchemaWriter;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The event types of the registry, with what the AsyncAPI document and the consumers say of them. */
final class Catalogue {
    private static final String DEFINITIONS = "#/definitions/";

    private static final int MOST_SHOWN = 200;

    /** The reason that the core gives for a version that a consumer subscribes to and cannot read. */
    private static final Pattern UNKNOWN_VERSION = Pattern.compile("^(\\S+) is subscribed to, but this version");

    private final TypeRegistry types;
    private final ConsoleParts parts;
    private final ParkedLots lots;
    private final Optional<Supplier<AsyncApi>> api;
    private Optional<Described> described = Optional.empty();

    /** What the document says. */
    private record Described(
            Optional<JsonObject> document, Map<String, List<String>> senders, Map<String, JsonObject> messages) {}

    /** @param api asked when a page needs it: to describe all types takes longer than to open a console */
    Catalogue(ConsoleParts parts, ParkedLots lots, Optional<Supplier<AsyncApi>> api) {
        this.types = parts.platform().types();
        this.parts = parts;
        this.lots = lots;
        this.api = api;
    }

    private synchronized Described described() {
        Described known = described.orElseGet(() -> {
            Described read = new Described(
                    api.map(asked -> asked.get().document()), new LinkedHashMap<>(), new LinkedHashMap<>());
            read.document().ifPresent(document -> read(document, read.senders(), read.messages()));
            return read;
        });
        described = Optional.of(known);
        return known;
    }

    private static void read(JsonObject api, Map<String, List<String>> senders, Map<String, JsonObject> messages) {
        JsonObject described = api.object("components").object("messages");
        Map<String, String> names = new LinkedHashMap<>();
        for (String component : described.names()) {
            JsonObject message = described.object(component);
            names.put(component, message.text("name"));
            messages.put(message.text("name"), message);
        }
        JsonObject operations = api.object("operations");
        for (String name : operations.names()) {
            JsonObject operation = operations.object(name);
            if (operation.text("action").equals("send")) {
                for (JsonObject message : operation.objects("messages")) {
                    String reference = message.text("$ref");
                    String type = names.get(reference.substring(reference.lastIndexOf('/') + 1));
                    senders.computeIfAbsent(type, unused -> new ArrayList<>()).add(operation.text("title"));
                }
            }
        }
    }

    /** {@return who sends events of this type, as far as the document says} */
    List<String> producers(EventType type) {
        return described().senders().getOrDefault(type.wire(), List.of());
    }

    /** {@return the AsyncAPI document} */
    JsonObject asyncApi() {
        return described()
                .document()
                .orElseThrow(() -> Refusal.notFound(
                        "The application gave no AsyncAPI document.", "Give one to the console's builder."));
    }

    /**
     * {@return what changes if another document replaces this application's; nothing is kept}
     *
     * @param call has the document's text, and its JSON is read here because it is data and no part of the request
     */
    JsonObject check(Call call) {
        try {
            List<JsonObject> changes = AsyncApi.changes(asyncApi(), JsonObject.parse(call.text("document")));
            long breaking = changes.stream()
                    .filter(change -> !change.texts("breaks").isEmpty())
                    .count();
            return JsonObject.empty()
                    .set("breaking", breaking)
                    .set("changes", changes.size())
                    .setObjects("shown", changes.stream().limit(MOST_SHOWN).toList());
        } catch (IllegalArgumentException refused) {
            throw new Refusal(
                    422,
                    "not-a-contract",
                    "The document cannot be compared: " + Texts.firstLine(refused) + ".",
                    "Paste an AsyncAPI 3 document in JSON.");
        }
    }

    /** {@return all registered types, and the versions of them that are parked because nobody here can read them} */
    JsonObject all() {
        return JsonObject.empty()
                .setObjects("types", types.types().stream().map(this::one).toList())
                .setObjects("undecodable", undecodable())
                .set("asyncapi", api.isPresent());
    }

    private List<JsonObject> undecodable() {
        return lots.recent().lanes().stream()
                .flatMap(held -> UNKNOWN_VERSION
                        .matcher(held.reason())
                        .results()
                        .map(found ->
                                JsonObject.empty().set("type", found.group(1)).set("consumer", held.consumer())))
                .distinct()
                .toList();
    }

    private JsonObject one(EventType type) {
        Class<?> data = types.registeredClass(type).orElseThrow();
        SchemaWriter writer = new SchemaWriter(DEFINITIONS);
        JsonObject schema = writer.data(data);
        JsonObject definitions = JsonObject.empty();
        writer.definitions().forEach(definitions::set);
        JsonObject json = JsonObject.empty()
                .set("type", type.wire())
                .set("name", type.name())
                .set("version", type.version())
                .set("newest", types.newestOf(type).equals(type))
                .set("upcast", types.upcastTypes().contains(type))
                .setTexts("producers", producers(type))
                .setTexts("consumers", consumers(type))
                .setObjects("members", members(schema, definitions))
                .set("schema", schema.set("definitions", definitions));
        JsonObject message = described().messages().get(type.wire());
        if (message != null && message.has("x-triskel-pattern")) {
            json.set("kind", message.text("x-triskel-pattern"));
        }
        if (message != null && message.has("x-triskel-ordering-key")) {
            json.set("key", message.text("x-triskel-ordering-key"));
        }
        return json;
    }

    private List<String> consumers(EventType type) {
        return parts.consumers().values().stream()
                .filter(consumer ->
                        consumer.types().contains(type) || consumer.types().contains(types.newestOf(type)))
                .map(ConsoleParts.Consumer::name)
                .toList();
    }

    /** {@return the members of the data, if it is an object} */
    private static List<JsonObject> members(JsonObject schema, JsonObject definitions) {
        JsonObject object = resolved(schema, definitions);
        if (!object.has("properties")) {
            return List.of();
        }
        TreeSet<String> required = new TreeSet<>(object.has("required") ? object.texts("required") : List.of());
        JsonObject properties = object.object("properties");
        return properties.names().stream()
                .map(name -> member(name, properties, definitions, required.contains(name)))
                .toList();
    }

    private static JsonObject member(String name, JsonObject properties, JsonObject definitions, boolean required) {
        JsonObject json = JsonObject.empty().set("name", name).set("required", required);
        try {
            JsonObject schema = properties.object(name);
            JsonObject resolved = resolved(schema, definitions);
            return json.set("type", type(schema, definitions)).set("personal", resolved.has("x-triskel-sealed"));
        } catch (IllegalArgumentException anySchema) {
            return json.set("type", "any").set("personal", false);
        }
    }

    private static String type(JsonObject schema, JsonObject definitions) {
        if (schema.has("$ref")) {
            return schema.text("$ref").substring(DEFINITIONS.length());
        }
        if (schema.has("items")) {
            return type(schema.object("items"), definitions) + "[]";
        }
        return schema.has("format") ? schema.text("format") : schema.has("type") ? schema.text("type") : "any";
    }

    private static JsonObject resolved(JsonObject schema, JsonObject definitions) {
        if (!schema.has("$ref")) {
            return schema;
        }
        String name = schema.text("$ref").substring(DEFINITIONS.length());
        return definitions.has(name) ? definitions.object(name) : schema;
    }
}
