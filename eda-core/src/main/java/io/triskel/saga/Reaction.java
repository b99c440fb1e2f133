package io.triskel.saga;

import io.triskel.event.OrderingKey;
import io.triskel.saga.SagaRow.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A saga's reaction to an input: commands, timers, and whether it ends. It is a value; the runner carries it out by
 * writing all of it in one row.
 *
 * @param commands to send, in this order
 * @param timers to set or to cancel
 * @param status of the instance after the reaction; empty leaves it as it is
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

    /** {@return a copy that also sets the timer of this name, in place of an earlier setting} */
    public Reaction timeout(String name, Duration after) {
        return new Reaction(
                commands, plus(timers, new TimerChange(name, Optional.of(after), Optional.empty())), status);
    }

    /** {@return a copy that also sets the timer of this name to a moment, in place of an earlier setting} */
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

    /** {@return a copy after which the instance is stuck and waits for an operator, or for an input that helps} */
    public Reaction stuck(String reason) {
        return new Reaction(
                commands,
                timers,
                Optional.of(new SagaStatus.Stuck(Texts.reason(reason), Optional.empty(), Optional.empty())));
    }

    /** {@return a copy after which the instance runs, also if it had ended or was stuck} */
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
     * @param target who shall do it ({@link io.triskel.event.EventKind.Command})
     * @param data what to do; its class is registered with the runner's event codec
     * @param key orders it; the instance if absent
     * @param effect names the effect within the instance: all commands sent under one name are one command with one id, so
     *     that a step can ask again without asking for more; if absent, the input and the command's place in the reaction
     *     name it
     * @param round the instance's round to which the command belongs, from 1: part of its {@link ReplyAddress}, and an effect
     *     of one round is not that of another
     */
    public record Send(String target, Object data, Optional<OrderingKey> key, Optional<String> effect, int round) {
        public Send {
            Texts.require("A command's target", target, 128);
            effect.ifPresent(name -> Texts.require("An effect's name", name, 256));
            if (round < 1) {
                throw new IllegalArgumentException("An instance's rounds count from 1, this one is " + round);
            }
        }

        /** A command of an instance that has one round only. */
        public Send(String target, Object data, Optional<OrderingKey> key, Optional<String> effect) {
            this(target, data, key, effect, 1);
        }
    }

    /**
     * A change to a timer: it is set if it has a time, and cancelled if it has none.
     *
     * @param name the timer's name
     * @param after the time, counted from the input
     * @param at the time, as a moment
     */
    public record TimerChange(String name, Optional<Duration> after, Optional<Instant> at) {
        public TimerChange {
            if (after.isPresent() || at.isPresent()) {
                Texts.require("A timer's name", name, Timer.MAX_NAME);
            }
        }

        /** {@return when the timer goes off, if it is set} */
        Optional<Instant> due(Instant now) {
            return at.or(() -> after.map(now::plus));
        }
    }
}
