package io.triskel.projection;

import io.triskel.event.Page;
import io.triskel.memory.InMemoryStores;
import io.triskel.projection.ReadModel.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A read model that notes what it is asked, and lets something else happen before a request or after it. */
final class WatchedReadModel implements ReadModel {
    private final ReadModel inner = new InMemoryStores().readModel();
    private final List<String> requests = new ArrayList<>();
    private String awaited = "";
    private Runnable meanwhile = () -> {};

    /** {@return what was asked since the last time, such as {@code put orders.g1}} */
    List<String> requests() {
        List<String> since = List.copyOf(requests);
        requests.clear();
        return since;
    }

    /** Lets this happen once, before the next such request. */
    void before(String request, Runnable other) {
        awaited = request;
        meanwhile = other;
    }

    private void note(String request) {
        if (awaited.equals(request)) {
            awaited = "";
            meanwhile.run();
        }
        requests.add(request);
    }

    @Override
    public Optional<Row> get(String table, String rowId) {
        note("get " + table);
        return inner.get(table, rowId);
    }

    @Override
    public boolean put(String table, Row row, long expectedVersion) {
        note("put " + table);
        return inner.put(table, row, expectedVersion);
    }

    @Override
    public Page<Row> query(String table, String index, String key, Optional<String> after, int limit) {
        note((after.isPresent() ? "next query " : "query ") + table);
        return inner.query(table, index, key, after, limit);
    }

    @Override
    public Page<Row> page(String table, Optional<String> after, int limit) {
        note("page " + table);
        return inner.page(table, after, limit);
    }

    @Override
    public int drop(String table, int limit) {
        note("drop " + table);
        return inner.drop(table, limit);
    }
}
