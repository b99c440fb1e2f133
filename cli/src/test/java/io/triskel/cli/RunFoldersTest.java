package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFoldersTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir
    private Path home;

    @Test
    void is_named_after_time_and_target() {
        assertThat(folders().create(NOW, "aws")).isEqualTo(home.resolve("demo/20260102-030405-aws"));
    }

    @Test
    void runs_that_begin_at_the_same_moment_never_share_one() {
        List<Path> all = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> folders().create(NOW, "aws"))
                .toList();

        assertThat(all)
                .doesNotHaveDuplicates()
                .hasSize(50)
                .allSatisfy(folder -> assertThat(folder).isDirectory());
    }

    @Test
    void the_link_leads_to_the_last_one() throws IOException {
        assertThat(folders().link(folders().create(NOW, "aws"))).isTrue();
        Path last = folders().create(NOW, "gcp");

        assertThat(folders().link(last)).isTrue();

        assertThat(home.resolve("demo/latest").toRealPath()).isEqualTo(last.toRealPath());
    }

    @Test
    void of_two_runs_at_the_same_time_only_the_one_that_started_later_is_called_the_latest() throws IOException {
        Path earlier = folders().create(NOW, "aws");
        Path later = folders().create(NOW.plusSeconds(1), "aws");

        assertThat(folders().link(earlier)).as("the later one is under way").isFalse();
        assertThat(home.resolve("demo/latest").toRealPath()).isEqualTo(earlier.toRealPath());

        assertThat(folders().link(later)).isTrue();
        assertThat(folders().link(earlier)).as("the later one has ended").isFalse();
        assertThat(home.resolve("demo/latest").toRealPath()).isEqualTo(later.toRealPath());
    }

    @Test
    void a_later_run_that_was_deleted_does_not_hold_the_link() throws IOException {
        Path earlier = folders().create(NOW, "aws");
        Path later = folders().create(NOW.plusSeconds(1), "aws");
        folders().link(later);
        Files.delete(later);

        assertThat(folders().link(earlier)).isTrue();
        assertThat(home.resolve("demo/latest").toRealPath()).isEqualTo(earlier.toRealPath());
    }

    @Test
    void runs_that_end_at_the_same_moment_leave_the_link_at_the_one_that_started_last() throws IOException {
        List<Path> all = IntStream.range(0, 20)
                .mapToObj(i -> folders().create(NOW.plusSeconds(i), "aws"))
                .toList();

        long claimed = all.parallelStream().filter(run -> folders().link(run)).count();

        assertThat(claimed).isEqualTo(1);
        assertThat(home.resolve("demo/latest").toRealPath())
                .isEqualTo(all.get(19).toRealPath());
    }

    @Test
    void something_else_that_has_the_name_of_the_link_stays() throws IOException {
        Path run = folders().create(NOW, "aws");
        Path mine = Files.writeString(home.resolve("demo/latest"), "mine");

        assertThat(folders().link(run)).isFalse();

        assertThat(mine).hasContent("mine");
    }

    @Test
    void where_there_can_be_none_another_place_is_asked_for() throws IOException {
        Files.writeString(home.resolve("demo"), "a file");

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> folders().create(NOW, "aws"))
                .withMessageContaining(
                        "cannot create a folder in " + home.resolve("demo") + "; use another one with --out");
    }

    private RunFolders folders() {
        return new RunFolders(home.resolve("demo"));
    }
}
