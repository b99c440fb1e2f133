package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
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
        Path orphan = marked(gone.pid() + " 1");
        Path mine = WorkFolder.create(prefix);

        WorkFolder.remove(WorkFolder.create("triskel-other-"));

        assertThat(orphan).doesNotExist();
        assertThat(mine).exists();
        WorkFolder.remove(mine);
    }

    @Test
    void a_folder_whose_owner_had_the_id_of_a_living_process_is_removed_too() throws Exception {
        Path orphan = marked(ProcessHandle.current().pid() + " another-start");

        WorkFolder.remove(WorkFolder.create(prefix));

        assertThat(orphan).doesNotExist();
    }

    @Test
    void a_folder_without_a_marker_is_somebody_elses_and_stays() throws Exception {
        Path foreign = Files.createDirectories(temporary().resolve(prefix + "1-1"));
        Path oddlyMarked = marked("whose is it");

        WorkFolder.remove(WorkFolder.create(prefix));

        assertThat(foreign).exists();
        assertThat(oddlyMarked).exists();
        WorkFolder.remove(foreign);
        WorkFolder.remove(oddlyMarked);
    }

    @Test
    void it_goes_when_its_process_is_told_to_end() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = jvm.inputReader(StandardCharsets.UTF_8)) {
            Path folder = Path.of(said.readLine());
            assertThat(folder).isDirectory();

            jvm.destroy();

            Await.until("the folder's end", () -> !Files.exists(folder));
        } finally {
            jvm.destroyForcibly();
        }
    }

    /** Has a folder, and works in it until it is told to end. */
    static final class Worker {
        private Worker() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = WorkFolder.create("triskel-test-");
            Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("c"), "d");
            OtherJvm.serve(folder.toString());
        }
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private Path marked(String owner) throws Exception {
        Path folder = Files.createTempDirectory(temporary(), prefix);
        Files.writeString(folder.resolve(".triskel-owner"), owner);
        return folder;
    }
}
