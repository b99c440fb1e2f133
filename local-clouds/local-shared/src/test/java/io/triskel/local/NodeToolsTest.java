package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("local-clouds")
class NodeToolsTest {
    @TempDir
    Path folder;

    @Test
    void the_tools_of_the_project_are_installed_at_their_pinned_versions() throws IOException {
        NodeTools tools = NodeTools.ofProject();

        assertThat(Files.readString(tools.file("dynalite/package.json"))).contains("\"version\": \"4.0.0\"");
    }

    @Test
    void a_program_that_is_started_elsewhere_finds_the_project_of_its_classes() {
        assertThat(NodeTools.projectRoot(folder)).isEqualTo(NodeTools.projectRoot());
    }

    @Test
    void what_is_installed_is_not_installed_again() throws IOException {
        NodeTools.install(definition("\"name\": \"empty\""), folder.resolve("target"));
        Path witness = Files.createDirectories(folder.resolve("target/node_modules/witness"));

        NodeTools.install(folder.resolve("definition"), folder.resolve("target"));

        assertThat(witness).exists();
    }

    @Test
    void what_npm_itself_has_installed_is_not_installed_again_unless_the_lock_file_is_newer() throws IOException {
        Path definition = definition("\"name\": \"empty\"");
        Path witness = Files.createDirectories(definition.resolve("node_modules/witness"));
        Path record = Files.writeString(definition.resolve("node_modules/.package-lock.json"), "{}");
        Instant locked = Files.getLastModifiedTime(definition.resolve("package-lock.json"))
                .toInstant();

        Files.setLastModifiedTime(record, FileTime.from(locked.plusSeconds(1)));
        NodeTools.install(definition, definition);
        assertThat(witness).exists();

        Files.setLastModifiedTime(record, FileTime.from(locked.minusSeconds(1)));
        NodeTools.install(definition, definition);
        assertThat(witness).doesNotExist();
    }

    @Test
    void a_failing_npm_is_reported_with_its_output() throws IOException {
        Path definition = definition("\"dependencies\": {\"left-pad\": \"1.3.0\"}");

        assertThatThrownBy(() -> NodeTools.install(definition, folder.resolve("target")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("npm ci")
                .hasMessageContaining("left-pad");
    }

    /** A package.json with this member, and a lock file that locks nothing. */
    private Path definition(String member) throws IOException {
        Path definition = Files.createDirectories(folder.resolve("definition"));
        Files.writeString(definition.resolve("package.json"), "{" + member + "}");
        Files.writeString(
                definition.resolve("package-lock.json"), "{\"lockfileVersion\": 3, \"packages\": {\"\": {}}}");
        Files.createDirectories(folder.resolve("target/node_modules"));
        return definition;
    }
}
