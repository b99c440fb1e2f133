package io.triskel.local.gcp.pubsub;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The messages that a subscription has not settled, and which receiver may get which. With ordering, "if a message is
 * redelivered, then all messages received after that message for the same ordering key will also be redelivered,
 * whether or not they were already acknowledged", and messages after an outstanding one go to the same subscriber
 * (Pub/Sub documentation, "Order messages"). Guarded by the subscription.
 */
final class UnsettledMessages {
    private final boolean ordered;
    private final Consumer<StoredMessage> whenGone;
    private final Deque<Delivery> ready = new ArrayDeque<>();
    private final Map<String, KeyQueue> keys = new HashMap<>();
    private final Deque<KeyQueue> freeKeys = new ArrayDeque<>();
    private final PriorityQueue<Held> held = new PriorityQueue<>(Comparator.comparing(Held::until));
    // The deliveries without an ordering key.
    private final Map<Long, Delivery> unordered = new HashMap<>();
    private int unsettled;

    /** @param whenGone gets every message that is settled for good */
    UnsettledMessages(boolean ordered, Consumer<StoredMessage> whenGone) {
        this.ordered = ordered;
        this.whenGone = whenGone;
    }

    private record Held(Instant until, Delivery delivery) {}

    void add(StoredMessage message) {
        unsettled++;
        if (!ordered || message.orderingKey().isEmpty()) {
            Delivery delivery = new Delivery(message, Optional.empty());
            unordered.put(message.ordinal(), delivery);
            ready.add(delivery);
            return;
        }
        KeyQueue queue = keys.computeIfAbsent(message.orderingKey(), KeyQueue::new);
        queue.waiting.add(new Delivery(message, Optional.of(queue)));
        offer(queue);
    }

    /** Takes the next delivery for this receiver. */
    Optional<Delivery> next(Receiver receiver) {
        Delivery free = ready.poll();
        if (free != null) {
            return Optional.of(free);
        }
        return nextQueue(receiver).map(queue -> {
            Delivery first = queue.waiting.remove();
            queue.out.add(first);
            queue.owner(Optional.of(receiver));
            if (receiver.keepsKeys() && !queue.waiting.isEmpty()) {
                queue.listIn(receiver);
            }
            return first;
        });
    }

    /** Settles a delivery that is acknowledged, forwarded or too old. */
    void settle(Delivery delivery) {
        if (delivery.isSettled()) {
            return;
        }
        delivery.settled(true);
        unsettled--;
        delivery.queue().ifPresentOrElse(this::shorten, () -> {
            unordered.remove(delivery.message().ordinal());
            whenGone.accept(delivery.message());
        });
    }

    /**
     * Puts a failed delivery back, with all later ones of its key; the returned deliveries must not be processed any
     * longer.
     *
     * @param until the earliest time of its redelivery
     */
    List<Delivery> putBack(Delivery delivery, Instant now, Instant until) {
        if (delivery.queue().isEmpty()) {
            if (until.isAfter(now)) {
                held.add(new Held(until, delivery));
            } else {
                ready.addFirst(delivery);
            }
            return List.of(delivery);
        }
        KeyQueue queue = delivery.queue().get();
        List<Delivery> back = takeBack(queue, delivery);
        if (until.isAfter(now)) {
            queue.hold();
            held.add(new Held(until, delivery));
        }
        if (queue.out.isEmpty()) {
            queue.owner(Optional.empty());
        }
        offer(queue);
        return back;
    }

    /** Releases deliveries whose back-off has passed. */
    void wake(Instant now) {
        for (Held first = held.peek(); first != null && !first.until().isAfter(now); first = held.peek()) {
            Delivery delivery = held.remove().delivery();
            delivery.queue()
                    .ifPresentOrElse(
                            queue -> {
                                queue.endHold();
                                offer(queue);
                            },
                            () -> ready.addFirst(delivery));
        }
    }

    /** Forgets waiting messages published before that time; returns their number. */
    int forget(Instant publishedBefore) {
        List<Delivery> old = new ArrayList<>();
        ready.removeIf(delivery -> isOld(delivery, publishedBefore, old));
        for (KeyQueue queue : keys.values()) {
            for (Delivery first = queue.waiting.peek();
                    first != null && isOld(first, publishedBefore, old);
                    first = queue.waiting.peek()) {
                queue.waiting.remove();
            }
        }
        for (Delivery delivery : old) {
            delivery.settled(true);
            unsettled--;
            unordered.remove(delivery.message().ordinal());
            whenGone.accept(delivery.message());
        }
        keys.values().removeIf(queue -> !queue.isUsed());
        return old.size();
    }

    int size() {
        return unsettled;
    }

    /** The unacknowledged messages, in publication order. */
    List<StoredMessage> messages() {
        return deliveries()
                .filter(delivery -> !delivery.isSettled())
                .map(Delivery::message)
                .sorted(Comparator.comparingLong(StoredMessage::ordinal))
                .toList();
    }

    /** All messages that are held, including acknowledged ones that wait for earlier ones of their key. */
    List<StoredMessage> all() {
        return deliveries().map(Delivery::message).toList();
    }

    private Stream<Delivery> deliveries() {
        return Stream.concat(
                unordered.values().stream(),
                keys.values().stream().flatMap(queue -> Stream.concat(queue.out.stream(), queue.waiting.stream())));
    }

    private Optional<KeyQueue> nextQueue(Receiver receiver) {
        for (KeyQueue own = receiver.keys().poll();
                own != null;
                own = receiver.keys().poll()) {
            if (own.isOwnWhenTaken(receiver)) {
                return Optional.of(own);
            }
        }
        for (KeyQueue free = freeKeys.poll(); free != null; free = freeKeys.poll()) {
            if (free.isFreeWhenTaken()) {
                return Optional.of(free);
            }
        }
        return Optional.empty();
    }

    private void offer(KeyQueue queue) {
        if (queue.waiting.isEmpty() || queue.isHeld()) {
            return;
        }
        if (queue.out.isEmpty()) {
            queue.listIn(freeKeys);
        } else {
            queue.owner().filter(Receiver::keepsKeys).ifPresent(queue::listIn);
        }
    }

    private void shorten(KeyQueue queue) {
        for (Delivery first = queue.out.peek(); first != null && first.isSettled(); first = queue.out.peek()) {
            whenGone.accept(queue.out.remove().message());
        }
        if (queue.out.isEmpty()) {
            queue.owner(Optional.empty());
            offer(queue);
        }
        if (!queue.isUsed()) {
            keys.remove(queue.key());
        }
    }

    private List<Delivery> takeBack(KeyQueue queue, Delivery from) {
        List<Delivery> back = new ArrayList<>();
        for (Iterator<Delivery> out = queue.out.iterator(); out.hasNext(); ) {
            Delivery delivery = out.next();
            if (delivery == from || !back.isEmpty()) {
                back.add(delivery);
                out.remove();
                if (delivery.isSettled()) {
                    delivery.settled(false);
                    unsettled++;
                }
            }
        }
        for (int i = back.size() - 1; i >= 0; i--) {
            queue.waiting.addFirst(back.get(i));
        }
        return back;
    }

    private static boolean isOld(Delivery delivery, Instant publishedBefore, List<Delivery> old) {
        boolean isOld = delivery.message().publishedAt().isBefore(publishedBefore);
        if (isOld) {
            old.add(delivery);
        }
        return isOld;
    }
}
