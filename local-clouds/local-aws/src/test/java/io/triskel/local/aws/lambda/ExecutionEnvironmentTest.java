package io.triskel.local.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.ChildProcess;
import io.triskel.local.Daemons;
import io.triskel.local.function.MetricsCounter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of an environment, with a process that never asks for an invocation. */
class ExecutionEnvironmentTest {
    private static final byte[] PAYLOAD = {};

    @TempDir
    Path folder;

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("environment-test"));
    private final CompletableFuture<ChildProcess> started = new CompletableFuture<>();
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
    private ExecutionEnvironment environment;

    @AfterEach
    void end() {
        CompletableFuture<Void> unused = started.thenAccept(ChildProcess::close);
        timer.shutdownNow();
    }

    private ExecutionEnvironment environment() {
        environment = new ExecutionEnvironment(
                FunctionDefinition.of("script", folder, "no.Such::handler"), timer, new MetricsCounter());
        return environment;
    }

    private void start() {
        environment.start(
                any -> {
                    started.complete(ChildProcess.start(
                            List.of("sleep", "1000"), folder, Map.of(), folder.resolve("output.log")));
                    return started.join();
                },
                () -> gone.complete(true));
    }

    @Test
    void a_jvm_that_starts_after_the_end_of_its_environment_ends() throws Exception {
        environment().end("Runtime.ExitError", "The host was closed");

        start();

        assertThat(gone.get(4, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void an_invocation_has_failed_only_when_its_jvm_does_nothing_more() throws Exception {
        environment();
        start();
        CompletableFuture<Boolean> alive = environment
                .invoke("1", PAYLOAD)
                .thenApply(failed -> started.join().isAlive());

        environment.end("Runtime.ExitError", "Killed");

        assertThat(alive.get(4, TimeUnit.MINUTES)).isFalse();
    }
}
