package io.triskel.saga;

import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import io.triskel.saga.SagaRow.PendingCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The commands that an instance must still send, in order, and the attempts so far.
 *
 * @param commands in the saga's order
 * @param after when to try; {@link Instant#EPOCH} for immediately, so that a clock that went back delays nothing. Without
 *     refusals, a later moment means that the runner that recorded the commands is sending them: until then nobody else does
 * @param refusals how often in a row the bus did not accept the first one
 * @param refusal the bus's last message
 */
@ForAdapters
public record PendingCommands(List<PendingCommand> commands, Instant after, int refusals, Optional<String> refusal) {
    private static final PendingCommands NOTHING = new PendingCommands(List.of(), Instant.EPOCH, 0, Optional.empty());

    public PendingCommands {
        commands = List.copyOf(commands);
    }

    static PendingCommands nothing() {
        return NOTHING;
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    /** A command that is already pending is not added again: it is one effect. */
    PendingCommands plus(List<PendingCommand> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<PendingCommand> all = new ArrayList<>(commands);
        Set<String> waiting = new HashSet<>();
        commands.forEach(command -> waiting.add(command.id()));
        for (PendingCommand command : more) {
            if (waiting.add(command.id())) {
                all.add(command);
            }
        }
        return new PendingCommands(all, inFlight() ? Instant.EPOCH : after, refusals, refusal);
    }

    /** {@return whether the runner that recorded them is sending them, or has sent them} */
    boolean inFlight() {
        return !isEmpty() && refusals == 0 && after.isAfter(Instant.EPOCH);
    }

    PendingCommands inFlight(Instant until) {
        return new PendingCommands(commands, until, refusals, refusal);
    }

    /**
     * {@return the commands that an event does not prove sent} An event that a command in flight led to proves that the
     * command was sent, and those before it, because they keep their order.
     */
    PendingCommands notProvedBy(Envelope<?> event) {
        if (!inFlight()) {
            return this;
        }
        Optional<String> answered = ReplyAddress.of(event).map(ReplyAddress::command);
        Optional<String> cause = event.metadata().causation();
        for (int i = commands.size() - 1; i >= 0; i--) {
            Optional<String> id = Optional.of(commands.get(i).id());
            if (id.equals(answered) || id.equals(cause)) {
                return i == commands.size() - 1
                        ? NOTHING
                        : new PendingCommands(commands.subList(i + 1, commands.size()), after, refusals, refusal);
            }
        }
        return this;
    }

    PendingCommands without(Set<String> sent) {
        List<PendingCommand> left = commands.stream()
                .filter(command -> !sent.contains(command.id()))
                .toList();
        return left.isEmpty() ? NOTHING : new PendingCommands(left, after, refusals, refusal);
    }

    /** To be tried immediately; the rejections stay, because they show that the publisher withholds the key. */
    PendingCommands now() {
        return new PendingCommands(commands, Instant.EPOCH, refusals, refusal);
    }

    PendingCommands accepted() {
        return isEmpty() || inFlight() ? this : new PendingCommands(commands, Instant.EPOCH, 0, Optional.empty());
    }

    PendingCommands refused(String why, Instant next) {
        return isEmpty() ? NOTHING : new PendingCommands(commands, next, refusals + 1, Optional.of(Texts.reason(why)));
    }
}
