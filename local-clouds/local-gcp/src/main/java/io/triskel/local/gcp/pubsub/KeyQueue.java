package io.triskel.local.gcp.pubsub;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The messages of one ordering key in publication order: first the outstanding ones, then the waiting ones. While one
 * is outstanding, further messages go to the same receiver or to none.
 */
final class KeyQueue {
    final Deque<Delivery> out = new ArrayDeque<>();
    final Deque<Delivery> waiting = new ArrayDeque<>();

    private final String key;
    private Optional<Receiver> owner = Optional.empty();
    private Optional<Receiver> listedBy = Optional.empty();
    private boolean listed;
    private int holds;

    KeyQueue(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    /** The receiver of the outstanding messages. */
    Optional<Receiver> owner() {
        return owner;
    }

    void owner(Optional<Receiver> now) {
        owner = now;
    }

    /** Whether the queue delivers no message until a back-off has passed. */
    boolean isHeld() {
        return holds > 0;
    }

    void hold() {
        holds++;
    }

    void endHold() {
        holds--;
    }

    boolean isUsed() {
        return !out.isEmpty() || !waiting.isEmpty() || isHeld();
    }

    /** Adds the queue to the list of keys that any receiver may take, unless it is already listed. */
    void listIn(Deque<KeyQueue> free) {
        if (!listed) {
            listed = true;
            free.add(this);
        }
    }

    /**
     * Called when the queue is taken from that list: whether any receiver may still have it, since it may have changed.
     */
    boolean isFreeWhenTaken() {
        listed = false;
        return !isHeld() && out.isEmpty() && !waiting.isEmpty();
    }

    /** Adds the queue to the owner's list, unless it is already listed. */
    void listIn(Receiver receiver) {
        if (listedBy.filter(receiver::equals).isEmpty()) {
            listedBy = Optional.of(receiver);
            receiver.keys().add(this);
        }
    }

    /** Called when the queue is taken from that receiver's list: whether the receiver may have more of it. */
    boolean isOwnWhenTaken(Receiver receiver) {
        if (listedBy.filter(receiver::equals).isPresent()) {
            listedBy = Optional.empty();
        }
        return !isHeld() && !waiting.isEmpty() && owner.filter(receiver::equals).isPresent();
    }
}
