package io.triskel.console;

import io.triskel.codec.JsonObject;
import io.triskel.event.Envelope;
import io.triskel.event.Page;
import io.triskel.projection.History;
import io.triskel.projection.Rebuild;
import io.triskel.projection.RebuildComparison;
import io.triskel.projection.View;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One rebuild of a view, step by step: history, bus, comparison, then it waits for a person to switch or to stop. The thread
 * of {@link ViewWatch} runs it; others ask it to go on.
 */
final class RebuildRun {
    /** Whoever looks at the rebuild waits for a step. */
    private static final int STEP = 200;

    private static final int DROPPED_AT_ONCE = 500;
    private static final int COMPARED_PAGE = 100;

    /** A comparison reads each row in both generations: a sample is enough to see what differs. */
    private static final int MOST_COMPARED = 500;

    /** Where a rebuild is. */
    enum Phase {
        ARCHIVE,
        BUS,
        COMPARE,
        SWITCHED,
        DROP,
        DONE,
        STOPPED,
        FAILED;

        boolean isOver() {
            return this == DONE || this == FAILED;
        }
    }

    private final View<?> view;
    private final History history;
    private final Rebuild<?> rebuild;
    private final Console.Rebuilds.Bus bus;
    private final AtomicLong read = new AtomicLong();
    private final JsonObject begun;
    private final Consumer<Message> told;
    private Phase phase = Phase.ARCHIVE;
    private Optional<RebuildComparison> compared = Optional.empty();
    private boolean comparedAll;
    private long dropped;
    private boolean stepping;

    /** Whether no process can need the bus of this rebuild any more: all read the new rows. */
    private boolean handedOver;

    private String message = "";

    /**
     * Begins a rebuild, without rows that an earlier one left.
     *
     * @throws IllegalStateException if there are such rows and others may still read them, or the host cannot rebuild now
     */
    RebuildRun(View<?> view, Console.Rebuilds host, InstantSource clock, String by, Consumer<Message> told) {
        this.view = view;
        history = host.history(view);
        try {
            view.unfinishedRebuild(generation -> {}).ifPresent(left -> {
                while (left.mayEnd() && left.dropOld(DROPPED_AT_ONCE) > 0) {
                    // until none is left
                }
            });
            rebuild = view.rebuild(
                    (after, limit) -> {
                        Page<Envelope<?>> page = history.read(after, limit);
                        read.addAndGet(page.items().size());
                        return page;
                    },
                    generation -> {});
            bus = host.follow(rebuild);
        } catch (RuntimeException refused) {
            history.close();
            throw refused;
        }
        this.told = told;
        this.begun = JsonObject.empty().set("by", by).set("startedAt", Texts.time(clock.instant()));
    }

    synchronized Phase phase() {
        return phase;
    }

    /** Does one step. {@return whether there is more to do without a person} */
    synchronized boolean step() {
        try {
            switch (phase) {
                case ARCHIVE -> readHistory();
                case BUS -> readBus();
                case SWITCHED -> handOver();
                case DROP, STOPPED -> drop();
                default -> {
                    stepping = false;
                    return false;
                }
            }
        } catch (RuntimeException failed) {
            fail(failed);
        }
        tell();
        stepping = phase != Phase.COMPARE && !phase.isOver() && !(handedOver && phase == Phase.SWITCHED);
        return stepping;
    }

    private void readHistory() {
        if (!rebuild.step(STEP)) {
            phase = Phase.BUS;
        }
    }

    private void readBus() {
        if (bus.read()) {
            compare();
            phase = Phase.COMPARE;
        }
    }

    /** Other processes may use the old rows for a while; afterwards this one waits for a person, and others may read the bus. */
    private void handOver() {
        boolean last = rebuild.mayEnd();
        if (bus.read() && last) {
            handedOver = true;
            bus.close();
        }
    }

    private void fail(RuntimeException failed) {
        message = Texts.firstLine(failed);
        phase = Phase.FAILED;
        close();
    }

    private void close() {
        if (!handedOver) {
            bus.close();
        }
        history.close();
    }

    private void compare() {
        RebuildComparison page = rebuild.compare(Optional.empty(), COMPARED_PAGE);
        while (page.next().isPresent() && page.rows() < MOST_COMPARED) {
            page = page.plus(rebuild.compare(page.next(), COMPARED_PAGE));
        }
        compared = Optional.of(page);
        comparedAll = page.next().isEmpty();
    }

    private void drop() {
        int some;
        try {
            some = rebuild.dropOld(DROPPED_AT_ONCE);
        } catch (IllegalStateException othersMayReadThem) {
            message = Texts.firstLine(othersMayReadThem);
            return;
        }
        dropped += some;
        if (some == 0) {
            message = phase == Phase.STOPPED ? "stopped, and its rows are removed" : "";
            phase = Phase.DONE;
            close();
        }
    }

    /** {@return whether nobody runs the steps yet: the caller does from now on} */
    synchronized boolean take() {
        boolean taken = !stepping;
        stepping = true;
        return taken;
    }

    /** Switches readers to the new rows. */
    synchronized void complete() {
        require(Phase.COMPARE, "switched to");
        if (!hasCaughtUp()) {
            throw Refusal.notReady("The new rows have not caught up with the bus.", "Try again in a moment.");
        }
        rebuild.complete();
        phase = Phase.SWITCHED;
        tell();
    }

    private boolean hasCaughtUp() {
        try {
            return bus.read();
        } catch (IllegalStateException unreadable) {
            fail(unreadable);
            tell();
            throw Refusal.notReady(message, "Begin another rebuild.");
        }
    }

    /** Begins to remove the old rows. */
    synchronized void dropOld() {
        require(Phase.SWITCHED, "cleared of its old rows");
        if (!rebuild.mayEnd()) {
            throw Refusal.notReady(
                    "Other processes may still read the old rows.",
                    "Wait until " + rebuild.endsAt().map(Texts::time).orElse("they have noticed the switch") + ".");
        }
        phase = Phase.DROP;
        tell();
    }

    /** Abandons the new rows. */
    synchronized void stop() {
        if (phase != Phase.ARCHIVE && phase != Phase.BUS && phase != Phase.COMPARE) {
            throw Refusal.notReady("The rebuild is in phase " + tag() + ".", "Only a rebuild before its switch stops.");
        }
        rebuild.abandon();
        phase = Phase.STOPPED;
        tell();
    }

    private void require(Phase wanted, String what) {
        if (phase != wanted) {
            throw Refusal.notReady(
                    "The rebuild is in phase " + tag() + " and cannot be " + what + ".",
                    "Wait for phase " + wanted.name().toLowerCase(Locale.ROOT) + ".");
        }
    }

    private String tag() {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private void tell() {
        told.accept(new Message("rebuild", "rebuild " + view.name(), asJson()));
    }

    synchronized JsonObject asJson() {
        JsonObject json = JsonObject.empty()
                .set("view", view.name())
                .set("generation", rebuild.generation())
                .set("phase", tag())
                .set("done", read.get())
                .set("dropped", dropped)
                .set("startedAt", begun.text("startedAt"))
                .set("by", begun.text("by"))
                .set("message", message);
        compared.ifPresent(found -> json.set("compared", asJson(found)));
        return json;
    }

    private JsonObject asJson(RebuildComparison found) {
        return JsonObject.empty()
                .set("rows", found.rows())
                .set("differ", found.differing() + found.missing())
                .set("moving", found.moving())
                .setTexts("members", found.members().stream().sorted().toList())
                .set("exact", comparedAll);
    }

    synchronized JsonObject comparedAsJson() {
        return compared.map(this::asJson).orElseGet(JsonObject::empty);
    }
}
