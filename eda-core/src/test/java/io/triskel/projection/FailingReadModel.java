package io.triskel.projection;

import io.triskel.event.Page;
import io.triskel.event.PortException;
import io.triskel.projection.ReadModel.Row;
import java.util.Optional;

/** A read model with somebody else at work: another writer just before a write, an outage of one table, no luck at all. */
final class FailingReadModel implements ReadModel {
    private final ReadModel inner;
    private Runnable beforeNextPut = () -> {};
    private String failing = "none";
    private boolean refuses;

    FailingReadModel(ReadModel inner) {
        this.inner = inner;
    }

    void beforeNextPut(Runnable other) {
        beforeNextPut = other;
    }

    void failOnTable(String table) {
        failing = table;
    }

    void refuseEveryPut() {
        refuses = true;
    }

    @Override
    public Optional<Row> get(String table, String rowId) {
        return inner.get(table, rowId);
    }

    @Override
    public boolean put(String table, Row row, long expectedVersion) {
        if (table.equals(failing)) {
            throw new PortException(table + " is down");
        }
        Runnable other = beforeNextPut;
        beforeNextPut = () -> {};
        other.run();
        return !refuses && inner.put(table, row, expectedVersion);
    }

    @Override
    public Page<Row> query(String table, String index, String key, Optional<String> after, int limit) {
        return inner.query(table, index, key, after, limit);
    }

    @Override
    public Page<Row> page(String table, Optional<String> after, int limit) {
        return inner.page(table, after, limit);
    }

    @Override
    public int drop(String table, int limit) {
        return inner.drop(table, limit);
    }
}
