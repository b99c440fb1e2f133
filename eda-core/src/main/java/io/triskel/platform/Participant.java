package io.triskel.platform;

import io.triskel.consume.EventHandler;
import io.triskel.event.Envelope;
import io.triskel.event.Pattern;
import io.triskel.event.PortException;
import io.triskel.publish.PublishReport.Entry;
import java.util.List;
import java.util.function.Function;

/** Describes a participant of sagas: which commands it handles, and what it answers. */
public final class Participant {
    private final Platform platform;
    private final String name;
    private final HostedConsumer.Builder consumer;

    Participant(Platform platform, String name) {
        this.platform = platform;
        this.name = name;
        this.consumer = new HostedConsumer.Builder(platform, name, "participant");
    }

    /**
     * Handles a command that goes to this participant, and publishes the answer. The handler may be called again for the same
     * command: until the answer is on the bus, the command is not completed.
     *
     * @param answer makes the answer, whose class is registered
     */
    public <C> Participant on(Class<C> command, Function<C, ?> answer) {
        EventHandler<C> handler = (event, handling) -> {
            if (event.pattern() instanceof Pattern.Command to && to.target().equals(name)) {
                reply(event, answer.apply(event.data()));
            }
        };
        consumer.on(command, handler);
        return this;
    }

    private void reply(Envelope<?> command, Object answer) {
        Envelope<?> reply = platform.events().causedBy(command, name, answer);
        Entry entry = platform.publish(List.of(reply)).entries().get(0);
        if (!(entry instanceof Entry.Accepted)) {
            reply.key().ifPresent(platform.publisher()::resume);
            throw new PortException("The answer to " + command.id() + " is not on the bus: " + entry.outcome());
        }
    }

    /** {@return the participant's consumer; as {@link HostedConsumer.Builder#build}} */
    public HostedConsumer build() {
        return consumer.build();
    }
}
