package io.triskel.local.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.aws.lambda.InvocationResult.Failed;
import io.triskel.local.aws.lambda.InvocationResult.Succeeded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions in Node.js and Python, which behave alike where both runtimes do. */
@Tag("local-clouds")
class NodeAndPythonFunctionTest {
    @TempDir
    static Path folder;

    private static LambdaHost host;
    private static int deployed;

    enum Language {
        NODE("nodejs22.x", "app.mjs", """
            import process from 'node:process';
            export const handler = async (word, context) => {
                if (word === 'pid') return process.pid;
                if (word === 'environment') return `${process.env.COLOUR} ${process.env.AWS_EXECUTION_ENV} ${process.env.HOME}`;
                if (word === 'context') return `${context.functionName} ${context.getRemainingTimeInMillis() > 1000}`;
                if (word === 'fail') throw new RangeError('too much');
                if (word === 'log') { process.stdout.write('{"itself":1}\\n'); console.log('{"by":%s}', 'console'); }
                if (word === 'exit') process.exit(3);
                if (word === 'hang') await new Promise((resolve) => setTimeout(resolve, 60000));
                return word;
            };
            export const number = 7;
            """, "RangeError"),
        PYTHON("python3.13", "app.py", """
            import os, sys, time
            def handler(word, context):
                if word == 'pid': return os.getpid()
                if word == 'environment': return f"{os.environ['COLOUR']} {os.environ['AWS_EXECUTION_ENV']} {os.environ.get('HOME', 'undefined')}"
                if word == 'context': return f"{context.function_name} {str(context.get_remaining_time_in_millis() > 1000).lower()}"
                if word == 'fail': raise OverflowError('too much')
                if word == 'log': print('{"itself":1}', flush=True)
                if word == 'exit': os._exit(3)
                if word == 'hang': time.sleep(60)
                return word
            """, "OverflowError");

        private final String runtime;
        private final String file;
        private final String code;
        private final String error;

        Language(String runtime, String file, String code, String error) {
            this.runtime = runtime;
            this.file = file;
            this.code = code;
            this.error = error;
        }

        FunctionDefinition function(String handler) {
            Path zip = folder.resolve(name() + ".zip");
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
                out.putNextEntry(new ZipEntry(file));
                out.write(code.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return FunctionDefinition.of(name() + "-" + deployed++, zip, handler)
                    .withRuntime(runtime)
                    .withEnvironment(Map.of("COLOUR", "blue"));
        }
    }

    @BeforeAll
    static void start() {
        host = LambdaHost.start(folder.resolve("logs"));
    }

    @AfterAll
    static void close() {
        host.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_process_answers_one_invocation_after_another(Language language) {
        LambdaFunction function = host.deploy(language.function("app.handler"));

        String pid = text(function, "pid");

        assertThat(text(function, "pid")).isEqualTo(pid);
        assertThat(text(function, "café"))
                .isEqualTo("\"café\"".replace("é", language == Language.NODE ? "é" : "\\u00e9"));
        assertThat(text(function, "context"))
                .isEqualTo("\"" + function.definition().name() + " true\"");
        assertThat(text(function, "environment")).isEqualTo("\"blue AWS_Lambda_" + language.runtime + " undefined\"");
    }

    @ParameterizedTest
    @EnumSource
    void an_error_is_reported_by_its_name_and_the_process_goes_on(Language language) {
        LambdaFunction function = host.deploy(language.function("app.handler"));

        String pid = text(function, "pid");

        assertThat(invoke(function, "fail")).isEqualTo(new Failed(language.error, "too much"));
        assertThat(text(function, "pid")).isEqualTo(pid);
    }

    @ParameterizedTest
    @EnumSource
    void a_line_on_standard_output_is_logged_as_it_is_and_one_of_nodes_console_is_not(Language language)
            throws IOException {
        LambdaFunction function = host.deploy(language.function("app.handler"));

        text(function, "log");

        List<String> lines = lines(function);
        assertThat(lines).contains("{\"itself\":1}");
        assertThat(lines)
                .filteredOn(line -> line.contains("console"))
                .hasSize(language == Language.NODE ? 1 : 0)
                .allMatch(line -> line.matches("\\S+Z\t[0-9a-f-]{36}\tINFO\t\\{\"by\":console}"));
    }

    private static List<String> lines(LambdaFunction function) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> logs = Files.list(function.logs())) {
            for (Path log : logs.toList()) {
                lines.addAll(Files.readAllLines(log));
            }
        }
        return lines;
    }

    @ParameterizedTest
    @EnumSource
    void a_process_that_exits_or_hangs_is_replaced(Language language) {
        LambdaFunction function = host.deploy(language.function("app.handler").withTimeout(Duration.ofSeconds(1)));

        String pid = text(function, "pid");
        InvocationResult exited = invoke(function, "exit");
        String next = text(function, "pid");
        InvocationResult hung = invoke(function, "hang");

        assertThat(exited).asString().contains("Runtime.ExitError", "exit status 3");
        assertThat(next).isNotEqualTo(pid);
        assertThat(hung).asString().contains("Sandbox.Timedout");
    }

    @ParameterizedTest
    @EnumSource
    void a_handler_that_is_not_there_is_named(Language language) {
        assertThat(invoke(host.deploy(language.function("app.missing")), "pid"))
                .asString()
                .contains("Runtime.ExitError", "Runtime.HandlerNotFound", "missing");
        assertThat(invoke(host.deploy(language.function("other.handler")), "pid"))
                .asString()
                .contains("Runtime.ImportModuleError", "other");
    }

    private static String text(LambdaFunction function, String word) {
        InvocationResult result = invoke(function, word);
        assertThat(result).isInstanceOf(Succeeded.class);
        return ((Succeeded) result).text();
    }

    private static InvocationResult invoke(LambdaFunction function, String word) {
        return function.invoke(("\"" + word + "\"").getBytes(StandardCharsets.UTF_8))
                .join();
    }
}
