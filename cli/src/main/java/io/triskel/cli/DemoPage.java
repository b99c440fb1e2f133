package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.cli.gateway.Gateway;
import io.triskel.cli.gateway.Heading;
import io.triskel.load.cloud.CloudDescriptor;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The page of a demo with {@code --ui}: one lane for each target, and the proof that all ended equal. Without, it does nothing. */
final class DemoPage implements AutoCloseable {
    /** How long a run waits for its page. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Optional<Gateway> gateway;
    private final PrintWriter err;

    private DemoPage(Optional<Gateway> gateway, PrintWriter err) {
        this.gateway = gateway;
        this.err = err;
    }

    /**
     * {@return the page of these targets, whose address is printed}
     *
     * @param wanted whether there is to be a page
     */
    static DemoPage of(boolean wanted, List<Target> targets, PrintWriter err) {
        if (!wanted) {
            return new DemoPage(Optional.empty(), err);
        }
        Gateway gateway = Gateway.open(headings(targets), true);
        err.println("Page: " + gateway.address());
        err.println("The run begins when the page is open, at the latest in " + PATIENCE.toSeconds() + " seconds.");
        err.flush();
        return new DemoPage(Optional.of(gateway), err);
    }

    /** {@return what stands at the head of the targets' lanes} */
    static List<Heading> headings(List<Target> targets) {
        return targets.stream()
                .map(target -> new Heading(
                        target.text(),
                        target.cloud().map(CloudDescriptor::name).orElse("Memory"),
                        target.cloud().map(CloudDescriptor::look)))
                .toList();
    }

    Optional<Gateway> gateway() {
        return gateway;
    }

    /**
     * Shows how all lanes ended. From now on, orders can be placed by hand.
     *
     * @param results each target's summary
     * @param folders the folder of each target's files
     * @param differences between the targets, for people
     */
    void ended(Map<Target, ObjectNode> results, Function<Target, Path> folders, List<String> differences) {
        gateway.ifPresent(page -> {
            ObjectNode proof = new ObjectMapper().createObjectNode().put("equal", differences.isEmpty());
            results.forEach((target, result) -> {
                ObjectNode ended = proof.objectNode()
                        .put("lane", target.text())
                        .put("complete", TargetComparison.isComplete(result));
                RunOutcome.read(folders.apply(target)).map(RunOutcome::digest).ifPresent(digest -> {
                    ended.put("digest", digest);
                    if (differences.isEmpty()) {
                        proof.put("digest", digest);
                    }
                });
                ended.set("summary", result);
                page.tell("ended", ended);
            });
            differences.forEach(proof.putArray("differences")::add);
            page.tell("proof", proof);
            page.takeOrders();
        });
    }

    /** {@return the differences to memory that a cloud's result names} */
    static List<String> differencesToMemory(JsonNode result) {
        List<String> differences = new ArrayList<>();
        result.path(SameInMemory.DIFFERENCES).forEach(one -> differences.add(one.asText()));
        return differences;
    }

    /**
     * Keeps the page and its targets until Ctrl-C, or Ctrl-D where a person types.
     *
     * @param stop ends the targets at a signal
     * @param code the exit code of the run, also at a signal: ending is what a person does with a page
     * @param typed ends the page with its end; empty if nobody types there
     */
    void stay(Runnable stop, int code, Optional<InputStream> typed) {
        gateway.ifPresent(page -> stay(page.address(), err, stop, code, typed));
    }

    /** The same for a page at this address. */
    static void stay(URI address, PrintWriter err, Runnable stop, int code, Optional<InputStream> typed) {
        try (StopHook hook = new StopHook(() -> {
            stop.run();
            Runtime.getRuntime().halt(code);
        })) {
            err.println("The run is over. The page stays until Ctrl-C" + (typed.isPresent() ? " or Ctrl-D" : "") + ": "
                    + address);
            err.flush();
            if (!hook.isStopping()) {
                boolean unused = typed.map(TypedEnd::of)
                        .orElseGet(CompletableFuture::new)
                        .join();
            }
        }
    }

    @Override
    public void close() {
        gateway.ifPresent(Gateway::close);
    }
}
