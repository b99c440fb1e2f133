package io.triskel.publish;

import io.triskel.event.OrderingKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Queues in which publications wait for their turn at a key. A key without a publication is not remembered. */
final class KeyLines {
    private final Map<OrderingKey, LinkedHashSet<Place>> lines = new HashMap<>();

    /** Joins the queues of all these keys in one step, so that publications never wait for each other in a circle. */
    synchronized Place join(Set<OrderingKey> keys) {
        Place place = new Place(keys);
        keys.forEach(key ->
                lines.computeIfAbsent(key, first -> new LinkedHashSet<>()).add(place));
        return place;
    }

    synchronized int keys() {
        return lines.size();
    }

    /** One publication's place in the queues of its keys. */
    final class Place {
        private final Set<OrderingKey> keys;
        private CompletableFuture<Void> turn = new CompletableFuture<>();

        private Place(Set<OrderingKey> keys) {
            this.keys = new LinkedHashSet<>(keys);
        }

        /** {@return completes once this publication has its turn at one more key} */
        CompletableFuture<Void> nextTurn() {
            synchronized (KeyLines.this) {
                if (turn.isDone()) {
                    turn = new CompletableFuture<>();
                }
                return turn;
            }
        }

        /** {@return whether this publication has its turn at the key and has not left it} */
        boolean hasTurn(OrderingKey key) {
            synchronized (KeyLines.this) {
                return isFirst(key);
            }
        }

        private boolean isFirst(OrderingKey key) {
            Set<Place> line = lines.get(key);
            return line != null && line.iterator().next() == this;
        }

        /** Gives the turn at this key to the next publication. */
        void leave(OrderingKey key) {
            CompletableFuture<Void> next = null;
            synchronized (KeyLines.this) {
                if (keys.remove(key)) {
                    boolean wasFirst = isFirst(key);
                    LinkedHashSet<Place> line = Objects.requireNonNull(lines.get(key));
                    line.remove(this);
                    if (line.isEmpty()) {
                        lines.remove(key);
                    } else if (wasFirst) {
                        next = line.iterator().next().turn;
                    }
                }
            }
            if (next != null) {
                next.complete(null);
            }
        }

        void leaveAll() {
            Set<OrderingKey> left;
            synchronized (KeyLines.this) {
                left = Set.copyOf(keys);
            }
            left.forEach(this::leave);
        }
    }
}
