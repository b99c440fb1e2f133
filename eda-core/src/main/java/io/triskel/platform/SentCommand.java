package io.triskel.platform;

import io.triskel.consume.EventHandler;
import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandRejectedException;
import io.triskel.decide.CommandResult;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.Metadata;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.store.CommandId;
import java.util.function.Function;

/** Handles an event by one command, whose id derives from consumer and event: the stream recognises a repeat. */
record SentCommand<E, C>(
        String consumer,
        CommandHandler<C, ?, ?> commands,
        Function<? super E, StreamId> stream,
        Function<? super E, ? extends C> command)
        implements EventHandler<E> {
    @Override
    public void handle(Envelope<E> event, Handling handling) {
        StreamId to = stream.apply(event.data());
        String id = DerivedId.of(consumer, event.id().source(), event.id().id());
        CommandResult<?> result =
                commands.handle(to, new CommandId(id), command.apply(event.data()), Metadata.causedBy(event));
        if (result instanceof CommandResult.Rejected<?> rejected) {
            throw new CommandRejectedException(to.value() + ": " + rejected.reason());
        }
        if (result instanceof CommandResult.Conflict<?> conflict) {
            throw new PortException(
                    to.value() + " was changed concurrently, up to revision " + conflict.actualRevision());
        }
    }
}
