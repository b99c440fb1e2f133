package io.triskel.saga;

import io.triskel.event.Envelope;

/**
 * A participant's memory of one step of one saga instance, so that action and compensation may come in any order and any
 * number of times and the effect still happens at most once.
 *
 * <p>A reply carries the address of the command that it answers, or no saga takes it: {@code Metadata.causedBy(command)} copies it,
 * as does a {@code CommandHandler} that is given this metadata. So a saga takes neither the answer to another saga's command, nor
 * a late answer to its first command for one to its second.
 *
 * <p>Keep the participation in the state that the effect changes, under {@link #keyOf the key} of the command. Each method
 * answers how to reply; then keep the participation that follows:
 *
 * <pre>{@code
 * switch (p.onAction()) {
 *     case DO -> charge, keep DONE, reply Charged (or, if it is impossible: keep FAILED, reply ChargeFailed)
 *     case ANSWER_DONE -> reply Charged again
 *     case REFUSE -> reply ChargeFailed, keep what it is
 * }
 * switch (p.onUndo()) {
 *     case DO -> refund, keep UNDONE, reply Refunded
 *     case ANSWER_DONE -> keep UNDONE, reply Refunded
 * }
 * }</pre>
 */
public enum Participation {
    /** Neither asked to act nor to undo. */
    NONE,
    /** The action has taken effect. */
    DONE,
    /** The action was impossible; it has had no effect. */
    FAILED,
    /** Undone, or asked to undo before asked to act: the action has no effect and never will. */
    UNDONE;

    /** How to deal with a command. */
    public enum Turn {
        /** Do it. */
        DO,
        /** Nothing to do; reply that it is done. */
        ANSWER_DONE,
        /** Do not do it; reply that it failed. */
        REFUSE
    }

    /**
     * {@return what a participation is kept under} Commands to act and to undo of one process have the same key; those of another
     * saga about the same instance, or of another round of it, have another.
     *
     * @param command carries a {@link ReplyAddress}; else its correlation id is the key, or its own id
     */
    public static String keyOf(Envelope<?> command) {
        return ReplyAddress.of(command)
                .map(ReplyAddress::process)
                .or(() -> command.metadata().correlation())
                .orElseGet(() -> command.id().id());
    }

    /** {@return how to deal with the command to act} */
    public Turn onAction() {
        return switch (this) {
            case NONE -> Turn.DO;
            case DONE -> Turn.ANSWER_DONE;
            case FAILED, UNDONE -> Turn.REFUSE;
        };
    }

    /** {@return how to deal with the command to undo; afterwards the participation is {@link #UNDONE}} */
    public Turn onUndo() {
        return this == DONE ? Turn.DO : Turn.ANSWER_DONE;
    }
}
