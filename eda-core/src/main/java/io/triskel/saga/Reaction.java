package io.triskel.saga;

import io.triskel.event.OrderingKey;
import io.triskel.saga.SagaRow.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A saga's reaction to an input: commands, timers, and whether it ends. It is a value, which the runner writes into one
 * row.
 *
 * @param commands to send, in this order
 * @param timers to set or to cancel
 * @param status of the instance after the reaction; empty leaves it unchanged
 */
public record Reaction(List<Send> commands, List<TimerChange> timers, Optional<SagaStatus> status) {
    private static final Reaction NOTHING = new Reaction(List.of(), List.of(), Optional.empty());

    public Reaction {
        commands = List.copyOf(commands);
        timers = List.copyOf(timers);
    }

    /** {@return a reaction that does nothing} */
    public static Reaction nothing() {
        return NOTHING;
    }

    /** {@return a copy that also sends a command, ordered by the instance} */
    public Reaction send(String target, Object data) {
        return send(new Send(target, data, Optional.empty(), Optional.empty()));
    }

    /** {@return a copy that also sends a command, ordered by this key} */
    public Reaction send(String target, Object data, OrderingKey key) {
        return send(new Send(target, data, Optional.of(key), Optional.empty()));
    }

    /** {@return a copy that also sends this command} */
    public Reaction send(Send command) {
        return new Reaction(plus(commands, command), timers, status);
    }

    /** {@return a copy that also sets the timer of this name, replacing an earlier setting} */
    public Reaction timeout(String name, Duration after) {
        return new Reaction(
                commands, plus(timers, new TimerChange(name, Optional.of(after), Optional.empty())), status);
    }

    /** {@return a copy that also sets the timer of this name to a moment, replacing an earlier setting} */
    public Reaction timeoutAt(String name, Instant due) {
        return new Reaction(commands, plus(timers, new TimerChange(name, Optional.empty(), Optional.of(due))), status);
    }

    /** {@return a copy that also cancels the timer of this name, if it is set} */
    public Reaction cancelTimeout(String name) {
        return new Reaction(commands, plus(timers, new TimerChange(name, Optional.empty(), Optional.empty())), status);
    }

    /** {@return a copy after which the instance has ended; its timers are cancelled, except those set in this reaction} */
    public Reaction end(String ending) {
        return new Reaction(commands, timers, Optional.of(new SagaStatus.Ended(ending)));
    }

    /** {@return a copy after which the instance is stuck, until an operator or a later input helps} */
    public Reaction stuck(String reason) {
        return new Reaction(
                commands,
                timers,
                Optional.of(new SagaStatus.Stuck(Texts.reason(reason), Optional.empty(), Optional.empty())));
    }

    /** {@return a copy after which the instance runs, even if it had ended or was stuck} */
    public Reaction run() {
        return new Reaction(commands, timers, Optional.of(new SagaStatus.Running()));
    }

    private static <T> List<T> plus(List<T> list, T one) {
        List<T> more = new ArrayList<>(list);
        more.add(one);
        return more;
    }

    /**
     * A command to send.
     *
     * @param target the receiver ({@link io.triskel.event.EventKind.Command})
     * @param data the command, of a class registered with the runner's event codec
     * @param key its ordering key; the instance if absent
     * @param effect names the effect within the instance and round: all commands with one name are one command with one id,
     *     so a step can ask again without a second effect; if absent, the input and the command's index in the reaction
     *     name it
     * @param round the instance's round, from 1; part of the command's {@link ReplyAddress}
     */
    public record Send(String target, Object data, Optional<OrderingKey> key, Optional<String> effect, int round) {
        public Send {
            Texts.require("A command's target", target, 128);
            effect.ifPresent(name -> Texts.require("An effect's name", name, 256));
            if (round < 1) {
                throw new IllegalArgumentException("round must be at least 1, not " + round);
            }
        }

        /** Makes a command of an instance's first round. */
        public Send(String target, Object data, Optional<OrderingKey> key, Optional<String> effect) {
            this(target, data, key, effect, 1);
        }
    }

    /**
     * A change to a timer: with a time it is set, without one it is cancelled.
     *
     * @param name the timer's name
     * @param after the time from the input on
     * @param at the time as a moment
     */
    public record TimerChange(String name, Optional<Duration> after, Optional<Instant> at) {
        public TimerChange {
            if (after.isPresent() || at.isPresent()) {
                Texts.require("A timer's name", name, Timer.MAX_NAME);
            }
        }

        /** {@return when the timer fires, if it is set} */
        Optional<Instant> due(Instant now) {
            return at.or(() -> after.map(now::plus));
        }
    }
}
