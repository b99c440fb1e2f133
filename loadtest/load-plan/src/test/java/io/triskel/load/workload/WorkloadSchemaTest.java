package io.triskel.load.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.triskel.load.Golden;
import io.triskel.load.yaml.InputException;
import io.triskel.load.yaml.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code docs/workload.schema.json}, which editors use, and the reader say the same. */
class WorkloadSchemaTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    private final Schema schema = schema();

    static List<Path> committed() throws IOException {
        return yaml(Path.of("../workloads"));
    }

    static List<Path> good() throws IOException {
        return yaml(CORPUS.resolve("good"));
    }

    static List<Path> bad() throws IOException {
        return yaml(CORPUS.resolve("bad"));
    }

    static List<Path> beyond() throws IOException {
        return yaml(CORPUS.resolve("beyond-the-schema"));
    }

    @Test
    void the_published_schema_is_that_of_the_records() throws IOException {
        Golden.document("workload.schema.json").assertIs(WorkloadSchema.text());
    }

    @Test
    void the_documentation_has_the_fields_of_the_records() throws IOException {
        Golden.part("fields", "workload.md").assertIs(WorkloadPage.fields());
    }

    @Test
    void the_documentation_has_each_kind_of_phase_with_its_fields() throws IOException {
        String page = Files.readString(Golden.DOCS.resolve("workload.md"));

        assertThat(WorkloadFile.KINDS)
                .allSatisfy((kind, type) -> assertThat(page)
                        .contains("| `" + kind + "` | `" + String.join("`, `", YamlRecords.names(type)) + "` |"));
    }

    @ParameterizedTest
    @MethodSource({"committed", "good"})
    void both_take_what_is_good(Path file) throws IOException {
        assertThatCode(() -> WorkloadFile.read(file)).doesNotThrowAnyException();
        assertThat(schema.validate(json(file), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void both_refuse_what_is_bad(Path file) throws IOException {
        assertThatThrownBy(() -> WorkloadFile.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ":");
        assertThat(schema.validate(json(file), InputFormat.JSON)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("beyond")
    void the_reader_alone_refuses_what_a_schema_cannot_tell(Path file) throws IOException {
        assertThatThrownBy(() -> WorkloadFile.read(file)).isInstanceOf(InputException.class);
        assertThat(schema.validate(json(file), InputFormat.JSON)).isEmpty();
    }

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Golden.DOCS.resolve("workload.schema.json")), InputFormat.JSON);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String json(Path file) throws IOException {
        LoadSettings settings =
                LoadSettings.builder().setAllowDuplicateKeys(true).build();
        return new ObjectMapper().writeValueAsString(new Load(settings).loadFromString(Files.readString(file)));
    }

    private static List<Path> yaml(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
