package io.triskel.publish;

import io.triskel.event.OrderingKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The lines in which publications wait for their turn at a key. A key without a publication is not remembered. */
final class KeyLines {
    private final Map<OrderingKey, LinkedHashSet<Place>> lines = new HashMap<>();

    /** Joins the lines of these keys at once, so that two publications never wait for each other in a circle. */
    synchronized Place join(Set<OrderingKey> keys) {
        Place place = new Place(keys);
        keys.forEach(key ->
                lines.computeIfAbsent(key, first -> new LinkedHashSet<>()).add(place));
        return place;
    }

    synchronized int keys() {
        return lines.size();
    }

    /** One publication's place in the lines of its keys. */
    final class Place {
        private final Set<OrderingKey> keys;
        private CompletableFuture<Void> turn = new CompletableFuture<>();

        private Place(Set<OrderingKey> keys) {
            this.keys = new LinkedHashSet<>(keys);
        }

        /** {@return done once it is this publication's turn at one more key than now} */
        CompletableFuture<Void> nextTurn() {
            synchronized (KeyLines.this) {
                if (turn.isDone()) {
                    turn = new CompletableFuture<>();
                }
                return turn;
            }
        }

        /** {@return whether it is this publication's turn at a key that it has not left} */
        boolean hasTurn(OrderingKey key) {
            synchronized (KeyLines.this) {
                return isFirst(key);
            }
        }

        private boolean isFirst(OrderingKey key) {
            Set<Place> line = lines.get(key);
            return line != null && line.iterator().next() == this;
        }

        /** Lets the next one have its turn at this key. */
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
