package io.triskel.cli.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickBuildTest {
    /** Leaves what a build of the module would, after its sources were written. */
    private static final String BUILDS = "mkdir -p shop/target/quick/classes; : >shop/target/quick/runtime.classpath";

    private final StringWriter err = new StringWriter();
    private FakeTree tree;

    @BeforeEach
    void lay_out_an_empty_tree(@TempDir Path folder) throws IOException {
        tree = FakeTree.in(folder);
        tree.library("shop/pom.xml");
        tree.maven(BUILDS);
    }

    private QuickBuild build(boolean watched) {
        return new QuickBuild(new Launch(tree.home, FakeTree.OUT, "./triskel", watched), new PrintWriter(err, true));
    }

    @Test
    void what_is_missing_is_built_with_what_it_depends_on_and_without_the_gates() throws IOException {
        build(false).ensure("shop");

        assertThat(tree.asked())
                .containsExactly(
                        "-B -q -ntp -Dquick -Pclients -Dtriskel.out=target/quick -Dmaven.test.skip=true -pl shop -am"
                                + " process-classes");
        assertThat(err.toString()).matches("triskel: building shop \\.\\.\\. done in \\d+ s\\R");
    }

    @Test
    void what_is_up_to_date_is_not_built_and_nothing_is_said() throws IOException {
        build(false).ensure("shop");
        err.getBuffer().setLength(0);

        build(false).ensure("shop");

        assertThat(tree.asked()).hasSize(1);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void what_the_whole_build_has_left_fresh_is_taken_from_there() throws IOException {
        tree.checked("shop");

        Path folder = build(false).ensure("shop");

        assertThat(folder).isEqualTo(tree.home.resolve("shop/target"));
        assertThat(tree.asked()).isEmpty();
    }

    @Test
    void what_the_whole_build_has_left_stale_is_built_beside_it() throws IOException {
        tree.checked("shop").change("shop/src/main/java/Some.java");

        Path folder = build(false).ensure("shop");

        assertThat(folder).isEqualTo(tree.home.resolve("shop/target/quick"));
        assertThat(tree.asked()).hasSize(1);
    }

    @Test
    void a_change_during_the_build_is_built_the_next_time() throws IOException {
        tree.maven(BUILDS + "; mkdir -p shop/src/main; : >shop/src/main/Changed.java");
        build(false).ensure("shop");

        build(false).ensure("shop");

        assertThat(tree.asked()).hasSize(2);
    }

    @Test
    void the_line_fits_into_40_columns() throws IOException {
        new BuildProgress(new PrintWriter(err, true), true, "orders-driver").goesOn(99);

        assertThat(err.toString().split("\r", -1))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
    }

    @Test
    void where_somebody_watches_the_line_moves() throws IOException {
        // Until a second has passed on the clock: the line moves once a second.
        tree.maven("start=$(date +%s); until [ \"$(date +%s)\" -gt $((start + 1)) ]; do :; done; " + BUILDS);

        build(true).ensure("shop");

        assertThat(err.toString()).contains("\rtriskel: building shop ... 1 s").endsWith(" s\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"target", "shop/target"})
    void a_folder_that_cannot_be_written_is_named_with_the_way_out_and_nothing_is_built(String folder)
            throws IOException {
        // As root, every folder can be written; a file in the place of one cannot.
        tree.library(folder);

        assertThatThrownBy(() -> build(false).ensure("shop"))
                .isInstanceOf(BuildFailed.class)
                .message()
                .startsWith("cannot build: " + tree.home.resolve(folder) + " is a file, and a folder is needed; ")
                .contains("use a checkout of your own", "sudo chown")
                .doesNotContain("Exception");
        assertThat(tree.asked()).isEmpty();
    }

    @Nested
    class When_the_build_fails {
        @Test
        void the_end_of_what_maven_said_is_shown_and_where_the_rest_is() throws IOException {
            tree.maven("for i in $(seq 100); do echo \"line $i\"; done; exit 1");

            assertThatThrownBy(() -> build(false).ensure("shop"))
                    .isInstanceOf(BuildFailed.class)
                    .hasMessageContaining(
                            tree.home.resolve("target/quick/build.log").toString())
                    .hasMessageContaining("'./triskel doctor'");

            assertThat(err.toString())
                    .contains("failed after", "line 76\n", "line 100\n")
                    .doesNotContain("line 75\n");
        }

        @Test
        void it_is_tried_again_the_next_time() throws IOException {
            tree.maven("exit 1");
            assertThatThrownBy(() -> build(false).ensure("shop")).isInstanceOf(BuildFailed.class);
            tree.maven(BUILDS);

            build(false).ensure("shop");

            assertThat(tree.asked()).hasSize(2);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[ERROR] Plugin x could not be resolved: Could not transfer artifact x from/to central"
                            + " (https://repo.maven.apache.org/maven2): repo.maven.apache.org: Temporary failure in name"
                            + " resolution",
                    "[ERROR] x was not found: x failed to transfer from https://repo.maven.apache.org/maven2 during a"
                            + " previous attempt",
                    "[ERROR] Cannot access central (https://repo.maven.apache.org/maven2) in offline mode",
                    "wget: Failed to fetch https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven-bin.zip",
                    "Exception in thread \"main\" java.net.UnknownHostException: repo.maven.apache.org",
                })
        void that_nothing_could_be_downloaded_is_said_in_words(String said) throws IOException {
            tree.maven("cat <<'END'\n" + said + "\nEND\nexit 1");

            assertThatThrownBy(() -> build(false).ensure("shop"))
                    .hasMessageContainingAll(
                            "could not download", "~/.m2/settings.xml", "https.proxyHost", "Without a network");
        }

        @Test
        void another_reason_does_not_speak_of_the_network() throws IOException {
            tree.maven("echo '[ERROR] COMPILATION ERROR'; exit 1");

            assertThatThrownBy(() -> build(false).ensure("shop")).message().doesNotContain("download", "proxy");
        }
    }
}
