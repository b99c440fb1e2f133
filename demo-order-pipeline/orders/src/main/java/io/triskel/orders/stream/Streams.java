package io.triskel.orders.stream;

import io.triskel.decide.CommandHandler;
import io.triskel.decide.CommandResult;
import io.triskel.event.Envelope;
import io.triskel.event.Metadata;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.store.CommandId;

/**
 * All streams of one kind, such as the payments of all orders.
 *
 * @param <C> commands
 * @param <S> states
 * @param <E> events
 */
public final class Streams<C, S, E> {
    private final String kind;
    private final CommandHandler<C, S, E> handler;

    /** The streams whose names are the kind, a hyphen and an id. */
    public Streams(String kind, CommandHandler<C, S, E> handler) {
        this.kind = kind;
        this.handler = handler;
    }

    /** {@return the name of the stream about this id} */
    public StreamId stream(String id) {
        return StreamId.of(kind, id);
    }

    /** {@return the result of a command whose sender waits for the answer} */
    public CommandResult<E> ask(String id, String commandId, C command, Metadata metadata) {
        return handler.handle(stream(id), new CommandId(commandId), command, metadata);
    }

    /**
     * Carries out a command that came as an event, or that an event led to.
     *
     * @return the command's result
     * @throws PortException if the command lost against concurrent ones too often; try again
     * @throws IllegalStateException if the command breaks a rule: no sender of an event waits for that answer
     */
    public CommandResult.Done<E> tell(String id, String commandId, C command, Envelope<?> cause) {
        return ask(id, commandId, command, Metadata.causedBy(cause))
                .fold(
                        done -> done,
                        rejected -> {
                            throw new IllegalStateException(kind + " " + id + ": " + rejected.reason());
                        },
                        conflict -> {
                            throw new PortException(kind + " " + id + " was changed concurrently, up to revision "
                                    + conflict.actualRevision());
                        });
    }

    /** {@return the state as it is now} */
    public S state(String id) {
        return handler.load(stream(id)).state();
    }
}
