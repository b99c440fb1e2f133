package io.triskel.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.cli.gateway.OwnPage;
import io.triskel.cli.gateway.PageFiles;
import io.triskel.load.cloud.CloudDescriptor;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The page of a load test with {@code --ui}: what each run measures, second by second. Without, it does nothing. */
final class LoadPage implements AutoCloseable {
    private static final String SCREEN = "load";

    /** How long the end of the command waits for pages to hear of it. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Optional<Open> open;

    private record Open(LoadHistory history, OwnPage page, List<LoadTarget> targets, PrintWriter err) {}

    private LoadPage(Optional<Open> open) {
        this.open = open;
    }

    /**
     * {@return the page, whose address is printed}
     *
     * @param files of the console's page; not asked for without a page
     * @param wanted whether there is to be a page
     */
    static LoadPage of(
            boolean wanted,
            Supplier<PageFiles> files,
            Workload workload,
            List<LoadTarget> targets,
            Workers workers,
            PrintWriter err) {
        if (!wanted) {
            return new LoadPage(Optional.empty());
        }
        LoadHistory history = new LoadHistory(console(workload, targets), InstantSource.system());
        history.put("plan", "", plan(workload, targets, workers));
        OwnPage page = OwnPage.open(files.get(), SCREEN, history);
        err.println("Page: " + page.address());
        err.flush();
        return new LoadPage(Optional.of(new Open(history, page, targets, err)));
    }

    /** {@return what there is, as a console describes itself} */
    static ObjectNode console(Workload workload, List<LoadTarget> targets) {
        ObjectNode console = JsonNodeFactory.instance
                .objectNode()
                .put("schema", 1)
                .put("application", workload.name())
                .put("may", "read");
        console.putObject("environment").put("name", level(workload)).put("deployed", false);
        console.putArray("screens").add(SCREEN);
        for (String none : List.of("consumers", "sagas", "views", "streams")) {
            console.putArray(none);
        }
        ArrayNode lanes = console.putArray("lanes");
        targets.forEach(target -> {
            ObjectNode lane = lanes.addObject().put("id", target.text()).put("title", title(target));
            target.cloud()
                    .map(CloudDescriptor::look)
                    .ifPresent(look -> lane.putObject("look")
                            .put("light", look.light())
                            .put("dark", look.dark())
                            .put("path", look.path()));
        });
        return console;
    }

    private static String level(Workload workload) {
        return workload.level().name().toLowerCase(Locale.ROOT);
    }

    private static String title(LoadTarget target) {
        return target.cloud()
                .map(cloud -> target.isSimulated() ? target.text() : cloud.name())
                .orElse(target.equals(LoadTarget.MEMORY) ? "Memory" : target.text());
    }

    /** {@return what will be run} */
    static ObjectNode plan(Workload workload, List<LoadTarget> targets, Workers workers) {
        ObjectNode plan = JsonNodeFactory.instance
                .objectNode()
                .put("workload", workload.name())
                .put("repeats", workload.repeats())
                .put("workers", workers.started().size());
        targets.forEach(target -> plan.withArray("targets").add(target.text()));
        workload.objectives().p99().ifPresent(limit -> plan.put("p99Ms", limit.toNanos() / 1e6));
        ArrayNode phases = plan.putArray("phases");
        workload.phases()
                .forEach(phase -> phases.addObject()
                        .put("kind", phase.kind())
                        .put("from", phase.rateAt(Duration.ZERO))
                        .put("to", phase.rateAt(phase.length()))
                        .put(
                                "seconds",
                                (phase instanceof Phase.Capacity search ? search.longest() : phase.length()).toNanos()
                                        / 1e9));
        return plan;
    }

    /** {@return whether somebody may watch, so that targets tell more} */
    boolean isOpen() {
        return open.isPresent();
    }

    /** {@return what shows a run; it shows nothing without a page} */
    Optional<LoadRunShown> begin(LoadTarget target, int repeat) {
        return open.map(page -> new LoadRunShown(page.history(), target, repeat, rivals(page.targets(), target)));
    }

    /** {@return whether targets of another cloud are loaded, too} */
    static boolean rivals(List<LoadTarget> targets, LoadTarget target) {
        return target.cloud().isPresent()
                && targets.stream()
                        .map(LoadTarget::cloud)
                        .anyMatch(cloud -> cloud.isPresent() && !cloud.equals(target.cloud()));
    }

    /** A signal ends the command: its targets write what they have. */
    void stopping() {
        open.ifPresent(page -> page.history()
                .put("over", "", JsonNodeFactory.instance.objectNode().put("state", "stopping")));
    }

    /**
     * All runs are over.
     *
     * @param stopped by a signal
     * @param folder of the results
     */
    void over(boolean stopped, int exit, Path folder) {
        open.ifPresent(page -> page.history()
                .put(
                        "over",
                        "",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("state", stopped ? "stopped" : "ended")
                                .put("exit", exit)
                                .put("folder", folder.toString())));
    }

    /** Waits, for a short time, until all pages know how the runs ended. */
    void settle() {
        open.ifPresent(page -> page.page().settle(LAST_WORDS));
    }

    /** Keeps the page until Ctrl-C, or Ctrl-D where a person types; the command then ends with this code. */
    void stay(int code, Optional<InputStream> typed) {
        open.ifPresent(page -> DemoPage.stay(page.page().address(), page.err(), () -> {}, code, typed));
    }

    @Override
    public void close() {
        open.ifPresent(page -> page.page().close());
    }
}
