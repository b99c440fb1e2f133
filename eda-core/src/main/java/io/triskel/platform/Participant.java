package io.triskel.platform;

import io.triskel.consume.EventHandler;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import java.util.List;
import java.util.function.Function;

/** Describes a participant of sagas: the commands it handles, and its replies. */
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
     * Handles a command sent to this participant and publishes the reply. The handler may be called again for the same
     * command until the reply is on the bus.
     *
     * @param answer makes the reply, of a registered class
     */
    public <C> Participant on(Class<C> command, Function<C, ?> answer) {
        EventHandler<C> handler = (event, handling) -> {
            if (event.pattern() instanceof EventKind.Command to && to.target().equals(name)) {
                reply(event, answer.apply(event.data()), handling.deadline());
            }
        };
        consumer.on(command, handler);
        return this;
    }

    private void reply(Envelope<?> command, Object answer, Deadline deadline) {
        Envelope<?> reply = platform.events().causedBy(command, name, answer);
        platform.publish(List.of(reply), deadline.orEarlier(platform.in(Platform.PUBLISH_TIME)));
    }

    /** {@return the participant's consumer; as {@link HostedConsumer.Builder#build}} */
    public HostedConsumer build() {
        return consumer.build();
    }
}
