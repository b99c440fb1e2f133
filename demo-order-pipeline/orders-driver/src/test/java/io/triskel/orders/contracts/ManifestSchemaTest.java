package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.triskel.hosting.manifest.Count;
import io.triskel.hosting.manifest.Described;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestSchemaTest {
    private static final String VALID = """
        {"manifestVersion":1,"cloud":"moon","style":"choreography","parameters":{"memory":{"meaning":"of it","default":3}},
         "package":"moon.zip","dust":{"depth":"${memory}","colour":"grey"},"triggers":[{"type":"tide","metres":2},{"type":"eclipse"}]}
        """;

    private final ObjectNode schema = ManifestSchema.of(JsonNodeFactory.instance.objectNode(), "moon", Parts.class);

    /** A cloud's own part. */
    record Parts(
            @JsonProperty("package") @Described("The file.") String file,
            @Described("What it stands on.") Dust dust,

            @Described(value = "What calls it.", atLeast = 1)
            List<Trigger> triggers,

            Optional<String> crater) {}

    record Dust(
            Count depth,
            @Described(only = {"grey", "white"}) String colour) {}

    sealed interface Trigger {}

    @JsonTypeName("tide")
    record Tide(int metres) implements Trigger {}

    @JsonTypeName("eclipse")
    record Eclipse() implements Trigger {}

    private boolean isValid(String manifest) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.toString(), InputFormat.JSON)
                .validate(manifest, InputFormat.JSON)
                .isEmpty();
    }

    @Test
    void takes_what_the_records_take() {
        assertThat(isValid(VALID)).isTrue();
        assertThat(isValid(VALID.replace("\"${memory}\"", "7"))).isTrue();
        assertThat(isValid(VALID.replace("\"dust\"", "\"crater\":\"Tycho\",\"dust\"")))
                .isTrue();
    }

    @Test
    void refuses_what_they_do_not_take() {
        Map<String, String> changes = Map.ofEntries(
                Map.entry("'manifestVersion':1", "'manifestVersion':2"),
                Map.entry("'style':'choreography',", ""),
                Map.entry("'style':'choreography'", "'style':'Free Jazz'"),
                Map.entry("'cloud':'moon'", "'cloud':'mars'"),
                Map.entry("'package':'moon.zip',", ""),
                Map.entry("'meaning':'of it',", ""),
                Map.entry("${memory}", "3 ${memory}"),
                Map.entry("'grey'", "'green'"),
                Map.entry("'metres':2", "'metres':-2"),
                Map.entry("'metres'", "'feet':6,'metres'"),
                Map.entry("'eclipse'", "'flood'"),
                Map.entry("'colour'", "'color'"));

        changes.forEach((from, to) -> {
            String changed = VALID.replace(from.replace('\'', '"'), to.replace('\'', '"'));

            assertThat(changed).isNotEqualTo(VALID);
            assertThat(isValid(changed)).as(changed).isFalse();
        });
    }

    @Test
    void a_clouds_definitions_replace_its_own_and_no_others() {
        ObjectNode mars = ManifestSchema.of(schema, "mars", Parts.class);

        assertThat(mars.at("/properties/cloud/enum"))
                .extracting(JsonNode::textValue)
                .containsExactly("mars", "moon");
        assertThat(mars.path("$defs").path("moon.Dust"))
                .isEqualTo(schema.path("$defs").path("moon.Dust"));
        assertThat(ManifestSchema.of(mars, "moon", Dust.class).path("$defs").properties())
                .extracting(definition -> definition.getKey())
                .contains("mars.Dust", "moon")
                .doesNotContain("moon.Dust");
    }

    @Test
    void the_page_has_the_fields_that_say_something() {
        assertThat(ManifestFields.of(Parts.class)).isEqualTo("""
            | field | what it says |
            |---|---|
            | `package` | The file. |
            | `dust` | What it stands on. |
            | `triggers` | What calls it. |
            """);
    }
}
