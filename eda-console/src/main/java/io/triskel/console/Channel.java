package io.triskel.console;

import io.triskel.console.Message.Written;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The messages of one screen: the newest of each slot, and the last ones for pages that come back after a break. */
final class Channel {
    private static final int KEPT = 256;
    private static final int KEPT_CHARACTERS = 2_000_000;

    private final Deque<Numbered> kept = new ArrayDeque<>();
    private final Map<String, Numbered> slots = new LinkedHashMap<>();
    private long last;
    private int characters;

    /** A message with its place in the channel, from 1. */
    record Numbered(long number, Written message) {}

    /**
     * Adds a message, unless its slot has the same content.
     *
     * @param anyway whether to add it also if nothing changed
     */
    synchronized void add(Written message, boolean anyway) {
        Numbered before = slots.get(message.slot());
        if (!anyway && before != null && before.message().content().equals(message.content())) {
            return;
        }
        Numbered added = new Numbered(++last, message);
        if (!message.slot().isEmpty()) {
            slots.remove(message.slot());
            slots.put(message.slot(), added);
        }
        kept.addLast(added);
        characters += message.text().length();
        while (kept.size() > KEPT || (characters > KEPT_CHARACTERS && kept.size() > 1)) {
            characters -= kept.removeFirst().message().text().length();
        }
        notifyAll();
    }

    /** {@return the newest message of each slot, in order} */
    synchronized List<Numbered> state() {
        return List.copyOf(slots.values());
    }

    synchronized long last() {
        return last;
    }

    /** {@return the messages after this number; empty if some of them are gone, or there never was such a number} */
    synchronized Optional<List<Numbered>> after(long number) {
        long first = kept.isEmpty() ? last + 1 : kept.getFirst().number();
        if (number > last || number < first - 1) {
            return Optional.empty();
        }
        List<Numbered> after = new ArrayList<>();
        kept.forEach(one -> {
            if (one.number() > number) {
                after.add(one);
            }
        });
        return Optional.of(after);
    }

    /** Waits until there are messages after this number, or the time is over. */
    synchronized void await(long number, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = millis;
        while (last <= number && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }
}
