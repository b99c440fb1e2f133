package io.triskel.local.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.Await;
import io.triskel.local.Fault;
import io.triskel.local.aws.lambda.InvocationResult.Failed;
import io.triskel.local.aws.lambda.InvocationResult.Succeeded;
import io.triskel.local.aws.lambda.InvocationResult.Throttled;
import io.triskel.local.aws.lambda.fixture.ScriptFunction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function in AWS's own runtime client, in JVMs of its own. */
@Tag("local-clouds")
class LambdaFunctionTest {
    private static final String HANDLER = ScriptFunction.class.getName() + "::handleRequest";

    @TempDir
    Path folder;

    private LambdaHost host;
    private FunctionDefinition definition;

    @BeforeEach
    void start() throws Exception {
        host = LambdaHost.start(folder.resolve("logs"));
        definition = FunctionDefinition.of("script", Deployment.zip(folder), HANDLER);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Nested
    class When_it_is_invoked {
        @Test
        void the_handler_answers_and_the_same_jvm_is_used_again() {
            LambdaFunction function = host.deploy(definition);

            String first = text(invoke(function, "pid"));
            String second = text(invoke(function, "pid"));

            assertThat(text(invoke(function, "hello"))).isEqualTo("\"hello\"");
            assertThat(second).isEqualTo(first);
            assertThat(function.metrics().invocations()).isEqualTo(3);
            assertThat(function.metrics().coldStarts()).hasSize(1).allMatch(took -> !took.isZero());
            assertThat(function.metrics().firstInvocations()).hasSize(1);
            assertThat(function.metrics().errors()).isZero();
        }

        @Test
        void it_sees_its_environment_its_memory_and_its_time_and_nothing_of_ours() {
            LambdaFunction function =
                    host.deploy(definition.withMemoryMiB(256).withEnvironment(Map.of("COLOUR", "blue")));

            assertThat(text(invoke(function, "variable"))).isEqualTo("\"blue null\"");
            assertThat(Integer.parseInt(text(invoke(function, "heap")))).isBetween(180, 256);
            assertThat(text(invoke(function, "context"))).isEqualTo("\"script 256 true\"");
        }

        @Test
        void what_it_logs_is_in_a_file() {
            LambdaFunction function = host.deploy(definition);

            invoke(function, "hello");

            Await.until("the log line", () -> logOf(function).contains("answers 7 characters"));
        }
    }

    @Nested
    class When_a_new_version_is_published {
        @Test
        void a_free_jvm_ends_and_invocations_begin_in_the_new_version() {
            LambdaFunction function = host.deploy(definition.withEnvironment(Map.of("COLOUR", "blue")));
            String pid = text(invoke(function, "pid"));

            host.update(function, definition.withEnvironment(Map.of("COLOUR", "green")));

            assertThat(text(invoke(function, "variable"))).isEqualTo("\"green null\"");
            Await.until("the end of the old JVM", () -> isGone(pid));
        }

        @Test
        void an_invocation_under_way_ends_in_the_version_that_it_began_in() {
            LambdaFunction function = host.deploy(definition.withEnvironment(Map.of("COLOUR", "blue")));
            CompletableFuture<InvocationResult> underWay = function.invoke(word("variable"));

            host.update(function, definition.withEnvironment(Map.of("COLOUR", "green")));

            assertThat(text(underWay.join())).isEqualTo("\"blue null\"");
            assertThat(text(invoke(function, "variable"))).isEqualTo("\"green null\"");
        }
    }

    @Nested
    class When_faults_are_injected {
        @Test
        void a_refused_call_is_a_throttle_that_the_handler_does_not_see() {
            LambdaFunction function = host.deploy(definition);
            host.faults().next(1, "Invoke", new Fault.Refused("TooManyRequestsException"));

            assertThat(invoke(function, "hello")).isEqualTo(new Throttled());
            assertThat(function.metrics().throttles()).isEqualTo(1);
            assertThat(function.metrics().invocations()).isZero();
        }

        @Test
        void a_failed_call_reaches_no_handler() {
            LambdaFunction function = host.deploy(definition);
            host.faults().next(1, "Invoke", new Fault.Failed());

            assertThat(invoke(function, "hello")).isInstanceOf(Failed.class);
            assertThat(function.metrics().invocations()).isZero();
        }

        @Test
        void a_lost_response_is_an_error_of_a_call_that_was_carried_out() {
            LambdaFunction function = host.deploy(definition);
            host.faults().next(1, "Invoke", new Fault.LostResponse());

            assertThat(invoke(function, "hello")).isInstanceOf(Failed.class);
            assertThat(function.metrics().invocations()).isEqualTo(1);
            assertThat(function.metrics().errors()).isZero();
        }

        @Test
        void a_slow_call_is_carried_out() {
            LambdaFunction function = host.deploy(definition);
            host.faults().next(1, "Invoke", new Fault.Slow(Duration.ofMillis(1)));

            assertThat(text(invoke(function, "hello"))).isEqualTo("\"hello\"");
        }
    }

    @Nested
    class When_it_fails {
        @Test
        void an_exception_is_an_error_and_the_jvm_stays() {
            LambdaFunction function = host.deploy(definition);
            String pid = text(invoke(function, "pid"));

            assertThat(invoke(function, "throw"))
                    .isEqualTo(new Failed("java.lang.IllegalStateException", "told to throw"));
            assertThat(text(invoke(function, "pid"))).isEqualTo(pid);
            assertThat(function.metrics().errors()).isEqualTo(1);
        }

        @Test
        void a_time_out_kills_the_jvm_and_the_next_one_starts_cold() {
            LambdaFunction function = host.deploy(definition.withTimeout(Duration.ofSeconds(5)));
            String pid = text(invoke(function, "pid"));

            InvocationResult result = invoke(function, "hang");

            assertThat(result).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.errorType()).isEqualTo("Sandbox.Timedout");
                assertThat(failed.message()).contains("Task timed out after 5.00 seconds");
            });
            Await.until("the end of the JVM", () -> isGone(pid));
            assertThat(text(invoke(function, "pid"))).isNotEqualTo(pid);
            assertThat(function.metrics().timeouts()).isEqualTo(1);
            assertThat(function.metrics().coldStarts()).hasSize(2);
        }

        @Test
        void a_jvm_that_ends_fails_its_invocation_only() {
            LambdaFunction function = host.deploy(definition);

            assertThat(invoke(function, "exit")).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.errorType()).isEqualTo("Runtime.ExitError");
                assertThat(failed.message()).contains("exit status 9");
            });
            assertThat(text(invoke(function, "hello"))).isEqualTo("\"hello\"");
        }

        @Test
        void a_jvm_that_is_killed_from_outside_fails_its_invocation_only() {
            LambdaFunction function = host.deploy(definition);
            CompletableFuture<InvocationResult> hanging = function.invoke(word("hang"));
            Await.until("the cold start", () -> function.metrics().coldStarts().size() == 1);

            assertThat(function.killOne()).isTrue();

            assertThat(hanging.join()).isInstanceOf(Failed.class);
            assertThat(text(invoke(function, "hello"))).isEqualTo("\"hello\"");
        }

        @Test
        void a_handler_that_does_not_exist_is_an_error_of_each_invocation() {
            LambdaFunction function =
                    host.deploy(FunctionDefinition.of("nowhere", definition.zip(), "no.Such::handler"));

            assertThat(invoke(function, "hello"))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.errorType()).contains("ClassNotFound"));
        }

        @Test
        void more_than_six_mebibytes_are_refused_both_ways() {
            LambdaFunction function = host.deploy(definition);

            assertThat(function.invoke(new byte[(6 << 20) + 1]).join())
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.errorType()).contains("TooLarge"));
            assertThat(invoke(function, "big"))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.errorType()).contains("TooLarge"));
        }
    }

    @Nested
    class When_all_environments_are_busy {
        @Test
        void one_more_invocation_is_throttled_and_sees_nothing() {
            LambdaFunction function =
                    host.deploy(definition.withMaxConcurrency(2).withTimeout(Duration.ofMinutes(1)));
            CompletableFuture<InvocationResult> one = function.invoke(word("hang"));
            CompletableFuture<InvocationResult> two = function.invoke(word("hang"));

            assertThat(invoke(function, "hello")).isInstanceOf(Throttled.class);
            assertThat(one).isNotDone();
            assertThat(two).isNotDone();
            assertThat(function.metrics().throttles()).isEqualTo(1);
            Await.until("two cold starts", () -> function.metrics().coldStarts().size() == 2);
        }
    }

    @Nested
    class When_the_host_is_closed {
        @Test
        void no_jvm_and_no_file_is_left() {
            LambdaFunction function = host.deploy(definition);
            String pid = text(invoke(function, "pid"));

            host.close();

            Await.until("the end of the JVM", () -> isGone(pid));
            assertThat(invoke(function, "hello")).isInstanceOf(Throttled.class);
        }
    }

    @Nested
    class When_a_rule_fires {
        @Test
        void the_function_gets_a_scheduled_event() {
            LambdaFunction function = host.deploy(definition);

            try (ScheduleRule schedule = host.schedule("every-minute", function)) {
                String event = text(
                        schedule.fire(Instant.parse("2026-11-24T12:34:56.789Z")).join());

                assertThat(event)
                        .contains("\"source\":\"aws.events\"")
                        .contains("\"detail-type\":\"Scheduled Event\"")
                        .contains("\"time\":\"2026-11-24T12:34:56Z\"")
                        .contains("rule/every-minute");
            }
        }

        @Test
        void it_fires_at_its_rate() {
            LambdaFunction function = host.deploy(definition);

            try (ScheduleRule schedule = host.schedule("often", Duration.ofMillis(5), function)) {
                assertThat(schedule).isNotNull();
                Await.until("three firings", () -> function.metrics().invocations() >= 3);
            }
        }

        @Test
        void a_failing_function_is_tried_twice_more() {
            LambdaFunction function =
                    host.deploy(FunctionDefinition.of("nowhere", definition.zip(), "no.Such::handler"));

            try (ScheduleRule schedule = host.schedule("once", function)) {
                assertThat(schedule.fire().join()).isInstanceOf(Failed.class);
            }

            assertThat(function.metrics().invocations()).isEqualTo(3);
        }
    }

    @Nested
    class When_it_is_defined {
        @Test
        void the_limits_of_the_service_hold() {
            assertThatThrownBy(() -> definition.withMemoryMiB(127)).hasMessageContaining("128 to 10240");
            assertThatThrownBy(() -> definition.withMemoryMiB(10_241)).hasMessageContaining("128 to 10240");
            assertThatThrownBy(() -> definition.withTimeout(Duration.ofMillis(999)))
                    .hasMessageContaining("1 to 900 s");
            assertThatThrownBy(() -> definition.withTimeout(Duration.ofSeconds(901)))
                    .hasMessageContaining("1 to 900 s");
            definition.withEnvironment(Map.of("A", "x".repeat(4095)));
            assertThatThrownBy(() -> definition.withEnvironment(Map.of("A", "x".repeat(4096))))
                    .hasMessageContaining("4096 bytes");
        }

        @Test
        void a_zip_that_reaches_outside_of_itself_is_refused() throws IOException {
            Path zip = folder.resolve("evil.zip");
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
                out.putNextEntry(new ZipEntry("../../evil.txt"));
                out.closeEntry();
            }

            assertThatThrownBy(() -> host.deploy(FunctionDefinition.of("evil", zip, HANDLER)))
                    .hasMessageContaining("outside of it");
        }
    }

    private static InvocationResult invoke(LambdaFunction function, String word) {
        return function.invoke(word(word))
                .orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static byte[] word(String word) {
        return ('"' + word + '"').getBytes(StandardCharsets.UTF_8);
    }

    private static String text(InvocationResult result) {
        return result.fold(
                Succeeded::text,
                failed -> "failed: " + failed.errorType() + " " + failed.message(),
                throttled -> "throttled");
    }

    private static boolean isGone(String pid) {
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .isEmpty();
    }

    private static String logOf(LambdaFunction function) {
        try (Stream<Path> files = Files.list(function.logs())) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            return "";
        }
    }
}
