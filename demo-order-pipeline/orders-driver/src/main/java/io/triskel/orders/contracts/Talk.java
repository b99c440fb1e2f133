package io.triskel.orders.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Starts a target's process and talks to it, for tests of targets. */
public final class Talk implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;

    private Talk(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a target, on the class path of this process. */
    public static Talk with(Class<?> main) throws IOException {
        return with(main, Map.of());
    }

    /** As above, with further variables. */
    static Talk with(Class<?> main, Map<String, String> variables) throws IOException {
        return with(System.getProperty("java.class.path"), main, variables);
    }

    /** As above, on another class path. */
    static Talk with(String classPath, Class<?> main, Map<String, String> variables) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        main.getName())
                .redirectError(Redirect.INHERIT);
        command.environment().putAll(variables);
        return new Talk(command.start());
    }

    /** The result of a run: the last answer, and the order view that it left behind. */
    public record Outcome(JsonNode summary, List<String> orders, List<String> revenue, int exitCode) {}

    /**
     * Holds a whole conversation with a target.
     *
     * @param start further members of the first request, each followed by a comma
     */
    public static Outcome run(Class<?> main, List<String> lines, String start, Path out)
            throws IOException, InterruptedException {
        return run(main, lines, start, out, console -> {});
    }

    /**
     * As above, with a console.
     *
     * @param page uses the console, whose place it gets, when the run is over
     */
    static Outcome watched(Class<?> main, List<String> lines, String start, Path out, Consumer<JsonNode> page)
            throws IOException, InterruptedException {
        return run(main, lines, start + "\"console\":true,", out, page);
    }

    private static Outcome run(Class<?> main, List<String> lines, String start, Path out, Consumer<JsonNode> page)
            throws IOException, InterruptedException {
        try (Talk talk = Talk.with(main)) {
            talk.say("{\"op\":\"start\"," + start + "\"out\":\"" + out + "\"}");
            for (int i = 0; i < lines.size(); i++) {
                talk.say(JSON.writeValueAsString(JSON.createObjectNode()
                        .put("op", "line")
                        .put("number", i + 1)
                        .put("text", lines.get(i))));
            }
            talk.say("{\"op\":\"end\"}");
            JsonNode last = talk.summary(page);
            return new Outcome(
                    last,
                    Files.readAllLines(out.resolve("orders.jsonl")),
                    Files.readAllLines(out.resolve("revenue.jsonl")),
                    talk.exitCode());
        }
    }

    /** Sends a line. */
    public void say(String request) throws IOException {
        requests.write(request + "\n");
        requests.flush();
    }

    /** Closes the target's input. */
    public void hangUp() throws IOException {
        requests.close();
    }

    /** {@return the next answer} */
    public JsonNode answer() throws IOException {
        String line = answers.readLine();
        return JSON.readTree(line == null ? "{\"event\":\"nothing\"}" : line);
    }

    /** {@return the summary, or the last answer if there is none} A console keeps the target up until it was used. */
    private JsonNode summary(Consumer<JsonNode> page) throws IOException {
        JsonNode summary = MissingNode.getInstance();
        JsonNode console = MissingNode.getInstance();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            JsonNode answer = JSON.readTree(line);
            if (answer.path("event").asText().equals("console")) {
                console = answer;
            } else {
                summary = answer;
            }
            if (answer.path("event").asText().equals("summary") && !console.isMissingNode()) {
                page.accept(console);
                hangUp();
            }
        }
        return summary;
    }

    /** {@return the last answer, when the target has ended} */
    public JsonNode last() throws IOException {
        String last = "{}";
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            last = line;
        }
        return JSON.readTree(last);
    }

    /** {@return the exit status, once the process has ended} */
    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    /** {@return the process, to look at or to kill} */
    public Process process() {
        return process;
    }

    /** Kills the process, if it has not ended by itself. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
