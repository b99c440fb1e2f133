package io.triskel.testkit.saga;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.saga.Participation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;

/** All participants of one order, and the books of what took effect. */
final class Warehouse {
    private final String order;
    private final Random random;
    private final boolean careless;
    private final BiConsumer<Envelope<?>, Object> answer;
    private final Map<String, Participation> participations = new HashMap<>();
    private final Map<String, Integer> effects = new HashMap<>();
    private final Set<EventId> confirmations = new HashSet<>();
    private final Set<EventId> rejections = new HashSet<>();
    private final List<String> doubled = new ArrayList<>();
    private boolean mended;

    /** A careless participant acts on every command, whatever it did before. */
    Warehouse(String order, Random random, boolean careless, BiConsumer<Envelope<?>, Object> answer) {
        this.order = order;
        this.random = random;
        this.careless = careless;
        this.answer = answer;
    }

    void mend() {
        mended = true;
    }

    void take(Envelope<?> command) {
        Object data = command.data();
        if (data instanceof Shop.Reserve) {
            act(command, "reserve", new Shop.Reserved(order), new Shop.OutOfStock(order));
        } else if (data instanceof Shop.Charge) {
            act(command, "charge", new Shop.Charged(order, "p"), new Shop.CardRefused(order));
        } else if (data instanceof Shop.Ship) {
            act(command, "ship", new Shop.Shipped(order), new Shop.NotShippable(order));
        } else if (data instanceof Shop.Release) {
            undo(command, "reserve", new Shop.Released(order));
        } else if (data instanceof Shop.Refund) {
            if (!mended && participation("charge") == Participation.DONE && random.nextInt(6) == 0) {
                answer.accept(command, new Shop.RefundImpossible(order));
            } else {
                undo(command, "charge", new Shop.Refunded(order));
            }
        } else if (data instanceof Shop.Confirm) {
            confirmations.add(command.id());
        } else if (data instanceof Shop.Reject) {
            rejections.add(command.id());
        }
    }

    private Participation participation(String step) {
        return participations.getOrDefault(step, Participation.NONE);
    }

    private void act(Envelope<?> command, String step, Object done, Object failed) {
        Participation.Turn turn =
                careless ? Participation.Turn.DO : participation(step).onAction();
        if (turn == Participation.Turn.DO) {
            boolean possible = careless || random.nextInt(6) > 0;
            participations.put(step, possible ? Participation.DONE : Participation.FAILED);
            effect(step, possible ? 1 : 0);
            answer.accept(command, possible ? done : failed);
        } else {
            answer.accept(command, turn == Participation.Turn.ANSWER_DONE ? done : failed);
        }
    }

    private void undo(Envelope<?> command, String step, Object undone) {
        if (careless || participation(step).onUndo() == Participation.Turn.DO) {
            effect(step, -1);
        }
        participations.put(step, Participation.UNDONE);
        answer.accept(command, undone);
    }

    private void effect(String step, int by) {
        int now = effects.merge(step, by, Integer::sum);
        if (now < 0 || now > 1) {
            doubled.add(order + ": " + step + " took effect " + now + " times");
        }
    }

    List<String> doubled() {
        List<String> all = new ArrayList<>(doubled);
        if (confirmations.size() > 1 || rejections.size() > 1) {
            all.add(order + " was told its ending under several ids");
        }
        return all;
    }

    void requireAllDone(List<String> wrong) {
        for (String step : List.of("reserve", "charge", "ship")) {
            if (effects.getOrDefault(step, 0) != 1) {
                wrong.add(order + " is completed and " + step + " is not done");
            }
        }
        if (confirmations.isEmpty() || !rejections.isEmpty()) {
            wrong.add(order + " is completed and was not told so");
        }
    }

    void requireNothingDone(List<String> wrong) {
        for (String step : List.of("reserve", "charge", "ship")) {
            if (effects.getOrDefault(step, 0) != 0) {
                wrong.add(order + " is compensated and " + step + " is done");
            }
        }
        if (rejections.isEmpty() || !confirmations.isEmpty()) {
            wrong.add(order + " is compensated and was not told so");
        }
    }
}
