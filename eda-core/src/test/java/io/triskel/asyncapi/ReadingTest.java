package io.triskel.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.triskel.codec.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A validator that is not ours judges: what is called readable is read, and no rule is needless. */
class ReadingTest {
    private static final int PAIRS = Boolean.getBoolean("triskel.thorough") ? 5_000 : 1_000;
    private static final int INSTANCES = 12;

    private static final SchemaRegistry JUDGE = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_7,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    /** Of each rule: a pair whose only differences are of the rule, and an instance that the reader refuses. */
    private static final Map<Rule, String> NEEDED = new EnumMap<>(Rule.class);

    private static final List<String> WRONG = new ArrayList<>();
    private static int readable;

    @BeforeAll
    static void compare_and_judge() {
        for (int seed = 0; seed < PAIRS; seed++) {
            RandomSchemas schemas = new RandomSchemas(seed);
            ObjectNode writer = schemas.schema(2);
            ObjectNode reader = schemas.changed(writer);
            judge(schemas, writer, reader, seed);
            judge(schemas, reader, writer, seed);
        }
    }

    private static void judge(RandomSchemas schemas, ObjectNode writer, ObjectNode reader, int seed) {
        Set<Rule> rules =
                differences(writer, reader).stream().map(Difference::rule).collect(Collectors.toSet());
        if (rules.size() > 1 || (NEEDED.keySet().containsAll(rules) && !rules.isEmpty())) {
            return;
        }
        Optional<JsonNode> refused = refused(schemas, writer, reader);
        if (!rules.isEmpty()) {
            refused.ifPresent(one -> NEEDED.put(rules.iterator().next(), writer + " " + reader + " " + one));
            return;
        }
        readable++;
        refused.ifPresent(one -> WRONG.add(seed + ": writer " + writer + " reader " + reader + " instance " + one));
    }

    private static List<Difference> differences(JsonNode writer, JsonNode reader) {
        return new Reading().differences(parts(writer), parts(reader), "");
    }

    private static List<SchemaPart> parts(JsonNode schema) {
        ContractDocument document = ContractDocument.of(JsonObject.parse(
                "{\"asyncapi\": \"3.0.0\", \"components\": {\"messages\": {\"m\": {\"payload\": " + schema + "}}}}"));
        return document.parts(document.messages().get("m").payload());
    }

    private static Optional<JsonNode> refused(RandomSchemas schemas, JsonNode writer, JsonNode reader) {
        Schema written = schema(writer);
        Schema read = schema(reader);
        for (int i = 0; i < INSTANCES; i++) {
            JsonNode chosen = schemas.chosen(writer);
            JsonNode instance = schemas.instance(chosen);
            if (accepts(written, instance) && accepts(schema(chosen), instance) && !accepts(read, instance)) {
                return Optional.of(instance);
            }
        }
        return Optional.empty();
    }

    private static Schema schema(JsonNode schema) {
        return JUDGE.getSchema(schema.toString(), InputFormat.JSON);
    }

    private static boolean accepts(Schema schema, JsonNode instance) {
        return schema.validate(instance.toString(), InputFormat.JSON).isEmpty();
    }

    @Test
    void what_is_called_readable_is_read() {
        assertThat(WRONG).isEmpty();
        assertThat(readable).isGreaterThan(PAIRS / 4);
    }

    /** Without the rule, a change that this instance shows to be breaking would be called readable. */
    @ParameterizedTest
    @EnumSource(
            value = Rule.class,
            mode = Mode.INCLUDE,
            names = {"TYPE", "VALUES", "REQUIRED", "BOUND", "TEXT_PATTERN", "FORMAT", "CLOSED", "NAMES", "CASE", "OTHER"
            })
    void a_rule_less_and_a_reader_would_refuse_what_is_written(Rule rule) {
        assertThat(NEEDED).containsKey(rule);
    }
}
