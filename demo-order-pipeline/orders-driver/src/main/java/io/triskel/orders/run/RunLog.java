package io.triskel.orders.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.orders.view.OrderRow;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The files that a run leaves behind: {@code events.jsonl}, each event once as a CloudEvent (personal data encrypted), and the
 * read model, {@code orders.jsonl} and {@code revenue.jsonl}, without personal data. A failure to write is reported immediately
 * and does not end the run: its result does not depend on these files.
 */
public final class RunLog implements AutoCloseable {
    private final Optional<RunFolder> folder;
    private final OutputStream log;
    private final Consumer<String> warning;
    private final ObjectMapper json = new ObjectMapper();
    private Optional<String> problem = Optional.empty();
    private volatile boolean finished;

    /**
     * Takes the folder and begins the event log.
     *
     * @param folder empty to leave nothing behind
     * @param warning notified immediately, for people, if something cannot be written any more
     * @throws IllegalStateException if the folder cannot be written to, holds files that no run has written, or belongs to a
     *     run that is under way
     */
    public RunLog(Optional<Path> folder, Consumer<String> warning) {
        this.folder = folder.map(RunFolder::take);
        this.warning = warning;
        log = this.folder.map(RunLog::begin).orElseGet(OutputStream::nullOutputStream);
    }

    private static OutputStream begin(RunFolder folder) {
        try {
            return new BufferedOutputStream(Files.newOutputStream(folder.events()), 1 << 16);
        } catch (IOException failed) {
            folder.close();
            throw new IllegalStateException("cannot write " + folder.events() + ": " + RunFolder.why(failed), failed);
        }
    }

    /**
     * Writes an event, as long as all before it could be written.
     *
     * @param event a CloudEvent as one line of JSON, asked for if there is a log
     */
    public void event(Supplier<byte[]> event) {
        if (folder.isEmpty() || problem.isPresent() || finished) {
            return;
        }
        try {
            log.write(event.get());
            log.write('\n');
        } catch (IOException failed) {
            give(folder.get().events(), failed);
        }
    }

    private void give(Path file, IOException failed) {
        String message = file + " cannot be written: " + RunFolder.why(failed);
        problem = Optional.of(message);
        warning.accept(message + "; the run continues without it");
    }

    /** {@return what could not be written, and why; empty if all could} */
    Optional<String> problem() {
        return problem;
    }

    /** Writes the read model, as long as all before it could be written. An event that comes later is not of the run. */
    void finish(List<OrderRow> orders, Map<String, Map<String, Long>> revenueByProduct) {
        finished = true;
        if (folder.isEmpty()) {
            return;
        }
        RunFolder into = folder.get();
        write(into.events(), log::flush);
        write(into.orders(), () -> orders(into.orders(), orders));
        write(into.revenue(), () -> revenue(into.revenue(), revenueByProduct));
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void write(Path file, Writing writing) {
        if (problem.isPresent()) {
            return;
        }
        try {
            writing.run();
        } catch (IOException failed) {
            give(file, failed);
        }
    }

    private void orders(Path file, List<OrderRow> orders) throws IOException {
        try (Writer rows = Files.newBufferedWriter(file)) {
            for (OrderRow row : orders) {
                rows.write(json.writeValueAsString(row(row)) + "\n");
            }
        }
    }

    private void revenue(Path file, Map<String, Map<String, Long>> revenueByProduct) throws IOException {
        try (Writer totals = Files.newBufferedWriter(file)) {
            for (Map.Entry<String, Map<String, Long>> total : revenueByProduct.entrySet()) {
                ObjectNode node = json.createObjectNode().put("product", total.getKey());
                total.getValue().forEach(node::put);
                totals.write(json.writeValueAsString(node) + "\n");
            }
        }
    }

    private ObjectNode row(OrderRow row) {
        ObjectNode node = json.createObjectNode()
                .put("order", row.order())
                .put("customer", row.customer())
                .put("status", row.status().text())
                .put("cents", row.cents());
        row.reason().ifPresent(reason -> node.put("reason", reason));
        return node;
    }

    @Override
    public void close() {
        try {
            log.close();
        } catch (IOException failed) {
            if (problem.isEmpty()) {
                throw new UncheckedIOException("cannot close the event log: " + RunFolder.why(failed), failed);
            }
        } finally {
            folder.ifPresent(RunFolder::close);
        }
    }
}
