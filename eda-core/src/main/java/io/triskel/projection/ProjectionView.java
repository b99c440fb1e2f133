package io.triskel.projection;

import io.triskel.codec.StateCodec;
import io.triskel.event.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the active generation of a projection; a rebuild's switch is seen by the next call. */
public final class ProjectionView<R> {
    private static final int PAGE = 500;

    private final Projection<R> projection;
    private final ReadModel readModel;
    private final RowWriter writer;
    private final GenerationStore generations;

    /** Reads a projection from where its handler writes it. */
    public ProjectionView(Projection<R> projection, ReadModel readModel, StateCodec codec) {
        this.projection = projection;
        this.readModel = readModel;
        this.writer = new RowWriter(readModel, codec);
        this.generations = new GenerationStore(projection.name(), readModel, codec);
    }

    /** {@return the row of a stream, if it has one} */
    public Optional<R> find(StreamId stream) {
        return writer.decode(readModel.get(rows(), stream.value()), projection.rowType());
    }

    /**
     * Finds rows by an index key, page by page, in no particular order.
     *
     * @param after {@link Page#next()} of the page before; empty for the first page
     * @param limit 1 or more
     */
    public Page<R> query(String index, String key, Optional<String> after, int limit) {
        return decode(readModel.query(rows(), index, key, after, limit));
    }

    /** Reads all rows, page by page, in no particular order; gone rows are left out, so a page may have fewer than asked. */
    public Page<R> page(Optional<String> after, int limit) {
        return decode(readModel.page(rows(), after, limit));
    }

    /** {@return the sum of all contributions to a total, by measure; empty if there are none} */
    public Map<String, Long> total(String total) {
        String table = Tables.contributions(projection, generations.load().active());
        Map<String, Long> sum = new TreeMap<>();
        Optional<String> after = Optional.empty();
        do {
            RowPage page = readModel.query(table, Tables.TOTAL_INDEX, total, after, PAGE);
            for (Row row : page.rows()) {
                writer.decode(Optional.of(row), Amounts.class)
                        .ifPresent(amounts -> amounts.byMeasure()
                                .forEach((measure, amount) -> sum.merge(measure, amount, Math::addExact)));
            }
            after = page.next();
        } while (after.isPresent());
        return sum;
    }

    private String rows() {
        return Tables.rows(projection, generations.load().active());
    }

    private Page<R> decode(RowPage page) {
        List<R> rows = page.rows().stream()
                .flatMap(row -> writer.decode(Optional.of(row), projection.rowType()).stream())
                .toList();
        return new Page<>(rows, page.next());
    }

    /**
     * Some rows.
     *
     * @param rows decoded
     * @param next where the next page begins; empty after the last one
     */
    public record Page<R>(List<R> rows, Optional<String> next) {
        public Page {
            rows = List.copyOf(rows);
        }
    }
}
