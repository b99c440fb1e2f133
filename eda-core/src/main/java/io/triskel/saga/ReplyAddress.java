package io.triskel.saga;

import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import io.triskel.event.Metadata;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the answer to a command belongs. Each command of a saga carries its address in {@link Metadata#REPLY_TO}, and a
 * participant copies the attribute to its answer unchanged; so two sagas about one order, or two rounds of one instance, never take each other's
 * answers. The text has at most 631 bytes in UTF-8; Pub/Sub takes 1,024 in an attribute.
 *
 * @param saga the name of the saga that asks
 * @param instance the instance that asks
 * @param round the instance's round in which it asks, from 1
 * @param command the command's id
 */
@ForAdapters
public record ReplyAddress(String saga, String instance, int round, String command) {
    /** A saga's name cannot have a slash here, and the last two parts cannot have one at all, so an instance may have any. */
    private static final Pattern FORM =
            Pattern.compile("([^/]+)/(.+)/([1-9][0-9]{0,8})/([A-Za-z0-9_-]{43})", Pattern.DOTALL);

    public ReplyAddress {
        Texts.require("A saga's name", saga, 64);
        Texts.require("A saga instance's id", instance, 128);
    }

    static ReplyAddress of(SagaRef ref, int round, String command) {
        return new ReplyAddress(ref.saga(), ref.instance(), round, command);
    }

    /**
     * {@return the address that an event carries}
     *
     * <p>Empty if it carries none, or one that no saga of ours wrote.
     */
    public static Optional<ReplyAddress> of(Envelope<?> event) {
        return event.metadata().extensions().isEmpty()
                ? Optional.empty()
                : event.metadata().replyTo().flatMap(ReplyAddress::parse);
    }

    /**
     * {@return the address of the command that a saga sends about an input}
     *
     * @param place the command's place among those of the reaction, from 0
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

    /** {@return the text that a command carries} */
    public String text() {
        return process() + "/" + command;
    }

    /** {@return saga, instance and round as one text, as different as they are} */
    String process() {
        return saga.replace("%", "%25").replace("/", "%2F") + "/" + instance + "/" + round;
    }

    /**
     * Tells whether this is the address of the command that the instance sends, in this round, under the name of an effect
     * ({@link Reaction.Send#effect}).
     */
    public boolean isOf(String effect) {
        return command.equals(InstanceUpdate.commandId(new SagaRef(saga, instance), effect, round));
    }
}
