package io.triskel.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
@SuppressWarnings("try") // to be held is all that is asked of a lock
class ProcessLockTest {
    @TempDir
    private Path folder;

    /** Takes the lock, says so, and keeps it until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (ProcessLock held = ProcessLock.take(Path.of(arguments[0]), () -> {})) {
                System.out.println("held");
                System.in.read();
            }
        }
    }

    @Test
    void it_is_free_again_after_its_holder() throws IOException {
        ProcessLock.take(folder.resolve("lock"), this::notFree).close();
        ProcessLock.take(folder.resolve("lock"), this::notFree).close();
    }

    @Test
    void others_wait_until_the_process_that_has_it_ends() throws Exception {
        Process holder = holder();
        CompletableFuture<Boolean> waited = new CompletableFuture<>();
        CompletableFuture<Boolean> taken = CompletableFuture.supplyAsync(() -> take(waited));

        assertThat(waited.get(4, TimeUnit.MINUTES)).isTrue();
        assertThat(taken).isNotDone();
        holder.getOutputStream().close();
        assertThat(taken.get(4, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void it_does_not_stay_behind_when_its_holder_is_killed() throws Exception {
        Process holder = holder();

        holder.destroyForcibly().waitFor();

        ProcessLock.take(folder.resolve("lock"), this::notFree).close();
    }

    private boolean take(CompletableFuture<Boolean> waited) {
        try (ProcessLock held = ProcessLock.take(folder.resolve("lock"), () -> waited.complete(true))) {
            return true;
        } catch (IOException failed) {
            return false;
        }
    }

    private void notFree() {
        throw new AssertionError("somebody has the lock");
    }

    private Process holder() throws IOException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.resolve("lock").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(holder.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("held");
        return holder;
    }
}
