package io.triskel.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.function.Function;

/** A validator that is not ours, with a schema that is. */
final class Judge {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final com.networknt.schema.Schema schema;

    private Judge(ObjectNode document, boolean formats) {
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(formats).build();
        schema = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_7, registry -> registry.schemaRegistryConfig(config))
                .getSchema(document.toString(), InputFormat.JSON);
    }

    /** {@return a judge of data of this class} */
    static Judge of(Class<?> type) {
        return of(schemas -> schemas.data(type));
    }

    /** {@return a judge by one of the schemas that are described} */
    static Judge of(Function<SchemaWriter, JsonObject> described) {
        return new Judge(document(described), true);
    }

    /** {@return a judge who does not look at formats, which are for years up to 9999} */
    static Judge ofAnyYear(Class<?> type) {
        return new Judge(document(schemas -> schemas.data(type)), false);
    }

    private static ObjectNode document(Function<SchemaWriter, JsonObject> described) {
        SchemaWriter schemas = new SchemaWriter("#/definitions/");
        ObjectNode document = JSON.createObjectNode();
        document.putArray("allOf").add(described.apply(schemas).node());
        ObjectNode definitions = document.putObject("definitions");
        schemas.definitions().forEach((name, definition) -> definitions.set(name, definition.node()));
        return document;
    }

    /** {@return what is wrong, nothing if the JSON fits} */
    List<String> wrongIn(JsonNode json) {
        return schema.validate(json.toString(), InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }
}
