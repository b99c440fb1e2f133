package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WorkFolderTest {
    private final String prefix = "triskel-test-" + UUID.randomUUID() + "-";

    @Test
    void it_is_removed_with_all_that_is_in_it() throws Exception {
        Path folder = WorkFolder.create(prefix);
        Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("c"), "d");

        WorkFolder.remove(folder);

        assertThat(folder).doesNotExist();
    }

    @Test
    void it_is_removed_when_the_work_is_done_or_has_failed() throws Exception {
        Path done = WorkFolder.within(prefix, folder -> Files.writeString(folder.resolve("a"), "b"));

        assertThat(done.getParent()).doesNotExist();
        assertThatIllegalStateException()
                .isThrownBy(() -> WorkFolder.within(prefix, folder -> {
                    throw new IllegalStateException(folder.toString());
                }))
                .satisfies(failure -> assertThat(Path.of(failure.getMessage())).doesNotExist());
    }

    @Test
    void one_that_is_handed_on_stays_unless_nobody_could_take_it() throws Exception {
        Path handed = WorkFolder.handedTo(prefix, folder -> folder);

        assertThat(handed).exists();
        WorkFolder.remove(handed);
        assertThatIllegalStateException()
                .isThrownBy(() -> WorkFolder.handedTo(prefix, folder -> {
                    throw new IllegalStateException(folder.toString());
                }))
                .satisfies(failure -> assertThat(Path.of(failure.getMessage())).doesNotExist());
    }

    @Test
    void the_next_one_to_come_removes_what_a_killed_one_left_and_nothing_of_the_living() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path orphan = Files.createDirectories(temporary.resolve(prefix + gone.pid() + "-1/x"));
        Path mine = WorkFolder.create(prefix);

        WorkFolder.remove(WorkFolder.create(prefix));

        assertThat(orphan.getParent()).doesNotExist();
        assertThat(mine).exists();
        WorkFolder.remove(mine);
    }
}
