package io.triskel.saga;

import io.triskel.event.Envelope;

/**
 * A participant's record of one step of one saga instance: action and compensation may arrive in any order and any number
 * of times, and the effect still happens at most once.
 *
 * <p>A reply must carry the address of its command, or no saga accepts it: {@code Metadata.causedBy(command)} copies it, as
 * does a {@code CommandHandler} with this metadata. So a saga ignores answers to another saga's commands, and does not take
 * a late answer to its first command for one to its second.
 *
 * <p>Store the participation in the state that the effect changes, under {@link #keyOf the key} of the command. Each method
 * returns how to reply; then store the next participation:
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
    /** Asked neither to act nor to undo. */
    NONE,
    /** The action has taken effect. */
    DONE,
    /** The action was impossible and had no effect. */
    FAILED,
    /** Undone, or asked to undo before asked to act: the action will never take effect. */
    UNDONE;

    /** How to handle a command. */
    public enum Turn {
        /** Do it. */
        DO,
        /** Nothing to do; reply that it is done. */
        ANSWER_DONE,
        /** Do not do it; reply that it failed. */
        REFUSE
    }

    /**
     * {@return the key under which to store the participation} Commands to act and to undo of one process have the same
     * key; those of another saga about the same instance, or of another round, have another.
     *
     * @param command has a {@link ReplyAddress}; else its correlation id or its own id is the key
     */
    public static String keyOf(Envelope<?> command) {
        return ReplyAddress.of(command)
                .map(ReplyAddress::process)
                .or(() -> command.metadata().correlation())
                .orElseGet(() -> command.id().id());
    }

    /** {@return how to handle the command to act} */
    public Turn onAction() {
        return switch (this) {
            case NONE -> Turn.DO;
            case DONE -> Turn.ANSWER_DONE;
            case FAILED, UNDONE -> Turn.REFUSE;
        };
    }

    /** {@return how to handle the command to undo; afterwards the participation is {@link #UNDONE}} */
    public Turn onUndo() {
        return this == DONE ? Turn.DO : Turn.ANSWER_DONE;
    }
}
