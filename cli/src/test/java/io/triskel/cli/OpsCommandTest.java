package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OpsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        return run(Map.of("TRISKEL_APP_STREAM", "orders"), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new CommandLine(new OpsCommand(
                        SignalledCli.TARGETS,
                        (target, application) -> SignalledCli.fakeTarget("operates"),
                        environment))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((thrown, line, parsed) -> Main.failed(thrown, line, false))
                .execute(arguments);
    }

    @Test
    void what_is_parked_is_shown_with_its_reason_and_what_to_copy() {
        assertThat(run("aws", "parked")).isZero();

        assertThat(out.toString())
                .contains(
                        "order-view, lane order-O-1: 1 event\n",
                        "  orders.order-placed.v1, tried 5 times, parked 2026-01-01T00:00:00Z\n",
                        "    --event 'e-1' --source '/orders/ordering'\n    boom at a line",
                        "payment, lane order-O-2: no event; a replay opens it\n");
    }

    @Test
    void a_rebuilt_view_is_told_with_where_its_events_came_from() {
        assertThat(run("aws", "rebuild-view")).isZero();

        assertThat(out)
                .hasToString("Rebuilt the view orders from the archive (5,310 events) and the bus (12), and switched to"
                        + " generation 3; 1,200 old rows removed\nSkipped: 1 record that cannot be read\n");
    }

    /** An application of one's own may have several. */
    @Test
    void the_view_to_rebuild_can_be_named() {
        assertThat(run("aws", "rebuild-view", "--view", "notes", "--json")).isZero();
        assertThat(run("aws", "drain", "--view", "notes")).isEqualTo(2);

        assertThat(out.toString()).contains("'view':'notes'");
        assertThat(err.toString()).contains("--view belongs to rebuild-view, not to drain");
    }

    @Test
    void a_restore_that_is_incomplete_says_why_and_what_is_next() {
        assertThat(run("aws", "restore", "--to", "2026-12-01T03:15:00Z")).isEqualTo(1);

        assertThat(out)
                .hasToString("Put back 34 published events; the stores had 1,200\n"
                        + "  incomplete: stream order-O-1: why\n"
                        + "Now let every consumer read the bus from 2026-12-01T02:15:00Z on, and start the"
                        + " clock when they have caught up: docs/restore.md.\n");
    }

    @Test
    void a_restore_needs_the_moment_that_the_stores_show() {
        assertThat(run("aws", "restore")).isEqualTo(2);

        assertThat(err.toString()).contains("restore needs --to; --to is missing");
    }

    @Test
    void a_stuck_saga_is_listed_with_why_and_since_when_if_that_is_known() {
        assertThat(run("aws", "stuck")).isZero();

        assertThat(out).hasToString("O-1, since 2026-01-01T00:00:00Z: nobody answers\nO-2: old\n");
    }

    @Test
    void a_file_of_variables_says_where_the_pipeline_is() throws IOException {
        Path env = Files.writeString(
                folder.resolve("aws.env"),
                "# Kinesis\n\nexport TRISKEL_APP_TABLES='it'\\''s here'\nTRISKEL_APP_STREAM=s\n");

        run("aws", "parked", "--env", env.toString());

        assertThat(out.toString()).contains("boom at a line, it's here");
    }

    @Test
    void a_file_that_is_none_of_variables_is_refused_with_its_line() throws IOException {
        Path env = Files.writeString(folder.resolve("aws.env"), "export A=1\nrm -rf /\n");

        assertThat(run("aws", "parked", "--env", env.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(env + ", line 2: expected NAME=value, not 'rm -rf /'");
    }

    @Test
    void without_a_place_it_says_how_to_name_one_and_starts_nothing() throws IOException {
        Path env = Files.writeString(folder.resolve("other.env"), "export PATH_OF_ANOTHER=1\n");

        assertThat(run(Map.of("PATH", "/bin"), "gcp", "parked")).isEqualTo(1);
        assertThat(run(Map.of(), "gcp", "parked", "--env", env.toString())).isEqualTo(1);

        assertThat(err.toString())
                .contains("the environment does not say where the pipeline is", "add --env gcp.env here")
                .contains("Run './triskel up gcp >gcp.env' in another shell")
                .contains(env + " does not say where the pipeline is");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_file_of_variables_that_cannot_be_read_says_why_in_words() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThat(run("aws", "parked", "--env", "nofile")).isEqualTo(1);
        assertThat(run("aws", "parked", "--env", binary.toString())).isEqualTo(1);
        assertThat(run("aws", "parked", "--env", folder.toString())).isEqualTo(1);

        assertThat(err.toString())
                .contains("cannot read the variables in nofile: no such file or folder\n")
                .contains("cannot read the variables in " + binary + ": not UTF-8\n")
                .contains("cannot read the variables in " + folder + ": Is a directory\n")
                .doesNotContain("Exception");
    }

    @Test
    void a_replay_in_which_something_fails_again_ends_with_1() {
        assertThat(run("aws", "replay")).isEqualTo(1);

        assertThat(out.toString())
                .isEqualTo("order-view: 2 handled, 0 already handled, 1 failed again, 0 busy elsewhere,"
                        + " 1 lanes opened\nnot replayed: payment: why\n");
    }

    @Test
    void what_was_given_up_is_listed_and_replayed_on_request() {
        assertThat(run("aws", "given-up")).isZero();
        assertThat(run("aws", "given-up", "--replay")).isEqualTo(1);

        String listed = "payment, 3 records of shard 1 from 7 to 9, given up 2026-01-08T00:00:00Z: RecordAgeExceeded";
        assertThat(out)
                .hasToString(listed + "\n    aws/lambda/a.json\n" + listed
                        + "; 2 settled now\n    aws/lambda/a.json\nnot settled: payment, a: why\n");
    }

    @Test
    void an_event_is_discarded_for_a_consumer_with_a_reason() {
        assertThat(run("aws", "discard", "--consumer", "order-view", "--event", "e-1", "--reason", "a test"))
                .isZero();

        assertThat(out.toString())
                .contains("'op':'discard'", "'consumer':'order-view'", "'id':'e-1'", "'reason':'a test'");
    }

    @Test
    void json_is_exactly_one_object() throws IOException {
        run("aws", "parked", "--json");

        assertThat(out.toString().lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(out.toString()).path("lanes")).hasSize(2);
    }

    @Test
    void what_cannot_be_done_is_told_in_words() {
        assertThat(run("aws", "resume", "--order", "O-1")).isEqualTo(1);
        assertThat(err.toString()).contains("target aws: Saga fulfilment/O-1 is not stuck");
    }

    @Nested
    class When_it_is_called_wrongly {
        @Test
        void what_is_missing_is_named() {
            assertThat(run("aws", "discard", "--consumer", "order-view", "--event", "e-1"))
                    .isEqualTo(2);
            assertThat(err.toString()).contains("discard needs --consumer, --event, --reason; --reason is missing");
        }

        @Test
        void work_that_is_misspelt_is_guessed() {
            assertThat(run("aws", "parkd")).isEqualTo(2);
            assertThat(err.toString()).contains("unknown work 'parkd'; did you mean parked?");
        }

        @Test
        void a_target_without_stores_that_last_is_no_cloud() {
            assertThat(run("memory", "parked")).isEqualTo(2);
            assertThat(err.toString()).contains("unknown cloud 'memory'; known: aws, azure, gcp");
        }

        @Test
        void only_what_was_given_up_has_a_list_and_a_replay() {
            assertThat(run("aws", "parked", "--replay")).isEqualTo(2);
            assertThat(err.toString()).contains("--replay belongs to given-up, not to parked");
        }

        @Test
        void a_limit_is_one_or_more() {
            assertThat(run("aws", "parked", "--limit", "0")).isEqualTo(2);
        }
    }
}
