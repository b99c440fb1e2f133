package io.triskel.orders.memory;

import io.triskel.hosting.Heartbeat;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.projection.ReadModel.Row;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.AppendResult.Committed;
import io.triskel.store.EventReader.EventPage;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a pipeline does in its stores, in the operations that {@code RequestBudgetContract} counts the cost of. For one thread:
 * a saga's step is told from what is recorded of it by the load before its save.
 */
final class StoreWork {
    private final Map<String, Long> done = new TreeMap<>();
    private final Map<Integer, Long> streamReads = new TreeMap<>();
    private final Map<String, Map<String, String>> indexKeys = new HashMap<>();
    private final Set<SagaRef> loaded = new HashSet<>();
    private final Set<String> snapshots = new HashSet<>();

    /** {@return the operations, and how often each was done} */
    Map<String, Long> done() {
        return Map.copyOf(done);
    }

    /** {@return how often how many events were read from a stream} */
    Map<Integer, Long> streamReads() {
        return Map.copyOf(streamReads);
    }

    private void did(String operation, long times) {
        done.merge(operation, times, Long::sum);
    }

    /** {@return this port, with its calls counted} It has every interface of the real one, as event stores can do more. */
    <T> T counting(Class<T> port, T real) {
        InvocationHandler handler = (proxy, method, arguments) -> called(real, method, arguments);
        return port.cast(
                Proxy.newProxyInstance(port.getClassLoader(), real.getClass().getInterfaces(), handler));
    }

    private Object called(Object real, Method method, Object[] arguments) throws Throwable {
        Object result;
        try {
            result = method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
        count(method, arguments, result);
        return result;
    }

    private void count(Method method, Object[] arguments, Object result) {
        if (method.getDeclaringClass() == Replicas.class && Heartbeat.areIn((String) arguments[0])) {
            return; // By the minute and not by the order.
        }
        switch (method.getDeclaringClass().getSimpleName() + "." + method.getName()) {
            case "EventAppender.append" -> appended((AppendResult) result);
            case "LeasingAppender.append" -> appended(((LeasedAppend) result).result());
            case "EventReader.read" ->
                streamReads.merge(((EventPage) result).events().size(), 1L, Long::sum);
            case "Outbox.dirty", "SagaStore.due", "SagaStore.unsent" -> did("looks into an index", 1);
            case "ParkingLot.heldAmong" -> {
                did("lanes looked up", ((Collection<?>) arguments[1]).size());
                did("batches of lanes looked up", 1);
            }
            case "ParkingLot.due" -> did("looks for parked events", 1);
            case "SagaStore.load" -> loaded.add((SagaRef) arguments[0]);
            case "SagaStore.save" -> saved((SagaRow) arguments[0], (long) arguments[1]);
            case "Inbox.completeAll" -> {
                did("events behind an inbox", ((List<?>) arguments[0]).size());
                did("batches behind an inbox", 1);
            }
            case "ReadModel.get" -> did("rows of views read", 1);
            case "ReadModel.put" -> put((String) arguments[0], (Row) arguments[1], (long) arguments[2]);
            case "Snapshots.load" -> did("snapshots read", 1);
            case "Snapshots.save" ->
                did(snapshots.add(arguments[0].toString()) ? "first snapshots" : "further snapshots", 1);
            case "Replicas.get" -> did("replicas read", 1);
            case "Replicas.put" ->
                did(((Replica) arguments[1]).version() == 1 ? "new replicas" : "further replicas", 1);
            default -> {}
        }
    }

    private void appended(AppendResult result) {
        if (result instanceof Committed committed) {
            did(committed.first() == 1 ? "first commits of streams" : "further commits", 1);
        }
    }

    private void saved(SagaRow row, long expected) {
        if (loaded.remove(row.ref())) {
            boolean sends = !row.unsent().commands().isEmpty();
            did(expected == 0 ? "first steps of sagas" : sends ? "next steps of sagas" : "last steps of sagas", 1);
        }
    }

    private void put(String table, Row row, long expected) {
        did("rows of views written", 1);
        did("new rows of views", expected == 0 ? 1 : 0);
        Map<String, String> before = Optional.ofNullable(indexKeys.put(table + "/" + row.id(), row.indexKeys()))
                .orElse(Map.of());
        Set<Map.Entry<String, String>> moved = new HashSet<>(row.indexKeys().entrySet());
        moved.removeAll(before.entrySet());
        Set<Map.Entry<String, String>> gone = new HashSet<>(before.entrySet());
        gone.removeAll(row.indexKeys().entrySet());
        did("index entries of views", moved.size() + (long) gone.size());
    }
}
