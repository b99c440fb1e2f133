package io.triskel.orders.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.manifest.Access;
import io.triskel.hosting.manifest.Count;
import io.triskel.hosting.manifest.Described;
import io.triskel.hosting.manifest.Environment;
import io.triskel.hosting.manifest.Identity;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.hosting.manifest.RoleGrant;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (draft 2020-12) of manifests, from their records. No class path has the records of two clouds, so each cloud's definitions
 * are replaced in the document, and those of the others are kept: their names begin with the cloud's.
 */
final class ManifestSchema {
    /** Types of Java that are texts or numbers in JSON. */
    private static final Map<Type, String> SCALARS =
            Map.of(Count.class, "count", Access.class, "access", Environment.class, "environment");

    private static final String COMMON = """
        {
          "text": { "type": "string", "minLength": 1 },
          "count": {
            "description": "A whole number, or the parameter that has it.",
            "type": ["integer", "string"], "minimum": 0, "pattern": "^\\\\$\\\\{[a-zA-Z]+\\\\}$"
          },
          "access": {
            "description": "Who may call a function behind HTTP: callers that its service knows, or anybody.",
            "enum": ["closed", "public", "${httpAccess}"]
          },
          "environment": {
            "type": "object",
            "propertyNames": { "pattern": "^[A-Za-z][A-Za-z0-9_.-]*$" },
            "additionalProperties": { "type": "string" }
          }
        }
        """;

    private final String cloud;
    private final ObjectNode common = object(COMMON);
    private final Map<String, JsonNode> own = new TreeMap<>();

    private ManifestSchema(String cloud) {
        this.cloud = cloud;
    }

    /**
     * {@return the whole document}
     *
     * @param committed as it is now, for the definitions of other clouds
     * @param parts the record of the cloud's own part
     */
    static ObjectNode of(ObjectNode committed, String cloud, Class<?> parts) {
        ManifestSchema schema = new ManifestSchema(cloud);
        ObjectNode head = schema.record(Manifest.Document.class);
        // First, so that the order is the same whichever cloud is written.
        for (Class<?> shared : new Class<?>[] {FunctionRole.class, RoleGrant.class, Identity.class}) {
            schema.reference(shared);
        }
        schema.cloud(head, parts);
        JsonNode definitions = committed.path("$defs");
        definitions.properties().forEach(definition -> {
            String its = definition.getKey().replaceFirst("[.].*", "");
            if (!its.equals(cloud)
                    && definitions.path(its).at("/properties/package").isObject()) {
                schema.own.put(definition.getKey(), definition.getValue());
            }
        });
        return schema.document(head);
    }

    private ObjectNode document(ObjectNode head) {
        ObjectNode document = object("""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:triskel:manifest:1",
              "title": "Triskel deployment manifest",
              "description": "The deployment manifest of one package of functions; docs/manifest.md says how to read it."
            }
            """);
        head.remove("additionalProperties");
        document.setAll(head);
        ArrayNode clouds = JsonNodeFactory.instance.arrayNode();
        ArrayNode each = JsonNodeFactory.instance.arrayNode();
        own.keySet().stream().filter(name -> !name.contains(".")).forEach(name -> {
            clouds.add(name);
            each.add(object("""
                {"if": {"properties": {"cloud": {"const": "%1$s"}}}, "then": {"$ref": "#/$defs/%1$s"}}
                """.formatted(name)));
        });
        document.withObjectProperty("properties").putObject("cloud").set("enum", clouds);
        document.set("allOf", each);
        ObjectNode definitions = document.putObject("$defs");
        definitions.setAll(common);
        definitions.setAll(own);
        return document;
    }

    /** One object has the fields that all clouds have and those of the cloud's own part. */
    private void cloud(ObjectNode head, Class<?> parts) {
        ObjectNode all = record(parts);
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        head.path("properties").fieldNames().forEachRemaining(name -> properties.put(name, true));
        properties.setAll((ObjectNode) all.path("properties"));
        own.put(cloud, all.set("properties", properties));
    }

    private ObjectNode record(Class<?> type) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ArrayNode required = schema.putArray("required");
        ObjectNode properties = schema.putObject("properties");
        if (type.isAnnotationPresent(JsonTypeName.class)) {
            required.add("type");
            properties
                    .putObject("type")
                    .put("const", type.getAnnotation(JsonTypeName.class).value());
        }
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                continue;
            }
            String name = name(component);
            if (component.getType() != Optional.class) {
                required.add(name);
            }
            properties.set(name, described(component));
        }
        return schema.put("additionalProperties", false);
    }

    /** {@return the field's name in JSON} */
    static String name(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        if (named != null) {
            return named.value();
        }
        String name = component.getName();
        return component.getDeclaringRecord().isAnnotationPresent(JsonNaming.class)
                ? name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)
                : name;
    }

    private ObjectNode described(RecordComponent component) {
        Described described = component.getAnnotation(Described.class);
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        if (described != null && !described.value().isEmpty()) {
            schema.put("description", described.value());
        }
        return schema.setAll(type(component.getGenericType(), described));
    }

    private ObjectNode type(Type type, @Nullable Described described) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic, described);
        }
        if (described != null && described.only().length > 0) {
            return only(type, described.only());
        }
        if (type == String.class) {
            String pattern = described == null ? "." : described.pattern();
            return pattern.equals(".")
                    ? object("{\"$ref\": \"#/$defs/text\"}")
                    : pattern.isEmpty() ? object("{\"type\": \"string\"}") : texts(pattern);
        }
        if (type == int.class) {
            return object("{\"type\": \"integer\", \"minimum\": 0}");
        }
        if (type == boolean.class) {
            return object("{\"type\": \"boolean\"}");
        }
        return type == JsonNode.class
                ? object("{\"type\": [\"string\", \"integer\"]}")
                : object("{\"$ref\": \"#/$defs/%s\"}".formatted(reference((Class<?>) type)));
    }

    private static ObjectNode texts(String pattern) {
        return object("{\"type\": \"string\"}").put("pattern", pattern);
    }

    private ObjectNode generic(ParameterizedType type, @Nullable Described described) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            return type(arguments[0], described);
        }
        if (type.getRawType() == Map.class) {
            ObjectNode map = object("{\"type\": \"object\", \"propertyNames\": {\"pattern\": \"^[a-zA-Z]+$\"}}");
            return map.set("additionalProperties", type(arguments[1], null));
        }
        ObjectNode list = object("{\"type\": \"array\"}");
        if (described != null && described.atLeast() > 0) {
            list.put("minItems", described.atLeast());
        }
        return list.set("items", type(arguments[0], described));
    }

    private static ObjectNode only(Type type, String[] values) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (String value : values) {
            all.add(type == String.class ? JsonNodeFactory.instance.textNode(value) : tree(value));
        }
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        return all.size() == 1 ? schema.set("const", all.get(0)) : schema.set("enum", all);
    }

    /** {@return the name of a type's definition, which is made if there is none yet} */
    private String reference(Class<?> type) {
        if (SCALARS.containsKey(type)) {
            return SCALARS.get(type);
        }
        boolean shared = type.getPackage() == Manifest.class.getPackage() || type.isEnum();
        String name = shared ? type.getSimpleName() : cloud + "." + type.getSimpleName();
        if (!common.has(name) && !own.containsKey(name)) {
            ObjectNode definition = JsonNodeFactory.instance.objectNode();
            if (shared) {
                common.set(name, definition);
            } else {
                own.put(name, definition);
            }
            definition.setAll(definition(type));
        }
        return name;
    }

    private ObjectNode definition(Class<?> type) {
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        if (type.isEnum()) {
            ArrayNode constants = definition.putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                constants.add(constant.toString().toLowerCase(Locale.ROOT));
            }
            return definition;
        }
        if (type.isRecord()) {
            return record(type);
        }
        ArrayNode kinds = definition.putArray("oneOf");
        kinds(type).forEach(kind -> kinds.addObject().put("$ref", "#/$defs/" + reference(kind)));
        return definition;
    }

    /** {@return the members of a sealed type, by name: a compiler may list them in any order} */
    static List<Class<?>> kinds(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .sorted(Comparator.comparing(Class::getSimpleName))
                .toList();
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) tree(json);
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException wrong) {
            throw new IllegalStateException(wrong);
        }
    }
}
