package io.triskel.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.personal.Personal;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * JSON Schemas (draft 7) of types, as their values are written by {@link JsonMapping}. Records, enums, closed sets and
 * personal data are defined once, under a name, and referenced, so a type may contain itself.
 */
public final class JsonSchemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String base;
    private final Map<String, ObjectNode> definitions = new TreeMap<>();
    private final Map<ReadableType, String> names = new HashMap<>();

    /** @param base the text before a definition's name in a reference to it */
    public JsonSchemas(String base) {
        this.base = base;
    }

    public Map<String, ObjectNode> definitions() {
        return definitions;
    }

    public ObjectNode of(Class<?> type) {
        return of(ReadableType.of(type, Map.of()));
    }

    public ObjectNode reference(String definition) {
        return JSON.objectNode().put("$ref", base + definition);
    }

    private ObjectNode of(ReadableType type) {
        if (type.isValue()) {
            return ValueSchemas.value(type.raw());
        }
        if (type.isOptional()) {
            return ValueSchemas.nullable(content(type));
        }
        if (type.raw() == byte[].class) {
            return ValueSchemas.text().put("contentEncoding", "base64");
        }
        if (type.raw() == char[].class) {
            return ValueSchemas.text();
        }
        if (type.raw().isArray()) {
            return ValueSchemas.list(
                    type.arguments().isEmpty()
                            ? of(type.raw().getComponentType())
                            : of(type.arguments().get(0)));
        }
        if (type.isCollection()) {
            return ValueSchemas.list(of(type.arguments().get(0)));
        }
        return type.isMap() ? map(type) : defined(type);
    }

    private ObjectNode map(ReadableType type) {
        ReadableType key = type.arguments().get(0);
        ObjectNode map = JSON.objectNode().put("type", "object");
        map.set("propertyNames", key.raw().isEnum() ? of(key) : ValueSchemas.limited(JsonMapping.MAX_NAME));
        return map.set("additionalProperties", of(type.arguments().get(1)));
    }

    /** The content type of an Optional. */
    private ObjectNode content(ReadableType type) {
        if (!type.arguments().isEmpty()) {
            return of(type.arguments().get(0));
        }
        Class<?> raw = type.raw();
        return ValueSchemas.value(
                raw == OptionalInt.class ? int.class : raw == OptionalDouble.class ? double.class : long.class);
    }

    private ObjectNode defined(ReadableType type) {
        String known = names.get(type);
        if (known != null) {
            return reference(known);
        }
        String name = name(type);
        // Registered before it is described, since it may contain itself.
        ObjectNode definition = JSON.objectNode();
        names.put(type, name);
        define(name, definition);
        definition.setAll(describe(type));
        return reference(name);
    }

    public void define(String name, ObjectNode definition) {
        definitions.put(name, definition);
        definition.put("title", title(name));
    }

    /** {@return the name as generators of code can use it: {@code OrderEvent.OrderPlaced} becomes {@code OrderEventOrderPlaced}} */
    public static String title(String name) {
        return Pattern.compile("[^A-Za-z0-9]+")
                .splitAsStream(name)
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** The simple name, with those of the classes around it; the package too for the second class of a name. */
    private String name(ReadableType type) {
        String simple = label(type);
        return definitions.containsKey(simple) ? legal(type.raw().getPackageName() + "." + simple) : simple;
    }

    private static String label(ReadableType type) {
        if (type.raw().isArray() && type.arguments().isEmpty()) {
            return type.raw().getComponentType().getName() + "-array";
        }
        if (type.raw().isArray()) {
            return labels(type) + "-array";
        }
        String own = type.raw().getName().substring(type.raw().getPackageName().length());
        String name = own.startsWith(".") ? own.substring(1) : own;
        return legal(type.arguments().isEmpty() ? name : name + "-" + labels(type));
    }

    private static String labels(ReadableType type) {
        return type.arguments().stream().map(JsonSchemas::label).collect(Collectors.joining("-"));
    }

    /** The characters that a reference and AsyncAPI's names of components may have. */
    private static String legal(String name) {
        return name.replace('$', '.').replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private ObjectNode describe(ReadableType type) {
        Class<?> raw = type.raw();
        Type value = ValueClass.valueOf(raw);
        if (raw == Personal.class) {
            return personal(type.arguments().get(0));
        }
        if (ClosedSet.isClosedSet(raw)) {
            return closedSet(type);
        }
        if (value != null) {
            return of(ReadableType.of(value, type.variables()));
        }
        return raw.isEnum() ? ValueSchemas.constants(raw) : record(type);
    }

    private ObjectNode record(ReadableType type) {
        ObjectNode properties = JSON.objectNode();
        ArrayNode required = JSON.arrayNode();
        List<Components.Component> components = Components.of(type.raw());
        boolean[] nullable = Components.nullable(type.raw());
        for (int i = 0; i < nullable.length; i++) {
            ReadableType component = ReadableType.of(components.get(i).genericType(), type.variables());
            String name = components.get(i).wireName();
            properties.set(name, component.isOptional() ? content(component) : of(component));
            if (!component.isOptional() && !nullable[i]) {
                required.add(name);
            }
        }
        ObjectNode record = JSON.objectNode().put("type", "object");
        record.set("properties", properties);
        return required.isEmpty() ? record : record.set("required", required);
    }

    private ObjectNode closedSet(ReadableType set) {
        Map<String, ReadableType> members = new TreeMap<>();
        collect(set, members);
        ArrayNode oneOf = JSON.arrayNode();
        members.forEach((name, member) ->
                oneOf.add(tagged(name, member).put("title", title(label(set) + "-case-" + name))));
        return JSON.objectNode().set("oneOf", oneOf);
    }

    private static void collect(ReadableType set, Map<String, ReadableType> members) {
        for (Class<?> permitted : set.raw().getPermittedSubclasses()) {
            ReadableType member = TypeCheck.member(permitted, set);
            if (ClosedSet.isClosedSet(permitted)) {
                collect(member, members);
            } else {
                members.put(ClosedSet.nameOf(permitted), member);
            }
        }
    }

    /** A member that is an object has its name among its own members; any other is an array of name and value. */
    private ObjectNode tagged(String name, ReadableType member) {
        ObjectNode tag = JSON.objectNode().put("const", name);
        ObjectNode schema = of(member);
        if (!isObject(member)) {
            return JSON.objectNode()
                    .put("type", "array")
                    .put("minItems", 2)
                    .put("maxItems", 2)
                    .set("items", JSON.arrayNode().add(tag).add(schema));
        }
        ObjectNode named = JSON.objectNode().put("type", "object");
        named.set("properties", JSON.objectNode().set(ClosedSet.MEMBER, tag));
        named.set("required", JSON.arrayNode().add(ClosedSet.MEMBER));
        return JSON.objectNode().set("allOf", JSON.arrayNode().add(schema).add(named));
    }

    private static boolean isObject(ReadableType type) {
        Type value = ValueClass.valueOf(type.raw());
        return value == null
                ? Components.areIn(type.raw()) || type.isMap()
                : isObject(ReadableType.of(value, type.variables()));
    }

    /** Sealed data looks the same whatever its content, so the content's schema is listed separately. */
    private ObjectNode personal(ReadableType content) {
        Map<String, ObjectNode> properties = new LinkedHashMap<>();
        properties.put(
                PersonalModule.SUBJECT, ValueSchemas.text().put("minLength", 1).put("maxLength", Personal.MAX_SUBJECT));
        properties.put(PersonalModule.SEALED, ValueSchemas.text().put("contentEncoding", "base64"));
        properties.put(PersonalModule.FORGOTTEN, JSON.objectNode().put("const", true));
        ObjectNode personal = JSON.objectNode()
                .put("type", "object")
                .put(
                        "description",
                        "Personal data about a subject: sealed under the subject's key (AES-256-GCM; nonce, ciphertext"
                                + " and tag in Base64), or forgotten.");
        personal.set("properties", JSON.objectNode().setAll(properties));
        personal.set("required", JSON.arrayNode().add(PersonalModule.SUBJECT));
        ArrayNode either = JSON.arrayNode()
                .add(requires(PersonalModule.SEALED).put("title", title("Sealed-" + label(content))))
                .add(requires(PersonalModule.FORGOTTEN).put("title", title("Forgotten-" + label(content))));
        personal.set("oneOf", either);
        return personal.set("x-triskel-sealed", of(content));
    }

    public static ObjectNode requires(String... members) {
        ArrayNode names = JSON.arrayNode();
        for (String member : members) {
            names.add(member);
        }
        return JSON.objectNode().set("required", names);
    }
}
