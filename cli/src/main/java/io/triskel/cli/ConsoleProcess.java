package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.cli.gateway.Gateway;
import java.io.PrintWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The console of a pipeline that runs elsewhere, as a process of its cloud's module, and its page. */
final class ConsoleProcess implements AutoCloseable {
    private final Target where;
    private final boolean acts;
    private final PrintWriter err;
    private final Gateway gateway;
    private final TargetProcess process;

    private ConsoleProcess(
            Target where, List<String> command, Map<String, String> variables, boolean acts, PrintWriter err) {
        this.where = where;
        this.acts = acts;
        this.err = err;
        gateway = Gateway.open(DemoPage.headings(List.of(where)), acts);
        process = TargetProcess.start(where.text(), command, variables, this::show);
    }

    /**
     * Starts the console; its page's address is printed when it answers.
     *
     * @param command starts the process
     * @param variables say where the pipeline is, in addition to the environment
     * @param wanted of {@code docs/target-protocol.md}: {@code environment} and {@code act}; without {@code act} the page is for reading
     *     only
     */
    static ConsoleProcess start(
            Target where, List<String> command, Map<String, String> variables, ObjectNode wanted, PrintWriter err) {
        ConsoleProcess console =
                new ConsoleProcess(where, command, variables, wanted.path("act").asBoolean(), err);
        console.process.send(wanted.put("op", "console").put("lane", where.text()));
        console.process.flush();
        return console;
    }

    private void show(JsonNode answer) {
        if (answer.path("event").asText().equals("console")) {
            gateway.up(
                    where.text(),
                    URI.create(answer.path("url").asText()),
                    answer.path("token").asText());
            gateway.takeOrders();
            err.println("Page" + (acts ? "" : ", for reading only") + ": " + gateway.address());
            err.flush();
        }
    }

    /** {@return done when the process does not answer any more} */
    CompletableFuture<Boolean> ended() {
        return process.ended();
    }

    /**
     * Ends the console, and waits for its end.
     *
     * @throws Failure if it failed
     */
    void end() {
        JsonNode unused = process.summary();
    }

    /** Ends the console from the thread of a signal. */
    void stop() {
        process.stop();
    }

    @Override
    public void close() {
        gateway.close();
        process.close();
    }
}
