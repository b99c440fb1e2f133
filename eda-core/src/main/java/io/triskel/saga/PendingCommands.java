package io.triskel.saga;

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
 * @param after when to try; {@link Instant#EPOCH} for immediately, so that a clock that went back delays nothing
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
        return new PendingCommands(all, after, refusals, refusal);
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
        return isEmpty() ? NOTHING : new PendingCommands(commands, Instant.EPOCH, 0, Optional.empty());
    }

    PendingCommands refused(String why, Instant next) {
        return isEmpty() ? NOTHING : new PendingCommands(commands, next, refusals + 1, Optional.of(Texts.reason(why)));
    }
}
