package io.triskel.load.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.yaml.FileField;
import io.triskel.load.yaml.Unit;
import io.triskel.load.yaml.YamlRecords;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The JSON Schema (draft 2020-12) of workload files, from their records. */
final class WorkloadSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<Type, Unit> UNITS =
            Map.of(double.class, Unit.RATE, Duration.class, Unit.DURATION, Money.class, Unit.MONEY);

    private WorkloadSchema() {}

    static String text() throws JsonProcessingException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        return JSON.writer(printer).writeValueAsString(document()) + "\n";
    }

    private static ObjectNode document() {
        ObjectNode document = object("""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "urn:triskel:workload:1",
              "title": "Triskel workload",
              "description": "What load is wanted, and what must hold under it; docs/workload.md says more. The reader of ./triskel load and ./triskel size also checks what a schema cannot: values against each other, and limits of values with units."
            }
            """);
        ObjectNode workload = record(Workload.class);
        ((ArrayNode) workload.path("required")).insert(0, WorkloadFile.VERSION);
        ObjectNode version =
                object("{\"description\": \"version of the format\"}").put("const", Workload.FORMAT);
        workload.set(
                "properties",
                JSON.createObjectNode()
                        .<ObjectNode>set(WorkloadFile.VERSION, version)
                        .setAll((ObjectNode) workload.path("properties")));
        document.setAll(workload);
        ObjectNode definitions = document.putObject("$defs");
        for (Unit unit : Unit.values()) {
            ObjectNode text = object("{\"type\": \"string\"}").put("pattern", "^" + unit.pattern() + "$");
            ObjectNode definition = JSON.createObjectNode().put("description", unit.expected());
            if (unit == Unit.SHARE) {
                definition.putArray("oneOf").add(text).add(object("""
                    {"type": "number", "minimum": 0, "exclusiveMaximum": 1}\
                    """));
            } else {
                definition.setAll(text);
            }
            definitions.set(word(unit), definition);
        }
        ObjectNode phase = object("{\"type\": \"object\", \"minProperties\": 1, \"maxProperties\": 1}");
        ObjectNode kinds = phase.putObject("properties");
        WorkloadFile.KINDS.forEach((kind, type) -> kinds.set(kind, record(type)));
        definitions.set("phase", phase.put("additionalProperties", false));
        return document;
    }

    private static ObjectNode record(Class<?> type) {
        ObjectNode schema = object("{\"type\": \"object\"}");
        ArrayNode required = JSON.createArrayNode();
        ObjectNode properties = JSON.createObjectNode();
        for (RecordComponent component : type.getRecordComponents()) {
            FileField field = component.getAnnotation(FileField.class);
            String name = YamlRecords.name(component);
            if (isRequired(component, field)) {
                required.add(name);
            }
            properties.set(name, described(component, field));
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.<ObjectNode>set("properties", properties).put("additionalProperties", false);
    }

    static boolean isRequired(RecordComponent component, @Nullable FileField field) {
        return !component.getType().getSimpleName().startsWith("Optional")
                && (field == null
                        || (field.otherwise().length == 0 && field.derived().isEmpty()));
    }

    private static ObjectNode described(RecordComponent component, @Nullable FileField field) {
        ObjectNode schema = JSON.createObjectNode();
        if (field != null && !(field.value() + field.derived()).isEmpty()) {
            String derived = field.derived().isEmpty() ? "" : "; default: " + field.derived();
            String meaning = field.value().replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
            schema.put("description", (meaning + derived).replaceFirst("^; ", ""));
        }
        schema.setAll(type(component.getGenericType(), field));
        if (field != null && field.otherwise().length > 0) {
            schema.set("default", yaml(field.otherwise()[0]));
        }
        return schema;
    }

    static JsonNode yaml(String text) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private static ObjectNode type(Type type, @Nullable FileField field) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            return generic.getRawType() == Optional.class
                    ? type(inner, field)
                    : object("{\"type\": \"array\"}")
                            .put("minItems", field.least())
                            .put("maxItems", field.most())
                            .set("items", reference("phase"));
        }
        if (field != null && field.unit().length > 0) {
            return reference(word(field.unit()[0]));
        }
        if (UNITS.containsKey(type)) {
            return reference(word(UNITS.get(type)));
        }
        if (type == String.class) {
            ObjectNode text = object("{\"type\": \"string\"}");
            return field.pattern().isEmpty()
                    ? text.put("maxLength", field.most())
                    : text.put("pattern", "^" + field.pattern() + "$");
        }
        if (type == int.class || type == long.class || type == OptionalLong.class) {
            return object("{\"type\": \"integer\"}")
                    .put("minimum", field.least())
                    .put("maximum", field.most());
        }
        if (type == boolean.class) {
            return object("{\"type\": \"boolean\"}");
        }
        if (type == Arrivals.class) {
            ArrayNode forms =
                    JSON.createArrayNode().add(words(Arrivals.RANDOM.toArray())).add(object("""
                        {
                          "type": "object", "required": ["trace"], "additionalProperties": false,
                          "properties": {"trace": {
                            "description": "a file with one arrival a line, in milliseconds from the start; relative to this file",
                            "type": "string"
                          }}
                        }
                        """));
            return JSON.createObjectNode().set("oneOf", forms);
        }
        Class<?> raw = (Class<?>) type;
        return raw.isEnum() ? words(raw.getEnumConstants()) : record(raw);
    }

    private static ObjectNode words(Object[] constants) {
        ObjectNode schema = JSON.createObjectNode();
        ArrayNode words = schema.putArray("enum");
        for (Object constant : constants) {
            words.add(word(constant));
        }
        return schema;
    }

    private static String word(Object constant) {
        return constant.toString().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode reference(String definition) {
        return JSON.createObjectNode().put("$ref", "#/$defs/" + definition);
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException wrong) {
            throw new IllegalStateException(wrong);
        }
    }
}
