package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    @TempDir
    Path folder;

    @Nested
    class When_the_command_ends_by_itself {
        @Test
        void its_exit_status_and_output_are_known() {
            try (ChildProcess child = start("echo hello; exit 7")) {
                assertThat(child.onExit().join()).isEqualTo(7);
                assertThat(child.tail(100)).isEqualTo("hello\n");
                assertThat(child.isAlive()).isFalse();
            }
        }
    }

    @Nested
    class When_it_is_closed {
        @Test
        void the_command_itself_is_gone() {
            ChildProcess child = start("exec sleep 600");
            long pid = pidOf(child);

            child.close();

            assertThat(child.isAlive()).isFalse();
            awaitGone(pid);
        }
    }

    @Nested
    class When_it_is_frozen {
        @Test
        void it_does_nothing_until_it_continues() throws IOException {
            Path written = folder.resolve("written");
            ChildProcess child = start("while [ ! -e go ]; do sleep 0.01; done; echo done > written; exec sleep 600");

            Path state = Path.of("/proc", "" + pidOf(child), "stat");
            Runnable thaw = child.freeze();
            Await.until("the command to stop", () -> read(state).contains(") T "));
            Files.createFile(folder.resolve("go"));
            boolean before = Files.exists(written);
            thaw.run();
            Await.until("the command to continue", () -> Files.exists(written));
            child.close();

            assertThat(before).isFalse();
        }

        @Test
        void it_can_be_closed() {
            ChildProcess child = start("exec sleep 600");
            long pid = pidOf(child);

            Runnable unused = child.freeze();
            child.close();

            awaitGone(pid);
        }
    }

    @Nested
    class When_the_jvm_that_started_it_is_killed {
        @Test
        void the_command_is_gone_too() throws IOException {
            Path pidFile = folder.resolve("pid");
            ChildProcess jvm = ChildProcess.start(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Parent.class.getName(),
                            pidFile.toString()),
                    folder,
                    Map.of(),
                    folder.resolve("jvm.log"));
            long grandchild = Await.value("the pid of the grandchild", () -> numberIn(pidFile));
            assertThat(ProcessHandle.of(grandchild)).isPresent();

            ProcessHandle.of(pidOf(jvm)).orElseThrow().destroyForcibly();

            awaitGone(grandchild);
            jvm.close();
        }
    }

    @Nested
    class When_it_starts {
        @Test
        void it_sees_only_the_environment_that_it_was_given() {
            try (ChildProcess child =
                    ChildProcess.start(List.of("env"), folder, Map.of("COLOUR", "blue"), folder.resolve("log"))) {
                child.onExit().join();
                assertThat(child.tail(10_000)).contains("COLOUR=blue").doesNotContain("HOME=");
            }
        }
    }

    /** Starts a child and never ends by itself. */
    static final class Parent {
        public static void main(String[] arguments) throws IOException {
            Path pidFile = Path.of(arguments[0]);
            ChildProcess child = ChildProcess.start(
                    List.of("sleep", "600"), pidFile.getParent(), Map.of(), pidFile.resolveSibling("sleep.log"));
            Files.writeString(pidFile, String.valueOf(pidOf(child)));
            child.onExit().join();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private ChildProcess start(String script) {
        return ChildProcess.start(List.of("/bin/sh", "-c", script), folder, Map.of(), folder.resolve("log"));
    }

    private static long pidOf(ChildProcess child) {
        return Await.value("a process id", () -> {
            OptionalLong pid = child.pid();
            return pid.isPresent() ? Optional.of(pid.getAsLong()) : Optional.empty();
        });
    }

    private static void awaitGone(long pid) {
        Await.until(
                "the end of process " + pid,
                () -> ProcessHandle.of(pid)
                        .map(ProcessHandle::isAlive)
                        .orElse(false)
                        .equals(false));
    }

    private static Optional<Long> numberIn(Path file) {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return text.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(text));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
