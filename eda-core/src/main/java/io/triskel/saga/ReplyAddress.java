package io.triskel.saga;

import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import io.triskel.event.Metadata;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    /** The saga's name and the last two parts cannot have a slash here, so an instance may have any. */
    private static final Pattern FORM =
            Pattern.compile("([^/]+)/(.+)/([1-9][0-9]{0,8})/([A-Za-z0-9_-]{43})", Pattern.DOTALL);

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

    static Optional<ReplyAddress> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            String saga = unescaped(parts.group(1));
            ReplyAddress address =
                    new ReplyAddress(saga, parts.group(2), Integer.parseInt(parts.group(3)), parts.group(4));
            return address.text().equals(text) ? Optional.of(address) : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
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
