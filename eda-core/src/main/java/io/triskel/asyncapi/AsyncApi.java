package io.triskel.asyncapi;

import io.triskel.codec.JsonObject;
import io.triskel.codec.SchemaWriter;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.EventConsumer;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes an AsyncAPI document from a registry, with the patterns, ordering keys, senders and receivers that you add:
 *
 * <pre>{@code
 * AsyncApi.of("Shop", "1.0.0", types)
 *         .messages(EventKind.Sourced.class, "order-{order}", OrderEvent.class)
 *         .sends("ordering", OrderEvent.class)
 *         .receives(shipping)
 *         .json();
 * }</pre>
 *
 * <p>A class covers all registered types whose data is of the class or a subtype, as in a consumer's subscription.
 */
public final class AsyncApi {
    private static final String VERSION = "3.0.0";
    private static final String CONTENT_TYPE = "application/cloudevents+json";
    private static final String SCHEMAS = "#/components/schemas/";
    private static final java.util.regex.Pattern MEMBER = java.util.regex.Pattern.compile("\\{([^}]*)}");
    private static final java.util.regex.Pattern OTHER = java.util.regex.Pattern.compile("[^A-Za-z0-9._-]");

    private final String title;
    private final String version;
    private final TypeRegistry types;
    private final Map<EventType, Shape> shapes = new LinkedHashMap<>();
    private final Map<String, Set<EventType>> sent = new LinkedHashMap<>();
    private final Map<String, Set<EventType>> received = new LinkedHashMap<>();
    private Optional<String> description = Optional.empty();
    private String channel = "events";
    private String channelDescription =
            "The bus. Its address is the deployment's choice, and so is the mode: in binary mode the attributes stand"
                    + " beside the data.";

    private record Shape(Class<? extends EventKind> pattern, Optional<String> key) {}

    private AsyncApi(String title, String version, TypeRegistry types) {
        this.title = title;
        this.version = version;
        this.types = types;
    }

    /**
     * {@return a document of these types}
     *
     * @param title of the application
     * @param version the application's version, not AsyncAPI's
     */
    public static AsyncApi of(String title, String version, TypeRegistry types) {
        return new AsyncApi(title, version, types);
    }

    /** Describes the application, in CommonMark. */
    public AsyncApi description(String text) {
        description = Optional.of(text);
        return this;
    }

    /** Sets the bus's name. Default: {@code events}. */
    public AsyncApi channel(String name, String description) {
        channel = name;
        channelDescription = description;
        return this;
    }

    /**
     * Sets pattern and ordering key of the events of these classes.
     *
     * @param pattern the pattern of all of them
     * @param key the ordering key, with members of the data in braces, such as {@code order-{order}}
     * @throws IllegalArgumentException if a class is not registered, or its data has no such member
     */
    public AsyncApi messages(Class<? extends EventKind> pattern, String key, Class<?>... data) {
        return shape(new Shape(pattern, Optional.of(key)), data);
    }

    /** As {@link #messages}, for events without an ordering key. */
    public AsyncApi unordered(Class<? extends EventKind> pattern, Class<?>... data) {
        return shape(new Shape(pattern, Optional.empty()), data);
    }

    private AsyncApi shape(Shape shape, Class<?>... data) {
        for (EventType type : typesOf("The document", data)) {
            shape.key.ifPresent(key -> requireMembers(key, type));
            Shape other = shapes.put(type, shape);
            if (other != null) {
                throw new IllegalArgumentException(
                        type + " is described twice: as " + text(other) + ", and as " + text(shape));
            }
        }
        return this;
    }

    private static String text(Shape shape) {
        return shape.pattern.getSimpleName()
                + shape.key.map(key -> " ordered by " + key).orElse(" without order");
    }

    private void requireMembers(String key, EventType type) {
        SchemaWriter schemas = new SchemaWriter("");
        JsonObject data = schemas.data(types.registeredClass(type).orElseThrow());
        Set<String> members = new TreeSet<>();
        Optional.of(data)
                .filter(schema -> schema.has("$ref"))
                .map(schema -> schemas.definitions().get(schema.text("$ref")))
                .filter(definition -> definition.has("properties"))
                .ifPresent(definition ->
                        members.addAll(definition.object("properties").names()));
        MEMBER.matcher(key)
                .results()
                .map(found -> found.group(1))
                .filter(named -> !members.contains(named))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new IllegalArgumentException(
                            "The ordering key '" + key + "' of " + type + " names '" + unknown
                                    + "', which is not a member of its data; there are " + String.join(", ", members));
                });
    }

    /**
     * Adds a sender of events of these classes.
     *
     * @param who the sender, such as a service's name
     */
    public AsyncApi sends(String who, Class<?>... data) {
        sent.computeIfAbsent(who, unused -> new LinkedHashSet<>()).addAll(typesOf(who, data));
        return this;
    }

    /** Adds a consumer as the receiver of its handlers' types. */
    public AsyncApi receives(EventConsumer consumer) {
        return receives(consumer.name(), consumer.types());
    }

    /**
     * Adds a receiver of events of these types.
     *
     * @throws IllegalArgumentException if one of them is not registered
     */
    public AsyncApi receives(String who, Collection<EventType> wanted) {
        for (EventType type : wanted) {
            if (types.registeredClass(type).isEmpty()) {
                throw new IllegalArgumentException(who + " receives " + type
                        + ", which is not registered: add it to the registry of the document");
            }
        }
        received.computeIfAbsent(who, unused -> new LinkedHashSet<>()).addAll(wanted);
        return this;
    }

    private Set<EventType> typesOf(String who, Class<?>... data) {
        Set<EventType> found = new LinkedHashSet<>();
        for (Class<?> one : data) {
            found.addAll(types.requireTypesBelow(one, who));
        }
        return found;
    }

    /**
     * Compares two AsyncAPI 3 documents, also others than ours, as far as their schemas are JSON Schema.
     *
     * @return each change with {@code message}, {@code where}, {@code rule}, {@code was}, {@code is}, {@code text}, {@code
     *     instead} and {@code breaks}: {@code backward} if new readers may refuse old events, {@code forward} if old readers may
     *     refuse new ones, nothing if it breaks nobody
     * @throws IllegalArgumentException if one is not AsyncAPI 3, or refers to other files
     */
    public static List<JsonObject> changes(JsonObject older, JsonObject newer) {
        return ContractChanges.between(older, newer);
    }

    /**
     * {@return the data of all messages as source code}
     *
     * @param language {@code typescript} or {@code python}
     */
    public String types(String language) {
        return TypeTree.text(document(), language);
    }

    /** {@return the document as indented JSON text with a final line break; the same for the same input} */
    public String json() {
        return document().indented() + "\n";
    }

    /** {@return the document, which you may change} */
    public JsonObject document() {
        SchemaWriter schemas = new SchemaWriter(SCHEMAS);
        Map<EventType, String> names = new LinkedHashMap<>();
        JsonObject messages = JsonObject.empty();
        types.types().forEach(type -> {
            String name = component(type.wire());
            names.put(type, name);
            messages.set(name, message(type, schemas));
        });
        JsonObject info = JsonObject.empty().set("title", title).set("version", version);
        description.ifPresent(text -> info.set("description", text));
        JsonObject definitions = JsonObject.empty();
        schemas.definitions().forEach(definitions::set);
        JsonObject correlation = JsonObject.empty()
                .set("description", "All that one request led to has the same one.")
                .set("location", "$message.payload#/correlationid");
        return JsonObject.empty()
                .set("asyncapi", VERSION)
                .set("info", info)
                .set("defaultContentType", CONTENT_TYPE)
                .set("channels", JsonObject.empty().set(component(channel), channel(names)))
                .set("operations", operations(names))
                .set(
                        "components",
                        JsonObject.empty()
                                .set("messages", messages)
                                .set("schemas", definitions)
                                .set("correlationIds", JsonObject.empty().set("correlation", correlation)));
    }

    private JsonObject channel(Map<EventType, String> names) {
        JsonObject messages = JsonObject.empty();
        names.values().forEach(name -> messages.set(name, reference("#/components/messages/" + name)));
        return JsonObject.empty()
                .setNull("address")
                .set("description", channelDescription)
                .set("messages", messages);
    }

    private JsonObject message(EventType type, SchemaWriter schemas) {
        Class<?> data = types.registeredClass(type).orElseThrow();
        Optional<Shape> shape = Optional.ofNullable(shapes.get(type));
        JsonObject payload = schemas.event(
                type, data, shape.map(Shape::pattern), shape.flatMap(Shape::key).isPresent());
        JsonObject message = JsonObject.empty()
                .set("name", type.wire())
                .set("title", data.getSimpleName())
                .set("correlationId", reference("#/components/correlationIds/correlation"))
                .set("payload", payload);
        shape.ifPresent(known -> {
            message.set("x-triskel-pattern", known.pattern.getSimpleName());
            known.key.ifPresent(key -> message.set("x-triskel-ordering-key", key));
        });
        if (types.upcastTypes().contains(type)) {
            message.set("x-triskel-upcast-to", types.newestOf(type).wire());
        }
        List<String> older = types.upcastTypes().stream()
                .filter(from -> types.newestOf(from).equals(type))
                .map(EventType::wire)
                .sorted()
                .toList();
        if (!older.isEmpty()) {
            message.setTexts("x-triskel-upcasts", older);
        }
        return message;
    }

    private JsonObject operations(Map<EventType, String> names) {
        JsonObject operations = JsonObject.empty();
        sent.forEach((who, wanted) -> operations.set(component(who) + ".send", operation("send", who, wanted, names)));
        received.forEach(
                (who, wanted) -> operations.set(component(who) + ".receive", operation("receive", who, wanted, names)));
        return operations;
    }

    private JsonObject operation(String action, String who, Set<EventType> wanted, Map<EventType, String> names) {
        String at = "#/channels/" + component(channel);
        // In the registry's order, because a set of types has no order.
        List<JsonObject> messages = names.entrySet().stream()
                .filter(one -> wanted.contains(one.getKey()))
                .map(one -> reference(at + "/messages/" + one.getValue()))
                .toList();
        return JsonObject.empty()
                .set("action", action)
                .set("title", who)
                .set("channel", reference(at))
                .setObjects("messages", messages);
    }

    private static JsonObject reference(String to) {
        return JsonObject.empty().set("$ref", to);
    }

    /** A name of the characters that AsyncAPI allows; any other is replaced by its code, so that names stay distinct. */
    private static String component(String name) {
        return OTHER.matcher(name).replaceAll(other -> "_" + other.group().codePointAt(0) + "_");
    }
}
