package io.triskel.saga;

import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import io.triskel.event.Metadata;
import java.util.Optional;

/**
 * Identifies the command that a reply answers. Each command of a saga carries its address in {@link Metadata#REPLY_TO}, and
 * a participant copies the attribute unchanged to its reply, so two sagas about one order, or two rounds of one instance,
 * never take each other's replies. The text has at most 631 bytes in UTF-8; Pub/Sub allows 1,024 in an attribute.
 *
 * @param saga the saga's name
 * @param instance the instance's id
 * @param round the instance's round, from 1
 * @param command the command's id
 */
@ForAdapters
public record ReplyAddress(String saga, String instance, int round, String command) {
    private static final int MOST_ROUNDS = 999_999_999;

    /** The length of a {@link io.triskel.event.DerivedId}, which a command's id is. */
    private static final int DERIVED_ID = 43;

    public ReplyAddress {
        Texts.require("A saga's name", saga, 64);
        Texts.require("A saga instance's id", instance, 128);
    }

    static ReplyAddress of(SagaRef ref, int round, String command) {
        return new ReplyAddress(ref.saga(), ref.instance(), round, command);
    }

    /** {@return the address in an event; empty if there is none, or if our sagas did not write it} */
    public static Optional<ReplyAddress> of(Envelope<?> event) {
        return event.metadata().extensions().isEmpty()
                ? Optional.empty()
                : event.metadata().replyTo().flatMap(ReplyAddress::parse);
    }

    /**
     * {@return the address of a command that a saga sends for an input}
     *
     * @param place the command's index in the reaction, from 0
     */
    public static ReplyAddress of(SagaRef ref, Input input, Reaction.Send send, int place) {
        return of(ref, send.round(), InstanceUpdate.commandId(ref, input, send, place));
    }

    /**
     * The saga's name and the last two parts cannot have a slash here, so an instance may have any. A pattern would take
     * several times longer, and a saga asks several times for each reply.
     */
    static Optional<ReplyAddress> parse(String text) {
        int instance = text.indexOf('/') + 1;
        int command = text.lastIndexOf('/') + 1;
        int round = text.lastIndexOf('/', command - 2) + 1;
        if (instance == 0 || round <= instance || !isCommand(text, command)) {
            return Optional.empty();
        }
        try {
            ReplyAddress address = new ReplyAddress(
                    unescaped(text.substring(0, instance - 1)),
                    text.substring(instance, round - 1),
                    Integer.parseInt(text.substring(round, command - 1)),
                    text.substring(command));
            boolean ours = address.round > 0 && address.round <= MOST_ROUNDS;
            return ours && address.text().equals(text) ? Optional.of(address) : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static boolean isCommand(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!digit && !letter && c != '-' && c != '_') {
                return false;
            }
        }
        return text.length() - from == DERIVED_ID;
    }

    private static String unescaped(String saga) {
        return saga.replace("%2F", "/").replace("%25", "%");
    }

    /** {@return the text in a command} */
    public String text() {
        return process() + "/" + command;
    }

    /** {@return saga, instance and round as one unambiguous text} */
    String process() {
        return saga.replace("%", "%25").replace("/", "%2F") + "/" + instance + "/" + round;
    }

    /**
     * Returns whether this is the address of the instance's command for an effect ({@link Reaction.Send#effect}) in this
     * round.
     */
    public boolean isOf(String effect) {
        return command.equals(InstanceUpdate.commandId(new SagaRef(saga, instance), effect, round));
    }
}
