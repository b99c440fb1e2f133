package io.triskel.asyncapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.codec.SchemaWriter;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.EventConsumer;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectNode info = JSON.objectNode();
    private final TypeRegistry types;
    private final Map<EventType, Shape> shapes = new LinkedHashMap<>();
    private final Map<String, Set<EventType>> sent = new LinkedHashMap<>();
    private final Map<String, Set<EventType>> received = new LinkedHashMap<>();
    private String channel = "events";
    private String channelDescription =
            "The bus. Its address is the deployment's choice, and so is the mode: in binary mode the attributes stand"
                    + " beside the data.";

    private record Shape(Class<? extends EventKind> pattern, Optional<String> key) {}

    private AsyncApi(TypeRegistry types) {
        this.types = types;
    }

    /**
     * {@return a document of these types}
     *
     * @param title of the application
     * @param version the application's version, not AsyncAPI's
     */
    public static AsyncApi of(String title, String version, TypeRegistry types) {
        AsyncApi document = new AsyncApi(types);
        document.info.put("title", title).put("version", version);
        return document;
    }

    /** Describes the application, in CommonMark. */
    public AsyncApi description(String text) {
        info.put("description", text);
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
        String definition = schemas.data(types.registeredClass(type).orElseThrow())
                .path("$ref")
                .asText();
        Set<String> members = new TreeSet<>();
        Optional.ofNullable(schemas.definitions().get(definition))
                .ifPresent(data -> data.path("properties").fieldNames().forEachRemaining(members::add));
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

    /** {@return the document as indented JSON text with a final line break; the same for the same input} */
    public String json() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(document()) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A tree of JSON can be written", impossible);
        }
    }

    /** {@return the document} */
    public ObjectNode document() {
        SchemaWriter schemas = new SchemaWriter(SCHEMAS);
        Map<EventType, String> names = new LinkedHashMap<>();
        ObjectNode messages = JSON.objectNode();
        types.types().forEach(type -> {
            String name = component(type.wire());
            names.put(type, name);
            messages.set(name, message(type, schemas));
        });
        ObjectNode document = JSON.objectNode().put("asyncapi", VERSION);
        document.set("info", info.deepCopy());
        document.put("defaultContentType", CONTENT_TYPE);
        document.set("channels", JSON.objectNode().set(component(channel), channel(names)));
        document.set("operations", operations(names));
        ObjectNode components = document.putObject("components");
        components.set("messages", messages);
        components.putObject("schemas").setAll(schemas.definitions());
        components
                .putObject("correlationIds")
                .putObject("correlation")
                .put("description", "All that one request led to has the same one.")
                .put("location", "$message.payload#/correlationid");
        return document;
    }

    private ObjectNode channel(Map<EventType, String> names) {
        ObjectNode described = JSON.objectNode().putNull("address").put("description", channelDescription);
        ObjectNode messages = described.putObject("messages");
        names.values().forEach(name -> messages.set(name, reference("#/components/messages/" + name)));
        return described;
    }

    private ObjectNode message(EventType type, SchemaWriter schemas) {
        Class<?> data = types.registeredClass(type).orElseThrow();
        Optional<Shape> shape = Optional.ofNullable(shapes.get(type));
        ObjectNode message = JSON.objectNode().put("name", type.wire()).put("title", data.getSimpleName());
        message.set("correlationId", reference("#/components/correlationIds/correlation"));
        message.set(
                "payload",
                schemas.event(
                        type,
                        data,
                        shape.map(Shape::pattern),
                        shape.flatMap(Shape::key).isPresent()));
        shape.ifPresent(known -> {
            message.put("x-triskel-pattern", known.pattern.getSimpleName());
            known.key.ifPresent(key -> message.put("x-triskel-ordering-key", key));
        });
        if (types.upcastTypes().contains(type)) {
            message.put("x-triskel-upcast-to", types.newestOf(type).wire());
        }
        return message;
    }

    private ObjectNode operations(Map<EventType, String> names) {
        ObjectNode operations = JSON.objectNode();
        sent.forEach((who, wanted) -> operations.set(component(who) + ".send", operation("send", who, wanted, names)));
        received.forEach(
                (who, wanted) -> operations.set(component(who) + ".receive", operation("receive", who, wanted, names)));
        return operations;
    }

    private ObjectNode operation(String action, String who, Set<EventType> wanted, Map<EventType, String> names) {
        String at = "#/channels/" + component(channel);
        ObjectNode operation = JSON.objectNode().put("action", action).put("title", who);
        operation.set("channel", reference(at));
        ArrayNode messages = operation.putArray("messages");
        // In the registry's order, because a set of types has no order.
        names.forEach((type, name) -> {
            if (wanted.contains(type)) {
                messages.add(reference(at + "/messages/" + name));
            }
        });
        return operation;
    }

    private static ObjectNode reference(String to) {
        return JSON.objectNode().put("$ref", to);
    }

    /** A name of the characters that AsyncAPI allows; any other is replaced by its code, so that names stay distinct. */
    private static String component(String name) {
        return OTHER.matcher(name).replaceAll(other -> "_" + other.group().codePointAt(0) + "_");
    }
}
