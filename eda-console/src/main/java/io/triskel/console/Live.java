package io.triskel.console;

import io.triskel.codec.JsonObject;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Looks at a screen while somebody watches it. The threads of the open connections do it, one at a time, so that nothing is
 * read and no thread runs while nobody looks.
 */
final class Live {
    private final String name;
    private final Screen screen;
    private final Consumer<Message> told;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile long nextNanos;
    private volatile boolean looked;

    Live(String name, Screen screen, Consumer<Message> told) {
        this.name = name;
        this.screen = screen;
        this.told = told;
    }

    /** Looks, if it is time and nobody else does; for the first time it waits for whoever looks. */
    void refresh() {
        if (!looked) {
            looking.lock();
            try {
                if (!looked) {
                    look();
                }
            } finally {
                looking.unlock();
            }
        } else if (System.nanoTime() - nextNanos >= 0 && looking.tryLock()) {
            try {
                look();
            } finally {
                looking.unlock();
            }
        }
    }

    /** The next refresh looks, because an action may have changed something. */
    void outdate() {
        nextNanos = System.nanoTime();
    }

    private void look() {
        nextNanos = System.nanoTime() + screen.every().toNanos();
        List<Message> messages;
        try {
            messages = screen.look();
        } catch (RuntimeException failed) {
            messages = List.of(
                    Message.once("stale", JsonObject.empty().set("what", name).set("why", Texts.firstLine(failed))));
        }
        messages.forEach(told);
        looked = true;
    }
}
