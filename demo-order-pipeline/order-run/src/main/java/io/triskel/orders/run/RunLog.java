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
import java.util.function.Supplier;

/**
 * What a run leaves behind: {@code events.jsonl}, each event once as a CloudEvent (personal data encrypted), and the read
 * model, {@code orders.jsonl} and {@code revenue.jsonl}, without personal data.
 */
public final class RunLog implements AutoCloseable {
    private final Optional<Path> folder;
    private final OutputStream log;
    private final ObjectMapper json = new ObjectMapper();
    private Optional<IOException> failure = Optional.empty();

    /**
     * Creates the folder and begins the event log.
     *
     * @param folder empty to leave nothing behind
     * @throws UncheckedIOException if the folder cannot be written to
     */
    public RunLog(Optional<Path> folder) {
        this.folder = folder;
        try {
            log = folder.isPresent() ? begin(folder.get()) : OutputStream.nullOutputStream();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write to " + folder.get() + ": " + failed, failed);
        }
    }

    private static OutputStream begin(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new BufferedOutputStream(Files.newOutputStream(folder.resolve("events.jsonl")), 1 << 16);
    }

    /**
     * Writes an event; a failure is kept until {@link #finish}, so that it does not look like one of the event.
     *
     * @param event a CloudEvent as one line of JSON, asked for if there is a log
     */
    public void event(Supplier<byte[]> event) {
        if (folder.isEmpty()) {
            return;
        }
        try {
            log.write(event.get());
            log.write('\n');
        } catch (IOException failed) {
            failure = failure.or(() -> Optional.of(failed));
        }
    }

    /**
     * Writes the read model.
     *
     * @throws UncheckedIOException if anything could not be written
     */
    void finish(List<OrderRow> orders, Map<String, Map<String, Long>> revenueByProduct) {
        if (folder.isEmpty()) {
            return;
        }
        try {
            if (failure.isPresent()) {
                throw failure.get();
            }
            log.flush();
            try (Writer rows = Files.newBufferedWriter(folder.get().resolve("orders.jsonl"))) {
                for (OrderRow row : orders) {
                    rows.write(json.writeValueAsString(row(row)) + "\n");
                }
            }
            try (Writer totals = Files.newBufferedWriter(folder.get().resolve("revenue.jsonl"))) {
                for (Map.Entry<String, Map<String, Long>> total : revenueByProduct.entrySet()) {
                    ObjectNode node = json.createObjectNode().put("product", total.getKey());
                    total.getValue().forEach(node::put);
                    totals.write(json.writeValueAsString(node) + "\n");
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write to " + folder.get() + ": " + failed, failed);
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
            throw new UncheckedIOException("cannot close the event log: " + failed, failed);
        }
    }
}
